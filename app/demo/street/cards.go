package street

import (
	"context"
	"fmt"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/store"
)

// sampleCard is a permit issued in an earlier year, so that every list of permits has somebody to look at. Each year but the last was endorsed in time.
type sampleCard struct {
	// number ends the number on the card; see permitNumber.
	number int
	// years ago it was issued; its anniversary is days ahead of today, or behind.
	years, days int
	// lapsed says that the first endorsement came late.
	lapsed bool
	// fate is what became of it later, or nothing.
	fate func(ctx context.Context, c *card) error
}

// opened and opensNext are the first two sample cards: the one in the hands of the cast, whose window has just opened, and the next to open.
const opened, opensNext = 200, 201

// sampleCards are the permits of the sample: windows that open, stand open and close, suspended and restored ones, replacements under way and done, ends.
func sampleCards() []sampleCard {
	return []sampleCard{
		{number: opened},
		{number: opensNext},
		{number: 202, years: 1, days: 20},
		{number: 203, years: 1, days: 12},
		{number: 204, years: 2, days: 16},
		{number: 205, years: 3, days: 24},
		{number: 206, years: 1, days: 22},
		{number: 207, years: 1, days: 9},
		{number: 208, years: 2, days: 14},
		{number: 210, years: 1, days: 1},
		{number: 211, years: 1, days: 3},
		{number: 212, years: 2, days: 6},
		{number: 220, years: 1, days: -4},
		{number: 221, years: 2, days: -15},
		{number: 222, years: 1, days: -27},
		{number: 225, years: 1, days: -75},
		{number: 226, years: 2, days: -210},
		{number: 227, years: 1, days: -330},
		{number: 230, years: 2, days: 120, lapsed: true},
		{number: 231, years: 3, days: 60, lapsed: true},
		{number: 235, years: 1, days: 90, fate: lost},
		{number: 236, years: 1, days: 110, fate: damaged},
		{number: 237, years: 2, days: 140, fate: exchanged},
		{number: 238, years: 1, days: 160, fate: changed},
		{number: 240, years: 1, days: 70, fate: left},
		{number: 241, years: 2, days: 80, fate: ended},
		{number: 242, years: 1, days: 180, fate: settledHere},
		{number: 250, years: 1, days: 100},
		{number: 251, years: 1, days: 130},
		{number: 252, years: 2, days: 150},
		{number: 253, years: 2, days: 200},
		{number: 254, years: 3, days: 40},
		{number: 255, years: 3, days: 170},
		{number: 256, years: 1, days: 50},
		{number: 257, years: 1, days: 45},
	}
}

// issued is the day of issue, reckoned from today. Windows open a month ahead, and months differ: the first two are looked for.
func (c sampleCard) issued(today calendar.Date) calendar.Date {
	switch c.number {
	case opened:
		return nextToOpen(today).AddDays(-1)
	case opensNext:
		return nextToOpen(today)
	default:
		return today.AddDays(c.days).AddYears(-c.years)
	}
}

// shortestMonth is the fewest days that may lie between the opening of a window and its last day.
const shortestMonth = 28

// nextToOpen is the first day of issue, about a year ago, whose window is still to open.
func nextToOpen(today calendar.Date) calendar.Date {
	for ahead := shortestMonth; ; ahead++ {
		if issued := today.AddDays(ahead).AddYears(-1); permit.Issue(issued).From.After(today) {
			return issued
		}
	}
}

// card is a permit of the sample while its life is told.
type card struct {
	story
	permit string
}

// cards makes the permits of earlier years, for the holder of the cast and for people who have no case yet.
func (l *loader) cards(ctx context.Context, s Street) error {
	clerk, recorder, second, err := l.desk(ctx)
	if err != nil {
		return err
	}
	defer l.clock.Release()
	holders := l.holders(s.Residents)
	for i, sample := range sampleCards() {
		p, issued := holders[i], sample.issued(l.asOf)
		c := card{story: story{
			l: l, n: sample.number, clerk: clerk, recorder: recorder, second: second, day: issued.AddDays(-after[made]),
			person: p.ID, registration: residenceID(p), phone: p.Phone, kind: permit.ForResident, number: permitNumber(sample.number),
		}}
		if err := c.live(ctx, sample, issued); err != nil {
			return err
		}
	}
	return nil
}

// longHere is for how many days the holders of the sample's oldest permits have been registered.
const longHere = 1700

// holders are the cast's permit holder and grown-up newcomers who were here long before the oldest sample card, other than the applicants.
func (l *loader) holders(people []Resident) []Resident {
	taken := map[string]bool{}
	for _, p := range l.applicants(people) {
		taken[p.ID] = true
	}
	var first, rest []Resident
	for _, p := range people {
		switch {
		case p.Cast && p.holds:
			first = append(first, p)
		case !p.Cast && !taken[p.ID] && p.Newcomer && p.Ended.IsZero() && p.Birth.AgeOn(l.asOf) > 30 && p.RegisteredOn.AddDays(longHere).Before(l.asOf):
			rest = append(rest, p)
		}
	}
	return append(first, rest...)
}

// live tells the life of a card: issued and handed out, endorsed year by year, and then its fate.
func (c *card) live(ctx context.Context, sample sampleCard, issued calendar.Date) error {
	if err := c.tell(ctx, delivered); err != nil {
		return err
	}
	err := c.l.to.View(ctx, func(q store.Query) error {
		all, err := permit.PermitsOf(q, c.person, issued)
		if err == nil && len(all) > 0 {
			c.permit = all[len(all)-1].ID // the first one; a loading that goes on may find the next one there
		}
		return err
	})
	if err != nil {
		return err
	}
	for year := 1; year < sample.years; year++ {
		day := issued.AddYears(year).AddDays(-10)
		if sample.lapsed && year == 1 {
			day = day.AddDays(50)
		}
		endorse := permit.EndorsePermit{PermitID: c.permit, Condition: permit.Employment, Statement: true, Channel: permit.Counter}
		if _, err := c.do(ctx, day, fmt.Sprint("endorse/", year), endorse); err != nil {
			return err
		}
	}
	if sample.fate == nil {
		return nil
	}
	return sample.fate(ctx, c)
}

// do has the clerk take a step on the day.
func (c *card) do(ctx context.Context, day calendar.Date, step string, command ledger.Command) (ledger.Outcome, error) {
	c.at(day, 10*time.Hour)
	return c.l.as(ctx, c.clerk, fmt.Sprintf("card/%d/%s", c.n, step), command)
}
