package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// label is the address of a place as it is written now.
func (o *office) label(id string) string {
	o.tb.Helper()
	var label string
	o.view(func(q store.Query) error {
		n, _, err := area.Get(q, id)
		label = n.Label
		return err
	})
	return label
}

func verify(numbers ...area.VerifiedNumber) registry.VerifyNumbers {
	return registry.VerifyNumbers{CompoundID: "qs", Buildings: numbers}
}

// A verified number changes addresses below, and people are found by the new one. Two buildings may change numbers with each other.
func TestVerifiedNumbers(t *testing.T) {
	o := openOffice(t)
	o.register(movesIn())
	o.do(area.AddNodes{Nodes: []area.NewNode{
		{ID: "qs4", Kind: area.Building, Parent: "qs", Number: "4"},
		{ID: "qs4u2", Kind: area.Unit, Parent: "qs4", Number: "2"},
		{ID: "qs4-1203", Kind: area.Room, Parent: "qs4u2", Number: "1203"},
	}})
	other := movesIn()
	other.Card, other.RoomID = card("林示例", "33999919850101999"), "qs4-1203"
	o.register(other)
	if got := o.found("青松 3 2 1203"); got != "范小例 by address" {
		t.Fatalf("before = %q", got)
	}
	if got := o.ask(verify(area.VerifiedNumber{ID: "qs3", Number: "4"})); got != "buildings.0.number: area.number_taken" {
		t.Errorf("a number another building keeps = %q", got)
	}
	o.do(verify(area.VerifiedNumber{ID: "qs3", Number: "4"}, area.VerifiedNumber{ID: "qs4", Number: "3", Posted: true}))
	if got := o.label("qs-1203"); got != "青松家园4号楼2单元1203室" {
		t.Errorf("address = %q", got)
	}
	for text, want := range map[string]string{"青松 4 2 1203": "范小例 by address", "青松 3 2 1203": "林示例 by address", "青松家园3号楼": "林示例 by address"} {
		if got := o.found(text); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	if got := o.ask(verify(area.VerifiedNumber{ID: "qs3", Number: "9"})); got != "buildings.0.number: area.number_verified" {
		t.Errorf("a verified number changed = %q", got)
	}
	o.do(verify(area.VerifiedNumber{ID: "qs3", Number: "4"})) // seen again
	o.view(func(q store.Query) error {
		plan, err := area.Plan(q, "qs")
		if len(plan) != 2 || plan[0].ID != "qs4" || plan[0].State != area.Verified || !plan[0].Posted || plan[1].Proposed != "4" || plan[1].Posted {
			t.Errorf("plan = %+v", plan)
		}
		later := append(plan, area.PlannedBuilding{Node: area.Node{ID: "new", Kind: area.Building}, System: area.Local, East: 900})
		later[0].System, later[1].System, later[1].East = area.Local, area.Local, 4000
		var words []string
		for _, n := range area.PlanNumbers(later, area.DefaultRowTolerance, area.NorthToSouth) {
			words = append(words, n.ID+"="+n.Number)
		}
		if got := strings.Join(words, " "); got != "qs4=3 new=3-1 qs3=4" {
			t.Errorf("a later building = %s", got)
		}
		return err
	})
}

// A place ends only where nobody lives, with all below it, and comes back as it was.
func TestPlacesEnd(t *testing.T) {
	o := openOffice(t)
	r := o.register(movesIn())
	for id, want := range map[string]string{"qs": "id: area.people_registered", "qs-1203": "id: area.people_registered", "c1": "id: area.people_registered", "": "id: area.place_unknown", "x": "id: area.place_unknown"} {
		if got := o.ask(registry.ClosePlace{ID: id}); got != want {
			t.Errorf("closing %q = %q, want %q", id, got, want)
		}
	}
	o.do(registry.EndResidence{ResidenceID: r.ID, Reason: "moved_away", On: day("2026-11-20")})
	if got := o.ask(registry.ClosePlace{ID: "c1"}); got != "id: area.children_open" {
		t.Errorf("closing a community = %q", got)
	}
	o.do(registry.ClosePlace{ID: "qs3"})
	moves := movesIn()
	if got := o.ask(moves); got != "room_id: residence.room_closed" {
		t.Errorf("moving into a closed room = %q", got)
	}
	if got := o.ask(registry.ClosePlace{ID: "qs3"}); got != "id: area.place_closed" {
		t.Errorf("closing it again = %q", got)
	}
	if got := o.ask(area.ReopenNode{ID: "qs3u2"}); got != "id: area.parent_closed" {
		t.Errorf("reopening below a closed building = %q", got)
	}
	o.do(area.ReopenNode{ID: "qs3"})
	o.register(moves)

	o.do(registry.ClosePlace{ID: "wyA"})
	o.do(area.AddNodes{Nodes: []area.NewNode{{Kind: area.Building, Parent: "wy", Number: "A"}}})
	if got := o.ask(area.ReopenNode{ID: "wyA"}); got != "id: area.number_taken" {
		t.Errorf("reopening under a number given away = %q", got)
	}
	o.view(func(q store.Query) error {
		found, err := area.Compounds(q, "")
		if len(found) != 2 {
			t.Errorf("compounds = %+v", found)
		}
		return err
	})
}

// settled has four rooms: a registered man with phone, a household of two of whom one is registered elsewhere, one seen empty, one unknown.
func settled(tb testing.TB) *office {
	tb.Helper()
	o := openOffice(tb)
	o.register(movesIn())
	old := card("陆样例", "33999919700101001")
	old.ValidTo = day("2026-11-20")
	o.do(registry.ImportPeople{People: []registry.ImportedPerson{
		{ID: "lu", Card: old, HouseholdID: "h1", RoomID: "qs-1204"},
		{ID: "qi", Card: card("戚样例", "33999919720202002"), Phone: "13800006620", HouseholdID: "h1", RoomID: "qs-1204"},
	}})
	o.do(area.AddNodes{Nodes: []area.NewNode{
		{ID: "qs-1205", Kind: area.Room, Parent: "qs3u2", Number: "1205"},
		{ID: "qs-1206", Kind: area.Room, Parent: "qs3u2", Number: "1206"},
		{ID: "qs-k", Kind: area.Room, Parent: "qs3u2", Number: "K", Use: area.Kitchen},
	}})
	o.do(area.StateOccupancy{RoomID: "qs-1205", State: area.Empty, On: day("2026-11-20")})
	o.do(area.StateOccupancy{RoomID: "qs-1204", State: area.Empty, On: day("2026-11-20")}) // and yet a household lives there by the register
	o.do(verify(area.VerifiedNumber{ID: "qs3", Number: "3"}))
	return o
}

func TestCoverageCountsWhatIsMissing(t *testing.T) {
	o := settled(t)
	o.view(func(q store.Query) error {
		counts, err := registry.CoverageOf(q, "qs", day("2026-11-21"))
		want := registry.Coverage{
			Buildings: 1, VerifiedBuildings: 1, Rooms: 4, KnownRooms: 3, EmptyRooms: 1, Households: 1, People: 3, WithDocument: 2, WithPhone: 2, Registered: 1,
		}
		if got := counts.Whole; got != want {
			t.Errorf("coverage = %+v\nwant       %+v", got, want)
		}
		community, _ := registry.CoverageOf(q, "c1", day("2026-11-20"))
		if whole := community.Whole; whole.Buildings != 2 || whole.VerifiedBuildings != 1 || whole.Rooms != 5 || whole.DocumentedHouseholds != 1 {
			t.Errorf("of the community the day before = %+v", whole)
		}
		none, _ := registry.CoverageOf(q, "nowhere", day("2026-11-20"))
		if none.Whole != (registry.Coverage{}) || len(none.Parts) != 0 {
			t.Errorf("of nothing = %+v", none)
		}
		return err
	})
	for kind, want := range map[registry.GapKind]string{
		registry.BuildingUnverified: "梧叶小区A座 0", registry.RoomUnknown: "青松家园3号楼2单元1206室 0, 梧叶小区A座101室 0",
		registry.DocumentMissing: "青松家园3号楼2单元1204室 1", registry.PhoneMissing: "青松家园3号楼2单元1204室 1",
	} {
		o.view(func(q store.Query) error {
			gaps, err := registry.GapsIn(q, "c1", kind, day("2026-11-21"), 50)
			words := make([]string, len(gaps))
			for i, g := range gaps {
				words[i] = fmt.Sprint(g.Label, " ", g.People)
			}
			if got := strings.Join(words, ", "); got != want || !kind.Valid() {
				t.Errorf("%s = %q, want %q", kind, got, want)
			}
			return err
		})
	}
	o.view(func(q store.Query) error {
		gaps, err := registry.GapsIn(q, "c1", registry.RoomUnknown, day("2026-11-21"), 1)
		if len(gaps) != 1 {
			t.Errorf("at most one = %+v", gaps)
		}
		return err
	})
}

func TestOccupantsOfARoom(t *testing.T) {
	o := settled(t)
	also := movesIn()
	also.Card, also.RoomID = card("戚样例", "33999919720202002"), "qs-1204"
	o.register(also)
	for room, want := range map[string]string{"qs-1203": "范小例 true ", "qs-1204": "戚样例 true h1, 陆样例 false h1", "qs-1205": ""} {
		o.view(func(q store.Query) error {
			list, err := registry.OccupantsOf(q, room)
			words := make([]string, len(list))
			for i, occupant := range list {
				words[i] = fmt.Sprint(occupant.Person.NameFull, " ", occupant.Residence != nil, " ", occupant.HouseholdID)
			}
			if got := strings.Join(words, ", "); got != want {
				t.Errorf("%s = %q, want %q", room, got, want)
			}
			return err
		})
	}
}

func TestHousingQueriesUseAnIndex(t *testing.T) {
	o := settled(t)
	queries := map[string]func(store.Query) error{
		"coverage":  func(q store.Query) error { _, err := registry.CoverageOf(q, "qs", day("2026-11-21")); return err },
		"occupants": func(q store.Query) error { _, err := registry.OccupantsOf(q, "qs-1203"); return err },
	}
	for _, kind := range []registry.GapKind{registry.BuildingUnverified, registry.RoomUnknown, registry.DocumentMissing, registry.PhoneMissing} {
		queries[string(kind)] = func(q store.Query) error { _, err := registry.GapsIn(q, "qs", kind, day("2026-11-21"), 9); return err }
	}
	for name, ask := range queries {
		t.Run(name, func(t *testing.T) {
			for _, plan := range o.plans(t, ask) {
				// b and l hold what is below the place, wanted the people of one room.
				own := strings.HasPrefix(plan, "SCAN b") || strings.HasPrefix(plan, "SCAN l") || strings.HasPrefix(plan, "SCAN wanted") || strings.HasPrefix(plan, "SCAN (subquery") || plan == "SCAN CONSTANT ROW"
				if strings.HasPrefix(plan, "SCAN") && !own {
					t.Errorf("plan = %q", plan)
				}
			}
		})
	}
}
