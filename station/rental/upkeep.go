package rental

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

const (
	// mostGuests bounds a count, so that a slip of the finger is noticed.
	mostGuests = 5000
	// backDays is for how many days back a register may still be reported as kept.
	backDays = 7
)

// KeepRegister reports that the register of a hotel, dormitory or site was kept on a day, and for how many. It carries no guest: the register is the
// operator's, and the station knows that it is kept, not who slept there.
type KeepRegister struct {
	PremisesID string        `json:"premises_id"`
	Day        calendar.Date `json:"day"`
	Guests     int           `json:"guests"`
}

// KeptRegister is the answer to KeepRegister.
type KeptRegister struct {
	PremisesID string `json:"premises_id"`
}

// Kind is the verb on the wire.
func (KeepRegister) Kind() string { return "rental.keep_register.v1" }

// Validate judges the form.
func (c KeepRegister) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	today := stamp.Today()
	v.That(!c.Day.IsZero() && !c.Day.After(today) && !c.Day.Before(today.AddDays(-backDays)), "day", "premises.day_out_of_range")
	v.That(c.Guests >= 0 && c.Guests <= mostGuests, "guests", "premises.guests_out_of_range", "limit", fmt.Sprint(mostGuests))
	return v.Refusal()
}

// Apply keeps the count; a second one for the same day corrects the first.
func (c KeepRegister) Apply(tx *ledger.Tx) (any, error) {
	p, err := ownPremises(tx, c.PremisesID)
	if err != nil {
		return nil, err
	}
	if !p.Kind.KeepsRegister() {
		return nil, ledger.Refuse(ledger.Invalid, "premises_id", "premises.no_register")
	}
	_, err = tx.Exec(`INSERT INTO premises_day (premises_id, day, guests, at) VALUES (?,?,?,?)
		ON CONFLICT (premises_id, day) DO UPDATE SET guests = excluded.guests, at = excluded.at`, p.ID, c.Day.String(), c.Guests, ledger.FormatTime(tx.Stamp.At))
	if err != nil {
		return nil, fmt.Errorf("keep the day: %w", err)
	}
	_, err = tx.Exec(`UPDATE premises SET kept_on = max(kept_on, ?) WHERE id = ?`, c.Day.String(), p.ID)
	tx.Changed(reporterTopic, p.ReporterID)
	return KeptRegister{PremisesID: p.ID}, err
}

// ownPremises is a place that the actor reports for and that was not let go. A disabled reporting point reports nothing.
func ownPremises(tx *ledger.Tx, id string) (Premises, error) {
	actor := tx.Stamp.Actor
	if actor.Kind != ledger.Reporter {
		return Premises{}, ledger.Refuse(ledger.NotPermitted, "", "rental.not_permitted")
	}
	r, found, err := ReporterByID(tx, actor.ID)
	if err != nil || !found || r.Disabled {
		return Premises{}, or(err, ledger.Refuse(ledger.NotPermitted, "", "reporter.disabled"))
	}
	p, found, err := PremisesByID(tx, id)
	if err != nil || !found || p.ReporterID != actor.ID || !p.UnboundOn.IsZero() {
		return Premises{}, or(err, ledger.Refuse(ledger.NotFound, "premises_id", "premises.unknown"))
	}
	return p, nil
}

// KeptDay is a day for which the register was kept.
type KeptDay struct {
	Day    calendar.Date
	Guests int
	// At is when it was reported, in the form of ledger.FormatTime.
	At string
}

// KeptDays lists the last days for which a register was reported as kept, the latest first.
func KeptDays(q store.Query, premisesID string, limit int) ([]KeptDay, error) {
	list, err := collect(q, func(scan func(...any) error) (KeptDay, error) {
		var d KeptDay
		err := scan(&d.Day, &d.Guests, &d.At)
		return d, err
	}, `SELECT day, guests, at FROM premises_day WHERE premises_id = ? ORDER BY day DESC LIMIT ?`, premisesID, limit)
	if err != nil {
		return nil, fmt.Errorf("list kept days: %w", err)
	}
	return list, nil
}
