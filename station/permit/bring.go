package permit

import (
	"errors"
	"fmt"
	"slices"
	"strconv"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// BroughtPermit is a permit that was handed out before the office kept this register.
type BroughtPermit struct {
	// ID is chosen by who brings it, so that bringing it twice is bringing it once.
	ID string `json:"id"`
	// IDNumber is the holder's, who is in the register.
	IDNumber string `json:"id_number"`
	// PermitNumber and IssuedOn stand on the card.
	PermitNumber string        `json:"permit_number"`
	IssuedOn     calendar.Date `json:"issued_on"`
	// SinceOn is the issue of the holder's first card, from which full years are counted; left out, it is IssuedOn.
	SinceOn calendar.Date `json:"since_on,omitzero"`
	// EndorsedUntil is the last day of the window ahead, as the latest endorsement on the card says; left out, nobody has endorsed it yet.
	EndorsedUntil calendar.Date `json:"endorsed_until,omitzero"`
	// ContinuousSince is the day from which years of residence count; left out, it is SinceOn.
	ContinuousSince calendar.Date `json:"continuous_since,omitzero"`
}

// BringPermits takes over permits that were handed out before the office kept this register, so that their windows are known from the first day. It is for
// the office's own older lists; the register never makes up a number, and who holds a permit here already keeps it as it is.
type BringPermits struct {
	Permits []BroughtPermit `json:"permits"`
}

// Brought is what BringPermits answers.
type Brought struct {
	Added int `json:"added"`
	// Known is how many were in the register before, with the same holder and number.
	Known int `json:"known"`
}

// MaxBrought is how many permits one command brings.
const MaxBrought = 500

// Kind is permit.bring.v1.
func (BringPermits) Kind() string { return "permit.bring.v1" }

// Validate judges every line alone.
func (c BringPermits) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Permits) > 0, "permits", "permit.import_empty")
	v.That(len(c.Permits) <= MaxBrought, "permits", "permit.import_too_long", "limit", strconv.Itoa(MaxBrought))
	if len(v) > 0 {
		return v.Refusal()
	}
	for i, b := range c.Permits {
		b.check(&v, fmt.Sprintf("permits.%d.", i), stamp.Today())
	}
	return v.Refusal()
}

func (b BroughtPermit) check(v *ledger.Check, field string, today calendar.Date) {
	v.That(b.ID != "", field+"id", "required")
	_, _, err := identity.ParseNumber(b.IDNumber)
	if err != nil {
		v.That(false, field+"id_number", identity.Code(err))
	}
	kind := b.kind()
	switch _, wrong := ParseNumberOf(kind, b.PermitNumber); {
	case wrong != nil && kind == ForHMT:
		v.That(false, field+"permit_number", "permit.number_not_hmt")
	case wrong != nil:
		v.That(false, field+"permit_number", "permit.number_invalid")
	}
	past(v, field+"issued_on", b.IssuedOn, today, "permit.issued_in_future")
	if b.IssuedOn.IsZero() {
		return
	}
	since := b.since()
	if since.After(b.IssuedOn) {
		v.That(false, field+"since_on", "permit.brought_since_after_issue")
		return // what follows is counted from it
	}
	if !b.ContinuousSince.IsZero() {
		v.That(!b.ContinuousSince.Before(since) && !b.ContinuousSince.After(today), field+"continuous_since", "permit.brought_continuous_range", "since", since.String())
	}
	if b.EndorsedUntil.IsZero() {
		return
	}
	v.That(kind == ForResident, field+"endorsed_until", "permit.endorse_not_needed")
	first, last := Anniversary(since, 1), today.AddYears(1).AddMonths(1)
	v.That(!b.EndorsedUntil.Before(first) && !b.EndorsedUntil.After(last), field+"endorsed_until", "permit.brought_until_range",
		"first", first.String(), "last", last.String())
}

// kind follows from the holder's number.
func (b BroughtPermit) kind() CardKind {
	if number, _, err := identity.ParseNumber(b.IDNumber); err == nil && number.HMT() {
		return ForHMT
	}
	return ForResident
}

func (b BroughtPermit) since() calendar.Date {
	if b.SinceOn.IsZero() {
		return b.IssuedOn
	}
	return b.SinceOn
}

// standing is how the permit stands when the register takes it over.
func (b BroughtPermit) standing() Standing {
	s := b.kind().standing(b.since())
	if b.kind() == ForHMT {
		return s
	}
	s.broughtSince, s.broughtUntil = s.ContinuousSince, s.Until
	if !b.ContinuousSince.IsZero() {
		s.broughtSince = b.ContinuousSince
	}
	if !b.EndorsedUntil.IsZero() {
		s.broughtUntil = b.EndorsedUntil
	}
	return s.origin()
}

