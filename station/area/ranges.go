package area

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/google/uuid"

	"jiezhan/station/ledger"
)

// MaxRange is how many places one range makes.
const MaxRange = 20_000

// Range says in a few figures what a new compound, building or unit looks like: buildings 1 to 12, units 1 to 3, floors 1 to 18, 4 rooms each. A
// level without figures is left out: below a building only units, floors and rooms are asked for.
type Range struct {
	Parent    string `json:"parent"`
	Buildings Span   `json:"buildings"`
	Units     Span   `json:"units"`
	Floors    Span   `json:"floors"`
	// Rooms is how many rooms a floor has, in every unit.
	Rooms int `json:"rooms,omitempty"`
	// SkipFloors are floors that the house does not count, such as 4 and 14.
	SkipFloors []int `json:"skip_floors,omitempty"`
}

// Span is from one number to another, both included; 0 to 0 is no span. Floors below the ground are negative, and there is no floor 0.
type Span struct {
	From int `json:"from,omitempty"`
	To   int `json:"to,omitempty"`
}

func (s Span) empty() bool { return s == Span{} }

// all lists the numbers of the span without 0.
func (s Span) all() []int {
	var list []int
	for n := s.From; n <= s.To && !s.empty(); n++ {
		if n != 0 {
			list = append(list, n)
		}
	}
	return list
}

// The widest range: a building of more than 200 floors or with more than 99 rooms on one has not been built.
const (
	mostInSpan  = 999
	mostFloors  = 200
	lowestFloor = -9
	mostOnFloor = 99
)

// Judge judges a range alone.
func (r Range) Judge() *ledger.Refusal {
	var v ledger.Check
	v.That(r.Parent != "", "parent", "area.parent_unknown")
	for field, s := range map[string]Span{"buildings": r.Buildings, "units": r.Units} {
		v.That(s.empty() || s.From >= 1 && s.To >= s.From && s.To <= mostInSpan, field, "area.range_invalid")
	}
	v.That(r.Floors.empty() || r.Floors.From >= lowestFloor && r.Floors.To >= r.Floors.From && r.Floors.To <= mostFloors, "floors", "area.range_invalid")
	v.That(r.Rooms >= 0 && r.Rooms <= mostOnFloor, "rooms", "area.range_invalid")
	v.That((r.Rooms == 0) == r.Floors.empty(), "rooms", "area.range_rooms")
	v.That(!r.Buildings.empty() || !r.Units.empty() || !r.Floors.empty(), "buildings", "area.nothing")
	slices.SortFunc(v, func(a, b ledger.Problem) int {
		return slices.Index(rangeFields, a.Field) - slices.Index(rangeFields, b.Field)
	})
	if len(v) == 0 {
		v.That(r.size() <= MaxRange, "rooms", "area.too_many", "limit", strconv.Itoa(MaxRange))
	}
	return v.Refusal()
}

//nolint:gochecknoglobals // the order of the form, never written
var rangeFields = []string{"parent", "buildings", "units", "floors", "rooms"}

// size is how many places the range makes, at most.
func (r Range) size() int {
	buildings, units := max(1, len(r.Buildings.all())), max(1, len(r.Units.all()))
	return buildings*(1+units*(1+len(r.Floors.all())*r.Rooms)) + 1
}

// Nodes lists the places of a range, parents before children. Their ids follow from base, so that asking for the same again makes the same.
func (r Range) Nodes(base uuid.UUID) []NewNode {
	e := expanding{base: base}
	parents := []string{r.Parent}
	if !r.Buildings.empty() {
		parents = e.below(parents, Building, r.Buildings)
	}
	if !r.Units.empty() {
		parents = e.below(parents, Unit, r.Units)
	}
	for _, parent := range parents {
		e.rooms(parent, r)
	}
	return e.nodes
}

type expanding struct {
	base  uuid.UUID
	nodes []NewNode
}

// add adds one node and answers its id.
func (e *expanding) add(parent string, kind Kind, number string) string {
	id := uuid.NewSHA1(e.base, fmt.Append(nil, parent, "/", kind, "/", number)).String()
	e.nodes = append(e.nodes, NewNode{ID: id, Kind: kind, Parent: parent, Number: number})
	return id
}

func (e *expanding) below(parents []string, kind Kind, s Span) []string {
	var ids []string
	for _, parent := range parents {
		for _, n := range s.all() {
			ids = append(ids, e.add(parent, kind, strconv.Itoa(n)))
		}
	}
	return ids
}

func (e *expanding) rooms(parent string, r Range) {
	for _, floor := range r.Floors.all() {
		if slices.Contains(r.SkipFloors, floor) {
			continue
		}
		for index := 1; index <= r.Rooms; index++ {
			e.add(parent, Room, RoomNumber(floor, index))
		}
	}
}

// RoomNumber is how a room is numbered by its floor and its place on it, from 1: floor times 100 plus place, 1203; below the ground B1-02.
func RoomNumber(floor, index int) string {
	if floor < 0 {
		return fmt.Sprintf("B%d-%02d", -floor, index)
	}
	return strconv.Itoa(floor*100 + index)
}
