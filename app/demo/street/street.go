// Package street makes the sample street office of the demo: an address tree, people of a real street's size and who is behind some alarm
// accounts, all invented, the same for every run from one seed. It does not know how they get into the register beyond the commands it makes of them.
package street

import (
	"math/rand/v2"

	"github.com/google/uuid"

	"jiezhan/station/alarm"
	"jiezhan/station/calendar"
)

// seed is fixed, so that every demo shows the same street.
const seed = 20261121

// Street is the whole sample.
type Street struct {
	Places      []Place
	Residents   []Resident
	Subscribers []alarm.PutSubscriber
}

// New makes the street as it would be on the day today. People of the cast live in it under fixed names.
func New(today calendar.Date) Street {
	r := rand.New(rand.NewPCG(seed, seed))
	id := identifiers(r)
	p := plan{r: r, id: id}
	p.layOut()
	c := crowd{r: r, id: id, today: today, taken: map[string]bool{}}
	homes := p.rooms
	r.Shuffle(len(homes), func(i, j int) { homes[i], homes[j] = homes[j], homes[i] })
	cast := settle(today, homes[households:], id)
	people := cast
	for i, size := range familySizes(r, residents-len(cast), households-familiesOf(cast)) {
		people = append(people, c.household(homes[i], size)...)
	}
	return Street{Places: p.places, Residents: people, Subscribers: subscribers(today, p.rooms, people)}
}

// identifiers draws ids of version 4 from the seeded source, so that the sample is the same on every machine.
func identifiers(r *rand.Rand) func() string {
	return func() string {
		var b [16]byte
		for i := range b {
			b[i] = byte(r.Uint32())
		}
		b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
		return uuid.UUID(b).String()
	}
}

func familiesOf(people []Resident) int {
	families := map[string]bool{}
	for _, p := range people {
		families[p.Household] = true
	}
	return len(families)
}
