package area_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// fortyNine is a street office of 49 communities, each with a grid, and two compounds of one building with two rooms.
func fortyNine(tb testing.TB) *street {
	tb.Helper()
	s := openStreet(tb)
	s.day = day("2024-01-02")
	nodes := []area.NewNode{{ID: "office", Kind: area.StreetOffice, Name: "和平街道"}}
	for c := range 49 {
		id := fmt.Sprint("old", c)
		nodes = append(nodes,
			area.NewNode{ID: id, Kind: area.Community, Parent: "office", Name: oldName(c), Number: fmt.Sprintf("339999001%03d", c+1)},
			area.NewNode{ID: id + "g", Kind: area.Grid, Parent: id, Name: "第一网格", Number: "1"})
		for k := range 2 {
			compound := fmt.Sprint(id, "k", k)
			nodes = append(nodes,
				area.NewNode{ID: compound, Kind: area.Compound, Parent: id, Name: fmt.Sprint("示范", c, "苑", k)},
				area.NewNode{ID: compound + "b", Kind: area.Building, Parent: compound, Number: "1", Grid: id + "g"},
				area.NewNode{ID: compound + "r1", Kind: area.Room, Parent: compound + "b", Number: "101"},
				area.NewNode{ID: compound + "r2", Kind: area.Room, Parent: compound + "b", Number: "102"})
		}
	}
	for part := range slices.Chunk(nodes, 500) {
		if got := s.add(part...); got != "" {
			tb.Fatal(got)
		}
	}
	return s
}

func oldName(c int) string { return string([]rune("东西南北中")[c%5]) + fmt.Sprint(c) + "社区" }

// intoEighteen merges communities 0 to 47 by threes into 16, and splits the last one into two.
func intoEighteen() area.Reorganise {
	c := area.Reorganise{Effective: day("2026-06-01")}
	for n := range 16 {
		c.New = append(c.New, area.NewCommunity{
			ID: fmt.Sprint("new", n), Name: fmt.Sprint("新", n, "社区"), Number: fmt.Sprintf("339999001%03d", 100+n),
			From: []string{fmt.Sprint("old", 3*n), fmt.Sprint("old", 3*n+1), fmt.Sprint("old", 3*n+2)},
		})
	}
	for n := 16; n < 18; n++ {
		c.New = append(c.New, area.NewCommunity{ID: fmt.Sprint("new", n), Name: fmt.Sprint("新", n, "社区"), Number: fmt.Sprintf("339999001%03d", 100+n), From: []string{"old48"}})
	}
	c.Moves = []area.Move{{ID: "old48k0", To: "new16"}, {ID: "old48k1", To: "new17"}, {ID: "old48g", To: "new16"}}
	return c
}

// figures counts the rooms by community on a day.
func (s *street) figures(on calendar.Date) map[string]int {
	s.tb.Helper()
	counts := map[string]int{}
	s.view(func(q store.Query) error {
		for c := range 49 {
			for k := range 2 {
				for _, r := range []string{"r1", "r2"} {
					community, found, err := area.CommunityOn(q, fmt.Sprint("old", c, "k", k, r), on)
					if err != nil || !found {
						return fmt.Errorf("room %d %d: %t, %w", c, k, found, err)
					}
					counts[community.Name]++
				}
			}
		}
		return nil
	})
	return counts
}

