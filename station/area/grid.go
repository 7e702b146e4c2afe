package area

import (
	"fmt"
	"strconv"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// AssignGrid puts buildings or units into a grid of their community, or into none. No address changes by it.
type AssignGrid struct {
	Nodes []string `json:"nodes"`
	// Grid is empty for none.
	Grid string `json:"grid,omitempty"`
}

// Assigned is the answer to AssignGrid.
type Assigned struct {
	Nodes int `json:"nodes"`
}

// Kind is the verb on the wire.
func (AssignGrid) Kind() string { return "area.assign_grid.v1" }

// Validate judges the list.
func (c AssignGrid) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Nodes) > 0, "nodes", "area.nothing")
	v.That(len(c.Nodes) <= MaxNodes, "nodes", "area.too_many", "limit", strconv.Itoa(MaxNodes))
	return v.Refusal()
}

// Apply moves them all, or none.
func (c AssignGrid) Apply(tx *ledger.Tx) (any, error) {
	community := ""
	if c.Grid != "" {
		grid, found, err := Get(tx, c.Grid)
		if err != nil || !found || grid.Kind != Grid || !grid.Open() {
			return nil, or(err, ledger.Refuse(ledger.NotFound, "grid", "area.grid_unknown"))
		}
		community = grid.Community
	}
	for i, id := range c.Nodes {
		field := fmt.Sprintf("nodes.%d", i)
		n, err := open(tx, field, id)
		if err != nil {
			return nil, err
		}
		if !n.Kind.gridded() {
			return nil, ledger.Refuse(ledger.Invalid, field, "area.not_gridded")
		}
		if c.Grid != "" && n.Community != community {
			return nil, ledger.Refuse(ledger.Conflict, field, "area.grid_elsewhere", "place", n.Label)
		}
	}
	for _, id := range c.Nodes {
		if _, err := tx.Exec(`UPDATE area_node SET grid = ? WHERE id = ?`, orNull(c.Grid), id); err != nil {
			return nil, fmt.Errorf("put %s into a grid: %w", id, err)
		}
		tx.Changed("area", id)
	}
	return Assigned{Nodes: len(c.Nodes)}, nil
}

// InGrid lists the buildings and units of a grid by their address.
func InGrid(q store.Query, grid string) ([]Node, error) {
	return nodes(q, `WHERE n.grid = ? AND n.valid_to = '' ORDER BY n.label, n.sort, n.row`, grid)
}
