package rental

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// MaxImport is how many lines one command imports.
const MaxImport = 500

// ImportedRental is a line of a list of rented dwellings that was kept elsewhere: the file of a dwelling, and one of its tenants. A dwelling with several
// tenants has several lines with the same identifier, and each has the terms, so that any of them can open the file.
type ImportedRental struct {
	// ID is the file's, and has to be the same whenever the same line comes again.
	ID     string `json:"id"`
	Number string `json:"number"`
	RoomID string `json:"room_id"`
	Terms  Terms  `json:"terms"`
	// Tenant may be left out.
	Tenant *ImportedTenant `json:"tenant,omitempty"`
}

// ImportedTenant is who rents, by the list.
type ImportedTenant struct {
	ID       string        `json:"id"`
	Name     string        `json:"name"`
	IDNumber string        `json:"id_number"`
	Since    calendar.Date `json:"since"`
}

// ImportRentals takes over rental files in bulk. A dwelling that has a file in force already, from another source, is left as it is.
type ImportRentals struct {
	Rentals []ImportedRental `json:"rentals"`
}

// ImportedRentals is the answer to ImportRentals; it counts lines.
type ImportedRentals struct {
	// Added opened a file or entered a tenant, or had done so when they came before.
	Added int `json:"added"`
	// Known is how many were left out because their dwelling had a file in force.
	Known int `json:"known"`
}

// Kind is the verb on the wire.
func (ImportRentals) Kind() string { return "rental.import.v1" }

// Validate judges every line alone.
func (c ImportRentals) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Rentals) > 0, "rentals", "required")
	v.That(len(c.Rentals) <= MaxImport, "rentals", "rental.too_many_lines", "limit", strconv.Itoa(MaxImport))
	if len(v) > 0 {
		return v.Refusal()
	}
	for i, r := range c.Rentals {
		for _, p := range r.problems(stamp.Today()) {
			p.Field = fmt.Sprintf("rentals.%d.%s", i, p.Field)
			v = append(v, p)
		}
	}
	return v.Refusal()
}

// problems are those of one line, by its fields: the same as at the window.
func (r ImportedRental) problems(today calendar.Date) ledger.Check {
	var v ledger.Check
	v.That(r.ID != "", "id", "required")
	v.That(r.Number != "" && utf8.RuneCountInString(r.Number) <= mostName, "number", "rental.number_invalid", "limit", strconv.Itoa(mostName))
	v.That(r.RoomID != "", "room_id", "rental.room_unknown")
	r.Terms.check(&v, today)
	if t := r.Tenant; t != nil {
		var who ledger.Check
		who.That(t.ID != "", "id", "required")
		checkWho(&who, t.Name, t.IDNumber, today)
		checkTenancy(&who, t.Since, today)
		for _, p := range who {
			p.Field = "tenant." + p.Field
			v = append(v, p)
		}
	}
	return v
}

// Apply takes the lines in their order; the first that cannot be taken refuses the command.
func (c ImportRentals) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayHandle(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	if err := c.judge(tx); err != nil {
		return nil, err
	}
	var done ImportedRentals
	for _, r := range c.Rentals {
		taken, err := r.take(tx)
		if err != nil {
			return nil, err
		}
		if taken {
			done.Added++
		} else {
			done.Known++
		}
	}
	tx.About("") // it is about many people, and about none in particular
	return done, nil
}

// judge finds the first line that cannot be taken before anything is written.
func (c ImportRentals) judge(tx *ledger.Tx) error {
	numbers := map[string]string{} // of the files, by number
	for i, r := range c.Rentals {
		field := fmt.Sprintf("rentals.%d.", i)
		place, found, err := area.Address(tx, r.RoomID)
		if err != nil || !found || place.Closed {
			return or(err, ledger.Refuse(ledger.NotFound, field+"room_id", "rental.room_unknown"))
		}
		holder, claimed := numbers[r.Number]
		if !claimed {
			if holder, err = fileNumbered(tx, r.Number); err != nil {
				return err
			}
		}
		if holder != "" && holder != r.ID {
			return ledger.Refuse(ledger.Conflict, field+"number", "rental.number_taken")
		}
		numbers[r.Number] = r.ID
	}
	return nil
}

// fileNumbered is the identifier of the file with a number, or empty.
func fileNumbered(tx *ledger.Tx, number string) (string, error) {
	id, _, err := one(tx.Row(`SELECT id FROM rental WHERE number = ?`, number), func(scan func(...any) error) (id string, err error) { return id, scan(&id) })
	if err != nil {
		return "", fmt.Errorf("look for a file number: %w", err)
	}
	return id, nil
}

// take opens the file of a line where the dwelling has none, and enters its tenant. It answers false where the dwelling has another file in force.
func (r ImportedRental) take(tx *ledger.Tx) (bool, error) {
	before, there, err := FileByID(tx, r.ID)
	if err != nil {
		return false, err
	}
	if there && before.State == Ended {
		return true, nil // it came before, and was ended meanwhile
	}
	if !there {
		_, taken, err := ActiveFile(tx, r.RoomID)
		if err != nil || taken {
			return false, err
		}
		if err := r.open(tx); err != nil {
			return false, err
		}
	}
	if r.Tenant == nil {
		return true, nil
	}
	return true, r.enter(tx)
}

func (r ImportedRental) open(tx *ledger.Tx) error {
	place, _, err := area.Address(tx, r.RoomID)
	if err != nil {
		return err
	}
	f := File{Terms: r.Terms.tidy(), ID: r.ID, Number: r.Number, RoomID: r.RoomID, CompoundID: place.CompoundID, State: Active, Version: 1}
	if err := write(tx, f); err != nil {
		return err
	}
	return note(tx, f.ID, "imported", "")
}

// enter enters the tenant of a line once, and matches the registration that the register has of the same number and name in the dwelling: the office's own
// list says what a clerk would compare.
func (r ImportedRental) enter(tx *ledger.Tx) error {
	t, err := addTenant(tx, r.Tenant.ID, AddTenant{RentalID: r.ID, Name: r.Tenant.Name, IDNumber: r.Tenant.IDNumber, Since: r.Tenant.Since})
	var refusal *ledger.Refusal
	if errors.As(err, &refusal) && refusal.Code() == "rental.tenant_there" {
		return nil // the line came before, or the file has the tenant twice
	}
	if err != nil {
		return err
	}
	residence, found, err := Candidate(tx, File{RoomID: r.RoomID}, t)
	if err != nil {
		return err
	}
	if found {
		person, _, err := registry.PersonByID(tx, residence.PersonID)
		if err != nil {
			return err
		}
		if strings.EqualFold(person.NameFull, t.Name) {
			if _, err := tx.Exec(`UPDATE tenant SET residence_id = ? WHERE id = ?`, residence.ID, t.ID); err != nil {
				return fmt.Errorf("match tenant: %w", err)
			}
		}
	}
	return note(tx, r.ID, "tenant_added", "")
}
