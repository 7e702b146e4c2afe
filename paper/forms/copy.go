package forms

import (
	"time"

	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// Copy is what the office holds about a person and who looked at it, in full, for that person alone (个人信息副本, Personal Information
// Protection Law article 45).
type Copy struct {
	Issuer
	MadeAt        time.Time
	Name, SexCode string
	Birth         calendar.Date
	Nationality   string
	Phone         string
	HukouAddress  string
	Documents     []CopyDocument
	Registrations []CopyEntry
	Applications  []CopyEntry
	Permits       []CopyCard
	Corrections   []CopyCorrection
	Requests      []CopyRequest
	Looks         []CopyLook
}

// CopyDocument is a document of identity.
type CopyDocument struct {
	// Kind is a code.
	Kind, Number, Name string
	// ValidTo is the last day; none is for good.
	ValidFrom, ValidTo calendar.Date
}

// CopyEntry is a registration or an application; State is a code.
type CopyEntry struct {
	Number, Address string
	Since           calendar.Date
	State           string
}

// CopyCard is a residence permit; State is a code.
type CopyCard struct {
	Number   string
	IssuedOn calendar.Date
	State    string
}

// CopyCorrection is a correction; Field is a code.
type CopyCorrection struct {
	On                   calendar.Date
	Field, Before, After string
}

// CopyRequest is what the person asked for; Kind and State are codes.
type CopyRequest struct {
	Number, Kind, State, Answer string
	On                          calendar.Date
}

// CopyLook is one look; Role, What and Purpose are codes. Officers are not named.
type CopyLook struct {
	On                           calendar.Date
	Station, Role, What, Purpose string
}

// Document sets the copy on A4.
func (c Copy) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A4(), c.Issuer, "copy.title")
	if err != nil {
		return paper.Document{}, err
	}
	f.Small(f.Say("copy.intro"))
	f.Facts([]paper.Fact{
		f.fact("copy.made_at", at(c.MadeAt)), f.fact("name", c.Name), f.fact("copy.sex", f.word("sex", c.SexCode)), f.fact("copy.birth", f.Day(c.Birth)),
		f.fact("copy.nationality", c.Nationality), f.fact("phone", c.Phone), f.fact("copy.hukou", c.HukouAddress),
	})
	f.part("copy.documents", []share{{"copy.kind", 4}, {"copy.number", 6}, {"name", 4}, {"copy.valid", 7}}, rowsOf(c.Documents, f.document))
	held := []share{{"copy.number", 7}, {"copy.address", 8}, {"copy.since", 4}, {"column.state", 3}}
	f.part("copy.registrations", held, rowsOf(c.Registrations, f.entry))
	f.part("copy.applications", held, rowsOf(c.Applications, f.entry))
	f.part("copy.permits", []share{{"copy.number", 7}, {"copy.since", 4}, {"column.state", 11}}, rowsOf(c.Permits, f.card))
	f.part("copy.corrections", []share{{"copy.day", 4}, {"copy.field", 3}, {"copy.before", 6}, {"copy.after", 6}}, rowsOf(c.Corrections, f.correction))
	f.part("copy.requests", []share{{"copy.number", 7}, {"copy.kind", 3}, {"copy.day", 4}, {"copy.answer", 8}}, rowsOf(c.Requests, f.request))
	f.part("copy.looks", []share{{"copy.day", 4}, {"copy.place", 5}, {"copy.who", 3}, {"copy.what", 4}, {"copy.why", 4}}, rowsOf(c.Looks, f.look))
	return f.Finish(), nil
}

// A share is a column by the key of its head.
type share struct {
	head string
	of   int
}

// part writes a table under a heading, and says so where there is nothing.
func (f form) part(heading string, columns []share, rows [][]string) {
	f.heading(heading)
	if len(rows) == 0 {
		f.Text(f.Say("copy.none"))
		return
	}
	t := paper.Table{Rows: rows}
	for _, c := range columns {
		t.Columns = append(t.Columns, paper.Column{Head: f.Say(c.head), Share: c.of})
	}
	f.Table(t)
}

func rowsOf[T any](all []T, row func(T) []string) [][]string {
	rows := make([][]string, len(all))
	for i, one := range all {
		rows[i] = row(one)
	}
	return rows
}

func (f form) document(d CopyDocument) []string {
	valid := f.Day(d.ValidFrom)
	if !d.ValidTo.IsZero() {
		valid = f.Say("from_to", valid, f.Day(d.ValidTo))
	}
	return []string{f.word("id_kind", d.Kind), d.Number, d.Name, valid}
}

func (f form) entry(e CopyEntry) []string {
	return []string{e.Number, e.Address, f.Day(e.Since), f.word("state", e.State)}
}

func (f form) card(c CopyCard) []string {
	return []string{c.Number, f.Day(c.IssuedOn), f.word("permit_state", c.State)}
}

func (f form) correction(c CopyCorrection) []string {
	return []string{f.Day(c.On), f.word("field", c.Field), c.Before, c.After}
}

func (f form) request(r CopyRequest) []string {
	answer := f.word("request_state", r.State)
	if r.Answer != "" {
		answer = f.joined([]string{answer, r.Answer})
	}
	return []string{r.Number, f.word("wish", r.Kind), f.Day(r.On), answer}
}

func (f form) look(l CopyLook) []string {
	return []string{f.Day(l.On), l.Station, f.word("role", l.Role), f.word("what", l.What), f.word("purpose", l.Purpose)}
}
