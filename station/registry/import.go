package registry

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strconv"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
)

// MaxImport is how many people one command imports.
const MaxImport = 500

// ImportedPerson is a line of a register that was kept elsewhere.
type ImportedPerson struct {
	// ID may be left out.
	ID    string   `json:"id,omitempty"`
	Card  CardData `json:"card"`
	Phone string   `json:"phone,omitempty"`
	// HouseholdID puts the person into a household; the first one named with it settles in which room it lives.
	HouseholdID string `json:"household_id,omitempty"`
	// RoomID is where the person lives. It may be left out only where there is neither household nor registration.
	RoomID string `json:"room_id,omitempty"`
	// ResidenceID, Number, Since and RegisteredOn describe a residence registration; without Since there is none.
	ResidenceID  string        `json:"residence_id,omitempty"`
	Number       string        `json:"number,omitempty"`
	Since        calendar.Date `json:"since"`
	RegisteredOn calendar.Date `json:"registered_on"`
}

// ImportPeople takes over people in bulk. Somebody whose number the register knows already is left as they are.
type ImportPeople struct {
	People []ImportedPerson `json:"people"`
}

// ImportedPeople is the answer to ImportPeople.
type ImportedPeople struct {
	Added int `json:"added"`
	// Known is how many were in the register before.
	Known int `json:"known"`
	// Again is how many of the known were brought by the same line before: their number belongs to the person with the line's own ID.
	Again int `json:"again,omitempty"`
}

// Kind is the verb on the wire.
func (ImportPeople) Kind() string { return "registry.import.v1" }

// Prepare completes the cards.
func (c ImportPeople) Prepare() ledger.Command {
	c.People = slices.Clone(c.People)
	for i := range c.People {
		c.People[i].Card = c.People[i].Card.prepared()
	}
	return c
}

// Validate judges every line alone.
func (c ImportPeople) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.People) > 0, "people", "registry.nothing")
	v.That(len(c.People) <= MaxImport, "people", "registry.too_many", "limit", strconv.Itoa(MaxImport))
	if len(v) > 0 {
		return v.Refusal()
	}
	for i, p := range c.People {
		p.check(&v, fmt.Sprintf("people.%d.", i), stamp.Today())
	}
	return v.Refusal()
}

func (p ImportedPerson) check(v *ledger.Check, field string, today calendar.Date) {
	p.Card.check(v, field+"card.", today)
	if p.Phone != "" {
		_, err := identity.NormalisePhone(p.Phone)
		v.That(err == nil, field+"phone", "phone.invalid")
	}
	registered := !p.Since.IsZero()
	v.That(p.RoomID != "" || p.HouseholdID == "" && !registered, field+"room_id", "residence.room_required")
	if registered {
		v.That(p.Number != "", field+"number", "residence.number_required")
		v.That(!p.RegisteredOn.IsZero() && !p.RegisteredOn.After(today), field+"registered_on", "residence.registered_on_invalid")
		v.That(!p.Since.After(today), field+"since", "residence.since_in_future")
		v.That(!p.Since.Before(p.Card.Birth), field+"since", "residence.since_before_birth")
	}
}

// Apply judges all lines and then writes those that are new.
func (c ImportPeople) Apply(tx *ledger.Tx) (any, error) {
	in := importing{tx: tx, paths: map[string]string{}, households: map[string]bool{}, taken: map[string]bool{}}
	var fresh []ImportedPerson
	for i, p := range c.People {
		p, isNew, err := in.judge(fmt.Sprintf("people.%d.", i), p)
		if err != nil {
			return nil, err
		}
		if isNew {
			fresh = append(fresh, p)
		}
	}
	for _, p := range fresh {
		if err := in.write(p); err != nil {
			return nil, err
		}
	}
	tx.Changed("person", "") // too many to name: screens read their list again
	return ImportedPeople{Added: len(fresh), Known: len(c.People) - len(fresh), Again: in.again}, nil
}

// importing holds what is known of the rooms, households and identifiers of one command.
type importing struct {
	tx         *ledger.Tx
	paths      map[string]string // of rooms
	households map[string]bool
	taken      map[string]bool // numbers and identifiers of earlier lines
	again      int
}

