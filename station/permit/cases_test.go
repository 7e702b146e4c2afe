package permit

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

func (o *office) cases(f Filter) (page Page) {
	o.tb.Helper()
	f.Day = o.today()
	o.view(func(q store.Query) (err error) {
		page, err = Cases(q, f)
		return err
	})
	return page
}

func (o *office) counts() (t Totals) {
	o.tb.Helper()
	o.view(func(q store.Query) (err error) {
		t, err = Counts(q, o.today())
		return err
	})
	return t
}

// show writes rows as "holder kind state clock", in order.
func show(rows []Row) string {
	var lines []string
	for _, r := range rows {
		lines = append(lines, fmt.Sprintf("%s %s %s %s", r.Holder, r.Kind, r.State, r.Clock.State))
	}
	return strings.Join(lines, "\n")
}

// fill makes a morning's work on 21 November 2026.
func (o *office) fill() {
	o.on("2026-11-05")
	overdue := o.apply(o.settle("范例", "1992-05-04", "2026-01-10"))
	o.must(o.clerk, o.accept(overdue))
	o.on("2026-11-09")
	amber := o.apply(o.settle("吴玉兰", "1958-03-08", "2026-01-10"))
	o.must(o.clerk, o.accept(amber))
	waiting := o.apply(o.settle("孙丽", "1990-03-08", "2026-01-10"))
	o.must(o.clerk, o.accept(waiting))
	o.must(o.clerk, o.ask(waiting))
	refused := o.apply(o.settle("李桂芳", "1970-03-08", "2026-01-10"))
	o.must(o.clerk, o.accept(refused))
	o.on("2026-11-20")
	o.must(o.recorder, o.refuse(refused))
	o.on("2026-11-21")
	o.settle("周文博", "1988-03-08", "2026-11-21")
	o.on("2026-11-21")
	o.now = o.now.Add(time.Hour)
	approved := o.apply(o.settle("陈志强", "1980-03-08", "2026-01-10"))
	o.must(o.clerk, o.accept(approved))
	o.must(o.recorder, o.approve(approved))
	o.apply(o.settle("王海涛", "1982-03-08", "2026-01-10"))
}

func TestTheViewsOfTheConsole(t *testing.T) {
	o := openOffice(t)
	o.fill()
	for view, want := range map[View]string{
		Today:   "王海涛 permit_application submitted not_started\n陈志强 permit_application approved running\n周文博 residence active not_started",
		Open:    "王海涛 permit_application submitted not_started\n陈志强 permit_application approved running\n孙丽 permit_application returned_for_completion stopped\n吴玉兰 permit_application accepted amber\n范例 permit_application accepted red",
		Due:     "范例 permit_application accepted red\n吴玉兰 permit_application accepted amber",
		Decided: "陈志强 permit_application approved running\n李桂芳 permit_application refused met",
	} {
		t.Run(string(view), func(t *testing.T) {
			page := o.cases(Filter{View: view})
			if got := show(page.Rows); got != want || page.Next != "" {
				t.Errorf("rows =\n%s\nwant\n%s\nnext %q", got, want, page.Next)
			}
			for _, r := range page.Rows {
				if r.Address != "青松家园3号楼2单元1203室" || r.Station != "s1" || r.Number == "" || r.PersonID == "" {
					t.Errorf("row = %+v", r)
				}
			}
			if paged := o.pages(view); paged != want {
				t.Errorf("page by page =\n%s\nwant\n%s", paged, want)
			}
		})
	}
	if got, want := o.counts(), (Totals{Today: 3, Open: 5, Due: 2, Decided: 2}); got != want {
		t.Errorf("counts = %+v, want %+v", got, want)
	}
}

// pages reads a view one row at a time.
func (o *office) pages(view View) string {
	o.tb.Helper()
	var rows []Row
	next := ""
	for range 20 {
		page := o.cases(Filter{View: view, Limit: 1, Cursor: next})
		rows = append(rows, page.Rows...)
		if next = page.Next; next == "" {
			break
		}
	}
	return show(rows)
}

func TestCasesOfOneKind(t *testing.T) {
	o := openOffice(t)
	o.fill()
	if got, want := show(o.cases(Filter{View: Today, Kind: ResidenceCase}).Rows), "周文博 residence active not_started"; got != want {
		t.Errorf("registrations = %s, want %s", got, want)
	}
	if got := o.cases(Filter{View: Open, Kind: ResidenceCase}).Rows; len(got) != 0 {
		t.Errorf("open registrations = %s, want none", show(got))
	}
	if got := o.cases(Filter{View: Today, Kind: ApplicationCase}).Rows; len(got) != 2 {
		t.Errorf("applications = %s, want two", show(got))
	}
}

