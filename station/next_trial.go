//go:build nextversion

package station

import (
	"fmt"

	"jiezhan/station/ledger"
)

// next is what a later version of the program might bring: a table made by a migration and a kind of command that writes to it. It exists to
// try how an office moves from one version to the next.
func next() []ledger.Slice {
	return []ledger.Slice{{
		Name:     "next",
		Commands: []ledger.Declaration{ledger.Declare[addNote](ledger.Final).From(2)},
		Migrations: []ledger.Migration{{To: 2, Name: "notes", Run: func(tx *ledger.Tx) error {
			return tx.Script(`CREATE TABLE next_note (id TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID; INSERT INTO next_note
				SELECT 'of ' || id, label FROM area_node WHERE kind = 'compound'`)
		}}},
	}}
}

type addNote struct {
	Text string `json:"text"`
}

func (addNote) Kind() string { return "next.note.v1" }

func (n addNote) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(n.Text != "", "text", "required")
	return v.Refusal()
}

func (n addNote) Apply(tx *ledger.Tx) (any, error) {
	if _, err := tx.Exec(`INSERT INTO next_note VALUES (?, ?)`, tx.NewID(), n.Text); err != nil {
		return nil, fmt.Errorf("write note: %w", err)
	}
	return nil, nil
}
