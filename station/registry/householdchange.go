package registry

import (
	"fmt"
	"slices"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// HouseholdChanged is the answer to all commands about households.
type HouseholdChanged struct {
	HouseholdID string `json:"household_id"`
}

// CreateHousehold opens a household in a room with its householder (立户).
type CreateHousehold struct {
	RoomID string        `json:"room_id"`
	HeadID string        `json:"head_id"`
	On     calendar.Date `json:"on"`
}

// Kind is the verb on the wire.
func (CreateHousehold) Kind() string { return "household.create.v1" }

// Validate judges the form.
func (c CreateHousehold) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.RoomID != "", "room_id", "residence.room_required")
	v.That(c.HeadID != "", "head_id", "person.unknown")
	onDay(&v, c.On, stamp)
	return v.Refusal()
}

// Apply makes the household.
func (c CreateHousehold) Apply(tx *ledger.Tx) (any, error) {
	head, err := single(tx, c.HeadID)
	if err != nil {
		return nil, err
	}
	if _, found, err := area.Address(tx, c.RoomID); err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "room_id", "residence.room_unknown"))
	}
	id := tx.NewID()
	return HouseholdChanged{id}, reindex(tx, head, func() error {
		if _, err := tx.Exec(`INSERT INTO household (id, room_id) VALUES (?,?)`, id, c.RoomID); err != nil {
			return fmt.Errorf("create household: %w", err)
		}
		return enter(tx, id, head.ID, Householder, c.On)
	})
}

// JoinHousehold puts a person into a household.
type JoinHousehold struct {
	HouseholdID string `json:"household_id"`
	PersonID    string `json:"person_id"`
	// Relation is a code of Relations but Householder: there is one already.
	Relation string        `json:"relation"`
	On       calendar.Date `json:"on"`
}

// Kind is the verb on the wire.
func (JoinHousehold) Kind() string { return "household.join.v1" }

// Validate judges the form.
func (c JoinHousehold) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.HouseholdID != "", "household_id", "household.unknown")
	v.That(c.PersonID != "", "person_id", "person.unknown")
	v.That(slices.Contains(Relations()[1:], c.Relation), "relation", "household.relation_unknown")
	onDay(&v, c.On, stamp)
	return v.Refusal()
}

// Apply adds the member.
func (c JoinHousehold) Apply(tx *ledger.Tx) (any, error) {
	p, err := single(tx, c.PersonID)
	if err != nil {
		return nil, err
	}
	h, found, err := householdByID(tx, c.HouseholdID)
	if err != nil || !found || len(h.Members) == 0 {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "household_id", "household.unknown"))
	}
	return HouseholdChanged{h.ID}, reindex(tx, p, func() error { return enter(tx, h.ID, p.ID, c.Relation, c.On) })
}

// LeaveHousehold takes a person out of the household they belong to.
type LeaveHousehold struct {
	PersonID string        `json:"person_id"`
	On       calendar.Date `json:"on"`
}

// Kind is the verb on the wire.
func (LeaveHousehold) Kind() string { return "household.leave.v1" }

// Validate judges the form.
func (c LeaveHousehold) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PersonID != "", "person_id", "person.unknown")
	onDay(&v, c.On, stamp)
	return v.Refusal()
}

// Apply closes the membership. A householder leaves last: before that, somebody else becomes it.
func (c LeaveHousehold) Apply(tx *ledger.Tx) (any, error) {
	p, h, err := belonging(tx, c.PersonID)
	if err != nil {
		return nil, err
	}
	if head, known := h.head(); known && head.Person.ID == p.ID && len(h.Members) > 1 {
		return nil, ledger.Refuse(ledger.Conflict, "person_id", "household.head_leaves")
	}
	if refusal := h.notBefore(c.On, p.ID); refusal != nil {
		return nil, refusal
	}
	tx.Changed("person", p.ID)
	return HouseholdChanged{h.ID}, reindex(tx, p, func() error {
		if err := closeMembership(tx, p.ID, c.On); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE person SET household_id = NULL WHERE id = ?`, p.ID)
		return err
	})
}

// ChangeHouseholder makes another member the householder (变更户主). All relations are to the householder, so all are stated anew.
type ChangeHouseholder struct {
	// PersonID is the new householder.
	PersonID string `json:"person_id"`
	// Relations are those of all other members, by person.
	Relations map[string]string `json:"relations"`
	On        calendar.Date     `json:"on"`
}

// Kind is the verb on the wire.
func (ChangeHouseholder) Kind() string { return "household.change_head.v1" }

// Validate judges the form.
func (c ChangeHouseholder) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PersonID != "", "person_id", "person.unknown")
	known := true
	for _, relation := range c.Relations {
		known = known && slices.Contains(Relations()[1:], relation)
	}
	v.That(known, "relations", "household.relation_unknown")
	onDay(&v, c.On, stamp)
	return v.Refusal()
}

// Apply closes all memberships and opens them anew.
func (c ChangeHouseholder) Apply(tx *ledger.Tx) (any, error) {
	p, h, err := belonging(tx, c.PersonID)
	if err != nil {
		return nil, err
	}
	for _, m := range h.Members {
		if m.Person.ID != p.ID && c.Relations[m.Person.ID] == "" {
			return nil, ledger.Refuse(ledger.Invalid, "relations", "household.relation_missing")
		}
		if refusal := h.notBefore(c.On, m.Person.ID); refusal != nil {
			return nil, refusal
		}
	}
	if len(c.Relations) != len(h.Members)-1 {
		return nil, ledger.Refuse(ledger.Conflict, "relations", "household.changed_meanwhile")
	}
	for _, m := range h.Members {
		relation := Householder
		if m.Person.ID != p.ID {
			relation = c.Relations[m.Person.ID]
		}
		if err := closeMembership(tx, m.Person.ID, c.On); err != nil {
			return nil, err
		}
		if err := enter(tx, h.ID, m.Person.ID, relation, c.On); err != nil {
			return nil, err
		}
	}
	return HouseholdChanged{h.ID}, nil
}

func onDay(v *ledger.Check, day calendar.Date, stamp ledger.Stamp) {
	v.That(!day.IsZero() && !day.After(stamp.Today()), "on", "household.day_in_future")
}

// single finds somebody who is in no household yet, for a clerk.
func single(tx *ledger.Tx, id string) (Person, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return Person{}, refusal
	}
	p, err := present(tx, id)
	if err != nil {
		return Person{}, err
	}
	tx.About(p.ID)
	if p.HouseholdID != "" {
		return Person{}, ledger.Refuse(ledger.Conflict, "person_id", "household.already_in_one")
	}
	return p, nil
}

// belonging finds somebody with the household they belong to, for a clerk.
func belonging(tx *ledger.Tx, id string) (Person, Household, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return Person{}, Household{}, refusal
	}
	p, err := present(tx, id)
	if err != nil {
		return Person{}, Household{}, err
	}
	tx.About(p.ID)
	h, found, err := HouseholdOf(tx, p.ID)
	if err != nil || !found {
		return Person{}, Household{}, orRefuse(err, ledger.Refuse(ledger.NotFound, "person_id", "household.in_none"))
	}
	return p, h, nil
}

// notBefore refuses a day on which the person did not belong to the household yet.
func (h Household) notBefore(day calendar.Date, personID string) *ledger.Refusal {
	for _, m := range h.Members {
		if m.Person.ID == personID && day.Before(m.JoinedOn) {
			return ledger.Refuse(ledger.Invalid, "on", "household.before_joining", "on", m.JoinedOn.String())
		}
	}
	return nil
}
