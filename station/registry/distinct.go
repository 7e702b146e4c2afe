package registry

import (
	"fmt"
	"strings"

	"jiezhan/station/ledger"
)

// TellApart says that two records are two people, so that nobody is asked about them again.
type TellApart struct {
	A      string `json:"a"`
	B      string `json:"b"`
	Reason string `json:"reason"`
}

// ToldApart is the answer to TellApart; A is the smaller id.
type ToldApart struct {
	A string `json:"a"`
	B string `json:"b"`
}

// Kind is the verb on the wire.
func (TellApart) Kind() string { return "person.tell_apart.v1" }

// Validate judges the form.
func (c TellApart) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.A != "" && c.B != "", "a", "person.unknown")
	v.That(c.A == "" || c.A != c.B, "b", "merge.same_record")
	reasoned(&v, c.Reason)
	return v.Refusal()
}

// Apply remembers it. Saying it again changes nothing.
func (c TellApart) Apply(tx *ledger.Tx) (any, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	for _, id := range []string{c.A, c.B} {
		if _, err := present(tx, id); err != nil {
			return nil, err
		}
	}
	pair := ToldApart{A: min(c.A, c.B), B: max(c.A, c.B)}
	_, err := tx.Exec(`INSERT OR IGNORE INTO distinct_pair VALUES (?,?,?,?,?)`, pair.A, pair.B, strings.TrimSpace(c.Reason),
		ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("tell apart: %w", err)
	}
	tx.Changed("person", pair.A)
	tx.Changed("person", pair.B)
	return pair, nil
}