// Apply judges all lines and then writes those that are new.
func (c BringPermits) Apply(tx *ledger.Tx) (any, error) {
	if refusal := officer(tx.Stamp.Actor, staff.BulkImport); refusal != nil {
		return nil, refusal
	}
	in := bringing{q: tx, today: tx.Stamp.Today(), taken: map[string]bool{}}
	var done Brought
	var fresh []func() error
	for i, b := range c.Permits {
		holder, number, err := in.judge(b)
		var refusal *ledger.Refusal
		switch {
		case errors.As(err, &refusal):
			return nil, onLine(refusal, fmt.Sprintf("permits.%d.", i))
		case err != nil:
			return nil, err
		case holder == "":
			done.Known++
		default:
			fresh = append(fresh, func() error { return b.write(tx, holder, number) })
		}
	}
	for _, write := range fresh {
		if err := write(); err != nil {
			return nil, err
		}
	}
	done.Added = len(fresh)
	tx.Changed(topic, "") // too many to name: screens read their list again
	return done, nil
}

// CheckBrought tells beforehand whether a permit can be taken over on the day: known says that the register has it, an error of the kind Refusal why not.
func CheckBrought(q store.Query, b BroughtPermit, today calendar.Date) (known bool, err error) {
	in := bringing{q: q, today: today, taken: map[string]bool{}}
	holder, _, err := in.judge(b)
	return err == nil && holder == "", err
}

// bringing holds what earlier lines of one command have claimed.
type bringing struct {
	q     store.Query
	today calendar.Date
	taken map[string]bool // identifiers, holders and numbers
}

// judge answers who holds the card of a line and its number; no holder where the register has it already.
func (in *bringing) judge(b BroughtPermit) (string, Number, error) {
	person, found, err := registry.PersonByNumber(in.q, b.IDNumber)
	if err != nil || !found {
		return "", Number{}, orRefuse(err, ledger.Refuse(ledger.NotFound, "id_number", "permit.person_unknown"))
	}
	number, err := ParseNumberOf(b.kind(), b.PermitNumber)
	if err != nil {
		return "", Number{}, ledger.Refuse(ledger.Invalid, "permit_number", "permit.number_invalid")
	}
	known, err := in.known(person.ID, number)
	if err != nil || known {
		return "", Number{}, err
	}
	if refusal, err := in.refused(b, person.ID, number); refusal != nil || err != nil {
		return "", Number{}, orRefuse(err, refusal)
	}
	in.taken["id "+b.ID], in.taken["holder "+person.ID], in.taken["number "+number.Key] = true, true, true
	return person.ID, number, nil
}

// known tells whether the register has this card of this holder.
func (in *bringing) known(personID string, number Number) (bool, error) {
	cards, err := PermitsOf(in.q, personID, in.today)
	return slices.ContainsFunc(cards, func(p Permit) bool { return p.key == number.Key }), err
}

// refused is why the card cannot be taken over.
func (in *bringing) refused(b BroughtPermit, personID string, number Number) (*ledger.Refusal, error) {
	_, same, err := On(in.q, b.ID, in.today)
	switch {
	case err != nil:
		return nil, err
	case same || in.taken["id "+b.ID] || in.taken["holder "+personID]:
		return ledger.Refuse(ledger.Conflict, "id_number", "permit.brought_twice"), nil
	case in.taken["number "+number.Key]:
		return ledger.Refuse(ledger.Conflict, "permit_number", "permit.number_taken"), nil
	}
	for _, rule := range []func(store.Query, string) (*ledger.Refusal, error){unrestricted, alive} {
		if refusal, err := rule(in.q, personID); refusal != nil || err != nil {
			return refusal, err
		}
	}
	e, err := Eligibility{Allowed: true}.noOther(in.q, personID)
	if err != nil || !e.Allowed {
		return e.refusal(), err
	}
	return numberFree(in.q, number, personID, b.kind())
}

// onLine names the line in a refusal; one that names no field is about the holder.
func onLine(r *ledger.Refusal, field string) *ledger.Refusal {
	if r.Problems[0].Field == "" {
		r.Problems[0].Field = "id_number"
	}
	r.Problems[0].Field = field + r.Problems[0].Field
	return r
}

func (b BroughtPermit) write(tx *ledger.Tx, personID string, number Number) error {
	p := Permit{
		ID: b.ID, PersonID: personID, Kind: b.kind(), IssuedOn: b.IssuedOn, State: CardActive, RootID: b.ID, Card: CardHeld,
		ValidTo: b.kind().validTo(b.IssuedOn), Standing: b.standing(),
	}
	if err := p.insert(tx, number); err != nil {
		return err
	}
	home, err := broughtTo(tx, personID)
	if err != nil {
		return err
	}
	_, err = tx.Exec(`UPDATE permit SET handed_out_on = ?, received_by = ?, brought_to = nullif(?, '') WHERE id = ?`, b.IssuedOn, string(ByHolder), home, b.ID)
	if err != nil {
		return fmt.Errorf("bring permit: %w", err)
	}
	return p.step(tx, CardBrought, "", "")
}

// broughtTo is the registration at whose address the permit is counted: the one in force that has counted longest, of who has left the latest, and none of
// who was never registered.
func broughtTo(q store.Query, personID string) (string, error) {
	all, err := registry.ResidencesOf(q, personID)
	if err != nil || len(all) == 0 {
		return "", err
	}
	if home, found := choose(all, ""); found {
		return home.ID, nil
	}
	return all[0].ID, nil
}
