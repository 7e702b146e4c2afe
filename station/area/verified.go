package area

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// Renumbered is a building that got another number.
type Renumbered struct {
	// Before and After are the beginnings of the paths of its rooms.
	Before, After string
}

// VerifiedNumber is a number that somebody saw to be right on site.
type VerifiedNumber struct {
	ID     string `json:"id"`
	Number string `json:"number"`
	// Posted tells that the number stands on the house. It beats a computed one.
	Posted bool `json:"posted,omitempty"`
}

// Renumber brings verified numbers of buildings into force, for the command of a slice that knows by what addresses people are found. Numbers
// verified before stay as they are (domain rule: frozen).
func Renumber(tx *ledger.Tx, compoundID string, numbers []VerifiedNumber) ([]Renumbered, error) {
	on, by := tx.Stamp.Today(), tx.Stamp.Actor.ID
	changed := make([]Node, 0, len(numbers))
	for i, v := range numbers {
		field := fmt.Sprintf("buildings.%d.", i)
		if err := buildingOf(tx, field+"id", v.ID, compoundID); err != nil {
			return nil, err
		}
		n, err := renumberable(tx, field, v)
		if err != nil {
			return nil, err
		}
		changed = append(changed, n)
	}
	if err := freeNumbers(tx, numbers, changed); err != nil {
		return nil, err
	}
	var moved []Renumbered
	for i, n := range changed {
		if err := note(tx, numbering{n.ID, numbers[i].Number, Verified, numbers[i].Posted, on, by}); err != nil {
			return nil, err
		}
		after, err := renumber(tx, n, numbers[i].Number, on)
		if err != nil {
			return nil, err
		}
		if after.path != n.path {
			moved = append(moved, Renumbered{Before: n.path, After: after.path})
		}
	}
	return moved, nil
}

// renumberable reads a building whose number may still change, or stays.
func renumberable(tx *ledger.Tx, field string, v VerifiedNumber) (Node, error) {
	known, found, err := numberingOf(tx, v.ID)
	if err != nil {
		return Node{}, err
	}
	if found && known.state == Verified && known.number != v.Number {
		return Node{}, ledger.Refuse(ledger.WrongState, field+"number", "area.number_verified", "number", known.number)
	}
	n, _, err := Get(tx, v.ID)
	return n, err
}

// freeNumbers refuses a number that another building of the same compound keeps, and then takes the present numbers away, so that two buildings can
// change theirs with each other.
func freeNumbers(tx *ledger.Tx, numbers []VerifiedNumber, changed []Node) error {
	ours := map[string]bool{}
	for _, n := range changed {
		ours[n.ID] = true
	}
	for i, n := range changed {
		holder, found, err := numbered(tx, n.Parent, numbers[i].Number)
		if err != nil {
			return err
		}
		if found && !ours[holder] {
			return ledger.Refuse(ledger.Conflict, fmt.Sprintf("buildings.%d.number", i), "area.number_taken", "number", numbers[i].Number)
		}
	}
	for _, n := range changed {
		if _, err := tx.Exec(`UPDATE area_node SET number = '' WHERE id = ?`, n.ID); err != nil {
			return fmt.Errorf("free the number of %s: %w", n.ID, err)
		}
	}
	return nil
}

// numbered is the open building with a number below a compound or a house.
func numbered(tx *ledger.Tx, parent, number string) (id string, found bool, err error) {
	err = tx.Row(`SELECT coalesce(max(id), '') FROM area_node WHERE parent = ? AND kind = 'building' AND number = ? AND number <> '' AND valid_to = ''`,
		parent, number).Scan(&id)
	if err != nil {
		return "", false, fmt.Errorf("look for building %s: %w", number, err)
	}
	return id, id != "", nil
}

// renumber writes the number and what follows from it: a name made of the number, the addresses and the paths below.
func renumber(tx *ledger.Tx, n Node, number string, on calendar.Date) (Node, error) {
	parent, _, err := Get(tx, n.Parent)
	if err != nil {
		return n, err
	}
	before := n
	if n.Name == defaultName(Building, n.Number) {
		n.Name = defaultName(Building, number)
	}
	n.Number, n.Sort = number, sortKey(number)
	n.Label, n.path = labelBelow(parent, n), pathBelow(parent, n)
	if _, err := tx.Exec(`UPDATE area_node SET number = ?, name = ?, label = ?, sort = ?, path = ? WHERE id = ?`,
		n.Number, n.Name, n.Label, n.Sort, n.path, n.ID); err != nil {
		return n, fmt.Errorf("number %s: %w", n.ID, err)
	}
	tx.Changed("area", n.ID)
	if n.Label != before.Label {
		if err := remember(tx, before, on); err != nil {
			return n, err
		}
		if err := relabel(tx, n); err != nil {
			return n, err
		}
	}
	if n.path == before.path {
		return n, nil
	}
	return n, repath(tx, n, before.path)
}
