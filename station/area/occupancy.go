package area

import (
	"database/sql"
	"errors"
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// OccupancyState is what somebody saw of a room.
type OccupancyState string

const (
	// Empty rooms have nobody living in them.
	Empty OccupancyState = "empty"
	// Let rooms are rented out.
	Let OccupancyState = "let"
	// OwnerLives is for rooms that their owner lives in.
	OwnerLives OccupancyState = "owner"
)

// Valid tells whether the state is known.
func (s OccupancyState) Valid() bool { return s == Empty || s == Let || s == OwnerLives }

// Occupancy is the last statement about a room. It is about the place and names nobody.
type Occupancy struct {
	State       OccupancyState
	ConfirmedOn calendar.Date
	// ConfirmedBy is the account of who saw it.
	ConfirmedBy string
}

// StateOccupancy notes whether a room is empty, let, or lived in by its owner. Confirming what is known already moves the day on.
type StateOccupancy struct {
	RoomID string         `json:"room_id"`
	State  OccupancyState `json:"state"`
	// On is the day of the visit.
	On calendar.Date `json:"on"`
}

// Kind is the verb on the wire.
func (StateOccupancy) Kind() string { return "area.state_occupancy.v1" }

// Validate judges the form.
func (c StateOccupancy) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.State.Valid(), "state", "area.occupancy_unknown")
	v.That(!c.On.IsZero() && !c.On.After(stamp.Today()), "on", "area.occupancy_in_future")
	return v.Refusal()
}

// Apply keeps the statement, unless one of a later day is known: then the older one is answered as done and changes nothing.
func (c StateOccupancy) Apply(tx *ledger.Tx) (any, error) {
	n, err := open(tx, "room_id", c.RoomID)
	if err != nil {
		return nil, err
	}
	if n.Kind != Room {
		return nil, ledger.Refuse(ledger.Invalid, "room_id", "area.room_unknown")
	}
	_, err = tx.Exec(`INSERT INTO area_occupancy (node, state, confirmed_on, confirmed_by) VALUES (?,?,?,?)
		ON CONFLICT (node) DO UPDATE SET state = excluded.state, confirmed_on = excluded.confirmed_on, confirmed_by = excluded.confirmed_by
		WHERE excluded.confirmed_on >= confirmed_on`, c.RoomID, string(c.State), c.On.String(), tx.Stamp.Actor.ID)
	if err != nil {
		return nil, fmt.Errorf("occupancy of %s: %w", c.RoomID, err)
	}
	tx.Changed("area", c.RoomID)
	return ChangedNode{ID: n.ID, Label: n.Label}, nil
}

// OccupancyOf reads the last statement about a room.
func OccupancyOf(q store.Query, roomID string) (Occupancy, bool, error) {
	var o Occupancy
	err := q.Row(`SELECT state, confirmed_on, confirmed_by FROM area_occupancy WHERE node = ?`, roomID).Scan(&o.State, &o.ConfirmedOn, &o.ConfirmedBy)
	if errors.Is(err, sql.ErrNoRows) {
		return Occupancy{}, false, nil
	}
	if err != nil {
		return Occupancy{}, false, fmt.Errorf("occupancy of %s: %w", roomID, err)
	}
	return o, true, nil
}
