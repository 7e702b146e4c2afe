package registry

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// How the place of the household register and the place where somebody lives go together (人户分离).
const (
	// AsRegistered says that they are one.
	AsRegistered = "as_registered"
	// RegisteredElsewhere lives here and is in the household register of another place (人在户不在).
	RegisteredElsewhere = "registered_elsewhere"
	// LivesElsewhere is in the household register here and lives in another place (户在人不在).
	LivesElsewhere = "lives_elsewhere"
)

// ConfirmLiving takes down what somebody states about the two places, on the day it was last confirmed.
type ConfirmLiving struct {
	PersonID string `json:"person_id"`
	// Living is AsRegistered, RegisteredElsewhere or LivesElsewhere.
	Living string `json:"living"`
	// Place is the other place in words; may be left out.
	Place       string        `json:"place,omitempty"`
	ConfirmedOn calendar.Date `json:"confirmed_on"`
}

// ConfirmedLiving is the answer to ConfirmLiving.
type ConfirmedLiving struct {
	PersonID string `json:"person_id"`
}

// Kind is the verb on the wire.
func (ConfirmLiving) Kind() string { return "person.confirm_living.v1" }

// Validate judges the form.
func (c ConfirmLiving) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PersonID != "", "person_id", "person.unknown")
	v.That(slices.Contains([]string{AsRegistered, RegisteredElsewhere, LivesElsewhere}, c.Living), "living", "living.unknown")
	v.That(shorter(c.Place, maxAddress), "place", "person.address_too_long")
	v.That(c.Living != AsRegistered || strings.TrimSpace(c.Place) == "", "place", "living.place_not_needed")
	v.That(!c.ConfirmedOn.IsZero() && !c.ConfirmedOn.After(stamp.Today()), "confirmed_on", "living.confirmed_in_future")
	return v.Refusal()
}

// Apply adds the statement; earlier ones stay.
func (c ConfirmLiving) Apply(tx *ledger.Tx) (any, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	p, err := present(tx, c.PersonID)
	if err != nil {
		return nil, err
	}
	tx.About(p.ID)
	_, err = tx.Exec(`INSERT INTO living_statement (person_id, kind, place, confirmed_on, actor_id, station) VALUES (?,?,?,?,?,?)`, p.ID, c.Living,
		strings.TrimSpace(c.Place), c.ConfirmedOn.String(), tx.Stamp.Actor.ID, tx.Stamp.Station)
	if err != nil {
		return nil, fmt.Errorf("confirm living: %w", err)
	}
	tx.Changed("person", p.ID)
	return ConfirmedLiving{PersonID: p.ID}, nil
}

// Living is the newest statement of a person.
type Living struct {
	// Kind is AsRegistered, RegisteredElsewhere or LivesElsewhere.
	Kind, Place string
	ConfirmedOn calendar.Date
	// ActorID is the account that took it down.
	ActorID string
}

// LivingOf is what a person stated last; not found where nothing was asked.
func LivingOf(q store.Query, personID string) (Living, bool, error) {
	var l Living
	err := q.Row(`SELECT kind, place, confirmed_on, actor_id FROM living_statement WHERE person_id = ? ORDER BY row DESC LIMIT 1`, personID).
		Scan(&l.Kind, &l.Place, &l.ConfirmedOn, &l.ActorID)
	if errors.Is(err, sql.ErrNoRows) {
		return Living{}, false, nil
	}
	return l, err == nil, err
}
