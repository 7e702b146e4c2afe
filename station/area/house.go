package area

import (
	"fmt"
	"strconv"

	"jiezhan/station/store"
)

// houseKey is the kind of key under which a house on a road is found by its whole address: apart from names, so that a road with hundreds of
// houses fills no answer that is about names.
const houseKey = "house"

// Spot is a place that words of an address may mean: the head of its rooms' paths, see Place, and where below it.
type Spot struct {
	Path string
	At   Whereabouts
}

// Spots are what a word of an address may mean together with its numbers, in groups of equal likelihood, the likeliest first: a house on a road
// before a building of a compound. A later group is meant only where those before it hold nothing.
func (a Typed) Spots(q store.Query, word string) ([][]Spot, error) {
	named, err := heads(q, word, a.Numbered())
	if err != nil {
		return nil, err
	}
	houses, err := a.houses(q, named)
	if err != nil {
		return nil, err
	}
	paths, err := pathsOf(q, named)
	if err != nil {
		return nil, err
	}
	groups := [][]Spot{houses}
	for _, position := range a.Readings() {
		var group []Spot
		for _, path := range paths {
			group = append(group, Spot{path, position})
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// houses are those on the roads that have the first number typed: 幸福路18号, xfl 18 101.
func (a Typed) houses(q store.Query, named []head) ([]Spot, error) {
	var spots []Spot
	for _, road := range named {
		if road.kind != Road || a.gate == "" {
			continue
		}
		found, err := rowsOf(q, `SELECT h.row FROM area_node r CROSS JOIN area_node h ON h.parent = r.id AND h.kind = 'gate_number'
			AND h.number = ? AND h.number <> '' AND h.valid_to = '' WHERE r.row = ?`, a.gate, road.row)
		if err != nil {
			return nil, err
		}
		for _, house := range found {
			spots = append(spots, Spot{house, a.behind})
		}
	}
	return spots, nil
}

// head is where paths of rooms may begin.
type head struct {
	row  int64
	kind Kind
}

// headsOf are the compounds and roads that have a key of the kind in the stretch, maxFound at most.
func headsOf(q store.Query, kind, from, before string) ([]head, error) {
	rows, err := q.Rows(`SELECT DISTINCT n.row, n.kind FROM area_key k CROSS JOIN area_node n ON n.row = k.node
		WHERE k.kind = ? AND k.key >= ? AND k.key < ? LIMIT ?`, kind, from, before, maxFound)
	if err != nil {
		return nil, fmt.Errorf("find compounds: %w", err)
	}
	defer rows.Close()
	var list []head
	for rows.Next() {
		var h head
		if err := rows.Scan(&h.row, &h.kind); err != nil {
			return nil, fmt.Errorf("find compounds: %w", err)
		}
		list = append(list, h)
	}
	return list, rows.Err()
}

// pathsOf are the heads of the paths of rooms in compounds, and in the first maxFound houses of each road.
func pathsOf(q store.Query, named []head) ([]string, error) {
	var list []string
	for _, h := range named {
		if h.kind != Road {
			list = append(list, strconv.FormatInt(h.row, 10))
			continue
		}
		houses, err := rowsOf(q, `SELECT h.row FROM area_node r CROSS JOIN area_node h ON h.parent = r.id AND h.kind = 'gate_number' WHERE r.row = ?
			ORDER BY h.sort LIMIT ?`, h.row, maxFound)
		if err != nil {
			return nil, err
		}
		list = append(list, houses...)
	}
	return list, nil
}

// rowsOf answers the rows that a query names, as paths begin with them.
func rowsOf(q store.Query, query string, args ...any) ([]string, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, fmt.Errorf("find houses: %w", err)
	}
	defer rows.Close()
	var list []string
	for rows.Next() {
		var row string
		if err := rows.Scan(&row); err != nil {
			return nil, fmt.Errorf("find houses: %w", err)
		}
		list = append(list, row)
	}
	return list, rows.Err()
}
