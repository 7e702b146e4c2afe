package area

import (
	"fmt"
	"strconv"

	"jiezhan/station/ledger"
)

// write carries the decision out: the old communities end, the new ones begin, everything moves.
func (r *reorganising) write() error {
	for _, id := range r.oldIDs() {
		if _, err := r.tx.Exec(`UPDATE area_node SET valid_to = ? WHERE id = ?`, r.c.Effective.String(), id); err != nil {
			return fmt.Errorf("end community %s: %w", id, err)
		}
		r.tx.Changed("area", id)
		r.done.Closed++
	}
	for _, n := range r.c.New {
		if err := r.begin(n); err != nil {
			return err
		}
	}
	for _, d := range r.plan {
		if err := r.move(d); err != nil {
			return err
		}
	}
	r.done.Moved = len(r.plan)
	return r.leaveGrids()
}

// begin adds a new community below the parent of the first it comes of.
func (r *reorganising) begin(n NewCommunity) error {
	var row int64
	if err := r.tx.Row(`SELECT coalesce(max(row), 0) + 1 FROM area_node`).Scan(&row); err != nil {
		return fmt.Errorf("last node: %w", err)
	}
	above := r.olds[n.From[0]].Parent
	parent, _, err := Get(r.tx, above)
	if err != nil {
		return err
	}
	node := build(row, NewNode{ID: n.ID, Kind: Community, Parent: above, Name: n.Name, Number: n.Number, Since: r.c.Effective, Reading: n.Reading}, parent)
	if err := insert(r.tx, node); err != nil {
		return err
	}
	for _, old := range n.From {
		_, err := r.tx.Exec(`INSERT OR IGNORE INTO area_successor (predecessor, successor, since) VALUES (?,?,?)`, old, n.ID, r.c.Effective.String())
		if err != nil {
			return fmt.Errorf("successor of %s: %w", old, err)
		}
	}
	r.tx.Changed("area", n.ID)
	return nil
}

// move puts a node and all below it into its community.
func (r *reorganising) move(d destination) error {
	number, err := r.freeNumber(d)
	if err != nil {
		return err
	}
	if number != d.node.Number {
		r.done.Renumbered++
	}
	_, err = r.tx.Exec(`UPDATE area_node SET parent = ?, number = ?, sort = CASE kind WHEN 'grid' THEN ? ELSE sort END WHERE id = ?`,
		d.to, number, sortKey(number), d.node.ID)
	if err != nil {
		return fmt.Errorf("move %s: %w", d.node.ID, err)
	}
	if err := belongs(r.tx, d.node.ID, d.to, r.c.Effective); err != nil {
		return err
	}
	_, err = r.tx.Exec(`WITH RECURSIVE below (id) AS (SELECT ?1 UNION ALL SELECT c.id FROM below b JOIN area_node c ON c.parent = b.id)
		UPDATE area_node SET community = (SELECT number FROM area_node WHERE id = ?2) WHERE id IN (SELECT id FROM below)`, d.node.ID, d.to)
	if err != nil {
		return fmt.Errorf("community of what is in %s: %w", d.node.ID, err)
	}
	r.tx.Changed("area", d.node.ID)
	return nil
}

// freeNumber is the number a node has in its new community: its own, or the next that is free. Numbers of grids and compounds are in no address.
func (r *reorganising) freeNumber(d destination) (string, error) {
	number := d.node.Number
	for next := 1; number != ""; next++ {
		var taken bool
		err := r.tx.Row(`SELECT EXISTS (SELECT 1 FROM area_node WHERE parent = ? AND kind = ? AND number = ? AND number <> '' AND valid_to = '')`,
			d.to, string(d.node.Kind), number).Scan(&taken)
		if err != nil {
			return "", fmt.Errorf("look for number %s: %w", number, err)
		}
		if !taken {
			return number, nil
		}
		number = strconv.Itoa(next)
	}
	return "", nil
}

// leaveGrids takes buildings and units out of grids that lie in another community now. Every grid that can have lost one, or lost its place, is
// among what moved or beside it.
func (r *reorganising) leaveGrids() error {
	for _, d := range r.plan {
		left, err := leave(r.tx, d)
		if err != nil {
			return err
		}
		r.done.Gridless += left
	}
	return nil
}

func leave(tx *ledger.Tx, d destination) (int, error) {
	query := `WITH RECURSIVE below (id, kind) AS (SELECT ?1, 'compound' UNION ALL
			SELECT c.id, c.kind FROM below b JOIN area_node c ON c.parent = b.id WHERE b.kind IN ('compound', 'road', 'gate_number', 'building'))
		UPDATE area_node SET grid = NULL WHERE id IN (SELECT id FROM below)
		AND grid IS NOT NULL AND community <> (SELECT g.community FROM area_node g WHERE g.id = area_node.grid)`
	if d.node.Kind == Grid {
		query = `UPDATE area_node SET grid = NULL WHERE grid = ?1 AND community <> (SELECT g.community FROM area_node g WHERE g.id = ?1)`
	}
	left, err := tx.Exec(query, d.node.ID)
	if err != nil {
		return 0, fmt.Errorf("take %s out of its grid: %w", d.node.ID, err)
	}
	return int(left), nil
}
