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
		"get":       func(q store.Query) error { _, _, err := area.Get(q, "qs"); return err },
		"children":  func(q store.Query) error { _, err := area.Children(q, "qs"); return err },
		"roots":     func(q store.Query) error { _, err := area.Roots(q); return err },
		"compounds": func(q store.Query) error { _, err := area.Compounds(q, "339999001001"); return err },
		"find":      func(q store.Query) error { _, err := area.FindCompounds(q, "qs"); return err },
		"paths":     func(q store.Query) error { _, err := area.Paths(q, "幸福街青松家园", true); return err },
		"community": func(q store.Query) error { _, _, err := area.CommunityByCode(q, "339999001001"); return err },
		"child":     func(q store.Query) error { _, _, err := area.ChildOf(q, "qs", area.Building, "3", ""); return err },
		"named": func(q store.Query) error {
			_, _, err := area.ChildOf(q, "c1", area.Compound, "", "青松家园")
			return err
		},
		"address": func(q store.Query) error { _, _, err := area.Address(q, "r1203"); return err },
	}
	for name, ask := range queries {
		t.Run(name, func(t *testing.T) {
			s.view(func(q store.Query) error {
				for _, plan := range storetest.Plans(t, q, ask) {
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
