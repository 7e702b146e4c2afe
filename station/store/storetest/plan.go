// Package storetest helps tests of slices to see how SQLite answers their queries. Only tests import it.
package storetest

import (
	"database/sql"
	"testing"

	"jiezhan/station/store"
)

// Plans runs read and answers the query plans of everything it asked, a step a line.
func Plans(tb testing.TB, q store.Query, read func(store.Query) error) []string {
	tb.Helper()
	s := &spy{Query: q, tb: tb}
	if err := read(s); err != nil {
		tb.Fatal(err)
	}
	return s.plans
}

// spy explains every query that passes.
type spy struct {
	store.Query
	tb    testing.TB
	plans []string
}

func (s *spy) Rows(query string, args ...any) (*sql.Rows, error) {
	s.plans = append(s.plans, Plan(s.tb, s.Query, query, args...)...)
	return s.Query.Rows(query, args...)
}

func (s *spy) Row(query string, args ...any) *sql.Row {
	s.plans = append(s.plans, Plan(s.tb, s.Query, query, args...)...)
	return s.Query.Row(query, args...)
}

// Plan answers how SQLite would run one query, without running it.
func Plan(tb testing.TB, q store.Query, query string, args ...any) []string {
	tb.Helper()
	rows, err := q.Rows("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		tb.Fatalf("%s: %v", query, err)
	}
	defer rows.Close()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			tb.Fatal(err)
		}
		plan = append(plan, detail)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return plan
}
