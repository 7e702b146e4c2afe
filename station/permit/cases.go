package permit

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// View is one of the lists of the console.
type View string

const (
	// Today holds the registrations taken on the day, and the applications made or moved on it.
	Today View = "today"
	// Open holds the applications with something still to be done.
	Open View = "open"
	// Due holds the applications whose clock is amber or red, the most urgent first.
	Due View = "due"
	// Decided holds the applications the authority has decided.
	Decided View = "decided"
)

// Views lists the views in the order shown.
func Views() []View { return []View{Today, Open, Due, Decided} }

// CaseKind is the sort of a case.
type CaseKind string

const (
	// ResidenceCase is a residence registration.
	ResidenceCase CaseKind = "residence"
	// ApplicationCase is a permit application.
	ApplicationCase CaseKind = "permit_application"
)

// Filter says which cases to list.
type Filter struct {
	View View
	// Day is today; it decides what stands in Today, and the colour of the clocks.
	Day calendar.Date
	// Kind leaves only one sort; empty takes both.
	Kind CaseKind
	// Query leaves what it finds: a case number or its beginning, with or without the community, or whatever finds a person in the register.
	Query string
	// Cursor is Page.Next of the page before.
	Cursor string
	// Limit is the size of a page; 0 is 50, and there are never more than 200.
	Limit int
}

// Row is one case in a list. It holds the name in full; masking is the screen's business.
type Row struct {
	ID          string
	Number      string
	Kind        CaseKind
	PersonID    string
	Holder      string
	Address     string
	State       string
	SubmittedAt string
	ChangedAt   string
	// Station took the case in.
	Station string
	Clock   Clock

	residence string
}

// Page is one page of cases.
type Page struct {
	Rows []Row
	// Next is the cursor of the following page; empty on the last one.
	Next string
}

const (
	defaultLimit, mostLimit = 50, 200
	// mostPerDay bounds how far one may page through the registrations of one day.
	mostPerDay = 5000
)

// Cases lists cases. All views but Due show the latest change first. A search (Query) answers one page and no cursor.
func Cases(q store.Query, f Filter) (Page, error) {
	if !slices.Contains(Views(), f.View) {
		return Page{}, fmt.Errorf("unknown view %q", f.View)
	}
	if f.Limit <= 0 {
		f.Limit = defaultLimit
	}
	f.Limit = min(f.Limit, mostLimit)
	if f.Query != "" {
		return found(q, f)
	}
	var after *position
	if f.Cursor != "" {
		p, err := parseCursor(f.View, f.Cursor)
		if err != nil {
			return Page{}, ledger.Refuse(ledger.Invalid, "cursor", "permit.cursor_invalid")
		}
		after = &p
	}
	rows, err := listed(q, f, after)
	if err != nil {
		return Page{}, err
	}
	page := cut(rows, f)
	return page, hydrate(q, page.Rows)
}

// cut keeps one page of rows that were read one further than the page.
func cut(rows []Row, f Filter) Page {
	if len(rows) <= f.Limit {
		return Page{Rows: rows}
	}
	last := rows[f.Limit-1]
	return Page{Rows: rows[:f.Limit], Next: position{last.key(f.View), last.ID}.cursor(f.View)}
}

// key is what the view is ordered by.
func (r Row) key(view View) string {
	if view == Due {
		return r.Clock.DueOn.String()
	}
	return r.ChangedAt
}

// order sorts rows as the view shows them.
func order(rows []Row, view View) {
	slices.SortFunc(rows, func(a, b Row) int {
		c := cmp.Or(cmp.Compare(a.key(view), b.key(view)), cmp.Compare(a.ID, b.ID))
		if view == Due {
			return c
		}
		return -c
	})
}

// listed reads the rows of one page and one more.
func listed(q store.Query, f Filter, after *position) ([]Row, error) {
	var rows []Row
	var err error
	if f.Kind != ResidenceCase {
		if rows, err = applications(q, f, after); err != nil {
			return nil, err
		}
	}
	if f.View == Today && f.Kind != ApplicationCase {
		residences, err := registrations(q, f, after)
		if err != nil {
			return nil, err
		}
		rows = append(rows, residences...)
		order(rows, f.View)
		rows = rows[:min(len(rows), f.Limit+1)]
	}
	return rows, nil
}

// The lists, each along its own index. Text order is time order: the key 9 stands behind every instant, the empty key before every day.
const (
	listToday   = `SELECT ` + recordColumns + ` FROM application WHERE changed_at >= ? AND changed_at < ? AND (changed_at, id) < (?, ?) ORDER BY changed_at DESC, id DESC LIMIT ?`
	listOpen    = `SELECT ` + recordColumns + ` FROM application WHERE open = 1 AND (changed_at, id) < (?, ?) ORDER BY changed_at DESC, id DESC LIMIT ?`
	listDecided = `SELECT ` + recordColumns + ` FROM application WHERE decided = 1 AND (changed_at, id) < (?, ?) ORDER BY changed_at DESC, id DESC LIMIT ?`
	listDue     = `SELECT ` + recordColumns + ` FROM application WHERE running = 1 AND amber_on <= ? AND (due_on, id) > (?, ?) ORDER BY due_on, id LIMIT ?`
)

