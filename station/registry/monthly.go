package registry

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// outOn is the day on which a registration r went out of the register: the day the person left, but not before the day the office was told of the
// registration itself, so that nobody goes out who never came in.
const outOn = `max(r.ended_on, r.registered_on)`

// inForce tells whether a registration r was in force on the day ?2.
const inForce = `r.registered_on <= ?2 AND (r.state = 'active' OR ` + outOn + ` > ?2)`

// slip is a registration that was entered in error and taken back within the month: it never counts.
const slip = `(r.state = 'ended' AND r.end_reason = 'entered_in_error' AND r.moved_from = '' AND substr(` + outOn + `, 1, 7) = substr(r.registered_on, 1, 7))`

// Flow counts registrations by the heads of their rooms' paths (area.HeadsOn): From 0 came from outside the office, To 0 went out of it.
type Flow struct {
	From, To int64
	Count    int
}

// FlowsBetween counts registrations taken and ended from one day to another, both counted. A change of address goes from one head to another on the day
// it was registered. What was entered in error and taken back within a month is left out; taken back later, it goes out then.
func FlowsBetween(q store.Query, from, to calendar.Date) ([]Flow, error) {
	came, err := collect(q, func(scan func(...any) error) (f Flow, err error) { return f, scan(&f.From, &f.To, &f.Count) },
		`SELECT coalesce(CAST(o.path AS INTEGER), 0), CAST(n.path AS INTEGER), count(*)
		FROM residence r CROSS JOIN area_node n ON n.id = r.room_id LEFT JOIN residence b ON b.id = r.moved_from LEFT JOIN area_node o ON o.id = b.room_id
		WHERE r.registered_on >= ? AND r.registered_on <= ? AND NOT `+slip+` GROUP BY 1, 2`, from.String(), to.String())
	if err != nil {
		return nil, fmt.Errorf("count registrations: %w", err)
	}
	// The day may be that of the end, or that of the registration where that is later; each half has its index.
	const left = `SELECT CAST(n.path AS INTEGER) AS head, count(*) AS many FROM residence r CROSS JOIN area_node n ON n.id = r.room_id `
	went, err := collect(q, func(scan func(...any) error) (f Flow, err error) { return f, scan(&f.From, &f.Count) },
		left+`WHERE r.state = 'ended' AND r.ended_on >= ?1 AND r.ended_on <= ?2 AND r.registered_on <= ?2 AND NOT `+slip+` GROUP BY 1 UNION ALL `+
			left+`WHERE r.registered_on >= ?1 AND r.registered_on <= ?2 AND r.state = 'ended' AND r.ended_on < ?1 AND NOT `+slip+` GROUP BY 1`,
		from.String(), to.String())
	if err != nil {
		return nil, fmt.Errorf("count ended registrations: %w", err)
	}
	return append(came, went...), nil
}

const registeredIn = `SELECT count(*) FROM area_node n CROSS JOIN residence r ON r.room_id = n.id
	WHERE CAST(n.path AS INTEGER) = ?1 AND n.kind = 'room' AND ` + inForce

// RegisteredOn counts the registrations below a head that were in force on a day.
func RegisteredOn(q store.Query, head int64, day calendar.Date) (int, error) {
	var count int
	if err := q.Row(registeredIn, head, day.String()).Scan(&count); err != nil {
		return 0, fmt.Errorf("count registrations in force: %w", err)
	}
	return count, nil
}

// Housed counts the households of one building, and those of their people who are no newcomers.
type Housed struct {
	// Building is the path of the building, see area.Place; of a house without buildings the path of the house and a slash.
	Building   string
	Households int
	// Permanent people are of a household here and had no registration in force: their household register is here (户籍人口).
	Permanent int
}

// building is the part of a room's path that names its building.
const building = `substr(n.path, 1, instr(n.path, '/') + instr(substr(n.path, instr(n.path, '/') + 1), '/') - 1)`

// housed reads members of households as of the day ?2, which ends at ?3. People of an older register have no day on which they joined; they count from
// the day on which the office knew them.
const housed = `WITH living (building, household, person) AS (
		SELECT ` + building + `, h.id, m.person_id FROM area_node n CROSS JOIN household h ON h.room_id = n.id
			CROSS JOIN household_member m ON m.household_id = h.id
			WHERE CAST(n.path AS INTEGER) = ?1 AND n.kind = 'room' AND m.joined_on <= ?2 AND (m.left_on = '' OR m.left_on > ?2)
		UNION ALL
		SELECT ` + building + `, h.id, p.id FROM area_node n CROSS JOIN household h ON h.room_id = n.id CROSS JOIN person p ON p.household_id = h.id
			WHERE CAST(n.path AS INTEGER) = ?1 AND n.kind = 'room' AND p.known_since < ?3
			AND NOT EXISTS (SELECT 1 FROM household_member m WHERE m.person_id = p.id))
	SELECT l.building, count(DISTINCT l.household),
		count(*) FILTER (WHERE NOT EXISTS (SELECT 1 FROM residence r WHERE r.person_id = l.person AND ` + inForce + `))
	FROM living l GROUP BY l.building ORDER BY l.building`

// HousedOn counts households and their people below a head on a day, building by building. A household counts where it had a member.
func HousedOn(q store.Query, head int64, day calendar.Date) ([]Housed, error) {
	list, err := collect(q, func(scan func(...any) error) (h Housed, err error) {
		return h, scan(&h.Building, &h.Households, &h.Permanent)
	},
		housed, head, day.String(), ledger.FormatTime(day.AddDays(1).Start()))
	if err != nil {
		return nil, fmt.Errorf("count households: %w", err)
	}
	return list, nil
}
