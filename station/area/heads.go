package area

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// Communities lists all communities, those that have ended too, by code.
func Communities(q store.Query) ([]Node, error) {
	return nodes(q, `WHERE n.kind = 'community' ORDER BY n.number, n.row`)
}

// HeadsOn tells by the head of the path of a room (see Place.Path) in which community it lay on a day, by the community's id: a head is a compound
// or a house on a road. So a count that goes by heads is put to the community of then, whatever was merged or split since.
func HeadsOn(q store.Query, day calendar.Date) (map[int64]string, error) {
	communities, err := Communities(q)
	if err != nil {
		return nil, err
	}
	heads := map[int64]string{}
	for _, c := range communities {
		contents, err := ContentsOn(q, c.ID, day)
		if err != nil {
			return nil, err
		}
		for _, n := range contents {
			if err := n.heads(q, c.ID, heads); err != nil {
				return nil, err
			}
		}
	}
	return heads, nil
}

// heads adds the heads that a compound or a road brings; grids are no part of an address.
func (n Node) heads(q store.Query, community string, heads map[int64]string) error {
	if n.Kind == Compound {
		heads[n.row] = community
	}
	if n.Kind != Road {
		return nil
	}
	houses, err := nodes(q, `WHERE n.parent = ? AND n.kind = 'gate_number'`, n.ID)
	for _, house := range houses {
		heads[house.row] = community
	}
	return err
}

const verifiedOf = `SELECT n.path FROM area_node n CROSS JOIN area_numbering m ON m.node = n.id
	WHERE CAST(n.path AS INTEGER) = ? AND n.kind = 'building' AND m.state = 'verified' AND m.decided_on <= ? AND (n.valid_to = '' OR n.valid_to > ?)`

// VerifiedBuildings are the paths of the buildings below a head whose number had been verified on site by a day, and that still stood.
func VerifiedBuildings(q store.Query, head int64, day calendar.Date) ([]string, error) {
	rows, err := q.Rows(verifiedOf, head, day.String(), day.String())
	if err != nil {
		return nil, fmt.Errorf("verified buildings: %w", err)
	}
	defer rows.Close()
	var paths []string
	for rows.Next() {
		var path string
		if err := rows.Scan(&path); err != nil {
			return nil, fmt.Errorf("verified buildings: %w", err)
		}
		paths = append(paths, path)
	}
	return paths, rows.Err()
}
