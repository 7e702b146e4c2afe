package registry

import (
	"fmt"

	"jiezhan/station/store"
)

// Occupant is somebody who lives in a room by the register.
type Occupant struct {
	Person Person
	// Residence is the open registration in the room; nil for who is only of a household there.
	Residence *Residence
	// HouseholdID is that of the household in this room to which the person belongs, or empty.
	HouseholdID string
}

// OccupantsOf lists who lives in a room: the open registrations, the earliest first, and then those of the households whose room it is.
func OccupantsOf(q store.Query, roomID string) ([]Occupant, error) {
	residences, err := ActiveIn(q, roomID)
	if err != nil {
		return nil, fmt.Errorf("occupants of %s: %w", roomID, err)
	}
	members, err := householdMembers(q, roomID)
	if err != nil {
		return nil, fmt.Errorf("occupants of %s: %w", roomID, err)
	}
	var ids []string
	found := map[string]*Occupant{}
	know := func(personID string) *Occupant {
		if found[personID] == nil {
			found[personID] = &Occupant{}
			ids = append(ids, personID)
		}
		return found[personID]
	}
	for i, r := range residences {
		know(r.PersonID).Residence = &residences[i]
	}
	for _, m := range members {
		know(m.person).HouseholdID = m.household
	}
	people, err := People(q, ids)
	if err != nil {
		return nil, fmt.Errorf("occupants of %s: %w", roomID, err)
	}
	list := make([]Occupant, 0, len(people))
	for _, p := range people {
		o := found[p.ID]
		o.Person = p
		list = append(list, *o)
	}
	return list, nil
}

type membership struct{ person, household string }

// householdMembers lists the people of all households of a room, a household at a time.
func householdMembers(q store.Query, roomID string) ([]membership, error) {
	return collect(q, func(scan func(...any) error) (membership, error) {
		var m membership
		return m, scan(&m.person, &m.household)
	}, `SELECT p.id, h.id FROM household h CROSS JOIN person p ON p.household_id = h.id WHERE h.room_id = ? ORDER BY h.id, p.row`, roomID)
}
