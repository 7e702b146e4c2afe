package registry

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// died ends what else stood open for somebody whose death was told: whoever died lives nowhere and belongs to no household. It has to happen at once,
// because the record is closed to the window from then on. A day before something began counts as the day it began.
func died(tx *ledger.Tx, p Person, on calendar.Date) error {
	residences, err := ResidencesOf(tx, p.ID)
	if err != nil {
		return err
	}
	for _, r := range residences {
		if r.State != Active {
			continue
		}
		if err := endResidence(tx, r.ID, Ended, later(on, r.Since), Deceased); err != nil {
			return err
		}
		tx.Changed("residence", r.ID)
	}
	if p.HouseholdID == "" {
		return nil
	}
	h, _, err := householdByID(tx, p.HouseholdID)
	if err != nil {
		return err
	}
	for _, m := range h.Members {
		tx.Changed("person", m.Person.ID) // they see that one is gone, or that they have no householder
		if m.Person.ID == p.ID {
			on = later(on, m.JoinedOn)
		}
	}
	if err := closeMembership(tx, p.ID, on); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE person SET household_id = NULL WHERE id = ?`, p.ID); err != nil {
		return fmt.Errorf("take %s out of the household: %w", p.ID, err)
	}
	return nil
}

func later(a, b calendar.Date) calendar.Date {
	if a.Before(b) {
		return b
	}
	return a
}