// Domain 2.7: 49 communities into 18. Ids are kept, old names are found, figures of the past are unchanged.
func TestFortyNineCommunitiesIntoEighteen(t *testing.T) {
	s := fortyNine(t)
	before := s.figures(day("2026-05-31"))
	address := s.node("old7k1r2").Label
	s.day = day("2026-06-03")
	got := do[area.Reorganised](s, intoEighteen())
	if len(got.IDs) != 18 || got.Closed != 49 || got.Moved != 49*3 || got.Renumbered != 32 || got.Gridless != 1 {
		t.Errorf("done = %+v", got)
	}
	if room := s.node("old7k1r2"); room.Label != address || room.Community != "339999001102" {
		t.Errorf("a room = %+v", room)
	}
	if after := s.figures(day("2026-05-31")); !maps.Equal(after, before) || len(after) != 49 || after[oldName(7)] != 4 {
		t.Errorf("figures of the past = %v, before %v", after, before)
	}
	today := s.figures(day("2026-06-01"))
	if len(today) != 18 || today["新2社区"] != 12 || today["新17社区"] != 2 {
		t.Errorf("figures of today = %v", today)
	}
	for id, want := range map[string]map[string]string{
		"old7":  {"2019-01-01": "old7k0 old7k1 old7g", "2026-05-31": "old7k0 old7k1 old7g", "2026-06-01": ""},
		"new17": {"2026-05-31": "", "2026-06-01": "old48k1", "2030-01-01": "old48k1"},
	} {
		for on, want := range want {
			s.view(func(q store.Query) error {
				contents, err := area.ContentsOn(q, id, day(on))
				if ids(contents) != want {
					t.Errorf("in %s on %s = %q, want %q", id, on, ids(contents), want)
				}
				return err
			})
		}
	}
	if long := s.figures(day("2019-01-01")); !maps.Equal(long, before) {
		t.Errorf("before the office knew them = %v", long)
	}
	if n := s.node("old48k1b"); n.Grid != "" || n.Community != "339999001117" {
		t.Errorf("the building whose grid went elsewhere = %+v", n)
	}
}

// communities tells what a text finds, as "id" or "id via name".
func (s *street) communities(text string) string {
	s.tb.Helper()
	var words []string
	s.view(func(q store.Query) error {
		found, err := area.FindCommunities(q, text)
		for _, f := range found {
			word := f.ID
			if f.Via != "" {
				word += " via " + f.Via
			}
			words = append(words, word)
		}
		return err
	})
	return strings.Join(words, ", ")
}

