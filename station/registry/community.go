package registry

import (
	"database/sql"
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

const endedLately = residenceColumns + `WHERE r.state = 'ended' AND r.ended_on >= ? ORDER BY r.ended_on DESC, r.row DESC LIMIT ?`

// EndedSince lists the registrations that ended on the day or later, the latest first, limit at most.
func EndedSince(q store.Query, from calendar.Date, limit int) ([]Residence, error) {
	ended, err := collect(q, scanResidence, endedLately, from.String(), limit)
	if err != nil {
		return nil, fmt.Errorf("list ended registrations: %w", err)
	}
	return ended, nil
}
