package bench

import (
	"fmt"
	"strings"

	"jiezhan/station"
	"jiezhan/station/area"
	"jiezhan/station/calendar"
)

// street is an invented street office of a given size. Everything in it follows from counting, so that it is the same on every machine.
type street struct {
	tree []area.NewNode
	// ended are the communities that were merged into those of the tree.
	ended []area.Ended
	// communities are the 12-digit codes, by compound.
	communities map[string]string
	compounds   map[string]string // names, by id
	places      []area.Place      // the rooms
	rooms, row  int
}

// shapes are the staircases, floors and doors per landing of the buildings, taken in turn: slabs and towers.
//
//nolint:gochecknoglobals // a table, never written
var shapes = []struct{ units, floors, doors int }{{3, 6, 2}, {2, 18, 4}, {1, 33, 4}, {4, 6, 2}, {2, 11, 2}}

// compoundsEach is how many compounds a community has, mostBuildings how many buildings the largest of them.
const compoundsEach, mostBuildings = 9, 40

// layStreet lays out a street office with so many rooms.
func layStreet(rooms int) *street {
	s := &street{communities: map[string]string{}, compounds: map[string]string{}}
	office := s.add(area.NewNode{Kind: area.StreetOffice, Name: "和平街道", Number: "339999001"})
	community, code := "", ""
	for c := 0; s.rooms < rooms; c++ {
		if c%compoundsEach == 0 {
			code = fmt.Sprintf("339999001%03d", 1+c/compoundsEach)
			community = s.add(area.NewNode{Kind: area.Community, Parent: office, Name: fmt.Sprintf("第%d社区", 1+c/compoundsEach), Number: code})
			s.past(office, community, code)
			s.road(community, code)
		}
		compound := s.add(area.NewNode{Kind: area.Compound, Parent: community, Name: compoundName(c)})
		s.communities[compound], s.compounds[compound] = code, compoundName(c)
		for b := range 2 + c*7%(mostBuildings-1) {
			s.building(compound, b, rooms)
		}
	}
	s.places = area.Rooms(s.tree)
	return s
}

// formerly names what a community was merged from, by its code; which is 0 or 1.
func formerly(code string, which int) string {
	return string([]rune("东西")[which]) + "风" + strings.TrimLeft(code[9:], "0") + "社区"
}

// past has a community come of two others.
func (s *street) past(office, community, code string) {
	for which := range 2 {
		s.ended = append(s.ended, area.Ended{
			NewNode: area.NewNode{
				ID: fmt.Sprintf("01990000-0000-7000-8000-%012d", len(s.ended)), Kind: area.Community, Parent: office, Name: formerly(code, which),
				Number: fmt.Sprintf("339999001%03d", 500+len(s.ended)),
			},
			Successor: community, On: firstDay(),
		})
	}
}

// housesEach is how many houses stand on the road of a community. They are shops: nobody of the sample lives there.
const housesEach = 120

func (s *street) road(community, code string) {
	road := s.add(area.NewNode{Kind: area.Road, Parent: community, Name: roadName(code)})
	for house := range housesEach {
		s.add(area.NewNode{Kind: area.GateNumber, Parent: road, Number: fmt.Sprint(house + 1)})
	}
}

func roadName(code string) string {
	n := int(code[10]-'0')*10 + int(code[11]-'0')
	return "幸福" + string([]rune("东南西北中前后左右上")[n/10]) + string([]rune("一二三四五六七八九十")[n%10]) + "路"
}

func (s *street) building(compound string, b, rooms int) {
	shape := shapes[b%len(shapes)]
	building := s.add(area.NewNode{Kind: area.Building, Parent: compound, Number: fmt.Sprint(b + 1)})
	for u := range shape.units {
		unit := s.add(area.NewNode{Kind: area.Unit, Parent: building, Number: fmt.Sprint(u + 1)})
		for door := 0; door < shape.floors*shape.doors && s.rooms < rooms; door++ {
			s.add(area.NewNode{Kind: area.Room, Parent: unit, Number: fmt.Sprintf("%d%02d", door/shape.doors+1, door%shape.doors+1)})
			s.rooms++
		}
	}
}

// add gives a node an id as long as those of the product.
func (s *street) add(n area.NewNode) string {
	s.row++
	n.ID = fmt.Sprintf("01990000-0000-7000-9000-%012d", s.row)
	s.tree = append(s.tree, n)
	return n.ID
}

// compoundName makes 1,536 different names.
func compoundName(i int) string {
	heads, middles := []rune("青白紫金翠绿兰红东西南北新安和福"), []rune("松桦荷桂竹梅枫柳泰康宁丰阳湖山溪")
	tails := []string{"家园", "花园", "小区", "新村", "苑", "雅居"}
	return string(heads[i%16]) + string(middles[(i+i/16)%16]) + tails[i/5%6]
}

// firstDay is when the first registration of the sample was taken.
func firstDay() calendar.Date { return calendar.NewDate(2024, 1, 2) }

// perDay is how many numbers one community draws a day in the sample.
const perDay = 1500

// caseNumber is the nth number of a community's series.
func caseNumber(community string, machine, n int) (string, calendar.Date) {
	day := firstDay().AddDays(n / perDay)
	return station.CaseNumber(station.Identity{Community: community, Machine: machine}, day, n%perDay), day
}
