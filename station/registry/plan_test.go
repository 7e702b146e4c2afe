package registry_test

import (
	"slices"
	"strings"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/registry"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

// plans are those of all queries that read asks.
func (o *office) plans(t *testing.T, read func(q store.Query) error) []string {
	t.Helper()
	var plans []string
	o.view(func(q store.Query) error {
		plans = storetest.Plans(t, q, read)
		return nil
	})
	return plans
}

// A search walks along the order of an index and sorts nothing, whatever is asked.
func TestSearchesWalkAlongAnIndex(t *testing.T) {
	o := populated(t)
	allowed := []string{
		"SEARCH k USING PRIMARY KEY (kind=? AND key>? AND key<?)",
		"SEARCH p USING INTEGER PRIMARY KEY (rowid=?)",
		"SEARCH document USING PRIMARY KEY (number>? AND number<?)",
		"SEARCH n USING INTEGER PRIMARY KEY (rowid=?)",
		"SEARCH area_node USING INDEX area_within (<expr>=? AND kind=? AND <expr>>? AND <expr><?)",
		"USE TEMP B-TREE FOR DISTINCT", // over the compounds that one word names
	}
	for _, text := range []string{
		"张", "小明", "zs", "zhangsan", "3399991970", "339999490101006", "138123", "张6620", "青松家园3号楼2单元1203", "青松 1203", "青松 3 1203", "青松 2单元", "H12345678",
		"青松", "王 梧叶", "幸福街青松家园 3",
	} {
		t.Run(text, func(t *testing.T) {
			plans := o.plans(t, func(q store.Query) error { _, _, err := registry.Search(q, text, 20); return err })
			if len(plans) == 0 {
				t.Error("asks nothing")
			}
			for _, plan := range plans {
				if !slices.Contains(allowed, plan) {
					t.Errorf("plan = %q", plan)
				}
			}
		})
	}
}

func TestQueriesUseAnIndex(t *testing.T) {
	o := populated(t)
	queries := map[string]func(store.Query) error{
		"person": func(q store.Query) error { _, _, err := registry.PersonByID(q, "x"); return err },
		"by number": func(q store.Query) error {
			_, _, err := registry.PersonByNumber(q, number("33999919490101006"))
			return err
		},
		"people":      func(q store.Query) error { _, err := registry.People(q, []string{"x"}); return err },
		"documents":   func(q store.Query) error { _, err := registry.Documents(q, "x"); return err },
		"residence":   func(q store.Query) error { _, _, err := registry.ResidenceByID(q, "x"); return err },
		"residences":  func(q store.Query) error { _, err := registry.ResidencesOf(q, "x"); return err },
		"in a room":   func(q store.Query) error { _, err := registry.ActiveIn(q, "x"); return err },
		"on a day":    func(q store.Query) error { _, err := registry.ResidencesOn(q, day("2026-11-21"), 50); return err },
		"by receipt":  func(q store.Query) error { _, err := registry.ResidencesByNumber(q, "N", 50); return err },
		"suggestions": func(q store.Query) error { _, err := registry.Suggestions(q, "x"); return err },
		"looks":       func(q store.Query) error { _, err := registry.LooksAt(q, "x"); return err },
		"corrections": func(q store.Query) error { _, err := registry.CorrectionsOf(q, "x"); return err },
		"merges":      func(q store.Query) error { _, err := registry.MergesOf(q, "x"); return err },
		"twins":       func(q store.Query) error { _, err := registry.Twins(q, registry.Twin{A: "a"}, 50); return err },
		"two open":    func(q store.Query) error { _, _, err := registry.TwoOpen(q, 1, 50); return err },
		"living":      func(q store.Query) error { _, _, err := registry.LivingOf(q, "x"); return err },
		"homes":       func(q store.Query) error { _, err := registry.HomesOf(q, []string{"x"}); return err },
		"registrations of people": func(q store.Query) error {
			_, err := registry.ResidencesOfAll(q, []string{"x"})
			return err
		},
		"addresses": func(q store.Query) error { _, err := registry.AddressesOf(q, []string{"x"}); return err },
		"households of people": func(q store.Query) error {
			_, err := registry.HouseholdAddresses(q, []string{"x"})
			return err
		},
		"households":         func(q store.Query) error { _, err := registry.MembershipsOf(q, "x"); return err },
		"likenesses":         func(q store.Query) error { _, err := registry.Likenesses(q, fan(), "13812346620"); return err },
		"open data requests": func(q store.Query) error { _, err := registry.OpenDataRequests(q, 50); return err },
		"data requests":      func(q store.Query) error { _, err := registry.AnsweredDataRequests(q, 50); return err },
		"own data requests":  func(q store.Query) error { _, err := registry.DataRequestsOf(q, "x"); return err },
	}
	for name, ask := range queries {
		t.Run(name, func(t *testing.T) {
			for _, plan := range o.plans(t, ask) {
				// The identifiers asked for, a list of namesakes that was found along an index and cut, and the requests in the order of one.
				list := strings.HasPrefix(plan, "SCAN wanted") || plan == "SCAN k" || strings.Contains(plan, "USING INDEX data_request_")
				if strings.HasPrefix(plan, "SCAN") && !list || strings.Contains(plan, "TEMP B-TREE") && (name == "looks" || name == "on a day") {
					t.Errorf("plan = %q", plan)
				}
			}
		})
	}
}

// Who left lately is read along the days on which registrations ended.
func TestEndedRegistrationsAreReadAlongTheirDays(t *testing.T) {
	o := populated(t)
	plans := o.plans(t, func(q store.Query) error {
		_, err := registry.EndedSince(q, calendar.NewDate(2026, 1, 1), 20)
		return err
	})
	want := []string{"SEARCH r USING INDEX residence_ended (ended_on>?)", "SEARCH n USING INDEX sqlite_autoindex_area_node_1 (id=?)"}
	if !slices.Equal(plans, want) {
		t.Errorf("plans = %q, want %q", plans, want)
	}
}
