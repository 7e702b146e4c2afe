package statistics

import (
	"slices"
	"strings"
	"testing"
)

// lineOf writes what a table shows of a community in a period.
func lineOf(tables []Table, table int, community string, p Period) string {
	for _, line := range tables[table].Lines {
		if line.Community == community {
			return strings.Join(line.Cells[p], " ")
		}
	}
	return "no line"
}

func sample() Report {
	row := func(id string, c Counts) Row { return Row{id, c} }
	january := Rows{
		row("a", Counts{Newcomers: 100, In: 30, Out: 9, Accepted: 20, Issued: 8, OnTime: 8, Days: 81, Rentals: 3}),
		row("b", Counts{Newcomers: 60, In: 8, Out: 5, Accepted: 9, Issued: 6, OnTime: 6, Days: 60, Rentals: 1}),
		row("c", Counts{Newcomers: 50, In: 3, Out: 0, Accepted: 4, "refusal.half_year": 2}),
	}
	february := Rows{
		row("a", Counts{Newcomers: 120, In: 30, Out: 10, Accepted: 30, Issued: 3, OnTime: 2, Days: 40, Rentals: 3}),
		row("b", Counts{Newcomers: 60, In: 7, Out: 7, Accepted: 12}),
		row("c", Counts{Newcomers: 55, In: 10, Out: 5, Accepted: 8}),
	}
	return Report{Year: []Rows{january, february}, Before: Rows{row("z", Counts{Newcomers: 70, In: 12, Out: 20})}}
}

func TestTablesOfAMonth(t *testing.T) {
	order := []string{"a", "b", "c", "y", "z"}
	exact, published := sample().Tables(order, true), sample().Tables(order, false)
	for _, c := range []struct {
		what      string
		tables    []Table
		table     int
		community string
		period    Period
		want      string
	}{
		{"a month in full", exact, 0, "a", ThisMonth, "0 0 0 120 30 10 20 3 0"},
		{"a month published", published, 0, "a", ThisMonth, "0 0 0 120 30 10 20 3 0"},
		{"a stock has no sum over the year", exact, 0, "a", YearToDate, "    60 19 41  "},
		{"a community of the year before", exact, 0, "z", MonthBefore, "0 0 0 70 12 20 -8 0 0"},
		{"which is no more", exact, 0, "z", ThisMonth, "        "},
		{"means and shares", exact, 1, "a", YearToDate, "50 11 90.91 11.00 0 0 0 0 0 0 0 0 0 0 0 0"},
		{"of nothing", exact, 1, "b", ThisMonth, "12 0   0 0 0 0 0 0 0 0 0 0 0 0"},
		{"what is small in a month is left out of the year", published, 1, "c", YearToDate, "* 0   0 0 0 0 0 0 0 * * 0 0 0"},
		{"a small month", published, 1, "a", ThisMonth, "30 <5 * * 0 0 0 0 0 0 0 0 0 0 0 0"},
		{"the total", exact, 1, "", ThisMonth, "50 3 66.67 13.33 0 0 0 0 0 0 0 0 0 0 0 0"},
	} {
		if got := lineOf(c.tables, c.table, c.community, c.period); got != c.want {
			t.Errorf("%s = %q, want %q", c.what, got, c.want)
		}
	}
	if got := lineOf(exact, 0, "y", ThisMonth); got != "no line" {
		t.Errorf("a community that has nothing to do with the month = %q", got)
	}
	if last := exact[1].Lines[len(exact[1].Lines)-1]; last.Community != "" || len(last.Cells[0]) != len(exact[1].Columns) {
		t.Errorf("the last line = %+v", last)
	}
}

func TestSharesAreRoundedHalfUp(t *testing.T) {
	for _, c := range []struct {
		part, whole int
		want        string
	}{{81, 8, "10.13"}, {1, 3, "0.33"}, {2, 3, "0.67"}, {1, 200, "0.01"}, {1, 201, "0.00"}, {0, 5, "0.00"}, {100, 1, "100.00"}, {3, 0, Nothing}} {
		if got := share(c.part, c.whole); got != c.want {
			t.Errorf("%d/%d = %q, want %q", c.part, c.whole, got, c.want)
		}
	}
}

// What the tables may show is settled here: no origin, no faith, no list of people.
func TestTheColumnsAreCountsOfTheWork(t *testing.T) {
	want := []string{
		"households", "verified_households", "permanent", "newcomers", "in", "out", "net", "rentals", "verified_buildings",
		"accepted", "issued", "on_time", "mean_days", "due", "done", "late", "suspended", "damaged", "lost", "changed", "refused",
		"refusal.half_year", "refusal.no_condition", "refusal.false_proof", "refusal.other",
	}
	tables := sample().Tables(nil, true)
	if got := append(slices.Clone(tables[0].Columns), tables[1].Columns...); !slices.Equal(got, want) {
		t.Errorf("columns = %v, want %v", got, want)
	}
}
