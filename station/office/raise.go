package office

import (
	"fmt"
	"strconv"
	"strings"

	"jiezhan/station/ledger"
)

// Raise lifts the office to a newer cluster version: from then on the commands and tables of that version are in use, and older programs can no
// longer take part.
type Raise struct {
	To int `json:"to"`
}

// Raised is the answer to Raise.
type Raised struct {
	Version int `json:"version"`
}

// Kind is the verb on the wire.
func (Raise) Kind() string { return "office.raise.v1" }

// Validate judges the number alone.
func (c Raise) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.To >= 1, "to", "version.range_invalid")
	return v.Refusal()
}

// Apply raises the version once every member has reported that it supports it; one that has not reported yet supports none.
func (c Raise) Apply(tx *ledger.Tx) (any, error) {
	if _, err := begin(tx); err != nil {
		return nil, err
	}
	if now := tx.ClusterVersion(); c.To <= now {
		return nil, ledger.Refuse(ledger.WrongState, "to", "version.not_higher", "version", strconv.Itoa(now))
	}
	all, err := members(tx)
	if err != nil {
		return nil, err
	}
	var behind []string
	for _, s := range all {
		if !s.Supports(c.To) {
			behind = append(behind, s.ID)
		}
	}
	if len(all) == 0 {
		behind = []string{tx.Stamp.Station} // nobody has reported anything
	}
	if len(behind) > 0 {
		return nil, ledger.Refuse(ledger.Conflict, "to", "version.not_everywhere", "stations", strings.Join(behind, ", "))
	}
	if err := tx.Raise(c.To); err != nil {
		return nil, fmt.Errorf("raise to version %d: %w", c.To, err)
	}
	tx.Changed(topic, "")
	return Raised{Version: c.To}, nil
}
