package office

import (
	"fmt"
	"strings"

	"jiezhan/station/ledger"
)

// Remove takes a station out of the office for good. Nobody but a person does it: a station that is silent may only be switched off.
type Remove struct {
	Station string `json:"station"`
	Reason  string `json:"reason"`
}

// Kind is the verb on the wire.
func (Remove) Kind() string { return "office.remove.v1" }

// Validate judges the form.
func (c Remove) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.Station != "", "station", "station.unknown")
	checkReason(&v, c.Reason)
	return v.Refusal()
}

// Apply closes the station's line. The last station stays: without it there is nobody left to ask.
func (c Remove) Apply(tx *ledger.Tx) (any, error) {
	s, err := member(tx, c.Station)
	if err != nil {
		return nil, err
	}
	all, err := members(tx)
	if err != nil {
		return nil, err
	}
	if len(all) == 1 {
		return nil, ledger.Refuse(ledger.Conflict, "station", "station.last")
	}
	return Admitted{Station: s.ID}, s.remove(tx, c.Reason, tx.Stamp.Today().String())
}

// member finds a station that belongs to the office, after judging who asks.
func member(tx *ledger.Tx, id string) (Station, error) {
	if _, err := begin(tx); err != nil {
		return Station{}, err
	}
	s, known, err := ByID(tx, id)
	if err != nil {
		return Station{}, err
	}
	if !known {
		return Station{}, ledger.Refuse(ledger.NotFound, "station", "station.unknown")
	}
	if s.State == Removed {
		return Station{}, ledger.Refuse(ledger.WrongState, "station", "station.removed", "station", s.ID)
	}
	return s, nil
}

// remove closes the line. restsOn is the day on which the machine is not given to another station, or empty.
func (s Station) remove(tx *ledger.Tx, reason, restsOn string) error {
	_, err := tx.Exec(`UPDATE station SET state = ?, removed_at = ?, rests_on = ?, removed_reason = ? WHERE id = ?`,
		string(Removed), ledger.FormatTime(tx.Stamp.At), restsOn, strings.TrimSpace(reason), s.ID)
	if err != nil {
		return fmt.Errorf("remove %s: %w", s.ID, err)
	}
	tx.Changed(topic, s.ID)
	return nil
}
