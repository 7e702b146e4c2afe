package area

import (
	"fmt"

	"jiezhan/station/ledger"
)

// below are a node and all that hangs below it.
const below = `WITH RECURSIVE below (id) AS (SELECT ?1 UNION ALL SELECT c.id FROM below b JOIN area_node c ON c.parent = b.id) `

// Close ends a place and all below it from the day of the stamp on, for the command of a slice that knows whether anybody lives there. A community
// or what stands above it ends only empty, and so does a grid: what lies in them is to go elsewhere, not to end.
func Close(tx *ledger.Tx, id string) (ChangedNode, error) {
	n, err := open(tx, "id", id)
	if err != nil {
		return ChangedNode{}, err
	}
	if !n.Kind.ends() {
		var holds bool
		err := tx.Row(`SELECT EXISTS (SELECT 1 FROM area_node WHERE parent = ?1 AND valid_to = '')
			OR EXISTS (SELECT 1 FROM area_node WHERE grid = ?1 AND valid_to = '')`, id).Scan(&holds)
		if err != nil {
			return ChangedNode{}, fmt.Errorf("look below %s: %w", id, err)
		}
		if holds {
			return ChangedNode{}, ledger.Refuse(ledger.WrongState, "id", "area.children_open")
		}
	}
	_, err = tx.Exec(below+`UPDATE area_node SET valid_to = ?2 WHERE id IN (SELECT id FROM below) AND valid_to = ''`, id, tx.Stamp.Today().String())
	if err != nil {
		return ChangedNode{}, fmt.Errorf("close %s: %w", id, err)
	}
	tx.Changed("area", id)
	return ChangedNode{ID: id, Label: n.Label}, nil
}

// ends tells whether a place of this kind ends together with all below it.
func (k Kind) ends() bool {
	return k == Compound || k == Road || k.numbered()
}

// ReopenNode brings a closed place back, with all below it that ended on the same day. A community that was merged or split stays closed: what came of it is there instead.
type ReopenNode struct {
	ID string `json:"id"`
}

// Kind is the verb on the wire.
func (ReopenNode) Kind() string { return "area.reopen.v1" }

// Validate judges the form.
func (c ReopenNode) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ID != "", "id", "area.place_unknown")
	return v.Refusal()
}

// Apply opens the place, unless its parent is closed or its number was given to another meanwhile.
func (c ReopenNode) Apply(tx *ledger.Tx) (any, error) {
	n, found, err := Get(tx, c.ID)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, ledger.Refuse(ledger.NotFound, "id", "area.place_unknown")
	case n.Open():
		return nil, ledger.Refuse(ledger.WrongState, "id", "area.not_closed")
	}
	if err := mayReopen(tx, n); err != nil {
		return nil, err
	}
	_, err = tx.Exec(below+`UPDATE area_node SET valid_to = '' WHERE id IN (SELECT id FROM below) AND valid_to = ?2`, n.ID, n.ClosedOn.String())
	if err != nil {
		return nil, fmt.Errorf("reopen %s: %w", n.ID, err)
	}
	tx.Changed("area", n.ID)
	return ChangedNode{ID: n.ID, Label: n.Label}, nil
}

func mayReopen(tx *ledger.Tx, n Node) error {
	parent, found, err := Get(tx, n.Parent)
	if err != nil {
		return err
	}
	if found && !parent.Open() {
		return ledger.Refuse(ledger.WrongState, "id", "area.parent_closed")
	}
	var replaced, taken bool
	err = tx.Row(`SELECT EXISTS (SELECT 1 FROM area_successor WHERE predecessor = ?), EXISTS (SELECT 1 FROM area_node
		WHERE parent IS ? AND kind = ? AND number = ? AND number <> '' AND valid_to = '')`, n.ID, orNull(n.Parent), string(n.Kind), n.Number).Scan(&replaced, &taken)
	switch {
	case err != nil:
		return fmt.Errorf("may %s be reopened: %w", n.ID, err)
	case replaced:
		return ledger.Refuse(ledger.WrongState, "id", "area.already_closed")
	case taken:
		return ledger.Refuse(ledger.Conflict, "id", "area.number_taken", "number", n.Number)
	}
	return nil
}
