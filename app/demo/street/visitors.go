package street

import (
	"context"
	"fmt"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
)

// visitor is somebody from Hong Kong, Macau or Taiwan who lives in the street: their permit follows rules of its own.
type visitor struct {
	name, sex, birth string
	// area heads the citizen number, which is also the number of the permit; order ends it.
	area  string
	order int
	// paper is the mainland travel permit they showed.
	paper  registry.DocumentKind
	number string
	// months ago they registered; asked is how many days ago they applied, until how far that came. None of it where they have not applied.
	months, asked int
	until         stage
}

// visitors are one with a permit, one whose permit has expired, one whose permit is being made, and one who may apply.
func visitors() []visitor {
	return []visitor{
		{name: "黄嘉儿", sex: "2", birth: "1990-02-11", area: "810000", order: 902, paper: registry.HMTravelPermit, number: "H99999911", months: 26, asked: 560, until: delivered},
		{name: "李志豪", sex: "1", birth: "1984-09-23", area: "820000", order: 903, paper: registry.HMTravelPermit, number: "M99999912", months: 72, asked: 1860, until: delivered},
		{name: "林怡君", sex: "2", birth: "1995-07-30", area: "830000", order: 904, paper: registry.TaiwanTravelPermit, number: "99999913", months: 9, asked: 10, until: accepted},
		{name: "陈伟业", sex: "1", birth: "1988-12-19", area: "810000", order: 905, paper: registry.HMTravelPermit, number: "H99999914", months: 8},
	}
}

// visitors registers the visitors in rooms where nobody lives, and tells their cases.
func (l *loader) visitors(ctx context.Context, s Street) error {
	clerk, recorder, second, err := l.desk(ctx)
	if err != nil {
		return err
	}
	defer l.clock.Release()
	rooms := vacant(s)
	for i, v := range visitors() {
		birth, err := calendar.ParseDate(v.birth)
		if err != nil {
			return err
		}
		s := story{
			l: l, n: 300 + i, clerk: clerk, recorder: recorder, second: second, day: l.asOf.AddDays(-v.asked), kind: permit.ForHMT,
			number: CitizenNumber(v.area, birth, v.order),
		}
		if err := s.settle(ctx, v, birth, rooms[i]); err != nil {
			return err
		}
		if v.asked == 0 {
			continue
		}
		if err := s.tell(ctx, v.until); err != nil {
			return err
		}
	}
	return nil
}

// settle registers the visitor in a room.
func (s *story) settle(ctx context.Context, v visitor, birth calendar.Date, room string) error {
	since := s.l.asOf.AddMonths(-v.months)
	s.at(since.AddDays(1), 9*time.Hour)
	outcome, err := s.l.as(ctx, s.clerk, fmt.Sprintf("visitor/%d", s.n), registry.RegisterResidence{
		Card: registry.CardData{
			Kind: v.paper, Name: v.name, SexCode: v.sex, Birth: birth, IDNumber: v.number, Verified: registry.VerifiedSeen, ValidFrom: since.AddYears(-1),
			ValidTo: since.AddYears(9),
		},
		RoomID: room, Since: since, Phone: fmt.Sprintf("19900010%03d", s.n), Statement: true, Channel: "counter",
	})
	if err != nil {
		return err
	}
	registered, err := ledger.Result[registry.RegisteredResidence](outcome)
	s.person, s.registration = registered.PersonID, registered.ID
	return err
}

// vacant are the rooms where nobody lives, in the order of the street.
func vacant(s Street) []string {
	lived := map[string]bool{}
	for _, p := range s.Residents {
		lived[p.RoomID] = true
	}
	var rooms []string
	for _, p := range s.Places {
		if p.Kind == "room" && !lived[p.ID] {
			rooms = append(rooms, p.ID)
		}
	}
	return rooms
}
