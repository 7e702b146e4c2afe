package registry_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/ledger/ledgertest"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// office is a register with two compounds, and a hand that does things in it.
type office struct {
	*ledgertest.Books
	tb    testing.TB
	now   time.Time
	actor ledger.Actor
}

func openOffice(tb testing.TB) *office {
	tb.Helper()
	o := &office{
		tb: tb, now: time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Shanghai), actor: ledger.Actor{Kind: ledger.Staff, ID: "clerk-1", Role: "clerk"},
	}
	o.Books = ledgertest.Open(tb, func() time.Time { return o.now.UTC() }, area.Slice(), registry.Slice(), staff.Slice())
	o.Number = func(n int) string { return fmt.Sprintf("N%d", n) }
	o.do(area.AddNodes{Nodes: []area.NewNode{
		{ID: "c1", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松家园"},
		{ID: "wy", Kind: area.Compound, Parent: "c1", Name: "梧叶小区"},
		{ID: "qs3", Kind: area.Building, Parent: "qs", Number: "3"},
		{ID: "qs3u2", Kind: area.Unit, Parent: "qs3", Number: "2"},
		{ID: "qs-1203", Kind: area.Room, Parent: "qs3u2", Number: "1203"},
		{ID: "qs-1204", Kind: area.Room, Parent: "qs3u2", Number: "1204"},
		{ID: "wyA", Kind: area.Building, Parent: "wy", Number: "A", Name: "A座"},
		{ID: "wy-101", Kind: area.Room, Parent: "wyA", Number: "101"},
	}})
	return o
}

// ask has a command decided and answers "" or every problem as field: code.
func (o *office) ask(c ledger.Command) string {
	o.tb.Helper()
	refusal := o.Do(o.actor, c).Refusal
	if refusal == nil {
		return ""
	}
	problems := make([]string, len(refusal.Problems))
	for i, p := range refusal.Problems {
		problems[i] = p.Field + ": " + p.Code
	}
	return strings.Join(problems, ", ")
}

// do has a command decided that must be applied.
func (o *office) do(c ledger.Command) ledger.Outcome {
	o.tb.Helper()
	return o.Must(o.actor, c)
}

// register has a registration taken down that must be applied.
func (o *office) register(c registry.RegisterResidence) registry.RegisteredResidence {
	o.tb.Helper()
	r, err := ledger.Result[registry.RegisteredResidence](o.do(c))
	if err != nil {
		o.tb.Fatal(err)
	}
	return r
}

func (o *office) view(read func(q store.Query) error) { o.tb.Helper(); o.View(read) }

func (o *office) person(id string) registry.Person {
	o.tb.Helper()
	var p registry.Person
	o.view(func(q store.Query) error {
		var found bool
		var err error
		if p, found, err = registry.PersonByID(q, id); !found && err == nil {
			o.tb.Fatalf("nobody with id %s", id)
		}
		return err
	})
	return p
}

// residences tells a person's registrations as "room state", the latest first.
func (o *office) residences(personID string) string {
	o.tb.Helper()
	var lines []string
	o.view(func(q store.Query) error {
		list, err := registry.ResidencesOf(q, personID)
		for _, r := range list {
			lines = append(lines, r.RoomID+" "+string(r.State))
		}
		return err
	})
	return strings.Join(lines, ", ")
}

// found tells whom a search finds, as "name by what", in order.
func (o *office) found(text string) string {
	o.tb.Helper()
	var lines []string
	o.view(func(q store.Query) error {
		hits, more, err := registry.Search(q, text, 20)
		if more {
			lines = append(lines, "more")
		}
		for _, h := range hits {
			p, _, err := registry.PersonByID(q, h.PersonID)
			if err != nil {
				return err
			}
			lines = append(lines, p.NameFull+" by "+h.Matched)
		}
		return err
	})
	return strings.Join(lines, ", ")
}

func day(s string) calendar.Date {
	d, err := calendar.ParseDate(s)
	if err != nil {
		panic(err)
	}
	return d
}

// number makes a valid number of an area that nobody has.
func number(seventeen string) string { return seventeen + string(identity.Check(seventeen)) }

// fan is the card of an invented person: 范小例, a man born on 7 March 1990.
func fan() registry.CardData {
	return registry.CardData{
		Kind: registry.ResidentCard, Name: "范小例", SexCode: "1", EthnicCode: "01", Birth: day("1990-03-07"), Address: "范本省范本市范本路1号",
		IDNumber: number("33999919900307771"), Issuer: "范本市公安局", ValidFrom: day("2020-01-01"), ValidTo: day("2040-01-01"), Verified: "chip",
	}
}

// card is fan's with another name and number.
func card(name, seventeen string) registry.CardData {
	c := fan()
	c.Name, c.IDNumber = name, number(seventeen)
	c.Birth = day(seventeen[6:10] + "-" + seventeen[10:12] + "-" + seventeen[12:14])
	c.SexCode = "2"
	if (seventeen[16]-'0')%2 == 1 {
		c.SexCode = "1"
	}
	return c
}

// movesIn is a complete registration of fan in room 1203.
func movesIn() registry.RegisterResidence {
	return registry.RegisterResidence{
		Card: fan(), RoomID: "qs-1203", Since: day("2026-11-01"), Phone: "138 1234 6620", Statement: true, Channel: "kiosk",
	}
}
