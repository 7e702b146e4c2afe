package registry

import (
	"fmt"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// openOf counts a person's registrations in force.
const openOf = `(SELECT count(*) FROM residence WHERE person_id = ? AND state = 'active')`

// noteTwoOpen puts a person on the list of those with more than one registration in force, where one began and another is there.
func noteTwoOpen(tx *ledger.Tx, personID string) error {
	_, err := tx.Exec(`INSERT OR IGNORE INTO two_open SELECT row FROM person WHERE id = ? AND `+openOf+` > 1`, personID, personID)
	if err != nil {
		return fmt.Errorf("note open registrations of %s: %w", personID, err)
	}
	return nil
}

// forgetTwoOpen takes a person off that list, where one ended and at most one is left.
func forgetTwoOpen(tx *ledger.Tx, personID string) error {
	_, err := tx.Exec(`DELETE FROM two_open WHERE person = (SELECT row FROM person WHERE id = ?) AND `+openOf+` < 2`, personID, personID)
	if err != nil {
		return fmt.Errorf("forget open registrations of %s: %w", personID, err)
	}
	return nil
}

// TwoOpen lists the people with more than one registration in force (两处有效登记), in the order in which the register met them. Nothing is wrong
// by law: two stations may have taken one each while one was cut off, or somebody moved and did not say so. Somebody asks, and ends one. The walk goes
// on behind the row after; next is 0 at the end.
func TwoOpen(q store.Query, after int64, limit int) (ids []string, next int64, err error) {
	type line struct {
		row int64
		id  string
	}
	lines, err := collect(q, func(scan func(...any) error) (l line, err error) { return l, scan(&l.row, &l.id) },
		`SELECT t.person, p.id FROM two_open t CROSS JOIN person p ON p.row = t.person WHERE t.person > ? ORDER BY t.person LIMIT ?`, after, limit+1)
	if err != nil {
		return nil, 0, fmt.Errorf("two open registrations: %w", err)
	}
	if len(lines) > limit {
		lines, next = lines[:limit], lines[limit-1].row
	}
	for _, l := range lines {
		ids = append(ids, l.id)
	}
	return ids, next, nil
}
