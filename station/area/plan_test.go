package area_test

import (
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

// No query of the tree reads a table from end to end.
func TestQueriesUseAnIndex(t *testing.T) {
	s := qingsong(t)
	queries := map[string]func(store.Query) error{
		"get":                func(q store.Query) error { _, _, err := area.Get(q, "qs"); return err },
		"children":           func(q store.Query) error { _, err := area.Children(q, "qs"); return err },
		"roots":              func(q store.Query) error { _, err := area.Roots(q); return err },
		"compounds":          func(q store.Query) error { _, err := area.Compounds(q, "339999001001"); return err },
		"find":               func(q store.Query) error { _, err := area.FindCompounds(q, "qs"); return err },
		"paths":              func(q store.Query) error { _, err := area.Paths(q, "幸福街青松家园", true); return err },
		"in a grid":          func(q store.Query) error { _, err := area.InGrid(q, "g1"); return err },
		"communities":        func(q store.Query) error { _, err := area.FindCommunities(q, "qs"); return err },
		"successors":         func(q store.Query) error { _, err := area.Successors(q, "c1"); return err },
		"predecessors":       func(q store.Query) error { _, err := area.Predecessors(q, "c1"); return err },
		"community on a day": func(q store.Query) error { _, _, err := area.CommunityOn(q, "r1203", day("2026-01-01")); return err },
		"contents on a day":  func(q store.Query) error { _, err := area.ContentsOn(q, "c1", day("2026-01-01")); return err },
		"former names":       func(q store.Query) error { _, err := area.FormerNames(q, "qs"); return err },
		"plan":               func(q store.Query) error { _, err := area.Plan(q, "qs"); return err },
		"occupancy":          func(q store.Query) error { _, _, err := area.OccupancyOf(q, "r1203"); return err },
		"address":            func(q store.Query) error { _, _, err := area.Address(q, "r1203"); return err },
		"community":          func(q store.Query) error { _, _, err := area.CommunityByCode(q, "339999001001"); return err },
		"child":              func(q store.Query) error { _, _, err := area.ChildOf(q, "qs", area.Building, "3", ""); return err },
		"named": func(q store.Query) error {
			_, _, err := area.ChildOf(q, "c1", area.Compound, "", "青松家园")
			return err
		},
	}
	for name, ask := range queries {
		t.Run(name, func(t *testing.T) {
			s.view(func(q store.Query) error {
				for _, plan := range storetest.Plans(t, q, ask) {
					wanted := plan == "SCAN k" || plan == "SCAN CONSTANT ROW" || plan == "SCAN n USING INDEX area_compound" // the few found; the list of all compounds
					if strings.HasPrefix(plan, "SCAN") && !wanted || strings.Contains(plan, "TEMP B-TREE") && name == "compounds" {
						t.Errorf("plan = %q", plan)
					}
				}
				return nil
			})
		})
	}
}
