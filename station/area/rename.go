package area

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
)

// RenameNode gives a place another name. The addresses below follow, the name it had is kept and still finds it. The number of a building is no
// name: it changes only by verification on site.
type RenameNode struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	// Reading is how the name is typed; the station that makes the command fills it in.
	Reading pinyin.Reading `json:"reading,omitzero"`
}

// ChangedNode is the answer to commands that change one place.
type ChangedNode struct {
	ID string `json:"id"`
	// Label is the address of the place as it is written now.
	Label string `json:"label"`
}

// Kind is the verb on the wire.
func (RenameNode) Kind() string { return "area.rename.v1" }

// Prepare adds how the name is typed.
func (c RenameNode) Prepare() ledger.Command {
	c.Name = strings.TrimSpace(c.Name)
	c.Reading = pinyin.Read(c.Name)
	return c
}

// Validate judges the name.
func (c RenameNode) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ID != "", "id", "area.place_unknown")
	v.That(strings.TrimSpace(c.Name) != "", "name", "area.name_required")
	v.That(utf8.RuneCountInString(c.Name) <= maxName, "name", "area.name_too_long", "limit", strconv.Itoa(maxName))
	return v.Refusal()
}

// Apply writes the name, the addresses below and what the place is found by.
func (c RenameNode) Apply(tx *ledger.Tx) (any, error) {
	n, err := open(tx, "id", c.ID)
	if err != nil {
		return nil, err
	}
	if n.Name == c.Name {
		return nil, ledger.Refuse(ledger.Conflict, "name", "area.name_same")
	}
	if err := remember(tx, n, tx.Stamp.Today()); err != nil {
		return nil, err
	}
	parent, _, err := Get(tx, n.Parent)
	if err != nil {
		return nil, err
	}
	n.Name, n.reading = c.Name, c.Reading
	n.Label = labelBelow(parent, n)
	if n.Kind == Compound || n.Kind == Road {
		n.Sort = sortKey(n.reading.Full + n.Name)
	}
	if _, err := tx.Exec(`UPDATE area_node SET name = ?, label = ?, sort = ? WHERE id = ?`, n.Name, n.Label, n.Sort, n.ID); err != nil {
		return nil, fmt.Errorf("rename %s: %w", n.ID, err)
	}
	if err := addKeys(tx, n); err != nil {
		return nil, err
	}
	tx.Changed("area", n.ID)
	return ChangedNode{ID: n.ID, Label: n.Label}, followed(tx, n)
}

// followed brings the addresses below a node after it. Those below a community or a grid do not name it.
func followed(tx *ledger.Tx, n Node) error {
	switch n.Kind {
	case Province, Prefecture, County, StreetOffice, Community, Grid, Bed:
		return nil
	case Road:
		if err := relabel(tx, n); err != nil {
			return err
		}
		return rekeyHouses(tx, n)
	case Compound, GateNumber, Building, Unit, Floor, Room:
	}
	return relabel(tx, n)
}

// rekeyHouses makes the houses on a road that was renamed found by their new address.
func rekeyHouses(tx *ledger.Tx, road Node) error {
	houses, err := Children(tx, road.ID)
	if err != nil {
		return err
	}
	for _, house := range houses {
		if err := addKeys(tx, house); err != nil {
			return err
		}
	}
	return nil
}

// open reads a place that is still there.
func open(tx *ledger.Tx, field, id string) (Node, error) {
	n, found, err := Get(tx, id)
	switch {
	case err != nil:
		return Node{}, err
	case !found:
		return Node{}, ledger.Refuse(ledger.NotFound, field, "area.place_unknown")
	case !n.Open():
		return Node{}, ledger.Refuse(ledger.WrongState, field, "area.place_closed")
	}
	return n, nil
}
