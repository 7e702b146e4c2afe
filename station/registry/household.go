package registry

import (
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Householder is the relation code of the householder (户主) in GB/T 4761.
const Householder = "0"

// Relations lists the codes of GB/T 4761 that the register uses, to the householder: 0 self, 1 spouse, 2 son, 3 daughter, 4 grandchild, 5 parent,
// 6 grandparent, 7 sibling, 8 other.
func Relations() []string { return []string{"0", "1", "2", "3", "4", "5", "6", "7", "8"} }

// Household is the people of one household register page who live together (户).
type Household struct {
	ID, RoomID, Address string
	Members             []Member
}

// Member is one of a household.
type Member struct {
	Person Person
	// Relation is a code of Relations, or empty where an older register did not say.
	Relation string
	// JoinedOn is no date where the register does not know it.
	JoinedOn calendar.Date
}

// HouseholdOf reads the household a person belongs to, the householder first; not found where the register knows of none.
func HouseholdOf(q store.Query, personID string) (Household, bool, error) {
	p, found, err := PersonByID(q, personID)
	if err != nil || !found || p.HouseholdID == "" {
		return Household{}, false, err
	}
	return householdByID(q, p.HouseholdID)
}

func householdByID(q store.Query, id string) (Household, bool, error) {
	found, err := collect(q, func(scan func(...any) error) (h Household, err error) { return h, scan(&h.ID, &h.RoomID, &h.Address) },
		`SELECT h.id, h.room_id, n.label FROM household h JOIN area_node n ON n.id = h.room_id WHERE h.id = ?`, id)
	if err != nil || len(found) == 0 {
		return Household{}, false, err
	}
	h := found[0]
	h.Members, err = collect(q, func(scan func(...any) error) (m Member, err error) {
		return m, scan(append(m.Person.fields(), &m.Relation, &m.JoinedOn)...)
	}, personColumns+`, coalesce(m.relation, ''), coalesce(m.joined_on, '') FROM person p LEFT JOIN household_member m ON m.person_id = p.id AND m.left_on = ''
		WHERE p.household_id = ? ORDER BY p.row`, id)
	slices.SortStableFunc(h.Members, func(a, b Member) int { return order(a) - order(b) })
	return h, err == nil, err
}

// order puts the householder first and those whose relation nobody knows last.
func order(m Member) int {
	if i := slices.Index(Relations(), m.Relation); i >= 0 {
		return i
	}
	return len(Relations())
}

// head is the householder, where the register knows who it is.
func (h Household) head() (Member, bool) {
	if len(h.Members) > 0 && h.Members[0].Relation == Householder {
		return h.Members[0], true
	}
	return Member{}, false
}

// enter puts a person into a household as of a day.
func enter(tx *ledger.Tx, household, personID, relation string, on calendar.Date) error {
	_, err := tx.Exec(`INSERT INTO household_member (household_id, person_id, relation, joined_on, left_on) VALUES (?,?,?,?,'')`, household, personID,
		relation, on.String())
	if err == nil {
		_, err = tx.Exec(`UPDATE person SET household_id = ? WHERE id = ?`, household, personID)
	}
	if err != nil {
		return fmt.Errorf("enter household %s: %w", household, err)
	}
	tx.Changed("person", personID)
	return nil
}

// closeMembership ends what a person was in the household until a day. Members from an older register have nothing to close.
func closeMembership(tx *ledger.Tx, personID string, on calendar.Date) error {
	if _, err := tx.Exec(`UPDATE household_member SET left_on = ? WHERE person_id = ? AND left_on = ''`, on.String(), personID); err != nil {
		return fmt.Errorf("close membership of %s: %w", personID, err)
	}
	return nil
}

// PastMembership is a household somebody belonged to, or still does.
type PastMembership struct {
	HouseholdID, Address string
	Relation             string
	// LeftOn is no date while it lasts.
	JoinedOn, LeftOn calendar.Date
}

// MembershipsOf lists the households of a person, the latest first.
func MembershipsOf(q store.Query, personID string) ([]PastMembership, error) {
	return collect(q, func(scan func(...any) error) (m PastMembership, err error) {
		return m, scan(&m.HouseholdID, &m.Address, &m.Relation, &m.JoinedOn, &m.LeftOn)
	}, `SELECT m.household_id, n.label, m.relation, m.joined_on, m.left_on FROM household_member m JOIN household h ON h.id = m.household_id
		JOIN area_node n ON n.id = h.room_id WHERE m.person_id = ? ORDER BY m.row DESC`, personID)
}
