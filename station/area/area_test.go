package area_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/ledger/ledgertest"
	"jiezhan/station/store"
)

// street is a register with the address tree alone.
type street struct {
	*ledgertest.Books
	tb  testing.TB
	day calendar.Date
}

func openStreet(tb testing.TB) *street {
	tb.Helper()
	s := &street{tb: tb, day: day("2026-11-21")}
	s.Books = ledgertest.Open(tb, func() time.Time { return s.day.Start().Add(9 * time.Hour).UTC() }, area.Slice())
	return s
}

// add has nodes added and answers "" or the problems as field: code.
func (s *street) add(nodes ...area.NewNode) string {
	s.tb.Helper()
	return s.ask(area.AddNodes{Nodes: nodes})
}

// ask has a command decided and answers "" or the problems as field: code.
func (s *street) ask(c ledger.Command) string {
	s.tb.Helper()
	refusal := s.decide(c).Refusal
	if refusal == nil {
		return ""
	}
	var problems []string
	for _, p := range refusal.Problems {
		problems = append(problems, p.Field+": "+p.Code)
	}
	return strings.Join(problems, ", ")
}

// do has a command decided that must be applied, and reads its result.
func do[T any](s *street, c ledger.Command) T {
	s.tb.Helper()
	result, err := ledger.Result[T](s.decide(c))
	if err != nil {
		s.tb.Fatalf("%s: %v", c.Kind(), err)
	}
	return result
}

