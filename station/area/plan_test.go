package area_test

import (
	"database/sql"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/store"
)

// spy explains every query that passes.
type spy struct {
	store.Query
	t     *testing.T
	plans []string
}

func (s *spy) Rows(query string, args ...any) (*sql.Rows, error) {
	s.explain(query, args...)
	return s.Query.Rows(query, args...)
}

func (s *spy) Row(query string, args ...any) *sql.Row {
	s.explain(query, args...)
	return s.Query.Row(query, args...)
}

func (s *spy) explain(query string, args ...any) {
	s.t.Helper()
	rows, err := s.Query.Rows("EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			s.t.Fatal(err)
		}
		s.plans = append(s.plans, detail)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
}

// No query of the tree reads a table from end to end.
func TestQueriesUseAnIndex(t *testing.T) {
	s := qingsong(t)
	queries := map[string]func(store.Query) error{
		"get":       func(q store.Query) error { _, _, err := area.Get(q, "qs"); return err },
		"children":  func(q store.Query) error { _, err := area.Children(q, "qs"); return err },
		"roots":     func(q store.Query) error { _, err := area.Roots(q); return err },
		"compounds": func(q store.Query) error { _, err := area.Compounds(q, "339999001001"); return err },
		"find":      func(q store.Query) error { _, err := area.FindCompounds(q, "qs"); return err },
		"paths":     func(q store.Query) error { _, err := area.Paths(q, "幸福街青松家园", true); return err },
		"address":   func(q store.Query) error { _, _, err := area.Address(q, "r1203"); return err },
	}
	for name, ask := range queries {
		t.Run(name, func(t *testing.T) {
			s.view(func(q store.Query) error {
				watch := &spy{Query: q, t: t}
				if err := ask(watch); err != nil {
					return err
				}
				for _, plan := range watch.plans {
					wanted := plan == "SCAN k" || plan == "SCAN n USING INDEX area_compound" // the few found; the list of all compounds
					if strings.HasPrefix(plan, "SCAN") && !wanted || strings.Contains(plan, "TEMP B-TREE") && name == "compounds" {
						t.Errorf("plan = %q", plan)
					}
				}
				return nil
			})
		})
	}
}
