package conflict

import (
	"fmt"

	"jiezhan/station/ledger"
)

// refused puts an entry on the desk that the office judged and refused. The machine calls it in the transaction that refuses.
func refused(tx *ledger.Tx, e ledger.Envelope, refusal *ledger.Refusal) error {
	if e.Kind == (ledger.Acknowledge{}).Kind() {
		return nil // an empty seat of a journal is nobody's work
	}
	i := Entry(e).item()
	i.Code = refusal.Code()
	if subject := tx.Subject(); subject != "" {
		i.Subject = subject
	}
	if len(refusal.Problems) > 0 {
		i.Params = refusal.Problems[0].Params
	}
	var err error
	if i.RefusedAt, err = latest(tx, i.CapturedAt); err != nil {
		return err
	}
	i.Outcome, err = outcomeOf(refusal, func() (bool, error) {
		steps, err := meanwhile(tx, i.Subject, i.Station, i.Base, 1)
		return len(steps) > 0, err
	})
	if err != nil {
		return err
	}
	_, err = put(tx, i)
	return err
}

// recent is how many audit rows are looked at for the time of day: more than are replayed at once.
const recent = 64

// latest is the time of day as the log knows it: a refused entry carries the instant at which it was taken in, and there is no clock here.
func latest(tx *ledger.Tx, at string) (string, error) {
	var seen string
	err := tx.Row(`SELECT coalesce(max(at), '') FROM (SELECT at FROM audit ORDER BY seq DESC LIMIT ?)`, recent).Scan(&seen)
	if err != nil {
		return "", fmt.Errorf("latest instant: %w", err)
	}
	return max(at, seen), nil
}
