package registry

import (
	"fmt"
	"unicode"

	"jiezhan/station/identity"
	"jiezhan/station/ledger"
)

// ShowDocument takes down a document of somebody the register knows: the card that replaced an expired one, a passport beside it, a card with the name
// that was changed by law (变更姓名). Nothing that was shown before is overwritten.
type ShowDocument struct {
	PersonID string   `json:"person_id"`
	Card     CardData `json:"card"`
	// Renamed says that the person has the name of this document now. The former name stays with the documents that show it, and finds the person still.
	Renamed bool `json:"renamed,omitempty"`
	// Reason is what proves the change of name; only with Renamed.
	Reason string `json:"reason,omitempty"`
}

// ShownDocument is the answer to ShowDocument.
type ShownDocument struct {
	PersonID string `json:"person_id"`
	// Warnings are codes for a person to look at.
	Warnings []string `json:"warnings,omitempty"`
}

// Kind is the verb on the wire.
func (ShowDocument) Kind() string { return "document.show.v1" }

// Prepare completes the card.
func (c ShowDocument) Prepare() ledger.Command {
	c.Card = c.Card.prepared()
	return c
}

// Validate judges the form.
func (c ShowDocument) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PersonID != "", "person_id", "person.unknown")
	c.Card.check(&v, "card.", stamp.Today())
	if c.Renamed {
		reasoned(&v, c.Reason)
	}
	return v.Refusal()
}

// Apply adds the document, unless it is another person's or contradicts the record: then one of the two is wrong, and a person finds out which.
func (c ShowDocument) Apply(tx *ledger.Tx) (any, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	p, err := present(tx, c.PersonID)
	if err != nil {
		return nil, err
	}
	tx.About(p.ID)
	c.Card = c.Card.tidy()
	if err := c.judge(tx, p); err != nil {
		return nil, err
	}
	if err := reindex(tx, p, func() error { return c.write(tx, p) }); err != nil {
		return nil, err
	}
	tx.Changed("person", p.ID)
	return ShownDocument{PersonID: p.ID, Warnings: c.Card.notes(tx.Stamp.Today())}, nil
}

func (c ShowDocument) judge(tx *ledger.Tx, p Person) error {
	const field = "card."
	other, taken, err := personByCard(tx, c.Card)
	if err != nil {
		return err
	}
	if taken && other.ID != p.ID {
		return ledger.Refuse(ledger.Conflict, field+"id_number", "document.of_another")
	}
	documents, err := Documents(tx, p.ID)
	if err != nil {
		return err
	}
	for _, d := range documents { // a citizen has one number for life
		if c.Card.Kind.mainland() && d.Kind.mainland() && d.Number != c.Card.IDNumber {
			return ledger.Refuse(ledger.Conflict, field+"id_number", "document.other_number")
		}
	}
	if !c.Card.Birth.Equal(p.Birth) {
		return ledger.Refuse(ledger.Conflict, field+"birth", "document.birth_differs", "birth", p.Birth.String())
	}
	if !c.Renamed && otherName(p.NameFull, c.Card.NameFull) {
		return ledger.Refuse(ledger.Conflict, field+"name", "document.name_differs")
	}
	return nil
}

func (c ShowDocument) write(tx *ledger.Tx, p Person) error {
	if err := meetAgain(tx, p, c.Card, ""); err != nil {
		return err
	}
	if !c.Renamed || p.NameFull == c.Card.NameFull {
		return nil
	}
	_, err := tx.Exec(`UPDATE person SET name_full = ?, name_on_card = ? WHERE id = ?`, c.Card.NameFull, c.Card.Name, p.ID)
	if err != nil {
		return fmt.Errorf("rename %s: %w", p.ID, err)
	}
	return CorrectRecord{PersonID: p.ID, Field: formerName, Reason: c.Reason}.keep(tx, p.NameFull, c.Card.NameFull)
}

// formerName is the field of a correction that is none: the name before was right until it was changed by law.
const formerName = "former_name"

// mainland documents bear the one citizen number of a citizen of the mainland.
func (k DocumentKind) mainland() bool {
	return k == ResidentCard || k == TemporaryCard || k == HouseholdBook
}

// otherName tells whether two writings cannot be one name. A name in Han characters and one in letters say nothing of each other.
func otherName(a, b string) bool { return inHan(a) == inHan(b) && !identity.EqualNames(a, b) }

func inHan(name string) bool {
	for _, r := range name {
		if unicode.Is(unicode.Han, r) || unicode.Is(unicode.Co, r) {
			return true
		}
	}
	return false
}
