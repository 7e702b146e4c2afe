package search_test

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/search"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// office is a register with some invented people, their cases and permits.
type office struct {
	tb testing.TB
	db *store.DB
}

func today() calendar.Date { return calendar.NewDate(2026, 11, 21) }

// person is one invented person of the office.
type person struct {
	name, number, phone, room string
	// applied is a case number, permit the number of a card; both may be empty.
	applied, permit string
}

func (p person) id() string { return "p-" + p.number }

// seventeen completes a citizen number.
func seventeen(head string) string { return head + string(identity.Check(head)) }

func people() []person {
	return []person{
		{"张三", seventeen("33999919700101001"), "+8613812346620", "qs-1203", "339999001001-261101-1004-3", "JZ339999-00001234"},
		{"张三丰", seventeen("33999919700101002"), "+8657188886666", "qs-1203", "339999001001-261102-1011-8", ""},
		{"单雄信", seventeen("33999919700101003"), "", "qs-1204", "", ""},
		{"阿卜杜·热合曼", seventeen("33999919700101004"), "+8613812340001", "qs-1204", "", ""},
		{"𬭎𫖯", seventeen("33999919700101005"), "+8613812340002", "wy-101", "", ""},
		{"欧阳修文", seventeen("33999919850505007"), "+8613812340003", "wy-101", "", ""},
		{"王小明", seventeen("33999919490101006"), "+8613912340000", "wy-101", "", "JZ339999-00005678"},
		{"JOHN SMITH", "GBR110178050101", "+8613812340004", "wy-101", "", ""},
	}
}

// openOffice fills a register with two compounds and the people.
func openOffice(tb testing.TB) *office {
	tb.Helper()
	o := &office{tb, emptyRegister(tb)}
	o.fill(tree(), people())
	return o
}

func emptyRegister(tb testing.TB) *store.DB {
	tb.Helper()
	db, err := store.Open(filepath.Join(tb.TempDir(), "station.db"), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	if _, err := ledger.Open(db, []ledger.Slice{area.Slice(), registry.Slice(), permit.Slice(), staff.Slice()}, nil); err != nil {
		tb.Fatal(err)
	}
	return db
}

func tree() []area.NewNode {
	return []area.NewNode{
		{ID: "c1", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "qs", Kind: area.Compound, Parent: "c1", Name: "青松家园"},
		{ID: "wy", Kind: area.Compound, Parent: "c1", Name: "梧叶小区"},
		{ID: "qs3", Kind: area.Building, Parent: "qs", Number: "3"},
		{ID: "qs3u2", Kind: area.Unit, Parent: "qs3", Number: "2"},
		{ID: "qs-1203", Kind: area.Room, Parent: "qs3u2", Number: "1203"},
		{ID: "qs-1204", Kind: area.Room, Parent: "qs3u2", Number: "1204"},
		{ID: "wyA", Kind: area.Building, Parent: "wy", Number: "A", Name: "A座"},
		{ID: "wy-101", Kind: area.Room, Parent: "wyA", Number: "101"},
	}
}

// fill writes a tree and people into the empty register.
func (o *office) fill(tree []area.NewNode, people []person) {
	o.tb.Helper()
	tx, err := o.db.Begin()
	if err != nil {
		o.tb.Fatal(err)
	}
	paths := map[string]string{}
	for _, room := range area.Rooms(tree) {
		paths[room.RoomID] = room.Path
	}
	since := calendar.NewDate(2026, 1, 5)
	err = area.Fill(tx, tree)
	if err == nil {
		err = registry.Fill(tx, len(people), since, func(i int) (registry.ImportedPerson, []string) {
			return people[i].line(since), []string{paths[people[i].room]}
		})
	}
	if err == nil {
		err = permit.Fill(tx, func(yield func(permit.Filled) bool) {
			for i, p := range people {
				if f, filed := p.filed(i, since); filed && !yield(f) {
					return
				}
			}
		})
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		o.tb.Fatal(err)
	}
}

func (p person) line(since calendar.Date) registry.ImportedPerson {
	c := registry.CardData{
		Kind: registry.ResidentCard, Name: p.name, SexCode: "1", Birth: calendar.NewDate(1970, 1, 1), IDNumber: p.number,
		ValidFrom: since, LongTerm: true, Verified: registry.VerifiedChip,
	}
	switch {
	case strings.HasPrefix(p.number, "33"):
	case strings.HasPrefix(p.number, "GBR"):
		c.Kind, c.Nationality = registry.ForeignCard2017, "GBR"
	case strings.HasPrefix(p.number, "H"):
		c.Kind = registry.HMTravelPermit
	case strings.HasSuffix(p.number, "B"):
		c.Kind = registry.TaiwanTravelPermit
	case strings.HasPrefix(p.number, "军"):
		c.Kind = registry.MilitaryID
	default:
		c.Kind, c.Issuer = registry.Passport, "DEU"
	}
	return registry.ImportedPerson{
		ID: p.id(), Card: c, Phone: p.phone, RoomID: p.room, ResidenceID: "r-" + p.number, Number: "339999001001-260105-2" + p.number[11:14] + "-0",
		Since: since, RegisteredOn: since,
	}
}

func (p person) filed(i int, on calendar.Date) (f permit.Filled, filed bool) {
	if p.applied == "" && p.permit == "" {
		return f, false
	}
	f = permit.Filled{
		ID: fmt.Sprint("a-", i), Number: p.applied, PersonID: p.id(), ResidenceID: "r-" + p.number, State: permit.Submitted, SubmittedOn: on,
		PermitID: fmt.Sprint("k-", i), PermitNumber: p.permit,
	}
	if p.permit != "" {
		f.State = permit.Delivered
	}
	return f, true
}

// find asks as a clerk with a case does, unless change says otherwise.
func (o *office) find(text string, change ...func(*search.Question)) search.Answer {
	o.tb.Helper()
	question := search.Question{Text: text, Today: today(), Limit: 5, People: true, Cases: true, Stated: true}
	for _, c := range change {
		c(&question)
	}
	var answer search.Answer
	err := o.db.View(context.Background(), func(q store.Query) (err error) {
		answer, err = search.Find(q, question)
		return err
	})
	if err != nil {
		o.tb.Fatal(err)
	}
	return answer
}

// told is an answer in words: the groups with a semicolon between, "+" where there are more.
func told(a search.Answer) string {
	var groups []string
	say := func(name string, more bool, items []string) {
		if len(items) == 0 {
			return
		}
		text := name + " " + strings.Join(items, ", ")
		if more {
			text += "+"
		}
		groups = append(groups, text)
	}
	var people, places, permits, cases []string
	for _, p := range a.People.Items {
		people = append(people, p.NameFull+" by "+p.Matched)
	}
	for _, p := range a.Places.Items {
		places = append(places, p.Label)
	}
	for _, p := range a.Permits.Items {
		permits = append(permits, p.Number+" of "+p.Holder+" by "+p.Matched)
	}
	for _, c := range a.Cases.Items {
		cases = append(cases, c.Number+" of "+c.Holder+" "+c.State)
	}
	say("people", a.People.More, people)
	say("places", a.Places.More, places)
	say("permits", a.Permits.More, permits)
	say("cases", a.Cases.More, cases)
	if a.NeedsPurpose {
		groups = append(groups, "needs a purpose")
	}
	return strings.Join(groups, "; ")
}
