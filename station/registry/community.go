package registry

import (
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

const endedLately = residenceColumns + `WHERE r.state = 'ended' AND r.ended_on >= ? ORDER BY r.ended_on DESC, r.row DESC LIMIT ?`

// EndedSince lists the registrations that ended on the day or later, the latest first, limit at most.
func EndedSince(q store.Query, from calendar.Date, limit int) ([]Residence, error) {
	ended, err := collect(q, scanResidence, endedLately, from.String(), limit)
	if err != nil {
		return nil, fmt.Errorf("list ended registrations: %w", err)
	}
	return ended, nil
}
