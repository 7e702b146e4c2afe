package area_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/area"
)

// numbers tells the numbers as "id=number/row", in the order of counting.
func numbers(list []area.SiteNumber) string {
	words := make([]string, len(list))
	for i, n := range list {
		words[i] = fmt.Sprintf("%s=%s/%d", n.ID, n.Number, n.Row)
	}
	return strings.Join(words, " ")
}

// Domain 2.7: rows by northing with a tolerance, in a row from west to east, numbers 1 to n.
func TestBuildingsAreNumberedRowByRow(t *testing.T) {
	plan := []area.Site{
		{ID: "se", East: 120, North: 0},
		{ID: "nw", East: 0, North: 100},
		{ID: "ne", East: 118, North: 91}, // 9 m south of nw: the same row
		{ID: "sw", East: 2, North: 4},
		{ID: "n", East: 60, North: 105},
	}
	verified := []area.Site{
		{ID: "nw", East: 0, North: 100, Fixed: "1"},
		{ID: "n", East: 60, North: 105, Fixed: "2"},
		{ID: "sw", East: 2, North: 4, Fixed: "3"},
		{ID: "late1", East: 20, North: 100},
		{ID: "late2", East: 40, North: 100},
		{ID: "first", East: -20, North: 100},
		{ID: "south", East: -9, North: 0},
	}
	cases := map[string]struct {
		sites     []area.Site
		tolerance float64
		order     area.RowOrder
		verified  bool
		want      string
	}{
		"north to south":          {plan, 15, area.NorthToSouth, false, "nw=1/1 n=2/1 ne=3/1 sw=4/2 se=5/2"},
		"south to north":          {plan, 15, area.SouthToNorth, false, "sw=1/1 se=2/1 nw=3/2 n=4/2 ne=5/2"},
		"a finer tolerance":       {plan, 8, area.NorthToSouth, false, "nw=1/1 n=2/1 ne=3/2 sw=4/3 se=5/3"},
		"exactly at the limit":    {plan, 14, area.NorthToSouth, false, "nw=1/1 n=2/1 ne=3/1 sw=4/2 se=5/2"},
		"nothing":                 {nil, 15, area.NorthToSouth, false, ""},
		"a posted number is kept": {[]area.Site{{ID: "a"}, {ID: "b", East: 9, Fixed: "1"}, {ID: "c", East: 20}}, 15, area.NorthToSouth, false, "a=2/1 b=1/1 c=3/1"},
		"later ones after the western neighbour": {
			verified, 15, area.NorthToSouth, true, "first=1-1/1 nw=1/1 late1=1-2/1 late2=1-3/1 n=2/1 south=2-1/2 sw=3/2",
		},
		"a taken addition is passed over": {
			[]area.Site{{ID: "a", Fixed: "1"}, {ID: "b", East: 9, Fixed: "1-1"}, {ID: "c", East: 5}}, 15, area.NorthToSouth, true, "a=1/1 c=1-2/1 b=1-1/1",
		},
		"nothing verified in the plan": {[]area.Site{{ID: "a"}}, 15, area.NorthToSouth, true, "a=1/1"},
		"two on one spot by id":        {[]area.Site{{ID: "b"}, {ID: "a"}}, 15, area.NorthToSouth, false, "a=1/1 b=2/1"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := numbers(area.NumberBuildings(c.sites, c.tolerance, c.order, c.verified)); got != c.want {
				t.Errorf("got = %s\nwant  %s", got, c.want)
			}
		})
	}
}

// Whatever the plan: every building has one number, no two the same, fixed ones keep theirs, and the order in which they are given does not matter.
func FuzzNumberBuildings(f *testing.F) {
	f.Add(uint64(1), 8, false)
	f.Add(uint64(7), 40, true)
	f.Fuzz(func(t *testing.T, seed uint64, count int, verified bool) {
		random := rand.New(rand.NewPCG(seed, 1)) //nolint:gosec // a plan, no secret
		sites := make([]area.Site, min(max(count, 0), 80))
		for i := range sites {
			sites[i] = area.Site{ID: fmt.Sprint("b", i), East: float64(random.IntN(9) * 10), North: float64(random.IntN(9) * 10)}
			if random.IntN(4) == 0 {
				sites[i].Fixed = fmt.Sprint(100 + i)
			}
		}
		got := area.NumberBuildings(sites, area.DefaultRowTolerance, area.NorthToSouth, verified)
		shuffled := slices.Clone(sites)
		random.Shuffle(len(shuffled), func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		if again := area.NumberBuildings(shuffled, area.DefaultRowTolerance, area.NorthToSouth, verified); numbers(again) != numbers(got) {
			t.Errorf("another order of the same plan:\n%s\n%s", numbers(got), numbers(again))
		}
		seen, fixed := map[string]bool{}, map[string]string{}
		for _, s := range sites {
			fixed[s.ID] = s.Fixed
		}
		for _, n := range got {
			if n.Number == "" || seen[n.Number] || fixed[n.ID] != "" && fixed[n.ID] != n.Number {
				t.Errorf("number %q of %s in %s", n.Number, n.ID, numbers(got))
			}
			seen[n.Number] = true
		}
		if len(got) != len(sites) {
			t.Errorf("%d numbers for %d buildings", len(got), len(sites))
		}
	})
}
