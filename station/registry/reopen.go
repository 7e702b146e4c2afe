package registry

import (
	"fmt"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

// ReopenResidence takes back the end of a registration that was ended by mistake: the wrong row, the wrong person (更正). Both versions stay. A death that
// was told of the wrong person is taken back whole, with a second officer, by a clerk or by the archive, to which alone such a record is open.
type ReopenResidence struct {
	ResidenceID string `json:"residence_id"`
	Reason      string `json:"reason"`
	// SecondOfficer is the account of the officer who stood by; only after a death. Whoever makes the command has checked that officer's password.
	SecondOfficer string `json:"second_officer,omitempty"`
}

// ReopenedResidence is the answer to ReopenResidence.
type ReopenedResidence struct {
	PersonID string `json:"person_id"`
	// Registrations is how many are in force again.
	Registrations int `json:"registrations"`
}

// Kind is the verb on the wire.
func (ReopenResidence) Kind() string { return "residence.reopen.v1" }

// Validate judges the form.
func (c ReopenResidence) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ResidenceID != "", "residence_id", "residence.unknown")
	reasoned(&v, c.Reason)
	v.That(c.SecondOfficer == "" || c.SecondOfficer != stamp.Actor.ID, "second_officer", "registry.second_officer_same")
	return v.Refusal()
}

// Apply brings the registration back into force.
func (c ReopenResidence) Apply(tx *ledger.Tx) (any, error) {
	if actor := tx.Stamp.Actor; actor.Kind != ledger.Staff || !staff.Role(actor.Role).May(staff.RegistrationReopen) {
		return nil, ledger.Refuse(ledger.NotPermitted, "", "registry.not_permitted")
	}
	r, found, err := ResidenceByID(tx, c.ResidenceID)
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "residence_id", "residence.unknown"))
	}
	tx.About(r.PersonID)
	if r.State != Ended {
		return nil, ledger.Refuse(ledger.WrongState, "residence_id", "residence.not_ended", "number", r.Number)
	}
	p, err := present(tx, r.PersonID)
	if err != nil {
		return nil, err
	}
	again := []Residence{r}
	if r.EndReason == Deceased {
		if again, err = c.afterDeath(tx, p); err != nil {
			return nil, err
		}
	}
	err = reindex(tx, p, func() error {
		for _, r := range again {
			if err := c.reopen(tx, r); err != nil {
				return err
			}
		}
		return noteTwoOpen(tx, p.ID)
	})
	tx.Changed("person", p.ID)
	return ReopenedResidence{PersonID: p.ID, Registrations: len(again)}, err
}

// afterDeath lists every registration that the death ended, once a second officer stands by.
func (c ReopenResidence) afterDeath(tx *ledger.Tx, p Person) ([]Residence, error) {
	if c.SecondOfficer == "" {
		return nil, ledger.Refuse(ledger.Invalid, "second_officer", "residence.reopen_second_officer")
	}
	if err := secondOfficer(tx, c.SecondOfficer); err != nil {
		return nil, err
	}
	all, err := ResidencesOf(tx, p.ID)
	var ended []Residence
	for _, r := range all {
		if r.State == Ended && r.EndReason == Deceased {
			ended = append(ended, r)
		}
	}
	return ended, err
}

func (c ReopenResidence) reopen(tx *ledger.Tx, r Residence) error {
	place, found, err := area.Address(tx, r.RoomID)
	if err != nil || !found || place.Closed {
		return orRefuse(err, ledger.Refuse(ledger.WrongState, "residence_id", "residence.room_closed"))
	}
	open, err := ActiveIn(tx, r.RoomID)
	if err != nil {
		return err
	}
	for _, other := range open {
		if other.PersonID == r.PersonID {
			return ledger.Refuse(ledger.Conflict, "residence_id", "residence.already_registered", "number", other.Number)
		}
	}
	if _, err := tx.Exec(`UPDATE residence SET state = ?, ended_on = ?, end_reason = '' WHERE id = ?`, string(Active), calendar.Date{}.String(), r.ID); err != nil {
		return fmt.Errorf("reopen residence %s: %w", r.ID, err)
	}
	tx.Changed("residence", r.ID)
	kept := CorrectRecord{PersonID: r.PersonID, ResidenceID: r.ID, Field: "ended_on", Reason: c.Reason, SecondOfficer: c.SecondOfficer}
	return kept.keep(tx, r.EndedOn.String(), "")
}
