// Package search answers the one box of the console: people, places, permits and cases that a text may mean, best first. It joins what the slices
// find; it knows no rule of theirs, keeps no table, and masks nothing.
package search

import (
	"fmt"
	"strings"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// MaxLimit is how many of a group one answer holds at most.
const MaxLimit = 20

// Question is what stands in the box, and how far whoever asks may see.
type Question struct {
	Text string
	// Today decides how permits and clocks stand.
	Today calendar.Date
	// Limit bounds each group; from 1 to MaxLimit.
	Limit int
	// People allows people, Cases permits and cases. Places are public.
	People, Cases bool
	// Stated says that a purpose was stated; see registry.Question.
	Stated bool
}

// Answer holds the groups; those not allowed are empty.
type Answer struct {
	People  Group[Person]
	Places  Group[area.FoundPlace]
	Permits Group[Permit]
	Cases   Group[permit.Row]
	// NeedsPurpose tells that nobody was found, and that the text may be a name with the last four of a number, for which a purpose has to be stated.
	NeedsPurpose bool
}

// Group is one sort of records, best first.
type Group[T any] struct {
	Items []T
	// More tells that there are others than the items.
	More bool
}

// Person is somebody found. Matched is what the text matched, as in registry.Hit.
type Person struct {
	registry.Person
	Matched string
}

// Permit is a card found, with its holder's name in full. Matched is MatchedNumber, or what the text matched of its holder.
type Permit struct {
	permit.Permit
	Holder, Matched string
}

// MatchedNumber says that the text is the number of the permit.
const MatchedNumber = "number"

// Find answers the groups. Every step walks along an index and is bounded, whatever was typed.
func Find(q store.Query, question Question) (Answer, error) {
	question.Text = strings.TrimSpace(question.Text)
	question.Limit = min(max(question.Limit, 1), MaxLimit)
	f := finder{q: q, Question: question}
	for _, step := range []func() error{f.people, f.places, f.permits, f.cases} {
		if err := step(); err != nil {
			return Answer{}, fmt.Errorf("find: %w", err)
		}
	}
	f.answer.NeedsPurpose = f.needsPurpose && len(f.answer.Places.Items) == 0
	return f.answer, nil
}

// finder gathers one answer.
type finder struct {
	q store.Query
	Question
	answer       Answer
	hits         []Person
	needsPurpose bool
}

// people finds whom the text means; permits and cases look among them too.
func (f *finder) people() error {
	if !f.People {
		return nil
	}
	found, err := registry.Ask(f.q, registry.Question{Text: f.Text, Limit: f.Limit, Stated: f.Stated})
	if err != nil {
		return err
	}
	f.needsPurpose = found.NeedsPurpose()
	ids, matched := make([]string, len(found.Hits)), map[string]string{}
	for i, hit := range found.Hits {
		ids[i], matched[hit.PersonID] = hit.PersonID, hit.Matched
	}
	people, err := registry.People(f.q, ids)
	for _, p := range people {
		f.hits = append(f.hits, Person{p, matched[p.ID]})
	}
	f.answer.People = Group[Person]{f.hits, found.More}
	return err
}

// places finds communities, compounds, buildings, units and rooms.
func (f *finder) places() error {
	list, more, err := area.FindPlaces(f.q, f.Text, f.Limit)
	f.answer.Places = Group[area.FoundPlace]{list, more}
	return err
}

// permits finds cards by number, then those of the people found.
func (f *finder) permits() error {
	if !f.Cases {
		return nil
	}
	byNumber, err := permit.PermitsByNumber(f.q, f.Text, f.Today, f.Limit+1)
	if err != nil {
		return err
	}
	g := gathering[Permit]{limit: f.Limit, id: func(p Permit) string { return p.ID }}
	names, err := f.holders(byNumber)
	if err != nil {
		return err
	}
	for _, p := range byNumber {
		g.add(Permit{p, names[p.PersonID], MatchedNumber})
	}
	cards, err := permit.PermitsOfAll(f.q, f.ids(), f.Today)
	if err != nil {
		return err
	}
	holders := map[string]Person{}
	for _, person := range f.hits {
		holders[person.ID] = person
	}
	for _, p := range cards {
		holder := holders[p.PersonID]
		g.add(Permit{p, holder.NameFull, holder.Matched})
	}
	f.answer.Permits = g.Group
	return nil
}

// cases finds applications and registrations by number, then the applications of the people found, those with something still to be done first.
func (f *finder) cases() error {
	if !f.Cases {
		return nil
	}
	byNumber, err := permit.CasesByNumber(f.q, f.Text, f.Today, f.Limit+1)
	if err != nil {
		return err
	}
	rows, err := permit.ApplicationsOfAll(f.q, f.ids(), f.Today)
	if err != nil {
		return err
	}
	var open, closed []permit.Row
	for _, r := range rows {
		if permit.State(r.State).Open() {
			open = append(open, r)
		} else {
			closed = append(closed, r)
		}
	}
	g := gathering[permit.Row]{limit: f.Limit, id: func(r permit.Row) string { return r.ID }}
	g.add(byNumber...)
	g.add(open...)
	g.add(closed...)
	f.answer.Cases = g.Group
	return nil
}

// holders are the names of those who hold permits, by person.
func (f *finder) holders(cards []permit.Permit) (map[string]string, error) {
	ids, names := make([]string, len(cards)), map[string]string{}
	for i, p := range cards {
		ids[i] = p.PersonID
	}
	people, err := registry.People(f.q, ids)
	for _, p := range people {
		names[p.ID] = p.NameFull
	}
	return names, err
}

// ids are those of the people found.
func (f *finder) ids() []string {
	list := make([]string, len(f.hits))
	for i, person := range f.hits {
		list[i] = person.ID
	}
	return list
}

// gathering fills a group up to the limit, each record once.
type gathering[T any] struct {
	Group[T]
	limit int
	id    func(T) string
	seen  map[string]bool
}

func (g *gathering[T]) add(items ...T) {
	if g.seen == nil {
		g.seen = map[string]bool{}
	}
	for _, item := range items {
		id := g.id(item)
		switch {
		case g.seen[id]:
		case len(g.Items) == g.limit:
			g.More = true
		default:
			g.seen[id] = true
			g.Items = append(g.Items, item)
		}
	}
}
