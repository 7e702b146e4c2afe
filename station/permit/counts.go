package permit

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// MostCounted is where counting ends: a screen shows "9999+", and no list that grows for years is counted to its end.
const MostCounted = 10_000

// Totals is how many cases each view holds, each at most MostCounted.
type Totals struct {
	Today   int `json:"today"`
	Open    int `json:"open"`
	Due     int `json:"due"`
	Decided int `json:"decided"`
}

const (
	countToday   = `SELECT count(*) FROM (SELECT 1 FROM application WHERE changed_at >= ? AND changed_at < ? LIMIT ?)`
	countOpen    = `SELECT count(*) FROM (SELECT 1 FROM application WHERE open = 1 LIMIT ?)`
	countDue     = `SELECT count(*) FROM (SELECT 1 FROM application WHERE running = 1 AND amber_on <= ? LIMIT ?)`
	countDecided = `SELECT count(*) FROM (SELECT 1 FROM application WHERE decided = 1 LIMIT ?)`
)

// Counts counts the views as they stand on the day.
func Counts(q store.Query, today calendar.Date) (Totals, error) {
	var t Totals
	from, to := day(today)
	for _, count := range []struct {
		into  *int
		query string
		args  []any
	}{
		{&t.Today, countToday, []any{from, to, MostCounted}},
		{&t.Open, countOpen, []any{MostCounted}},
		{&t.Due, countDue, []any{today, MostCounted}},
		{&t.Decided, countDecided, []any{MostCounted}},
	} {
		if err := q.Row(count.query, count.args...).Scan(count.into); err != nil {
			return Totals{}, fmt.Errorf("count cases: %w", err)
		}
	}
	residences, err := registry.ResidencesOn(q, today, MostCounted)
	if err != nil {
		return Totals{}, err
	}
	t.Today = min(t.Today+len(residences), MostCounted)
	return t, nil
}
