package area

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"

	"jiezhan/station/store"
)

const nodeColumns = `SELECT n.row, n.id, n.kind, coalesce(n.parent, ''), coalesce(n.grid, ''), n.community, n.name, n.number,
	n.label, n.path, n.sort, n.room_use, n.valid_from, n.valid_to, (SELECT count(*) FROM area_node c WHERE c.parent = n.id) FROM area_node n `

// Get finds a node by its identifier.
func Get(q store.Query, id string) (Node, bool, error) {
	n, err := scanNode(q.Row(nodeColumns+`WHERE n.id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Node{}, false, nil
	}
	if err != nil {
		return Node{}, false, fmt.Errorf("node %s: %w", id, err)
	}
	return n, true, nil
}

// Children lists what hangs directly below a node, by kind and as people count them. Grids come among the children of a
// community, and closed places among the others.
func Children(q store.Query, parent string) ([]Node, error) {
	return nodes(q, `WHERE n.parent = ? ORDER BY n.kind, n.sort, n.row`, parent)
}

// Roots lists the nodes above which nothing is known: the street office.
func Roots(q store.Query) ([]Node, error) {
	return nodes(q, `WHERE n.parent IS NULL ORDER BY n.kind, n.sort, n.row`)
}

// Compounds lists where addresses begin, compounds and roads, by the reading of their name, those of the community with the given code first.
// Closed ones are left out.
func Compounds(q store.Query, ownCommunity string) ([]Node, error) {
	all, err := nodes(q, `WHERE n.kind IN ('compound', 'road') AND n.valid_to = '' ORDER BY n.sort, n.row`)
	if err != nil {
		return nil, err
	}
	own, err := CodesToday(q, ownCommunity)
	if err != nil {
		return nil, err
	}
	slices.SortStableFunc(all, func(a, b Node) int { return foreign(a, own) - foreign(b, own) })
	return all, nil
}

func foreign(n Node, own []string) int {
	if slices.Contains(own, n.Community) {
		return 0
	}
	return 1
}

// CodesToday are the codes of what a community is today: its own, or those of what came of it when it was merged or split.
func CodesToday(q store.Query, code string) ([]string, error) {
	known, err := nodes(q, `WHERE n.kind = 'community' AND n.number = ? ORDER BY n.row`, code)
	if err != nil {
		return nil, err
	}
	f := following{q: q, seen: map[string]bool{}}
	for _, n := range known {
		if n.Open() {
			return []string{code}, nil
		}
		if err := f.follow(n.ID, "", 0); err != nil {
			return nil, err
		}
	}
	codes := make([]string, len(f.list))
	for i, n := range f.list {
		codes[i] = n.Number
	}
	return codes, nil
}

// Address tells where a room lies.
func Address(q store.Query, roomID string) (Place, bool, error) {
	p := Place{RoomID: roomID}
	err := q.Row(`SELECT label, path, coalesce((SELECT c.id FROM area_node c WHERE c.row = CAST(n.path AS INTEGER)), ''), valid_to <> ''
		FROM area_node n WHERE n.id = ? AND n.kind = 'room'`, roomID).Scan(&p.Label, &p.Path, &p.CompoundID, &p.Closed)
	if errors.Is(err, sql.ErrNoRows) {
		return Place{}, false, nil
	}
	if err != nil {
		return Place{}, false, fmt.Errorf("address of %s: %w", roomID, err)
	}
	return p, true, nil
}

func nodes(q store.Query, rest string, args ...any) ([]Node, error) {
	rows, err := q.Rows(nodeColumns+rest, args...)
	if err != nil {
		return nil, fmt.Errorf("list nodes: %w", err)
	}
	defer rows.Close()
	var list []Node
	for rows.Next() {
		n, err := scanNode(rows.Scan)
		if err != nil {
			return nil, fmt.Errorf("list nodes: %w", err)
		}
		list = append(list, n)
	}
	return list, rows.Err()
}

func scanNode(scan func(...any) error) (Node, error) {
	var n Node
	err := scan(&n.row, &n.ID, &n.Kind, &n.Parent, &n.Grid, &n.Community, &n.Name, &n.Number, &n.Label, &n.path, &n.Sort,
		&n.Use, &n.From, &n.ClosedOn, &n.Children)
	return n, err
}
