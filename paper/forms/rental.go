package forms

import (
	"strconv"

	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// Tenant is one person of a rental file, masked: the file goes to the landlord too.
type Tenant struct {
	Name, IDNumber string
	Since          calendar.Date
	Registered     bool
}

// Check is one look at a rental: a code of the catalogue, which is that of the register's finding, and whether the rental is in order. A check is about
// the dwelling, never a person.
type Check struct {
	Code string
	OK   bool
}

// Rental is the rental file (出租房屋登记表).
type Rental struct {
	Issuer
	Number   string
	Dwelling string
	// Landlord, and the Agent with authority where there is one, masked; Phone is the landlord's, masked.
	Landlord, Agent, Phone string
	From, Until            calendar.Date
	Written                bool
	// EndedOn is the day on which the file was closed; no date while it is in force.
	EndedOn calendar.Date
	// Rooms are those let for living, NotAllowed those let that may not be.
	Rooms, NotAllowed []string
	// HeadCount may be compared with Limit, which is the city's; 0 where there is none.
	HeadCount, Limit int
	Tenants          []Tenant
	// Undertaking is the day of the safety undertaking, and its last day.
	UndertakingOn, UndertakingUntil calendar.Date
	VisitedOn                       calendar.Date
	Checks                          []Check
}

// Document sets the file on one A4 sheet, with room for seven tenants; more go on to a second one.
func (r Rental) Document(lang words.Lang) (paper.Document, error) {
	f, err := begin(lang, paper.A4(), r.Issuer, "rental.title")
	if err != nil {
		return paper.Document{}, err
	}
	if err := f.code(r.Number); err != nil {
		return paper.Document{}, err
	}
	f.Facts(r.facts(f))
	f.Below()
	f.heading("rental.tenants")
	rows := make([][]string, len(r.Tenants))
	for i, t := range r.Tenants {
		rows[i] = []string{f.figure(i + 1), t.Name, t.IDNumber, f.Day(t.Since), f.choose(t.Registered, "rental.registered", "rental.unregistered")}
	}
	f.Table(paper.Table{Columns: []paper.Column{
		{Head: f.Say("column.no"), Share: 2, Align: paper.Center},
		{Head: f.Say("column.name"), Share: 5},
		{Head: f.Say("column.id"), Share: 7},
		{Head: f.Say("column.since"), Share: 5},
		{Head: f.Say("column.registered"), Share: 4},
	}, Rows: rows})
	f.heading("rental.checks")
	f.Table(r.checks(f))
	f.Space(2 * paper.MM)
	f.Small(f.Say("rental.duty"))
	f.Sign(f.Say("sign.landlord"), f.Say("sign.tenant"), f.Say("sign.stamp"))
	return f.Finish(), nil
}

// checks are two abreast, so that the sheet has room for tenants.
func (r Rental) checks(f form) paper.Table {
	const abreast = 2
	t := paper.Table{Rows: make([][]string, (len(r.Checks)+abreast-1)/abreast)}
	for range abreast {
		t.Columns = append(t.Columns, paper.Column{Head: f.Say("column.check"), Share: 5}, paper.Column{Head: f.Say("column.result"), Share: 2})
	}
	for i := range t.Rows {
		t.Rows[i] = make([]string, len(t.Columns))
	}
	for i, c := range r.Checks {
		row := t.Rows[i/abreast]
		row[i%abreast*2], row[i%abreast*2+1] = f.word("check", c.Code), f.choose(c.OK, "rental.ok", "rental.look")
	}
	return t
}

func (r Rental) facts(f form) []paper.Fact {
	contract, undertaking := "", ""
	switch {
	case r.From.IsZero():
	case r.Until.IsZero():
		contract = f.Say("rental.open_end", f.Day(r.From))
	default:
		contract = f.Say("from_to", f.Day(r.From), f.Day(r.Until))
	}
	if !r.UndertakingOn.IsZero() {
		undertaking = f.Say("rental.undertaken", f.Day(r.UndertakingOn), f.Day(r.UndertakingUntil))
	}
	people := f.Say("persons", r.HeadCount)
	if r.Limit > 0 {
		people = f.Say("persons_of", r.HeadCount, r.Limit)
	}
	if !r.EndedOn.IsZero() {
		contract = f.Say("rental.ended", contract, f.Day(r.EndedOn))
	}
	return []paper.Fact{
		f.fact("rental.number", r.Number), f.fact("rental.dwelling", r.Dwelling), f.fact("rental.landlord", r.Landlord), f.fact("rental.agent", r.Agent),
		f.fact("phone", r.Phone), f.fact("rental.contract", contract), f.fact("rental.written", f.choose(r.Written, "rental.yes", "rental.no")),
		f.fact("rental.rooms", f.joined(r.Rooms)), f.fact("rental.not_allowed", f.joined(r.NotAllowed)), f.fact("rental.head_count", people),
		f.fact("rental.undertaking", undertaking), f.fact("rental.visited", f.Day(r.VisitedOn)),
	}
}

// choose says one of two things.
func (f form) choose(yes bool, ifYes, ifNo string) string {
	if yes {
		return f.Say(ifYes)
	}
	return f.Say(ifNo)
}

func (f form) figure(n int) string { return strconv.Itoa(n) }
