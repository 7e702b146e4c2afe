package registry

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// CommunityOf is the 12-digit code of the community in which a room lies today, or empty where the room is not known.
func CommunityOf(q store.Query, roomID string) (string, error) {
	room, _, err := area.Get(q, roomID)
	return room.Community, err
}

// Home is where somebody is registered.
type Home struct {
	Address string
	// Community is the 12-digit code.
	Community string
}

const homeOfPerson = `SELECT n.label, n.community FROM residence r CROSS JOIN area_node n ON n.id = r.room_id
	WHERE r.person_id = ? AND r.state = 'active' ORDER BY r.registered_at DESC, r.row DESC LIMIT 1`

// HomeOf answers the latest active registration's place; not found without one.
func HomeOf(q store.Query, personID string) (Home, bool, error) {
	var h Home
	err := q.Row(homeOfPerson, personID).Scan(&h.Address, &h.Community)
	if errors.Is(err, sql.ErrNoRows) {
		return Home{}, false, nil
	}
	if err != nil {
		return Home{}, false, fmt.Errorf("home of %s: %w", personID, err)
	}
	return h, true, nil
}

// HomesOf answers the latest active registration's place of several people, by person; who has none is left out.
func HomesOf(q store.Query, people []string) (map[string]Home, error) {
	list, err := json.Marshal(people)
	if err != nil {
		return nil, fmt.Errorf("list homes: %w", err)
	}
	type lives struct {
		person string
		Home
	}
	rows, err := collect(q, func(scan func(...any) error) (l lives, err error) {
		return l, scan(&l.person, &l.Address, &l.Community)
	}, homesOfPeople, string(list))
	if err != nil {
		return nil, fmt.Errorf("list homes: %w", err)
	}
	homes := map[string]Home{}
	for _, l := range rows {
		homes[l.person] = l.Home
	}
	return homes, nil
}

const homesOfPeople = `SELECT wanted.value, n.label, n.community FROM json_each(?) wanted CROSS JOIN residence r
	ON r.row = (SELECT x.row FROM residence x WHERE x.person_id = wanted.value AND x.state = 'active' ORDER BY x.registered_at DESC, x.row DESC LIMIT 1)
	CROSS JOIN area_node n ON n.id = r.room_id`

const endedLately = residenceColumns + `WHERE r.state = 'ended' AND r.ended_on >= ? ORDER BY r.ended_on DESC, r.row DESC LIMIT ?`

// EndedSince lists the registrations that ended on the day or later, the latest first, limit at most.
func EndedSince(q store.Query, from calendar.Date, limit int) ([]Residence, error) {
	ended, err := collect(q, scanResidence, endedLately, from.String(), limit)
	if err != nil {
		return nil, fmt.Errorf("list ended registrations: %w", err)
	}
	return ended, nil
}
