package area_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

// terraces are qingsong with more rooms: 1203 in two staircases, 101 in a building without units, a room of letters.
func terraces(tb testing.TB) *street {
	tb.Helper()
	s := qingsong(tb)
	got := s.add(
		area.NewNode{ID: "r1203b", Kind: area.Room, Parent: "b3u1", Number: "1203"},
		area.NewNode{ID: "r1204", Kind: area.Room, Parent: "b3u2", Number: "1204"},
		area.NewNode{ID: "r1203a", Kind: area.Room, Parent: "b3u2", Number: "1203a"},
		area.NewNode{ID: "b5", Kind: area.Building, Parent: "qs", Number: "5"},
		area.NewNode{ID: "b5u2", Kind: area.Unit, Parent: "b5", Number: "2"},
		area.NewNode{ID: "r301", Kind: area.Room, Parent: "b5u2", Number: "301"},
		area.NewNode{ID: "bh101", Kind: area.Room, Parent: "ba", Number: "101"},
	)
	if got != "" {
		tb.Fatal(got)
	}
	return s
}

func TestFindPlaces(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"a compound":               {"青松", "青松家园 青松社区"},
		"two compounds":            {"家园", "白桦家园 青松家园"},
		"by letters":               {"bhjy", "白桦家园"},
		"one character":            {"青", ""},
		"a building":               {"青松 3", "青松家园3号楼"},
		"a building of a letter":   {"白桦A座", "白桦家园A座"},
		"a unit":                   {"青松3号楼2单元", "青松家园3号楼2单元"},
		"a unit of any building":   {"青松 2单元", "青松家园3号楼2单元 青松家园5号楼2单元"},
		"a room":                   {"青松 3 2 1204", "青松家园3号楼2单元1204室"},
		"a room in another order":  {"1204室 青松 2单元 3栋", "青松家园3号楼2单元1204室"},
		"the beginning of a room":  {"青松 3 2 120", "青松家园3号楼2单元1203室 青松家园3号楼2单元1203a室 青松家园3号楼2单元1204室"},
		"a room without building":  {"青松 1203", "青松家园3号楼2单元1203室 青松家园3号楼1单元1203室 青松家园3号楼2单元1203a室"},
		"a room without unit":      {"青松 3号楼 1203", "青松家园3号楼2单元1203室 青松家园3号楼1单元1203室 青松家园3号楼2单元1203a室"},
		"a room of any such unit":  {"青松 2单元 301", "青松家园5号楼2单元301室"},
		"a building without units": {"青松10号楼101", "青松家园10号楼101室"},
		"101 may be a building":    {"青松 5", "青松家园5号楼"},
		"a longer word":            {"幸福街青松家园小区 3 2 1204", "青松家园3号楼2单元1204室"},
		"no such room":             {"青松 3 2 1299", ""},
		"no such building":         {"青松 77", ""},
		"no compound":              {"冬青 3 2 1203", ""},
		"numbers alone":            {"3 2 1203", ""},
		"nothing":                  {"", ""},
		"patterns are characters":  {"% _ *", ""},
	}
	s := terraces(t)
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s.view(func(q store.Query) error {
				list, more, err := area.FindPlaces(q, c.text, 5)
				var got []string
				for _, n := range list {
					got = append(got, n.Label)
				}
				if strings.Join(got, " ") != c.want || more {
					t.Errorf("%q: got = %q %v, want %q", c.text, got, more, c.want)
				}
				return err
			})
		})
	}
}

func TestFindPlacesTellsThatThereIsMore(t *testing.T) {
	s := terraces(t)
	for text, want := range map[string][2]int{"家园": {1, 2}, "青松 1203": {2, 3}, "青松 3 2 120": {2, 3}, "青松 2单元": {1, 2}} {
		s.view(func(q store.Query) error {
			few, more, err := area.FindPlaces(q, text, want[0])
			if len(few) != want[0] || !more {
				t.Errorf("%s: %d places, more = %v", text, len(few), more)
			}
			all, more, _ := area.FindPlaces(q, text, want[1])
			if len(all) != want[1] || more {
				t.Errorf("%s: %d places, more = %v", text, len(all), more)
			}
			return err
		})
	}
}

