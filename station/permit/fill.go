package permit

import (
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

// Fill writes applications and cards at once into an empty register, for measurements. Their papers and steps are left out. All applications come
// before the first card: a card that is written before its application makes the engine look through all cards for each that follows.
func Fill(tx *store.Tx, all iter.Seq[Filled]) error {
	if err := fillApplications(tx, all); err != nil {
		return err
	}
	return fillCards(tx, all)
}

func fillApplications(tx *store.Tx, all iter.Seq[Filled]) error {
	table := tx.Filler("application", "id", "number", "number_tail", "person_id", "kind", "residence_id", "condition", "applied_by",
		"phone", "channel", "station", "state", "submitted_at", "changed_at", "limit_days", "open", "running", "decided")
	for f := range all {
		at := ledger.FormatTime(f.SubmittedOn.Start())
		table.Add(f.ID, f.Number, tail(f.Number), f.PersonID, string(ForResident), f.ResidenceID, string(Employment), string(Self), "", string(Counter), "",
			string(f.State), at, at, 0, f.State.Open(), false, f.State.Decided())
	}
	if err := table.Close(); err != nil {
		return fmt.Errorf("fill the cases: %w", err)
	}
	return nil
}

func fillCards(tx *store.Tx, all iter.Seq[Filled]) error {
	table := tx.Filler("permit", "id", "application_id", "person_id", "kind", "number", "number_key", "issued_on", "since_on", "state", "live", "card", "handed_out_on",
		"received_by", "root_id", "continuous_since", "endorse_from", "endorse_until", "end_reason")
	for f := range all {
		if f.PermitNumber == "" {
			continue
		}
		number, err := ParseNumber(f.PermitNumber)
		if err != nil {
			return fmt.Errorf("permit %s: %w", f.PermitNumber, err)
		}
		day, standing := f.SubmittedOn.String(), Issue(f.SubmittedOn)
		table.Add(f.PermitID, f.ID, f.PersonID, string(ForResident), number.Printed, number.Key, day, day, string(CardActive), true, string(CardHeld), day,
			string(ByHolder), f.PermitID, standing.ContinuousSince.String(), standing.From.String(), standing.Until.String(), "")
	}
	if err := table.Close(); err != nil {
		return fmt.Errorf("fill the permits: %w", err)
	}
	return nil
}
