package conflict

import (
	"fmt"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Step is something that was done to the records of an item's person while the station was cut off.
type Step struct {
	// At is an instant in the form of ledger.FormatTime.
	At, Kind, Station string
	Actor             ledger.Actor
}

// maxSteps is how many steps a screen shows.
const maxSteps = 50

// Meanwhile lists what other stations did to the records of the item's person after the index it was judged on, the earliest first, 50 at most. Looks
// are no change and are left out.
func Meanwhile(q store.Query, i Item) ([]Step, error) {
	return meanwhile(q, i.Subject, i.Station, i.Base, maxSteps)
}

// meanwhile leaves out the station itself: what it did after the index was taken in while cut off, like the item.
func meanwhile(q store.Query, subject, station string, base uint64, limit int) ([]Step, error) {
	rows, err := q.Rows(`SELECT at, kind, station, actor_kind, actor_id, actor_role FROM audit WHERE subject = ? AND subject <> '' AND log_index > ?
		AND station <> ? AND outcome = 'applied' AND kind <> 'look.record.v1' ORDER BY seq LIMIT ?`, subject, int64(base), station, limit)
	if err != nil {
		return nil, fmt.Errorf("what happened meanwhile: %w", err)
	}
	defer rows.Close()
	steps := []Step{}
	for rows.Next() {
		var s Step
		if err := rows.Scan(&s.At, &s.Kind, &s.Station, &s.Actor.Kind, &s.Actor.ID, &s.Actor.Role); err != nil {
			return nil, fmt.Errorf("what happened meanwhile: %w", err)
		}
		steps = append(steps, s)
	}
	return steps, rows.Err()
}
