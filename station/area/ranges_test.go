package area_test

import (
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/area"
)

// Domain 2.7: room label = floor × 100 + index (1203); basements B1-02.
func TestRoomNumbers(t *testing.T) {
	for want, at := range map[string][2]int{"1203": {12, 3}, "101": {1, 1}, "10001": {100, 1}, "B1-02": {-1, 2}, "B2-11": {-2, 11}} {
		if got := area.RoomNumber(at[0], at[1]); got != want {
			t.Errorf("floor %d, place %d = %s, want %s", at[0], at[1], got, want)
		}
	}
}

func TestARangeMakesItsPlaces(t *testing.T) {
	base := uuid.MustParse("01900000-0000-7000-8000-000000000001")
	cases := map[string]struct {
		r    area.Range
		want string
	}{
		"two buildings of two units": {
			area.Range{Parent: "wy", Buildings: area.Span{From: 1, To: 2}, Units: area.Span{From: 1, To: 2}}, "1 2 1 2 1 2",
		},
		"rooms of a unit, without the fourth floor": {
			area.Range{Parent: "b3u1", Floors: area.Span{From: 3, To: 5}, Rooms: 2, SkipFloors: []int{4}}, "301 302 501 502",
		},
		"from the basement up, there is no floor 0": {area.Range{Parent: "b10", Floors: area.Span{From: -1, To: 1}, Rooms: 1}, "B1-01 101"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			nodes := c.r.Nodes(base)
			numbers := make([]string, len(nodes))
			for i, n := range nodes {
				numbers[i] = n.Number
			}
			if got := strings.Join(numbers, " "); got != c.want || c.r.Judge() != nil {
				t.Errorf("got = %q, want %q", got, c.want)
			}
			if again := c.r.Nodes(base); again[0] != nodes[0] {
				t.Errorf("again = %+v, want %+v", again[0], nodes[0])
			}
		})
	}
	s := qingsong(t)
	whole := area.Range{Parent: "wy", Buildings: area.Span{From: 1, To: 2}, Units: area.Span{From: 1, To: 3}, Floors: area.Span{From: 1, To: 18}, Rooms: 4}
	nodes := whole.Nodes(base)
	if len(nodes) != 2*(1+3*(1+72)) {
		t.Errorf("made = %d", len(nodes))
	}
	s.must(area.AddNodes{}, s.add(nodes...))
	if last := s.node(nodes[len(nodes)-1].ID); last.Label != "梧叶小区2号楼3单元1804室" {
		t.Errorf("the last room = %s", last.Label)
	}
}

func TestWhatIsNoRange(t *testing.T) {
	one := area.Span{From: 1, To: 1}
	for name, c := range map[string]struct {
		r    area.Range
		want string
	}{
		"nothing":           {area.Range{}, "parent: area.parent_unknown, buildings: area.nothing"},
		"backwards":         {area.Range{Parent: "x", Buildings: area.Span{From: 3, To: 1}}, "buildings: area.range_invalid"},
		"from zero":         {area.Range{Parent: "x", Units: area.Span{From: 0, To: 3}}, "units: area.range_invalid"},
		"to the moon":       {area.Range{Parent: "x", Floors: area.Span{From: 1, To: 201}, Rooms: 1}, "floors: area.range_invalid"},
		"rooms in the air":  {area.Range{Parent: "x", Buildings: one, Rooms: 4}, "rooms: area.range_rooms"},
		"floors of air":     {area.Range{Parent: "x", Floors: one}, "rooms: area.range_rooms"},
		"a hundred a floor": {area.Range{Parent: "x", Floors: one, Rooms: 100}, "rooms: area.range_invalid"},
		"a whole town": {
			area.Range{Parent: "x", Buildings: area.Span{From: 1, To: 99}, Units: area.Span{From: 1, To: 9}, Floors: area.Span{From: 1, To: 33}, Rooms: 9}, "rooms: area.too_many",
		},
	} {
		var problems []string
		if refusal := c.r.Judge(); refusal != nil {
			for _, p := range refusal.Problems {
				problems = append(problems, p.Field+": "+p.Code)
			}
		}
		if got := strings.Join(problems, ", "); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
}
