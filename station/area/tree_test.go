package area_test

import (
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// node reads a node that must be there.
func (s *street) node(id string) area.Node {
	s.tb.Helper()
	var n area.Node
	s.view(func(q store.Query) error {
		var found bool
		var err error
		if n, found, err = area.Get(q, id); err == nil && !found {
			s.tb.Fatalf("no node %s", id)
		}
		return err
	})
	return n
}

// must fails where a command was refused.
func (s *street) must(c ledger.Command, got string) {
	s.tb.Helper()
	if got != "" {
		s.tb.Fatalf("%s = %q", c.Kind(), got)
	}
}

// whole is a street with every kind of place, from the province to the bed.
func whole(tb testing.TB) *street {
	tb.Helper()
	s := openStreet(tb)
	got := s.add(
		area.NewNode{ID: "p", Kind: area.Province, Name: "范本省"},
		area.NewNode{ID: "m", Kind: area.Prefecture, Parent: "p", Name: "范本市"},
		area.NewNode{ID: "x", Kind: area.County, Parent: "m", Name: "示范区"},
		area.NewNode{ID: "o", Kind: area.StreetOffice, Parent: "x", Name: "和平街道"},
		area.NewNode{ID: "c", Kind: area.Community, Parent: "o", Name: "幸福社区", Number: "339999001009"},
		area.NewNode{ID: "road", Kind: area.Road, Parent: "c", Name: "幸福路"},
		area.NewNode{ID: "g18", Kind: area.GateNumber, Parent: "road", Number: "18"},
		area.NewNode{ID: "g18b3", Kind: area.Building, Parent: "g18", Number: "3"},
		area.NewNode{ID: "g18b3r", Kind: area.Room, Parent: "g18b3", Number: "201"},
		area.NewNode{ID: "g20", Kind: area.GateNumber, Parent: "road", Number: "20"},
		area.NewNode{ID: "g20r", Kind: area.Room, Parent: "g20", Number: "1"},
		area.NewNode{ID: "dorm", Kind: area.Compound, Parent: "c", Name: "工友公寓"},
		area.NewNode{ID: "d1", Kind: area.Building, Parent: "dorm", Number: "1"},
		area.NewNode{ID: "d1f2", Kind: area.Floor, Parent: "d1", Number: "2"},
		area.NewNode{ID: "d1r", Kind: area.Room, Parent: "d1f2", Number: "203"},
		area.NewNode{ID: "d1r1", Kind: area.Bed, Parent: "d1r", Number: "1"},
		area.NewNode{ID: "d1k", Kind: area.Room, Parent: "d1f2", Number: "K2", Name: "公共厨房", Use: area.Kitchen},
		area.NewNode{ID: "d1u1", Kind: area.Unit, Parent: "d1", Number: "1"},
		area.NewNode{ID: "d1u1f12", Kind: area.Floor, Parent: "d1u1", Number: "12"},
		area.NewNode{ID: "d1u1r", Kind: area.Room, Parent: "d1u1f12", Number: "1203"},
	)
	if got != "" {
		tb.Fatal(got)
	}
	return s
}

// Domain 2.7: an address begins at the compound, or at the road with its gate number; a floor is no part of it.
func TestAddressesOfEveryKind(t *testing.T) {
	s := whole(t)
	for id, want := range map[string]string{
		"p": "范本省", "x": "示范区", "c": "幸福社区", "road": "幸福路", "g18": "幸福路18号", "g18b3": "幸福路18号3号楼",
		"g18b3r": "幸福路18号3号楼201室", "g20r": "幸福路20号1室", "d1f2": "工友公寓1号楼2层", "d1r": "工友公寓1号楼203室",
		"d1r1": "工友公寓1号楼203室1床", "d1k": "工友公寓1号楼公共厨房", "d1u1r": "工友公寓1号楼1单元1203室",
	} {
		if got := s.node(id).Label; got != want {
			t.Errorf("%s = %q, want %q", id, got, want)
		}
	}
	paths := map[string]string{"g18b3r": "7/3//201", "g20r": "10///1", "d1r": "12/1//203", "d1u1r": "12/1/1/1203"}
	for id, want := range paths {
		s.view(func(q store.Query) error {
			place, _, err := area.Address(q, id)
			if place.Path != want {
				t.Errorf("path of %s = %q, want %q", id, place.Path, want)
			}
			return err
		})
	}
	if kitchen, room := s.node("d1k").Use, s.node("d1r").Use; kitchen.Lettable() || !room.Lettable() || room != area.Living {
		t.Errorf("uses = %q, %q", kitchen, room)
	}
}

func TestHousesOnARoadAreFound(t *testing.T) {
	s := whole(t)
	for text, want := range map[string]string{"幸福路": "road g18 g20", "幸福路18": "g18", "xfl": "road", "gygy": "dorm", "幸福社区": ""} {
		s.view(func(q store.Query) error {
			found, err := area.FindCompounds(q, text)
			if got := ids(found); got != want {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
			return err
		})
	}
}

func ids(nodes []area.Node) string {
	list := make([]string, len(nodes))
	for i, n := range nodes {
		list[i] = n.ID
	}
	return strings.Join(list, " ")
}

func TestARenamedPlaceKeepsItsFormerName(t *testing.T) {
	s := qingsong(t)
	s.day = day("2027-03-01")
	rename := area.RenameNode{ID: "qs", Name: " 松鹤家园 "}
	if got := do[area.ChangedNode](s, rename); got.Label != "松鹤家园" {
		t.Errorf("renamed = %+v", got)
	}
	if got := s.node("r1203").Label; got != "松鹤家园3号楼2单元1203室" {
		t.Errorf("the room below = %q", got)
	}
	s.must(rename, s.ask(area.RenameNode{ID: "b3", Name: "明月楼"}))
	if got := s.node("r1203").Label; got != "松鹤家园明月楼2单元1203室" {
		t.Errorf("the room below the building = %q", got)
	}
	for _, text := range []string{"青松家园", "qsjy", "松鹤", "shjy"} {
		s.view(func(q store.Query) error {
			found, err := area.FindCompounds(q, text)
			if ids(found) != "qs" {
				t.Errorf("%q finds %q", text, ids(found))
			}
			return err
		})
	}
	s.view(func(q store.Query) error {
		names, err := area.FormerNames(q, "qs")
		if len(names) != 1 || names[0].Name != "青松家园" || names[0].Until.String() != "2027-03-01" {
			t.Errorf("former names = %+v", names)
		}
		place, _, _ := area.Address(q, "r1203")
		if place.Path != "5/3/2/1203" {
			t.Errorf("path = %q", place.Path)
		}
		return err
	})
	for name, c := range map[string]struct {
		command area.RenameNode
		want    string
	}{
		"nothing":      {area.RenameNode{}, "id: area.place_unknown, name: area.name_required"},
		"nowhere":      {area.RenameNode{ID: "nowhere", Name: "某园"}, "id: area.place_unknown"},
		"the same":     {area.RenameNode{ID: "wy", Name: "梧叶小区"}, "name: area.name_same"},
		"a long name":  {area.RenameNode{ID: "wy", Name: strings.Repeat("梧", 61)}, "name: area.name_too_long"},
		"only a space": {area.RenameNode{ID: "wy", Name: " "}, "name: area.name_required"},
	} {
		if got := s.ask(c.command); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
}

func TestARenamedRoadRenamesItsHouses(t *testing.T) {
	s := whole(t)
	s.must(area.RenameNode{}, s.ask(area.RenameNode{ID: "road", Name: "康宁路"}))
	if got := s.node("g18b3r").Label; got != "康宁路18号3号楼201室" {
		t.Errorf("the room = %q", got)
	}
	for _, text := range []string{"康宁路18", "幸福路18"} {
		s.view(func(q store.Query) error {
			found, err := area.FindCompounds(q, text)
			if ids(found) != "g18" {
				t.Errorf("%q finds %q", text, ids(found))
			}
			return err
		})
	}
}

func TestBuildingsMoveBetweenGridsAndKeepTheirAddress(t *testing.T) {
	s := qingsong(t)
	s.must(area.AddNodes{}, s.add(
		area.NewNode{ID: "g2", Kind: area.Grid, Parent: "c1", Name: "第二网格", Number: "2"},
		area.NewNode{ID: "g9", Kind: area.Grid, Parent: "c2", Name: "白桦网格", Number: "1"},
	))
	before := s.node("b3")
	if got := do[area.Assigned](s, area.AssignGrid{Nodes: []string{"b3", "b10", "b3u1"}, Grid: "g2"}); got.Nodes != 3 {
		t.Errorf("assigned = %+v", got)
	}
	after := s.node("b3")
	if after.Grid != "g2" || after.Label != before.Label || after.Parent != before.Parent || after.Number != before.Number {
		t.Errorf("after = %+v, before = %+v", after, before)
	}
	s.view(func(q store.Query) error {
		list, err := area.InGrid(q, "g2")
		if ids(list) != "b10 b3 b3u1" {
			t.Errorf("in the grid = %q", ids(list))
		}
		return err
	})
	s.must(area.AssignGrid{}, s.ask(area.AssignGrid{Nodes: []string{"b3u1"}}))
	if got := s.node("b3u1").Grid; got != "" {
		t.Errorf("taken out, grid = %q", got)
	}
	for name, c := range map[string]struct {
		command area.AssignGrid
		want    string
	}{
		"nothing":              {area.AssignGrid{Grid: "g1"}, "nodes: area.nothing"},
		"too many":             {area.AssignGrid{Nodes: make([]string, area.MaxNodes+1)}, "nodes: area.too_many"},
		"no grid":              {area.AssignGrid{Nodes: []string{"b3"}, Grid: "qs"}, "grid: area.grid_unknown"},
		"another community":    {area.AssignGrid{Nodes: []string{"b3"}, Grid: "g9"}, "nodes.0: area.grid_elsewhere"},
		"a room":               {area.AssignGrid{Nodes: []string{"b3", "r1203"}, Grid: "g1"}, "nodes.1: area.not_gridded"},
		"a place that is none": {area.AssignGrid{Nodes: []string{"nowhere"}, Grid: "g1"}, "nodes.0: area.place_unknown"},
	} {
		if got := s.ask(c.command); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
}

func TestWhatWasSeenOfARoom(t *testing.T) {
	s := qingsong(t)
	say := func(state area.OccupancyState, on string) string {
		return s.ask(area.StateOccupancy{RoomID: "r1203", State: state, On: day(on)})
	}
	s.must(area.StateOccupancy{}, say(area.Let, "2026-11-10"))
	s.must(area.StateOccupancy{}, say(area.Empty, "2026-11-01")) // an older visit, entered late
	s.view(func(q store.Query) error {
		got, found, err := area.OccupancyOf(q, "r1203")
		if !found || got.State != area.Let || got.ConfirmedOn.String() != "2026-11-10" || got.ConfirmedBy != "clerk-1" {
			t.Errorf("occupancy = %+v, %t", got, found)
		}
		if _, found, _ := area.OccupancyOf(q, "r101"); found {
			t.Error("a room that nobody saw has a statement")
		}
		return err
	})
	for name, c := range map[string]struct {
		command area.StateOccupancy
		want    string
	}{
		"tomorrow":    {area.StateOccupancy{RoomID: "r1203", State: area.Empty, On: day("2026-11-22")}, "on: area.occupancy_in_future"},
		"no day":      {area.StateOccupancy{RoomID: "r1203", State: area.Empty}, "on: area.occupancy_in_future"},
		"of our own":  {area.StateOccupancy{RoomID: "r1203", State: "haunted", On: s.day}, "state: area.occupancy_unknown"},
		"a building":  {area.StateOccupancy{RoomID: "b3", State: area.Empty, On: s.day}, "room_id: area.room_unknown"},
		"an unknown ": {area.StateOccupancy{RoomID: "nowhere", State: area.Empty, On: s.day}, "room_id: area.place_unknown"},
	} {
		if got := s.ask(c.command); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
}
