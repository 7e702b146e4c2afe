package registry

import (
	"fmt"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
)

// ClosePlace ends a place of the address tree and all below it. It stands here and not beside the tree because nobody may be registered there.
type ClosePlace struct {
	ID string `json:"id"`
}

// Kind is the verb on the wire.
func (ClosePlace) Kind() string { return "area.close.v1" }

// Validate leaves everything to the tree.
func (c ClosePlace) Validate(ledger.Stamp) *ledger.Refusal { return nil }

// Apply ends the place, unless people live there by the register.
func (c ClosePlace) Apply(tx *ledger.Tx) (any, error) {
	var living bool
	err := tx.Row(partsBelow+`SELECT EXISTS (SELECT 1 FROM below b JOIN residence r ON r.room_id = b.id WHERE r.state = 'active')
		OR EXISTS (SELECT 1 FROM below b JOIN household h ON h.room_id = b.id JOIN person p ON p.household_id = h.id)`, c.ID).Scan(&living)
	if err != nil {
		return nil, fmt.Errorf("who lives in %s: %w", c.ID, err)
	}
	if living {
		return nil, ledger.Refuse(ledger.WrongState, "id", "area.people_registered")
	}
	return area.Close(tx, c.ID)
}
