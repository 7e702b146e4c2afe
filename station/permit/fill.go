package permit

import (
	"errors"
	"fmt"
	"iter"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Filled is an application of an invented person, with its card where one was made.
type Filled struct {
	ID, Number            string
	PersonID, ResidenceID string
	State                 State
	// SubmittedOn is the day of the application, and of every later step.
	SubmittedOn calendar.Date
	// PermitNumber is printed on the card; empty where there is none.
	PermitID, PermitNumber string
}

// Fill writes applications and cards at once into an empty register, for measurements. Their papers and steps are left out.
func Fill(tx *store.Tx, all iter.Seq[Filled]) error {
	applications := tx.Filler("application", "id", "number", "number_tail", "person_id", "residence_id", "condition", "applied_by", "phone",
		"channel", "station", "state", "submitted_at", "changed_at", "open", "running", "decided")
	cards := tx.Filler("permit", "id", "application_id", "person_id", "number", "number_key", "issued_on", "state", "handed_out_on", "received_by")
	for f := range all {
		at := ledger.FormatTime(f.SubmittedOn.Start())
		applications.Add(f.ID, f.Number, tail(f.Number), f.PersonID, f.ResidenceID, string(Employment), string(Self), "", string(Counter), "",
			string(f.State), at, at, f.State.Open(), false, f.State.Decided())
		if f.PermitNumber == "" {
			continue
		}
		number, err := ParseNumber(f.PermitNumber)
		if err != nil {
			return fmt.Errorf("permit %s: %w", f.PermitNumber, err)
		}
		cards.Add(f.PermitID, f.ID, f.PersonID, number.Printed, number.Key, f.SubmittedOn.String(), string(CardActive), f.SubmittedOn.String(), string(ByHolder))
	}
	if err := errors.Join(applications.Close(), cards.Close()); err != nil {
		return fmt.Errorf("fill the cases: %w", err)
	}
	return nil
}
