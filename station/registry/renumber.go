package registry

import (
	"fmt"
	"unicode/utf8"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
)

// VerifyNumbers brings into force the numbers of buildings that somebody saw on site. Addresses follow, and people are found by the new ones,
// which is why it stands here and not beside the tree.
type VerifyNumbers struct {
	CompoundID string                `json:"compound_id"`
	Buildings  []area.VerifiedNumber `json:"buildings"`
}

// VerifiedNumbers is the answer to VerifyNumbers.
type VerifiedNumbers struct {
	Buildings int `json:"buildings"`
	// Changed is how many of them have another number now.
	Changed int `json:"changed"`
}

// Kind is the verb on the wire.
func (VerifyNumbers) Kind() string { return "area.verify_numbers.v1" }

// Validate judges the numbers among themselves.
func (c VerifyNumbers) Validate(ledger.Stamp) *ledger.Refusal { return area.JudgeNumbers(c.Buildings) }

// Apply writes the numbers and moves the place keys of everybody who lives in the buildings.
func (c VerifyNumbers) Apply(tx *ledger.Tx) (any, error) {
	moved, err := area.Renumber(tx, c.CompoundID, c.Buildings)
	if err != nil {
		return nil, err
	}
	// By way of a place that no building has: two buildings may have changed their numbers with each other.
	for _, m := range moved {
		if err := movePlaces(tx, m.Before, aside+m.After); err != nil {
			return nil, err
		}
	}
	for _, m := range moved {
		if err := movePlaces(tx, aside+m.After, m.After); err != nil {
			return nil, err
		}
	}
	return VerifiedNumbers{Buildings: len(c.Buildings), Changed: len(moved)}, nil
}

// aside begins no path: those begin with the short name of a compound, which is a number.
const aside = "~"

// movePlaces gives all place keys below one path the same place below another. '0' is the character behind '/'.
func movePlaces(tx *ledger.Tx, before, after string) error {
	_, err := tx.Exec(`UPDATE search_key SET key = ? || substr(key, ?) WHERE kind = ? AND key >= ? AND key < ?`,
		after, utf8.RuneCountInString(before)+1, string(placeKey), before+"/", before+"0")
	if err != nil {
		return fmt.Errorf("move the keys below %s: %w", before, err)
	}
	return nil
}
