package registry

import (
	"encoding/json"
	"fmt"
	"slices"

	"jiezhan/station/identity"
	"jiezhan/station/ledger"
)

// checkNumber judges a corrected number against the documents that show the wrong one, and against everybody else's.
func (c CorrectRecord) checkNumber(tx *ledger.Tx, p Person, value string) error {
	documents, err := Documents(tx, p.ID)
	if err != nil {
		return err
	}
	for _, d := range documents {
		if d.Number != p.IDNumber {
			continue
		}
		if d.Verified == VerifiedChip {
			return ledger.Refuse(ledger.Conflict, "value", "correction.number_from_chip")
		}
		card := CardData{Kind: d.Kind, Issuer: d.Issuer, IDNumber: value}
		if code := card.numberProblem(tx.Stamp.Today()); code != "" {
			return ledger.Refuse(ledger.Invalid, "value", code)
		}
		other, taken, err := personByCard(tx, card)
		if err != nil {
			return err
		}
		if taken && other.ID != p.ID {
			return ledger.Refuse(ledger.Conflict, "value", "correction.number_of_another")
		}
	}
	return nil
}

// correctNumber writes the number to the person and to the documents that showed the wrong one.
func (c CorrectRecord) correctNumber(tx *ledger.Tx, p Person, value string) error {
	if err := setField(tx, p.ID, "id_number", value); err != nil {
		return err
	}
	if _, err := tx.Exec(`UPDATE OR IGNORE document SET number = ? WHERE person_id = ? AND number = ?`, value, p.ID, p.IDNumber); err != nil {
		return fmt.Errorf("correct documents of %s: %w", p.ID, err)
	}
	return compareDocuments(tx, p.ID, &numberWarnings{value, c.Warnings})
}

// correctName writes the name to the person and to the documents that were typed with the wrong one. What a chip holds stays; a name that says more
// than the chip's field could hold completes it.
func (c CorrectRecord) correctName(tx *ledger.Tx, p Person, value string) error {
	if err := setField(tx, p.ID, "name_full", value); err != nil {
		return err
	}
	readings, err := json.Marshal(c.Readings)
	if err != nil {
		return fmt.Errorf("encode readings: %w", err)
	}
	documents, err := Documents(tx, p.ID)
	if err != nil {
		return err
	}
	for _, d := range documents {
		if d.NameFull != p.NameFull || d.Verified == VerifiedChip && !identity.EqualNames(d.NameOnCard, value) {
			continue
		}
		_, err := tx.Exec(`UPDATE OR IGNORE document SET name_full = ?, readings = ? WHERE number = ? AND kind = ? AND valid_from = ? AND name_full = ?`,
			value, string(readings), d.Number, string(d.Kind), d.ValidFrom.String(), d.NameFull)
		if err != nil {
			return fmt.Errorf("correct documents of %s: %w", p.ID, err)
		}
	}
	return nil
}

// numberWarnings are what lists say of a number that was just corrected.
type numberWarnings struct {
	number string
	codes  []string
}

// compareDocuments tells anew where the documents' numbers and the person's record contradict each other.
func compareDocuments(tx *ledger.Tx, personID string, corrected *numberWarnings) error {
	p, found, err := PersonByID(tx, personID)
	if err != nil || !found {
		return err
	}
	documents, err := Documents(tx, personID)
	if err != nil {
		return err
	}
	for _, d := range documents {
		n, _, err := identity.ParseNumber(d.Number)
		if err != nil || !d.Kind.citizen() {
			continue
		}
		fresh := corrected != nil && corrected.number == d.Number
		codes := slices.DeleteFunc(slices.Clone(d.Warnings), func(code string) bool {
			compared := code == string(identity.BirthMismatch) || code == string(identity.SexMismatch)
			return compared || fresh && code == string(identity.UnknownArea)
		})
		for _, w := range n.Compare(p.Birth, p.SexCode) {
			codes = append(codes, string(w))
		}
		if fresh {
			codes = append(codes, corrected.codes...)
		}
		slices.Sort(codes)
		_, err = tx.Exec(`UPDATE document SET warnings = ? WHERE number = ? AND kind = ? AND valid_from = ? AND name_full = ?`,
			joinCodes(slices.Compact(codes)), d.Number, string(d.Kind), d.ValidFrom.String(), d.NameFull)
		if err != nil {
			return fmt.Errorf("compare documents of %s: %w", personID, err)
		}
	}
	return nil
}
