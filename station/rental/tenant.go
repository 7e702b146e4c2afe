package rental

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// Tenant is who rents. Until a clerk has matched it to a registration it is what somebody else declared.
type Tenant struct {
	ID, RentalID string
	Name         string
	IDNumber     string
	Since        calendar.Date
	// LeftOn is no date while the tenancy goes on.
	LeftOn calendar.Date
	// ResidenceID is the registration of residence, which is the tenant's own act; empty where none was matched.
	ResidenceID string

	row int64
}

const tenantColumns = `SELECT t.row, t.id, t.rental_id, t.name, t.id_number, t.since, t.left_on, t.residence_id FROM tenant t `

func scanTenant(scan func(...any) error) (Tenant, error) {
	var t Tenant
	err := scan(&t.row, &t.ID, &t.RentalID, &t.Name, &t.IDNumber, &t.Since, &t.LeftOn, &t.ResidenceID)
	return t, err
}

// TenantsOf lists the tenants of a file, those who left too, in the order entered.
func TenantsOf(q store.Query, rentalID string) ([]Tenant, error) {
	list, err := collect(q, scanTenant, tenantColumns+`WHERE t.rental_id = ? ORDER BY t.row`, rentalID)
	if err != nil {
		return nil, fmt.Errorf("list tenants: %w", err)
	}
	return list, nil
}

// Unregistered lists tenancies without a registration, the longest waiting first: the station's notes that somebody is to be told to register. Both
// rows and limit go by the order of entry; the first page is behind 0.
func Unregistered(q store.Query, after int64, limit int) (tenants []Tenant, last int64, err error) {
	list, err := collect(q, scanTenant, tenantColumns+`WHERE t.residence_id = '' AND t.left_on = '' AND t.row > ? ORDER BY t.row LIMIT ?`, after, limit)
	if err != nil {
		return nil, 0, fmt.Errorf("list tenants to register: %w", err)
	}
	if len(list) > 0 {
		last = list[len(list)-1].row
	}
	return list, last, nil
}

// StoredTenant is the answer to the commands about tenants.
type StoredTenant struct {
	ID       string `json:"id"`
	RentalID string `json:"rental_id"`
}

// AddTenant enters a tenant into a file in force.
type AddTenant struct {
	RentalID string        `json:"rental_id"`
	Name     string        `json:"name"`
	IDNumber string        `json:"id_number"`
	Since    calendar.Date `json:"since"`
}

// Kind is the verb on the wire.
func (AddTenant) Kind() string { return "rental.add_tenant.v1" }

// Validate judges the form.
func (c AddTenant) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	checkWho(&v, c.Name, c.IDNumber, stamp.Today())
	checkTenancy(&v, c.Since, stamp.Today())
	return v.Refusal()
}

// checkTenancy records a day of moving in that is missing or can only be a slip of the finger.
func checkTenancy(v *ledger.Check, since, today calendar.Date) {
	v.That(!since.IsZero(), "since", "rental.since_required")
	v.That(since.IsZero() || !since.After(today.AddDays(aheadDays)) && !since.Before(today.AddYears(-longestRunning)), "since", "rental.day_out_of_range")
}

// checkWho records what is wrong with a declared person: a number of eighteen characters with its check character, and a name.
func checkWho(v *ledger.Check, name, number string, today calendar.Date) {
	v.That(strings.TrimSpace(name) != "", "name", "rental.name_required")
	v.That(utf8.RuneCountInString(name) <= mostName, "name", "rental.text_too_long", "limit", strconv.Itoa(mostName))
	checkNumber(v, number, today)
}

func checkNumber(v *ledger.Check, number string, today calendar.Date) {
	n, _, err := identity.ParseNumber(number)
	if err == nil {
		err = n.BornBy(today)
	}
	if err != nil {
		v.That(false, "id_number", identity.Code(err))
	}
}

// whoForm is a declared person in the form of the register.
func whoForm(name, number string) (string, string) {
	name, _ = identity.NormaliseName(name)
	return name, identity.TidyNumber(number)
}

// Apply enters the tenant once.
func (c AddTenant) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	if err := unrestricted(tx, c.IDNumber); err != nil {
		return nil, err
	}
	t, err := addTenant(tx, tx.NewID(), c)
	if err != nil {
		return nil, err
	}
	return StoredTenant{ID: t.ID, RentalID: t.RentalID}, note(tx, c.RentalID, "tenant_added", "")
}

// addTenant enters a tenant under an identifier.
func addTenant(tx *ledger.Tx, id string, c AddTenant) (Tenant, error) {
	f, found, err := FileByID(tx, c.RentalID)
	if err != nil || !found {
		return Tenant{}, or(err, ledger.Refuse(ledger.NotFound, "rental_id", "rental.unknown"))
	}
	if f.State != Active {
		return Tenant{}, ledger.Refuse(ledger.WrongState, "rental_id", "rental.ended")
	}
	name, number := whoForm(c.Name, c.IDNumber)
	tenants, err := TenantsOf(tx, f.ID)
	if err != nil {
		return Tenant{}, err
	}
	if slices.ContainsFunc(tenants, func(t Tenant) bool { return t.IDNumber == number && t.LeftOn.IsZero() }) {
		return Tenant{}, ledger.Refuse(ledger.Conflict, "id_number", "rental.tenant_there")
	}
	person, known, err := registry.PersonByNumber(tx, number)
	if err != nil {
		return Tenant{}, err
	}
	if known {
		tx.About(person.ID)
	}
	if name == "" {
		name = person.NameFull // declared without a name; empty where the register does not know the number either
	}
	t := Tenant{ID: id, RentalID: f.ID, Name: name, IDNumber: number, Since: c.Since}
	_, err = tx.Exec(`INSERT INTO tenant (id, rental_id, name, id_number, since, left_on, residence_id) VALUES (?,?,?,?,?,'','')`,
		t.ID, t.RentalID, t.Name, t.IDNumber, t.Since.String())
	return t, err
}