func TestOldCommunitiesLeadToTheNew(t *testing.T) {
	s := fortyNine(t)
	s.day = day("2026-06-03")
	do[area.Reorganised](s, intoEighteen())
	for text, want := range map[string]string{
		oldName(7): "new2 via 南7社区", oldName(48): "new16 via 北48社区, new17 via 北48社区", "新3社区": "new3", "无此社区": "",
	} {
		if got := s.communities(text); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	// Merged again, the oldest name still leads to the community of today.
	again := area.Reorganise{Effective: day("2026-06-02"), New: []area.NewCommunity{{ID: "great", Name: "大同社区", Number: "339999001200", From: []string{"new2", "new3"}}}}
	do[area.Reorganised](s, again)
	if got := s.communities(oldName(7)); got != "great via 南7社区" {
		t.Errorf("the oldest name finds %q", got)
	}
	s.must(area.RenameNode{}, s.ask(area.RenameNode{ID: "great", Name: "和美社区"}))
	if got := s.communities("大同"); got != "great" {
		t.Errorf("a former name finds %q", got)
	}
	s.view(func(q store.Query) error {
		older, err := area.Predecessors(q, "new2")
		newer, _ := area.Successors(q, "old48")
		if ids(older) != "old6 old7 old8" || ids(newer) != "new16 new17" {
			t.Errorf("predecessors %q, successors %q", ids(older), ids(newer))
		}
		for code, want := range map[string]string{"339999001008": "339999001200", "339999001049": "339999001116 339999001117", "339999001200": "339999001200", "1": ""} {
			if codes, _ := area.CodesToday(q, code); strings.Join(codes, " ") != want {
				t.Errorf("%s is today %v, want %s", code, codes, want)
			}
		}
		none, found, _ := area.CommunityOn(q, "office", s.day)
		self, _, _ := area.CommunityOn(q, "great", s.day)
		if found || self.ID != "great" {
			t.Errorf("of the office = %+v, of a community = %+v", none, self)
		}
		return err
	})
}

func TestABoundaryIsShifted(t *testing.T) {
	s := qingsong(t)
	s.day = day("2026-11-23")
	got := do[area.Reorganised](s, area.Reorganise{Effective: day("2026-11-22"), Moves: []area.Move{{ID: "qs", To: "c2"}}})
	if got.Moved != 1 || got.Closed != 0 || got.Gridless != 1 || len(got.IDs) != 0 {
		t.Errorf("done = %+v", got)
	}
	if n := s.node("r1203"); n.Community != "339999001002" || n.Label != "青松家园3号楼2单元1203室" {
		t.Errorf("the room = %+v", n)
	}
}

func TestWhatIsNoDecisionAboutCommunities(t *testing.T) {
	merge := func(change func(*area.Reorganise)) area.Reorganise {
		c := area.Reorganise{Effective: day("2026-11-21"), New: []area.NewCommunity{{ID: "n", Name: "松桦社区", Number: "339999001003", From: []string{"c1", "c2"}}}}
		change(&c)
		return c
	}
	split := func(moves ...area.Move) func(*area.Reorganise) {
		return func(c *area.Reorganise) {
			c.New[0].From = []string{"c1"}
			c.New = append(c.New, area.NewCommunity{ID: "m", Name: "梧叶社区", Number: "339999001004", From: []string{"c1"}})
			c.Moves = moves
		}
	}
	for name, c := range map[string]struct {
		change func(*area.Reorganise)
		want   string
	}{
		"nothing":               {func(c *area.Reorganise) { c.New = nil }, "new: area.nothing"},
		"no day":                {func(c *area.Reorganise) { c.Effective = calendar.Date{} }, "effective: area.effective_required"},
		"tomorrow":              {func(c *area.Reorganise) { c.Effective = day("2026-11-22") }, "effective: area.effective_in_future"},
		"before it was known":   {func(c *area.Reorganise) { c.Effective = day("2026-11-20") }, "effective: area.effective_before"},
		"a code of ten digits":  {func(c *area.Reorganise) { c.New[0].Number = "3399990010" }, "new.0.number: area.code_invalid"},
		"no name":               {func(c *area.Reorganise) { c.New[0].Name = "  " }, "new.0.name: area.name_required"},
		"of nothing":            {func(c *area.Reorganise) { c.New[0].From = nil }, "new.0.from: area.community_unknown"},
		"of a compound":         {func(c *area.Reorganise) { c.New[0].From = []string{"qs"} }, "new.0.from: area.community_unknown"},
		"a code in use":         {func(c *area.Reorganise) { c.New[0].From, c.New[0].Number = []string{"c1"}, "339999001002" }, "new.0.number: area.code_taken"},
		"an id in use":          {func(c *area.Reorganise) { c.New[0].ID = "qs" }, "new.0.id: area.id_taken"},
		"a split without moves": {split(), "moves: area.move_missing"},
		"a grid left over":      {split(area.Move{ID: "qs", To: "n"}, area.Move{ID: "wy", To: "m"}), "moves: area.move_missing"},
		"moved twice":           {split(area.Move{ID: "qs", To: "n"}, area.Move{ID: "qs", To: "m"}), "moves.1.id: area.move_twice"},
		"moved to a stranger":   {split(area.Move{ID: "qs", To: "c2"}), "moves.0.to: area.move_target"},
		"a building moved":      {split(area.Move{ID: "b3", To: "n"}), "moves.0.id: area.move_not_there"},
		"moved to where it is":  {func(c *area.Reorganise) { c.New, c.Moves = nil, []area.Move{{ID: "qs", To: "c1"}} }, "moves.0.to: area.same_community"},
		"moved nowhere":         {func(c *area.Reorganise) { c.New, c.Moves = nil, []area.Move{{ID: "qs", To: "x"}} }, "moves.0.to: area.community_unknown"},
		"moved into what ends":  {func(c *area.Reorganise) { c.New[0].From, c.Moves = []string{"c2"}, []area.Move{{ID: "qs", To: "c2"}} }, "moves.0.to: area.move_target"},
	} {
		t.Run(name, func(t *testing.T) {
			s := qingsong(t)
			if got := s.ask(merge(c.change)); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
			if !s.node("c1").Open() || s.node("qs").Parent != "c1" {
				t.Error("a refused decision changed something")
			}
		})
	}
}

func TestAMergeMayKeepACodeOfOneItComesOf(t *testing.T) {
	s := qingsong(t)
	got := do[area.Reorganised](s, area.Reorganise{
		Effective: s.day, New: []area.NewCommunity{{Name: "青松社区", Number: "339999001001", From: []string{"c1", "c2"}}},
	})
	if len(got.IDs) != 1 || s.node("bh").Community != "339999001001" || s.node(got.IDs[0]).Parent != "office" {
		t.Errorf("done = %+v", got)
	}
	for id, want := range map[string]string{"c1": "id: area.already_closed", "qs": "id: area.not_closed", "x": "id: area.place_unknown", "": "id: area.place_unknown"} {
		if got := s.ask(area.ReopenNode{ID: id}); got != want {
			t.Errorf("reopening %q = %q, want %q", id, got, want)
		}
	}
}
