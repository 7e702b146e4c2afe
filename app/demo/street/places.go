package street

import (
	"fmt"
	"math/rand/v2"
	"strconv"
)

// The sample office. Its nine-digit code continues a real county code with a township number that is not assigned.
const (
	OfficeCode = "330106099"
	OfficeName = "青松街道"
	City       = "浙江省杭州市"
)

// Communities of the sample street, in the order of their codes 001 to 007.
var Communities = []string{"青松", "银杏", "梧桐", "河湾", "文汇", "向阳", "明德"}

// CommunityCode is the 12-digit code of the n-th community, counted from 0.
func CommunityCode(n int) string { return fmt.Sprintf("%s%03d", OfficeCode, n+1) }

const (
	compounds  = 67
	buildings  = 334
	households = 15_555
	residents  = 46_345
)

// Place is one node of the address tree.
type Place struct {
	ID, Kind, Parent, Grid, Name, Number string
}

// names of compounds are made of a head and a tail; none is meant to be a place that exists.
var (
	heads = []string{"青松", "松涛", "银杏", "书香", "梧桐", "河湾", "和", "锦绣", "西溪", "明德", "文汇", "静安", "北", "东升", "安康", "向阳", "望江", "兰亭", "翠竹", "春晓", "秋月", "长青"}
	tails = []string{"家园", "苑", "里", "花园", "公寓", "新村"}
)

// shapes of a building: units (单元), floors, rooms on a floor.
var shapes = []struct{ units, floors, rooms int }{{3, 6, 2}, {4, 6, 2}, {2, 11, 2}, {2, 18, 2}, {1, 18, 4}, {5, 5, 2}}

// plan is the street while it is laid out.
type plan struct {
	r      *rand.Rand
	id     func() string
	places []Place
	rooms  []room
}

// room is a leaf that people live in, with its address as a card would print it.
type room struct {
	id, address string
	community   int
}

func (p *plan) add(kind, parent, grid, name, number string) string {
	place := Place{ID: p.id(), Kind: kind, Parent: parent, Grid: grid, Name: name, Number: number}
	p.places = append(p.places, place)
	return place.ID
}

// layOut adds the office, its communities and grids, compounds, buildings, units and rooms, parents before children.
func (p *plan) layOut() {
	office := p.add("street_office", "", "", OfficeName, OfficeCode)
	communities := make([]string, len(Communities))
	grids := make([][]string, len(Communities))
	for i, name := range Communities {
		communities[i] = p.add("community", office, "", name+"社区", CommunityCode(i))
		for g := range 7 + i%2 {
			grids[i] = append(grids[i], p.add("grid", communities[i], "", fmt.Sprintf("第%d网格", g+1), fmt.Sprintf("%02d", g+1)))
		}
	}
	for c, n := range spread(p.r, buildings, compounds) {
		in := c % len(communities)
		compound := p.add("compound", communities[in], "", compoundName(c), strconv.Itoa(c+1))
		for b := range n {
			building := p.add("building", compound, grids[in][(c/len(communities)+b)%len(grids[in])], "", strconv.Itoa(b+1))
			p.fill(building, compoundName(c)+strconv.Itoa(b+1)+"幢", in)
		}
	}
}

// fill adds the units and rooms of one building.
func (p *plan) fill(building, address string, community int) {
	shape := shapes[p.r.IntN(len(shapes))]
	for u := range shape.units {
		unit := p.add("unit", building, "", "", strconv.Itoa(u+1))
		for n := range shape.floors * shape.rooms {
			number := strconv.Itoa((n/shape.rooms+1)*100 + n%shape.rooms + 1) // floor x 100 + index
			p.rooms = append(p.rooms, room{
				id: p.add("room", unit, "", "", number), community: community,
				address: fmt.Sprintf("%s%d单元%s室", address, u+1, number),
			})
		}
	}
}

// compoundName walks through heads and tails so that no name occurs twice.
func compoundName(c int) string {
	return heads[c%len(heads)] + tails[(c/len(heads)+c)%len(tails)]
}

// spread divides total into n parts of at least one.
func spread(r *rand.Rand, total, n int) []int {
	parts := make([]int, n)
	for i := range parts {
		parts[i] = 1
	}
	for range total - n {
		parts[r.IntN(n)]++
	}
	return parts
}