// A house on a road is found by its number, whichever way it is typed, and not with all others of the road; the road alone lists its houses.
func TestHousesAreFoundAsPlaces(t *testing.T) {
	s := whole(t)
	if got := s.add(
		area.NewNode{ID: "g180", Kind: area.GateNumber, Parent: "road", Number: "180"},
		area.NewNode{ID: "g1", Kind: area.GateNumber, Parent: "road", Number: "1"},
		area.NewNode{ID: "g1b18", Kind: area.Building, Parent: "g1", Number: "18"},
	); got != "" {
		t.Fatal(got)
	}
	for text, want := range map[string]string{
		"幸福路18号": "g18", "幸福路 18": "g18", "xfl 18": "g18", "和平街道幸福路18号": "g18", "幸福路18号3号楼": "g18b3", "幸福路18号3号楼201": "g18b3r",
		"幸福路 18 3 201": "g18b3r", "幸福路20号1室": "g20r", "幸福路1号18号楼": "g1b18", "幸福路19号": "", "幸福路": "road g1 g18 g20 g180",
	} {
		s.view(func(q store.Query) error {
			list, _, err := area.FindPlaces(q, text, 9)
			var found []area.Node
			for _, p := range list {
				found = append(found, p.Node)
			}
			if got := ids(found); got != want {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
			return err
		})
	}
	s.view(func(q store.Query) error {
		found, err := area.FindCompounds(q, "幸福路18")
		if got := ids(found); got != "g18 g180" {
			t.Errorf("18 begins %q", got)
		}
		return err
	})
}

// A community is a place, too: under the name of today, and what came of it under a name of before the merge (domain 2.7).
func TestFormerCommunitiesAreFoundAsPlaces(t *testing.T) {
	s := fortyNine(t)
	s.day = day("2026-06-01")
	s.must(area.Reorganise{}, s.ask(intoEighteen()))
	for text, want := range map[string]string{
		oldName(4): "新1社区 via " + oldName(4), "新3社区": "新3社区", "新1": "新1社区, 新10社区, 新11社区, 新12社区, 新13社区, 新14社区, 新15社区, 新16社区, 新17社区",
		oldName(48): "新16社区 via " + oldName(48) + ", 新17社区 via " + oldName(48), "社": "", "示范3苑0": "示范3苑0",
	} {
		s.view(func(q store.Query) error {
			list, _, err := area.FindPlaces(q, text, 10)
			var got []string
			for _, p := range list {
				name := p.Label
				if p.Via != "" {
					name += " via " + p.Via
				}
				got = append(got, name)
			}
			if strings.Join(got, ", ") != want {
				t.Errorf("%q finds %q, want %q", text, got, want)
			}
			return err
		})
	}
}

// The stretches of a position hold its rooms and no others.
func TestStretches(t *testing.T) {
	s := terraces(t)
	cases := map[string]struct {
		position area.Whereabouts
		want     string
	}{
		"all":              {area.Whereabouts{}, "[/ /~)"},
		"a building":       {area.Whereabouts{Building: "3"}, "[/3/ /3/~)"},
		"a staircase":      {area.Whereabouts{Building: "3", Unit: "2"}, "[/3/2/ /3/2/~)"},
		"a room begun":     {area.Whereabouts{Building: "3", Unit: "2", Room: "12"}, "[/3/2/12 /3/2/12~)"},
		"unit unknown":     {area.Whereabouts{Building: "3", Room: "1203"}, "[/3/2/1203 /3/2/1203!) [/3/1/1203 /3/1/1203!) [/3/2/1203A /3/2/1203A!)"},
		"building unknown": {area.Whereabouts{Room: "101"}, "[/10//101 /10//101!)"},
		"units":            {area.Whereabouts{Unit: "2"}, "[/3/2/ /3/2/~) [/5/2/ /5/2/~)"},
		"units with room":  {area.Whereabouts{Unit: "2", Room: "301"}, "[/3/2/301 /3/2/301~) [/5/2/301 /5/2/301~)"},
		"none":             {area.Whereabouts{Room: "999"}, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s.view(func(q store.Query) error {
				compounds, err := area.Paths(q, "青松", false)
				if err != nil {
					return err
				}
				list, err := area.Stretches(q, compounds[0], c.position)
				var got []string
				for _, st := range list {
					text := fmt.Sprintf("[%s %s)", strings.TrimPrefix(st.From, compounds[0]), strings.TrimPrefix(st.Before, compounds[0]))
					got = append(got, strings.ReplaceAll(text, "\U0010FFFF", "~"))
				}
				if strings.Join(got, " ") != c.want {
					t.Errorf("got = %q, want %q", got, c.want)
				}
				return err
			})
		})
	}
}

// Looking for a place walks along an index, whatever was left out.
func TestPlacesUseAnIndex(t *testing.T) {
	few := []string{
		"SCAN k", "CO-ROUTINE k", "USE TEMP B-TREE FOR DISTINCT", "USE TEMP B-TREE FOR ORDER BY", "CORRELATED SCALAR SUBQUERY 1", "CORRELATED SCALAR SUBQUERY 2",
		"LIST SUBQUERY 2", "SCAN json_each VIRTUAL TABLE INDEX 1:",
	}
	for s, texts := range map[*street][]string{
		terraces(t): {"青松", "青松 3", "青松 2单元", "青松 1203", "青松 3 2 1203", "幸福街青松家园小区 3 2 1204"},
		whole(t):    {"幸福路18号", "幸福路", "幸福社区"},
	} {
		for _, text := range texts {
			s.view(func(q store.Query) error {
				for _, plan := range storetest.Plans(t, q, func(q store.Query) error { _, _, err := area.FindPlaces(q, text, 20); return err }) {
					if !strings.HasPrefix(plan, "SEARCH") && !slices.Contains(few, plan) {
						t.Errorf("%s: plan = %q", text, plan)
					}
				}
				return nil
			})
		}
	}
}
