package office

import (
	"fmt"

	"jiezhan/station/ledger"
)

// Recover makes the office begin again with one station, after its majority was lost for good or a backup was taken back. The new epoch keeps the others
// out: what they hold may have parted from what the survivor holds.
type Recover struct {
	Epoch    string `json:"epoch"`
	Survivor string `json:"survivor"`
	Reason   string `json:"reason"`
}

// Kind is the verb on the wire.
func (Recover) Kind() string { return "office.recover.v1" }

// Validate judges the form.
func (c Recover) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(identifier(c.Epoch), "epoch", "office.epoch_invalid")
	v.That(c.Survivor != "", "survivor", "station.unknown")
	checkReason(&v, c.Reason)
	return v.Refusal()
}

// Apply removes all stations but the survivor. A second time in the same epoch it changes nothing: stations that came since stay.
func (c Recover) Apply(tx *ledger.Tx) (any, error) {
	o, err := begin(tx)
	if err != nil {
		return nil, err
	}
	if o.Epoch == c.Epoch {
		return Founded{OfficeID: o.ID, Epoch: o.Epoch}, nil
	}
	survivor, err := member(tx, c.Survivor)
	if err != nil {
		return nil, err
	}
	all, err := members(tx)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`UPDATE office SET epoch = ? WHERE one = 1`, c.Epoch); err != nil {
		return nil, fmt.Errorf("begin epoch: %w", err)
	}
	for _, s := range all {
		if s.ID == survivor.ID {
			continue
		}
		// Its machine may be taken again at once: the disk that comes back under a new id brings its own series of numbers.
		if err := s.remove(tx, c.Reason, ""); err != nil {
			return nil, err
		}
	}
	tx.Changed(topic, survivor.ID)
	return Founded{OfficeID: o.ID, Epoch: c.Epoch}, nil
}
