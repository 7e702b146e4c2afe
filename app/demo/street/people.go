package street

import (
	"fmt"
	"math/rand/v2"

	"jiezhan/station/calendar"
)

// Resident is one invented person of the street.
type Resident struct {
	ID, Name, Sex, Ethnic, IDNumber, Phone string
	Birth                                  calendar.Date
	// CardAddress is what the card prints: the place of permanent household registration.
	CardAddress string
	RoomID      string
	Household   string
	// Newcomer residents have their permanent registration elsewhere and hold a residence registration here.
	Newcomer bool
	// Since is when they moved in, RegisteredOn when they registered.
	Since, RegisteredOn calendar.Date
	// Ended is set where they have moved away again.
	Ended calendar.Date
	// Cast members have a card on the device panel.
	Cast bool

	holds bool // a permit, of the cast
}

// provinces of the newcomers: the two digits that head a citizen number, and the name on the card. The four digits that follow in the
// sample are 9999, which were never assigned.
var provinces = []struct{ code, name string }{
	{"34", "安徽省"}, {"36", "江西省"}, {"41", "河南省"}, {"42", "湖北省"}, {"43", "湖南省"}, {"51", "四川省"}, {"52", "贵州省"}, {"61", "陕西省"},
}

const localArea = "339999"

// crowd draws people and sees that no number occurs twice.
type crowd struct {
	r     *rand.Rand
	id    func() string
	today calendar.Date
	taken map[string]bool
}

// household draws one family for a room. Three in ten are newcomers to the city.
func (c *crowd) household(in room, size int) []Resident {
	newcomers := c.r.IntN(10) < 3
	province := provinces[c.r.IntN(len(provinces))]
	area, address := localArea, City+OfficeName+in.address
	if newcomers {
		area, address = province.code+"9999", fmt.Sprintf("%s范本市范本县范本镇%d村%d号", province.name, 1+c.r.IntN(40), 1+c.r.IntN(200))
	}
	since := c.today.AddDays(-20 - c.r.IntN(2400))
	family := surname(c.r)
	household := c.id()
	people := make([]Resident, size)
	for i := range people {
		woman := (i%2 == 1) != (c.r.IntN(8) == 0)
		birth := c.birth(i)
		own := family
		if i == 1 || i == 4 {
			own = surname(c.r)
		}
		full, ethnic := name(c.r, own, woman)
		people[i] = Resident{
			ID: c.id(), Name: full, Ethnic: ethnic, Sex: sex(woman), Birth: birth, IDNumber: c.number(area, birth, woman),
			CardAddress: address, RoomID: in.id, Household: household, Newcomer: newcomers, Since: since,
		}
		if people[i].Since.Before(birth) { // born here
			people[i].Since = birth
		}
		people[i].RegisteredOn = people[i].Since.AddDays(1 + c.r.IntN(3))
		if c.today.AddYears(-14).After(birth) {
			people[i].Phone = fmt.Sprintf("199%08d", c.r.IntN(100_000_000))
		}
		if newcomers && c.r.IntN(200) == 0 {
			people[i].Ended = c.today.AddDays(-1 - c.r.IntN(19))
		}
	}
	return people
}

// birth draws a day by the place in the family: two adults, children, grandparents.
func (c *crowd) birth(place int) calendar.Date {
	age := 24 + c.r.IntN(40)
	switch place {
	case 2, 3:
		age = 1 + c.r.IntN(20)
	case 4, 5:
		age = 60 + c.r.IntN(30)
	}
	return c.today.AddDays(-365*age - c.r.IntN(365))
}

// number makes a citizen number that is right by GB 11643 and has not been given before.
func (c *crowd) number(area string, birth calendar.Date, woman bool) string {
	for {
		order := c.r.IntN(500) * 2
		if !woman {
			order++
		}
		n := CitizenNumber(area, birth, order)
		if !c.taken[n] {
			c.taken[n] = true
			return n
		}
	}
}

// CitizenNumber puts a number together with its check character (GB 11643, ISO 7064 MOD 11-2).
func CitizenNumber(area string, birth calendar.Date, order int) string {
	body := fmt.Sprintf("%s%04d%s%s%03d", area, birth.Year(), birth.String()[5:7], birth.String()[8:10], order)
	weights := [17]int{7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += int(body[i]-'0') * w
	}
	return body + string("10X98765432"[sum%11])
}

func sex(woman bool) string {
	if woman {
		return "2"
	}
	return "1"
}

// familySizes divides the residents among the households: most have two to four people, none more than six.
func familySizes(r *rand.Rand, people, families int) []int {
	sizes := make([]int, families)
	for i := range sizes {
		sizes[i] = 1
	}
	for left := people - families; left > 0; {
		if i := r.IntN(families); sizes[i] < 6 && (sizes[i] < 4 || r.IntN(4) == 0) {
			sizes[i]++
			left--
		}
	}
	return sizes
}
