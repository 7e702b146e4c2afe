package area_test

import (
	"fmt"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/store"
)

// estate is a new compound of four buildings in two rows, entered with numbers for the time being.
func estate(tb testing.TB) *street {
	tb.Helper()
	s := qingsong(tb)
	var nodes []area.NewNode
	for i, id := range []string{"ne", "sw", "nw", "se"} {
		nodes = append(nodes, area.NewNode{ID: id, Kind: area.Building, Parent: "wy", Number: fmt.Sprint("T", i+1)})
	}
	s.must(area.AddNodes{}, s.add(nodes...))
	return s
}

func measured() area.PlaceBuildings {
	return area.PlaceBuildings{CompoundID: "wy", System: area.Local, Buildings: []area.Position{
		{ID: "ne", East: 5000, North: 8000}, {ID: "nw", East: 0, North: 8600}, {ID: "se", East: 5000, North: 0}, {ID: "sw", East: 0, North: 300},
	}}
}

// plan tells the plan as "id number state".
func (s *street) plan(compound string) string {
	s.tb.Helper()
	var words []string
	s.view(func(q store.Query) error {
		list, err := area.Plan(q, compound)
		for _, b := range list {
			words = append(words, strings.TrimSpace(fmt.Sprint(b.ID, " ", b.Proposed, " ", b.State)))
		}
		return err
	})
	return strings.Join(words, ", ")
}

func (s *street) computed(compound string) string {
	s.tb.Helper()
	var got string
	s.view(func(q store.Query) error {
		list, err := area.Plan(q, compound)
		got = numbers(area.PlanNumbers(list, area.DefaultRowTolerance, area.NorthToSouth))
		return err
	})
	return got
}

func TestNumbersAreComputedFromWhereBuildingsStand(t *testing.T) {
	s := estate(t)
	if got := s.computed("wy"); got != "" {
		t.Errorf("without positions = %s", got)
	}
	if got := do[area.Placed](s, measured()); got.Buildings != 4 {
		t.Errorf("placed = %+v", got)
	}
	want := "nw=1/1 ne=2/1 sw=3/2 se=4/2"
	if got := s.computed("wy"); got != want {
		t.Errorf("computed = %s, want %s", got, want)
	}
	// The same plan in degrees: 1e-7 of a degree of latitude is 1.1 cm, of longitude at 30 degrees north 0.96 cm.
	degrees := area.PlaceBuildings{CompoundID: "wy", System: area.WGS84}
	for _, p := range measured().Buildings {
		degrees.Buildings = append(degrees.Buildings, area.Position{ID: p.ID, East: 1_200_000_000 + p.East*100/96, North: 300_000_000 + p.North*10/11})
	}
	do[area.Placed](s, degrees)
	if got := s.computed("wy"); got != want {
		t.Errorf("in degrees = %s, want %s", got, want)
	}
}

func TestAProposalIsKeptAndBuiltUpon(t *testing.T) {
	s := estate(t)
	do[area.Placed](s, measured())
	proposal := area.ProposeNumbers{CompoundID: "wy", Buildings: []area.VerifiedNumber{{ID: "nw", Number: "1"}, {ID: "ne", Number: "8", Posted: true}}}
	if got := do[area.Placed](s, proposal); got.Buildings != 2 {
		t.Errorf("proposed = %+v", got)
	}
	if got, want := s.plan("wy"), "ne 8 proposed, sw, nw 1 proposed, se"; got != want {
		t.Errorf("plan = %s, want %s", got, want)
	}
	if got := s.node("ne"); got.Number != "T1" || got.Label != "梧叶小区T1号楼" {
		t.Errorf("a proposal changed the address: %+v", got)
	}
	if got, want := s.computed("wy"), "nw=1/1 ne=8/1 sw=2/2 se=3/2"; got != want {
		t.Errorf("computed = %s, want %s", got, want) // the posted one stays, the others run on
	}
}

func TestWhatIsNoPositionAndNoNumber(t *testing.T) {
	s := estate(t)
	do[area.Placed](s, measured())
	place := func(change func(*area.PlaceBuildings)) string {
		c := measured()
		change(&c)
		return s.ask(c)
	}
	propose := func(numbers ...area.VerifiedNumber) string {
		return s.ask(area.ProposeNumbers{CompoundID: "wy", Buildings: numbers})
	}
	for name, c := range map[string]struct{ got, want string }{
		"no positions":           {place(func(c *area.PlaceBuildings) { c.Buildings = nil }), "buildings: area.nothing"},
		"a system of our own":    {place(func(c *area.PlaceBuildings) { c.System = "stars" }), "system: area.position_invalid"},
		"beyond the town":        {place(func(c *area.PlaceBuildings) { c.Buildings[1].East = 3_000_000 }), "buildings.1: area.position_invalid"},
		"beyond the pole":        {place(func(c *area.PlaceBuildings) { c.System, c.Buildings[0].North = area.WGS84, 900_000_000 }), "buildings.0: area.position_invalid"},
		"another compound":       {place(func(c *area.PlaceBuildings) { c.CompoundID = "qs" }), "buildings.0.id: area.building_unknown"},
		"a second system":        {place(func(c *area.PlaceBuildings) { c.System, c.Buildings = area.WGS84, c.Buildings[:1] }), "system: area.position_system"},
		"no numbers":             {propose(), "buildings: area.nothing"},
		"an empty number":        {propose(area.VerifiedNumber{ID: "nw"}), "buildings.0.number: area.number_required"},
		"a number with a slash":  {propose(area.VerifiedNumber{ID: "nw", Number: "1/2"}), "buildings.0.number: area.number_invalid"},
		"one number twice":       {propose(area.VerifiedNumber{ID: "nw", Number: "1"}, area.VerifiedNumber{ID: "ne", Number: "1"}), "buildings.1.number: area.number_twice"},
		"one building twice":     {propose(area.VerifiedNumber{ID: "nw", Number: "1"}, area.VerifiedNumber{ID: "nw", Number: "2"}), "buildings.1.number: area.number_twice"},
		"a unit":                 {propose(area.VerifiedNumber{ID: "b3u1", Number: "1"}), "buildings.0.id: area.building_unknown"},
		"a building that is not": {propose(area.VerifiedNumber{ID: "x", Number: "1"}), "buildings.0.id: area.place_unknown"},
	} {
		if c.got != c.want {
			t.Errorf("%s = %q, want %q", name, c.got, c.want)
		}
	}
}