// judge completes a line and tells whether the person is new.
func (in *importing) judge(field string, p ImportedPerson) (ImportedPerson, bool, error) {
	p.Card = p.Card.tidy()
	if p.Phone != "" {
		phone, err := identity.NormalisePhone(p.Phone)
		if err != nil {
			return p, false, ledger.Refuse(ledger.Invalid, field+"phone", identity.Code(err))
		}
		p.Phone = phone
	}
	if p.RoomID != "" && in.paths[p.RoomID] == "" {
		place, found, err := area.Address(in.tx, p.RoomID)
		if err != nil || !found {
			return p, false, orRefuse(err, ledger.Refuse(ledger.NotFound, field+"room_id", "residence.room_unknown"))
		}
		in.paths[p.RoomID] = place.Path
	}
	known, err := in.isKnown(p)
	if err != nil || known {
		return p, false, err
	}
	return p, true, in.claimIDs(field, &p)
}

// isKnown tells whether an earlier line or the register holds the number, and claims it for this line.
func (in *importing) isKnown(p ImportedPerson) (bool, error) {
	claim := "number " + p.Card.IDNumber
	if in.taken[claim] {
		return true, nil
	}
	in.taken[claim] = true
	var holder string
	err := in.tx.Row(`SELECT person_id FROM document WHERE number = ? LIMIT 1`, p.Card.IDNumber).Scan(&holder)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("look for the number of a line: %w", err)
	}
	if holder == p.ID {
		in.again++
	}
	return true, nil
}

func (in *importing) claimIDs(field string, p *ImportedPerson) error {
	if p.ID == "" {
		p.ID = in.tx.NewID()
	}
	if taken, err := in.exists("person "+p.ID, `SELECT EXISTS (SELECT 1 FROM person WHERE id = ?)`, p.ID); err != nil || taken {
		return orRefuse(err, ledger.Refuse(ledger.Conflict, field+"id", "person.id_taken"))
	}
	if p.Since.IsZero() {
		return nil
	}
	if p.ResidenceID == "" {
		p.ResidenceID = in.tx.NewID()
	}
	taken, err := in.exists("residence "+p.ResidenceID, `SELECT EXISTS (SELECT 1 FROM residence WHERE id = ?)`, p.ResidenceID)
	if err != nil || taken {
		return orRefuse(err, ledger.Refuse(ledger.Conflict, field+"residence_id", "residence.id_taken"))
	}
	return nil
}

// exists tells whether an earlier line or the register holds something, and claims it for this line.
func (in *importing) exists(claim, query, value string) (bool, error) {
	if in.taken[claim] {
		return true, nil
	}
	in.taken[claim] = true
	var found bool
	if err := in.tx.Row(query, value).Scan(&found); err != nil {
		return false, fmt.Errorf("look for %s: %w", value, err)
	}
	return found, nil
}

func (in *importing) write(p ImportedPerson) error {
	var places []string
	if p.HouseholdID != "" {
		path, err := in.household(p)
		if err != nil {
			return err
		}
		places = append(places, path)
	}
	registered := !p.Since.IsZero()
	if registered {
		places = append(places, in.paths[p.RoomID])
	}
	if err := addPerson(in.tx, p.ID, p.Card, p.Phone, p.HouseholdID, places...); err != nil {
		return err
	}
	if !registered {
		return nil
	}
	return insertResidence(in.tx, Residence{
		ID: p.ResidenceID, Number: p.Number, PersonID: p.ID, RoomID: p.RoomID, Since: p.Since, RegisteredOn: p.RegisteredOn,
		RegisteredAt: ledger.FormatTime(p.RegisteredOn.Start()), State: Active, Channel: "import", Station: in.tx.Stamp.Station,
		Warnings: p.Card.notes(in.tx.Stamp.Today()),
	})
}

// household makes the household where it is new and answers the path of its room.
func (in *importing) household(p ImportedPerson) (string, error) {
	if !in.households[p.HouseholdID] {
		_, err := in.tx.Exec(`INSERT INTO household VALUES (?,?) ON CONFLICT (id) DO NOTHING`, p.HouseholdID, p.RoomID)
		if err != nil {
			return "", fmt.Errorf("add household %s: %w", p.HouseholdID, err)
		}
		in.households[p.HouseholdID] = true
	}
	var path string
	err := in.tx.Row(`SELECT n.path FROM household h JOIN area_node n ON n.id = h.room_id WHERE h.id = ?`, p.HouseholdID).Scan(&path)
	if err != nil {
		return "", fmt.Errorf("room of household %s: %w", p.HouseholdID, err)
	}
	return path, nil
}