// TenantLeft ends a tenancy in a file. The registration stays the tenant's own.
type TenantLeft struct {
	RentalID string        `json:"rental_id"`
	TenantID string        `json:"tenant_id"`
	On       calendar.Date `json:"on"`
}

// Kind is the verb on the wire.
func (TenantLeft) Kind() string { return "rental.tenant_left.v1" }

// Validate judges the day.
func (c TenantLeft) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(!c.On.IsZero() && !c.On.After(stamp.Today()), "on", "rental.end_invalid")
	return v.Refusal()
}

// Apply ends the tenancy.
func (c TenantLeft) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	t, err := tenantIn(tx, c.RentalID, c.TenantID)
	if err != nil {
		return nil, err
	}
	if err := endTenancy(tx, t, c.On); err != nil {
		return nil, err
	}
	return StoredTenant{ID: t.ID, RentalID: t.RentalID}, note(tx, t.RentalID, "tenant_left", "")
}

func endTenancy(tx *ledger.Tx, t Tenant, on calendar.Date) error {
	if on.Before(t.Since) {
		return ledger.Refuse(ledger.Invalid, "on", "rental.left_before_since", "since", t.Since.String())
	}
	_, err := tx.Exec(`UPDATE tenant SET left_on = ? WHERE id = ?`, on.String(), t.ID)
	return err
}

// tenantIn finds a tenancy of a file that goes on.
func tenantIn(tx *ledger.Tx, rentalID, tenantID string) (Tenant, error) {
	t, found, err := one(tx.Row(tenantColumns+`WHERE t.id = ?`, tenantID), scanTenant)
	if err != nil {
		return Tenant{}, fmt.Errorf("read tenant: %w", err)
	}
	if !found || t.RentalID != rentalID || !t.LeftOn.IsZero() {
		return Tenant{}, ledger.Refuse(ledger.NotFound, "tenant_id", "rental.tenant_unknown")
	}
	return t, nil
}

// MatchTenant says which registration of residence is a tenant's. A clerk compares, because the tenant was declared by somebody else.
type MatchTenant struct {
	RentalID    string `json:"rental_id"`
	TenantID    string `json:"tenant_id"`
	ResidenceID string `json:"residence_id"`
}

// Kind is the verb on the wire.
func (MatchTenant) Kind() string { return "rental.match_tenant.v1" }

// Validate judges the form.
func (c MatchTenant) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ResidenceID != "", "residence_id", "residence.unknown")
	return v.Refusal()
}

// Apply matches an active registration of the same number in the same dwelling, and nothing else.
func (c MatchTenant) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	t, err := tenantIn(tx, c.RentalID, c.TenantID)
	if err != nil {
		return nil, err
	}
	f, _, err := FileByID(tx, t.RentalID)
	if err != nil {
		return nil, err
	}
	r, found, err := registry.ResidenceByID(tx, c.ResidenceID)
	if err != nil || !found {
		return nil, or(err, ledger.Refuse(ledger.NotFound, "residence_id", "residence.unknown"))
	}
	tx.About(r.PersonID) // also where it is refused
	person, known, err := registry.PersonByNumber(tx, t.IDNumber)
	if err != nil {
		return nil, err
	}
	if !known || person.ID != r.PersonID || r.RoomID != f.RoomID || r.State != registry.Active {
		return nil, ledger.Refuse(ledger.Conflict, "residence_id", "rental.match_differs")
	}
	if err := unrestricted(tx, t.IDNumber); err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`UPDATE tenant SET residence_id = ? WHERE id = ?`, r.ID, t.ID); err != nil {
		return nil, fmt.Errorf("match tenant: %w", err)
	}
	return StoredTenant{ID: t.ID, RentalID: t.RentalID}, note(tx, t.RentalID, "tenant_matched", "")
}

// Candidate is the registration that a tenant may be matched to: active, in the dwelling, of the same number. Not found where there is none, nor where the
// person's data are only stored.
func Candidate(q store.Query, f File, t Tenant) (registry.Residence, bool, error) {
	person, known, err := registry.PersonByNumber(q, t.IDNumber)
	if err != nil || !known {
		return registry.Residence{}, false, err
	}
	if restricted, err := registry.Restricted(q, person.ID); err != nil || restricted {
		return registry.Residence{}, false, err
	}
	all, err := registry.ResidencesOf(q, person.ID)
	if err != nil {
		return registry.Residence{}, false, err
	}
	for _, r := range all {
		if r.State == registry.Active && r.RoomID == f.RoomID {
			return r, true, nil
		}
	}
	return registry.Residence{}, false, nil
}
