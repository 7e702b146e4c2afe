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

// Coverages are the coverage of a place, and of what hangs directly below it by its id.
type Coverages struct {
	Whole Coverage
	// Parts lack what is not there any more. Somebody may count in two of them, and counts once in the whole.
	Parts map[string]Coverage
}

// partsBelow are a place and all that hangs below it and is still there, with the child of the place in which it lies; none for the place itself.
const partsBelow = `WITH RECURSIVE below (id, kind, room_use, part) AS (
		SELECT id, kind, room_use, '' FROM area_node WHERE id = ?1
		UNION ALL
		SELECT c.id, c.kind, c.room_use, CASE b.id WHEN ?1 THEN c.id ELSE b.part END
			FROM below b JOIN area_node c ON c.parent = b.id WHERE c.valid_to = '') `

// occupied tells of a room b whether somebody is known to live there.
const occupied = `(EXISTS (SELECT 1 FROM residence r WHERE r.room_id = b.id AND r.state = 'active')
		OR EXISTS (SELECT 1 FROM household h JOIN person p ON p.household_id = h.id WHERE h.room_id = b.id))`

const placesBelow = partsBelow + `SELECT b.part,
		count(*) FILTER (WHERE b.kind = 'building'),
		count(*) FILTER (WHERE b.kind = 'building' AND m.state = 'verified'),
		count(*) FILTER (WHERE b.room_use = 'living'),
		count(*) FILTER (WHERE b.room_use = 'living' AND (o.state = 'empty' OR ` + occupied + `)),
		count(*) FILTER (WHERE b.room_use = 'living' AND o.state = 'empty' AND NOT ` + occupied + `)
	FROM below b LEFT JOIN area_numbering m ON m.node = b.id LEFT JOIN area_occupancy o ON o.node = b.id GROUP BY b.part`

// documented tells of a person p whether a document is in force on the day ?2, or was shown without a last day.
const documented = `EXISTS (SELECT 1 FROM document d WHERE d.person_id = p.id AND (d.valid_to = '' OR d.long_term OR d.valid_to >= ?2))`

// peopleBelow are whoever is registered in a room, and whoever is of a household there; somebody may be both, and registered in two rooms.
const peopleBelow = partsBelow + `SELECT b.part, '', p.row, ` + documented + `, p.phone <> ''
		FROM below b CROSS JOIN residence r ON r.room_id = b.id AND r.state = 'active' CROSS JOIN person p ON p.id = r.person_id
	UNION ALL SELECT b.part, h.id, p.row, ` + documented + `, p.phone <> ''
		FROM below b CROSS JOIN household h ON h.room_id = b.id CROSS JOIN person p ON p.household_id = h.id`

// CoverageOf counts what is below a place on a day, for all of it and for each part. It walks through the place once, so it is for a compound or a
// community at a time.
func CoverageOf(q store.Query, nodeID string, day calendar.Date) (Coverages, error) {
	places, err := collect(q, func(scan func(...any) error) (p coveredPart, err error) {
		return p, scan(&p.id, &p.Buildings, &p.VerifiedBuildings, &p.Rooms, &p.KnownRooms, &p.EmptyRooms)
	}, placesBelow, nodeID)
	if err != nil {
		return Coverages{}, fmt.Errorf("count the rooms of %s: %w", nodeID, err)
	}
	people, err := collect(q, func(scan func(...any) error) (l lodger, err error) {
		return l, scan(&l.part, &l.household, &l.row, &l.documented, &l.reachable)
	}, peopleBelow, nodeID, day.String())
	if err != nil {
		return Coverages{}, fmt.Errorf("count the people of %s: %w", nodeID, err)
	}
	t := tally{whole: &Coverage{}, parts: map[string]*Coverage{}, met: map[meeting]bool{}, households: map[lodging]bool{}}
	for _, p := range places {
		t.places(p)
	}
	for _, l := range people {
		t.person(l)
	}
	return t.sum(), nil
}
