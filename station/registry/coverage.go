package registry

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// Coverage is how complete the register is below a place: counts of buildings, rooms, households and people, and of those of which nothing is
// missing. It says how well the office keeps its books, and nothing about anybody.
type Coverage struct {
	Buildings, VerifiedBuildings int
	// Rooms are those for living; of KnownRooms somebody is known to live there, or the room was seen to be empty.
	Rooms, KnownRooms int
	// EmptyRooms were seen empty, and nobody is known to live there.
	EmptyRooms int
	// Households live here; of the documented ones every member has a document in force.
	Households, DocumentedHouseholds int
	// People are registered here or of a household here.
	People, WithDocument, WithPhone int
	// Registered is how many of them have an open registration here.
	Registered int
}

// roomsBelow are a place and all that hangs below it and is still there.
const roomsBelow = `WITH RECURSIVE below (id, kind, room_use) AS (
		SELECT id, kind, room_use FROM area_node WHERE id = ?1
		UNION ALL
		SELECT c.id, c.kind, c.room_use FROM below b JOIN area_node c ON c.parent = b.id WHERE c.valid_to = '') `

// living are the people below a place, each once: whoever is registered in a room, and whoever is of a household there.
const living = roomsBelow + `, living (person) AS (
		SELECT r.person_id FROM below b CROSS JOIN residence r ON r.room_id = b.id AND r.state = 'active'
		UNION
		SELECT p.id FROM below b CROSS JOIN household h ON h.room_id = b.id CROSS JOIN person p ON p.household_id = h.id) `

// documented tells of a person p whether a document is in force on the day ?2, or was shown without a last day.
const documented = `EXISTS (SELECT 1 FROM document d WHERE d.person_id = p.id AND (d.valid_to = '' OR d.long_term OR d.valid_to >= ?2))`

// occupied tells of a room b whether somebody is known to live there.
const occupied = `(EXISTS (SELECT 1 FROM residence r WHERE r.room_id = b.id AND r.state = 'active')
		OR EXISTS (SELECT 1 FROM household h JOIN person p ON p.household_id = h.id WHERE h.room_id = b.id))`

// CoverageOf counts what is below a place on a day. It walks through the place, so it is for a compound or a community at a time.
func CoverageOf(q store.Query, nodeID string, day calendar.Date) (Coverage, error) {
	var c Coverage
	err := q.Row(roomsBelow+`SELECT
			count(*) FILTER (WHERE b.kind = 'building'),
			count(*) FILTER (WHERE b.kind = 'building' AND m.state = 'verified'),
			count(*) FILTER (WHERE b.room_use = 'living'),
			count(*) FILTER (WHERE b.room_use = 'living' AND (o.state = 'empty' OR `+occupied+`)),
			count(*) FILTER (WHERE b.room_use = 'living' AND o.state = 'empty' AND NOT `+occupied+`)
		FROM below b LEFT JOIN area_numbering m ON m.node = b.id LEFT JOIN area_occupancy o ON o.node = b.id`, nodeID).
		Scan(&c.Buildings, &c.VerifiedBuildings, &c.Rooms, &c.KnownRooms, &c.EmptyRooms)
	if err != nil {
		return c, fmt.Errorf("count the rooms of %s: %w", nodeID, err)
	}
	err = q.Row(living+`SELECT count(*), count(*) FILTER (WHERE `+documented+`), count(*) FILTER (WHERE p.phone <> ''),
			(SELECT count(DISTINCT r.person_id) FROM below b CROSS JOIN residence r ON r.room_id = b.id AND r.state = 'active')
		FROM living l CROSS JOIN person p ON p.id = l.person`, nodeID, day.String()).
		Scan(&c.People, &c.WithDocument, &c.WithPhone, &c.Registered)
	if err != nil {
		return c, fmt.Errorf("count the people of %s: %w", nodeID, err)
	}
	err = q.Row(roomsBelow+`SELECT count(*), coalesce(sum(complete), 0) FROM (
			SELECT h.id, min(`+documented+`) AS complete FROM below b CROSS JOIN household h ON h.room_id = b.id
			CROSS JOIN person p ON p.household_id = h.id GROUP BY h.id)`, nodeID, day.String()).
		Scan(&c.Households, &c.DocumentedHouseholds)
	if err != nil {
		return c, fmt.Errorf("count the households of %s: %w", nodeID, err)
	}
	return c, nil
}

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
		BuildingUnverified: roomsBelow + `SELECT n.id, n.label, 0 FROM below b CROSS JOIN area_node n ON n.id = b.id
			LEFT JOIN area_numbering m ON m.node = b.id WHERE b.kind = 'building' AND coalesce(m.state, '') <> 'verified'` + order,
		RoomUnknown: roomsBelow + `SELECT n.id, n.label, 0 FROM below b CROSS JOIN area_node n ON n.id = b.id
			LEFT JOIN area_occupancy o ON o.node = b.id WHERE b.room_use = 'living' AND coalesce(o.state, '') <> 'empty' AND NOT ` + occupied + order,
		DocumentMissing: lackingIn(`NOT ` + documented),
		PhoneMissing:    lackingIn(`p.phone = ''`),
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

// lackingIn counts by room the people of whom something is lacking.
func lackingIn(lacking string) string {
	return roomsBelow + `SELECT n.id, n.label, count(*) FROM (
			SELECT b.id AS room, r.person_id AS person FROM below b CROSS JOIN residence r ON r.room_id = b.id AND r.state = 'active'
			UNION
			SELECT b.id, p.id FROM below b CROSS JOIN household h ON h.room_id = b.id CROSS JOIN person p ON p.household_id = h.id) l
		CROSS JOIN person p ON p.id = l.person CROSS JOIN area_node n ON n.id = l.room
		WHERE ` + lacking + ` GROUP BY n.id ORDER BY n.path, n.row LIMIT ?3`
}