func applications(q store.Query, f Filter, after *position) ([]Row, error) {
	at := position{key: "9"}
	if f.View == Due {
		at = position{}
	}
	if after != nil {
		at = *after
	}
	switch f.View {
	case Today:
		from, to := day(f.Day)
		return rowsOf(q, f.Day, listToday, from, to, at.key, at.id, f.Limit+1)
	case Due:
		return rowsOf(q, f.Day, listDue, f.Day, at.key, at.id, f.Limit+1)
	case Decided:
		return rowsOf(q, f.Day, listDecided, at.key, at.id, f.Limit+1)
	default:
		return rowsOf(q, f.Day, listOpen, at.key, at.id, f.Limit+1)
	}
}

// day bounds a day in Shanghai by its first instant and the first of the next.
func day(d calendar.Date) (from, to string) {
	return ledger.FormatTime(d.Start()), ledger.FormatTime(d.AddDays(1).Start())
}

func registrations(q store.Query, f Filter, after *position) ([]Row, error) {
	limit := f.Limit + 1
	if after != nil {
		limit = mostPerDay
	}
	residences, err := registry.ResidencesOn(q, f.Day, limit)
	if err != nil {
		return nil, err
	}
	var rows []Row
	for _, r := range residences {
		row := registration(r)
		if after == nil || cmp.Or(cmp.Compare(row.ChangedAt, after.key), cmp.Compare(row.ID, after.id)) < 0 {
			rows = append(rows, row)
		}
	}
	return rows, nil
}

func registration(r registry.Residence) Row {
	return Row{
		ID: r.ID, Number: r.Number, Kind: ResidenceCase, PersonID: r.PersonID, Address: r.Address, State: string(r.State),
		SubmittedAt: r.RegisteredAt, ChangedAt: r.RegisteredAt, Station: r.Station, Clock: NoClock(),
	}
}

func rowsOf(q store.Query, today calendar.Date, query string, args ...any) ([]Row, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	defer rows.Close()
	list := []Row{}
	for rows.Next() {
		r, err := scanRecord(rows)
		if err != nil {
			return nil, fmt.Errorf("list cases: %w", err)
		}
		list = append(list, Row{
			ID: r.ID, Number: r.Number, Kind: ApplicationCase, PersonID: r.PersonID, State: string(r.State), SubmittedAt: r.SubmittedAt,
			ChangedAt: r.ChangedAt, Station: r.Station, Clock: ClockOn(r.Period, today), residence: r.ResidenceID,
		})
	}
	return list, rows.Err()
}

// hydrate fills in names and addresses.
func hydrate(q store.Query, rows []Row) error {
	ids := make([]string, len(rows))
	for i, r := range rows {
		ids[i] = r.PersonID
	}
	people, err := registry.People(q, ids)
	if err != nil {
		return err
	}
	names := map[string]string{}
	for _, p := range people {
		names[p.ID] = p.NameFull
	}
	residences := make([]string, 0, len(rows))
	for _, r := range rows {
		if r.residence != "" {
			residences = append(residences, r.residence)
		}
	}
	addresses, err := registry.AddressesOf(q, residences)
	for i, r := range rows {
		rows[i].Holder = names[r.PersonID]
		if r.residence != "" { // a foreign key holds it
			rows[i].Address = addresses[r.residence]
		}
	}
	return err
}

// ApplicationsOf lists a person's applications, the latest first. A person has few.
func ApplicationsOf(q store.Query, personID string, today calendar.Date) ([]Row, error) {
	rows, err := rowsOf(q, today, listOfPerson, personID)
	if err != nil {
		return nil, err
	}
	return rows, hydrate(q, rows)
}

// ApplicationsOfAll lists the applications of several people in their order, of each the latest first.
func ApplicationsOfAll(q store.Query, people []string, today calendar.Date) ([]Row, error) {
	list, err := json.Marshal(people)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	rows, err := rowsOf(q, today, listOfPeople, string(list))
	if err != nil {
		return nil, err
	}
	return rows, hydrate(q, rows)
}

const listOfPeople = `SELECT ` + recordColumns + ` FROM (SELECT key AS turn, value AS person FROM json_each(?)) wanted
	CROSS JOIN application ON person_id = wanted.person ORDER BY wanted.turn, submitted_at DESC, id DESC`

const listOfPerson = `SELECT ` + recordColumns + ` FROM application WHERE person_id = ? ORDER BY submitted_at DESC, id DESC`