func (s *street) decide(c ledger.Command) ledger.Outcome {
	s.tb.Helper()
	return s.Do(ledger.Actor{Kind: ledger.Staff, ID: "clerk-1"}, c)
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

func (s *street) view(read func(q store.Query) error) {
	s.tb.Helper()
	if err := s.DB.View(context.Background(), read); err != nil {
		s.tb.Fatal(err)
	}
}

// qingsong is a small street: two communities, three compounds.
func qingsong(tb testing.TB) *street {
	tb.Helper()
	s := openStreet(tb)
	got := s.add(
		area.NewNode{ID: "office", Kind: area.StreetOffice, Name: "青松街道"},
		area.NewNode{ID: "c1", Kind: area.Community, Parent: "office", Name: "青松社区", Number: "339999001001"},
		area.NewNode{ID: "c2", Kind: area.Community, Parent: "office", Name: "白桦社区", Number: "339999001002"},
		area.NewNode{ID: "g1", Kind: area.Grid, Parent: "c1", Name: "第一网格", Number: "1"},
		area.NewNode{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松家园"},
		area.NewNode{ID: "wy", Kind: area.Compound, Parent: "c1", Name: "梧叶小区"},
		area.NewNode{ID: "bh", Kind: area.Compound, Parent: "c2", Name: "白桦家园"},
		area.NewNode{ID: "b10", Kind: area.Building, Parent: "qs", Number: "10"},
		area.NewNode{ID: "b3", Kind: area.Building, Parent: "qs", Number: "3", Grid: "g1"},
		area.NewNode{ID: "b3u2", Kind: area.Unit, Parent: "b3", Number: "2"},
		area.NewNode{ID: "r1203", Kind: area.Room, Parent: "b3u2", Number: "1203"},
		area.NewNode{ID: "b3u1", Kind: area.Unit, Parent: "b3", Number: "1"},
		area.NewNode{ID: "r101", Kind: area.Room, Parent: "b10", Number: "101"},
		area.NewNode{ID: "ba", Kind: area.Building, Parent: "bh", Number: "A", Name: "A座"},
	)
	if got != "" {
		tb.Fatal(got)
	}
	return s
}

func TestAddNodes(t *testing.T) {
	cases := map[string]struct {
		nodes []area.NewNode
		want  string
	}{
		"a room below a unit":        {[]area.NewNode{{Kind: area.Room, Parent: "b3u1", Number: "101"}}, ""},
		"parent and child together":  {[]area.NewNode{{ID: "n", Kind: area.Building, Parent: "wy", Number: "1"}, {Kind: area.Room, Parent: "n", Number: "101"}}, ""},
		"nothing":                    {nil, "nodes: area.nothing"},
		"too many":                   {make([]area.NewNode, area.MaxNodes+1), "nodes: area.too_many"},
		"unknown kind":               {[]area.NewNode{{Kind: "castle", Name: "城堡"}}, "nodes.0.kind: area.kind_unknown"},
		"room without number":        {[]area.NewNode{{Kind: area.Room, Parent: "b3u1"}}, "nodes.0.number: area.number_required"},
		"compound without name":      {[]area.NewNode{{Kind: area.Compound, Parent: "c1"}}, "nodes.0.name: area.name_required"},
		"slash in a number":          {[]area.NewNode{{Kind: area.Room, Parent: "b3u1", Number: "1/2"}}, "nodes.0.number: area.number_invalid"},
		"name too long":              {[]area.NewNode{{Kind: area.Compound, Parent: "c1", Name: strings.Repeat("松", 61)}}, "nodes.0.name: area.name_too_long"},
		"unknown parent":             {[]area.NewNode{{Kind: area.Room, Parent: "nowhere", Number: "1"}}, "nodes.0.parent: area.parent_unknown"},
		"parent of the wrong kind":   {[]area.NewNode{{Kind: area.Room, Parent: "qs", Number: "1"}}, "nodes.0.parent: area.parent_kind"},
		"compound without parent":    {[]area.NewNode{{Kind: area.Compound, Name: "孤园"}}, "nodes.0.parent: area.parent_kind"},
		"same number again":          {[]area.NewNode{{Kind: area.Room, Parent: "b3u2", Number: "1203"}}, "nodes.0.number: area.number_taken"},
		"same number in the command": {[]area.NewNode{{Kind: area.Room, Parent: "b3u1", Number: "7"}, {Kind: area.Room, Parent: "b3u1", Number: "7"}}, "nodes.1.number: area.number_taken"},
		"same id again":              {[]area.NewNode{{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松二村"}}, "nodes.0.id: area.id_taken"},
		"unknown grid":               {[]area.NewNode{{Kind: area.Building, Parent: "qs", Number: "4", Grid: "g9"}}, "nodes.0.grid: area.grid_unknown"},
		"a compound as grid":         {[]area.NewNode{{Kind: area.Building, Parent: "qs", Number: "4", Grid: "wy"}}, "nodes.0.grid: area.grid_unknown"},
		"a grid for a room":          {[]area.NewNode{{Kind: area.Room, Parent: "b3u1", Number: "4", Grid: "g1"}}, "nodes.0.grid: area.grid_unknown"},
		"an unknown use":             {[]area.NewNode{{Kind: area.Room, Parent: "b3u1", Number: "7", Use: "cellar"}}, "nodes.0.use: area.use_invalid"},
		"a use of a unit":            {[]area.NewNode{{Kind: area.Unit, Parent: "b3", Number: "7", Use: area.Kitchen}}, "nodes.0.use: area.use_invalid"},
		"everything at once": {
			[]area.NewNode{{Kind: "castle"}, {Kind: area.Unit, Parent: "b3"}},
			"nodes.0.kind: area.kind_unknown, nodes.0.name: area.name_required, nodes.1.number: area.number_required",
		},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := qingsong(t).add(c.nodes...); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

func TestAddressesAreWrittenFromTheCompoundDown(t *testing.T) {
	s := qingsong(t)
	cases := map[string]area.Place{
		"r1203": {RoomID: "r1203", CompoundID: "qs", Label: "青松家园3号楼2单元1203室", Path: "5/3/2/1203"},
		"r101":  {RoomID: "r101", CompoundID: "qs", Label: "青松家园10号楼101室", Path: "5/10//101"},
		"b3":    {}, // nobody lives in a building as such
		"none":  {},
	}
	for room, want := range cases {
		s.view(func(q store.Query) error {
			got, found, err := area.Address(q, room)
			if got != want || found != (want != area.Place{}) {
				t.Errorf("%s: got = %+v %v, want %+v", room, got, found, want)
			}
			return err
		})
	}
}

func TestListsAreInTheOrderOfPeople(t *testing.T) {
	s := qingsong(t)
	lists := map[string]struct {
		read func(store.Query) ([]area.Node, error)
		want string
	}{
		"buildings by number":      {func(q store.Query) ([]area.Node, error) { return area.Children(q, "qs") }, "b3 b10"},
		"units":                    {func(q store.Query) ([]area.Node, error) { return area.Children(q, "b3") }, "b3u1 b3u2"},
		"below a community":        {func(q store.Query) ([]area.Node, error) { return area.Children(q, "c1") }, "qs wy g1"},
		"no children":              {func(q store.Query) ([]area.Node, error) { return area.Children(q, "r1203") }, ""},
		"own compounds first":      {func(q store.Query) ([]area.Node, error) { return area.Compounds(q, "339999001001") }, "qs wy bh"},
		"own compounds, other one": {func(q store.Query) ([]area.Node, error) { return area.Compounds(q, "339999001002") }, "bh qs wy"},
		"no own community":         {func(q store.Query) ([]area.Node, error) { return area.Compounds(q, "") }, "bh qs wy"},
		"roots":                    {area.Roots, "office"},
		"found by beginning":       {find("青松"), "qs"},
		"found by a part":          {find("家园"), "bh qs"},
		"found by letters":         {find("qsj"), "qs"},
		"found by reading":         {find("Bai Hua"), "bh"},
		"found by nothing":         {find("  "), ""},
		"not found":                {find("冬青"), ""},
		"own letters, not names":   {find("%"), ""},
	}
	for name, c := range lists {
		t.Run(name, func(t *testing.T) {
			s.view(func(q store.Query) error {
				nodes, err := c.read(q)
				var ids []string
				for _, n := range nodes {
					ids = append(ids, n.ID)
				}
				if got := strings.Join(ids, " "); got != c.want {
					t.Errorf("got = %q, want %q", got, c.want)
				}
				return err
			})
		})
	}
}

func find(text string) func(store.Query) ([]area.Node, error) {
	return func(q store.Query) ([]area.Node, error) { return area.FindCompounds(q, text) }
}

func TestPathsFindNamesInsideAnAddress(t *testing.T) {
	s := qingsong(t)
	cases := map[string]struct {
		word     string
		numbered bool
		want     string
	}{
		"beginning":                 {"青松", false, "5"},
		"letters":                   {"qsjy", false, "5"},
		"longer than the name":      {"青松家园小区", true, "5"},
		"street before the name":    {"幸福街青松家园", true, "5"},
		"a person's name":           {"幸福街青松家园", false, ""},
		"one character":             {"青", true, ""},
		"one ending of several":     {"家园", true, "5 7"},
		"too long to look inside":   {strings.Repeat("桦", 30) + "青松家园", true, ""},
		"letters are not looked in": {"xxqsjy", true, ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			s.view(func(q store.Query) error {
				paths, err := area.Paths(q, c.word, c.numbered)
				if got := strings.Join(paths, " "); got != c.want {
					t.Errorf("got = %q, want %q", got, c.want)
				}
				return err
			})
		})
	}
}

func TestNodesCarryWhatScreensShow(t *testing.T) {
	qingsong(t).view(func(q store.Query) error {
		n, found, err := area.Get(q, "b3")
		want := "building qs g1 339999001001 3号楼 3 青松家园3号楼 2"
		got := fmt.Sprint(n.Kind, " ", n.Parent, " ", n.Grid, " ", n.Community, " ", n.Name, " ", n.Number, " ", n.Label, " ", n.Children)
		if !found || got != want {
			t.Errorf("got = %q, want %q", got, want)
		}
		return err
	})
}
