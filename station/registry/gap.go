package registry

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// GapKind is what the register lacks.
type GapKind string

const (
	// BuildingUnverified is a building of which nobody has seen the number on site.
	BuildingUnverified GapKind = "building_unverified"
	// RoomUnknown is a room in which nobody is known to live, and which nobody has seen empty.
	RoomUnknown GapKind = "room_unknown"
	// DocumentMissing is a room whose people have shown no document that is in force.
	DocumentMissing GapKind = "document_missing"
	// PhoneMissing is a room whose people have no telephone number.
	PhoneMissing GapKind = "phone_missing"
)

// Valid tells whether the kind is known.
func (k GapKind) Valid() bool {
	return k == BuildingUnverified || k == RoomUnknown || k == DocumentMissing || k == PhoneMissing
}

// Gap is a place of which something is missing, and for how many people; 0 where it is about the place itself.
type Gap struct {
	NodeID, Label string
	People        int
}

// GapsIn lists places below a place where something is missing on a day, as people count them. It names rooms, never people.
func GapsIn(q store.Query, nodeID string, kind GapKind, day calendar.Date, limit int) ([]Gap, error) {
	const order = ` ORDER BY n.path, n.row LIMIT ?3`
	queries := map[GapKind]string{
		BuildingUnverified: partsBelow + `SELECT n.id, n.label, 0 FROM below b CROSS JOIN area_node n ON n.id = b.id
			LEFT JOIN area_numbering m ON m.node = b.id WHERE b.kind = 'building' AND coalesce(m.state, '') <> 'verified'` + order,
		RoomUnknown: partsBelow + `SELECT n.id, n.label, 0 FROM below b CROSS JOIN area_node n ON n.id = b.id
			LEFT JOIN area_occupancy o ON o.node = b.id WHERE b.room_use = 'living' AND coalesce(o.state, '') <> 'empty' AND NOT ` + occupied + order,
		DocumentMissing: lackingIn(`NOT ` + documented),
		PhoneMissing:    lackingIn(`NOT p.phone <> ''`), // so that person_household holds it
	}
	gaps, err := collect(q, func(scan func(...any) error) (Gap, error) {
		var g Gap
		return g, scan(&g.NodeID, &g.Label, &g.People)
	}, queries[kind], nodeID, day.String(), limit)
	if err != nil {
		return nil, fmt.Errorf("gaps of %s: %w", nodeID, err)
	}
	return gaps, nil
}

// lackingIn counts by room the people of whom something is lacking: those registered there, and those of a household there who are not.
func lackingIn(lacking string) string {
	return partsBelow + `SELECT n.id, n.label, count(*) FROM (
			SELECT b.id AS room FROM below b CROSS JOIN residence r ON r.room_id = b.id AND r.state = 'active' CROSS JOIN person p ON p.id = r.person_id
				WHERE ` + lacking + `
			UNION ALL
			SELECT b.id FROM below b CROSS JOIN household h ON h.room_id = b.id CROSS JOIN person p ON p.household_id = h.id
				WHERE ` + lacking + ` AND NOT EXISTS (SELECT 1 FROM residence r WHERE r.room_id = b.id AND r.person_id = p.id AND r.state = 'active')) l
		CROSS JOIN area_node n ON n.id = l.room GROUP BY n.id ORDER BY n.path, n.row LIMIT ?3`
}