func TestSearchAmongCases(t *testing.T) {
	o := openOffice(t)
	o.fill()
	all := o.cases(Filter{View: Open}).Rows
	number := all[0].Number
	for name, c := range map[string]struct {
		view  View
		query string
		want  string
	}{
		"the whole number":             {Open, number, "王海涛"},
		"its end":                      {Open, tail(number), "王海涛"},
		"in full width, with a space":  {Open, " " + strings.ReplaceAll(tail(number), "2", "２"), "王海涛"},
		"the community":                {Open, "339999001001", "王海涛 陈志强 孙丽 吴玉兰 范例"},
		"a day":                        {Due, "261109", "吴玉兰"},
		"a name":                       {Open, "吴玉兰", "吴玉兰"},
		"a name in another view":       {Today, "吴玉兰", ""},
		"a registration by its holder": {Today, "周文博", "周文博"},
		"nothing of the kind":          {Open, "999999-0000", ""},
		"a wild card":                  {Open, "%", ""},
		"a tilde":                      {Open, "~~~~", ""},
	} {
		t.Run(name, func(t *testing.T) {
			var holders []string
			for _, r := range o.cases(Filter{View: c.view, Query: c.query}).Rows {
				holders = append(holders, r.Holder)
			}
			if got := strings.Join(holders, " "); got != c.want {
				t.Errorf("%q finds %q, want %q", c.query, got, c.want)
			}
		})
	}
}

func TestAForeignCursorIsRefused(t *testing.T) {
	o := openOffice(t)
	o.view(func(q store.Query) error {
		_, err := Cases(q, Filter{View: Open, Day: o.today(), Cursor: "nonsense"})
		var refusal *ledger.Refusal
		if !errors.As(err, &refusal) || refusal.Code() != "permit.cursor_invalid" {
			t.Errorf("answer = %v, want permit.cursor_invalid", err)
		}
		if _, err := Cases(q, Filter{View: "all", Day: o.today()}); err == nil {
			t.Error("an unknown view is listed")
		}
		return nil
	})
}

// Every query on a table that grows goes along an index: it never walks through the table, and it never sorts what it read.
func TestQueriesUseAnIndex(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		query string
		index string
	}{
		"today":            {listToday, "application_changed"},
		"open":             {listOpen, "application_open"},
		"due":              {listDue, "application_due"},
		"decided":          {listDecided, "application_decided"},
		"of a person":      {listOfPerson, "application_person"},
		"by number":        {listByNumber, "application_number"},
		"by end of number": {listByTail, "application_tail"},
		"count today":      {countToday, "application_changed"},
		"count open":       {countOpen, "application_open"},
		"count due":        {countDue, "application_due"},
		"count decided":    {countDecided, "application_decided"},
		"one open":         {openOfPerson, "application_one_open"},
		"latest permit":    {permitOfPerson, "permit_live"},
		"permits":          {permitsOfPerson, "permit_person"},
		"permit by number": {permitByNumber, "permit_number"},
		"documents":        {documentsOfApplication, "sqlite_autoindex_application_document"},
		"steps":            {stepsOfApplication, "PRIMARY KEY"},

		"application by either number": {applicationByNumber, "application_tail"},
		"cards of a chain":             {permitsOfRoot, "permit_root"},
		"permits in force":             {liveOfPerson, "permit_live"},
		"count of them":                {countLive, "permit_live"},
		"endorsements":                 {endorsementsOfPermit, "PRIMARY KEY"},
		"replacements":                 {replacementsOfPermit, "replacement_permit"},
		"steps of a permit":            {stepsOfPermit, "PRIMARY KEY"},
		"told":                         {toldOfWindow, "PRIMARY KEY"},
		"windows opening":              {listOpening, "permit_opens"},
		"windows closing":              {listClosing, "permit_closes"},
		"windows open":                 {listWindow, "permit_closes"},
		"suspended":                    {listSuspended, "permit_closes"},
		"replacements under way":       {listReplacing, "replacement_open"},
	} {
		t.Run(name, func(t *testing.T) {
			o.view(func(q store.Query) error {
				plan := storetest.Plan(t, q, c.query, make([]any, strings.Count(c.query, "?"))...)
				scans := slices.ContainsFunc(plan, func(line string) bool {
					return strings.HasPrefix(line, "SCAN") && !strings.Contains(line, c.index) && !strings.Contains(line, "(subquery")
				})
				used := slices.ContainsFunc(plan, func(line string) bool { return strings.Contains(line, c.index) })
				sorts := slices.ContainsFunc(plan, func(line string) bool { return strings.Contains(line, "TEMP B-TREE") })
				if scans || sorts || !used {
					t.Errorf("plan =\n%s\nwant the index %s and no sorting", strings.Join(plan, "\n"), c.index)
				}
				return nil
			})
		})
	}
}
