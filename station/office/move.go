package office

import (
	"fmt"

	"jiezhan/station/ledger"
)

// Move says that a station is reached at another address.
type Move struct {
	Station string `json:"station"`
	Address string `json:"address"`
}

// Kind is the verb on the wire.
func (Move) Kind() string { return "office.move.v1" }

// Validate judges the form.
func (c Move) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.Station != "", "station", "station.unknown")
	v.That(reachable(c.Address), "address", "station.address_invalid")
	return v.Refusal()
}

// Apply keeps the address.
func (c Move) Apply(tx *ledger.Tx) (any, error) {
	s, err := member(tx, c.Station)
	if err != nil {
		return nil, err
	}
	if _, err := tx.Exec(`UPDATE station SET address = ? WHERE id = ?`, c.Address, s.ID); err != nil {
		return nil, fmt.Errorf("move %s: %w", s.ID, err)
	}
	tx.Changed(topic, s.ID)
	return Admitted{Station: s.ID}, nil
}
