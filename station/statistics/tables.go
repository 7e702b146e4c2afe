package statistics

import (
	"fmt"
	"slices"
	"strconv"

	"jiezhan/station/permit"
)

// Period is which time a line of a table is about.
type Period int

// The periods, in the order in which they stand in a table.
const (
	ThisMonth   Period = iota
	MonthBefore        // the same month of the year before
	YearToDate
	periods
)

// Cells that are no count.
const (
	// UnderFive stands for a group that is too small to be told.
	UnderFive = "<5"
	// LeftOut stands for a figure from which a small group could be computed.
	LeftOut = "*"
	// Nothing stands where there is no such figure: a stock over a year, a share of none, a community that was not there.
	Nothing = ""
)

// Table is a table as it is shown, printed and written to files: all cells are text.
type Table struct {
	// Key is "population" or "permits".
	Key string
	// Columns are keys for the heads.
	Columns []string
	// Lines are the communities by code, those of the year before too, and last the total.
	Lines []Line
}

// Line is a community, or the total.
type Line struct {
	// Community is the node's id; empty for the total.
	Community string
	// Cells by Period and column.
	Cells [periods][]string
}

// column is one column of a table: what it is made of, and how it is written.
type column struct {
	key  string
	of   []Figure
	text func(Counts) string
}

func counted(f Figure) column {
	return column{string(f), []Figure{f}, func(c Counts) string { return strconv.Itoa(c[f]) }}
}

func population() []column {
	return []column{
		counted(Households), counted(VerifiedHouseholds), counted(Permanent), counted(Newcomers), counted(In), counted(Out),
		{"net", []Figure{In, Out}, func(c Counts) string { return strconv.Itoa(c[In] - c[Out]) }},
		counted(Rentals), counted(VerifiedBuildings),
	}
}

func permits() []column {
	columns := []column{
		counted(Accepted), counted(Issued),
		{"on_time", []Figure{Issued, OnTime}, func(c Counts) string { return share(100*c[OnTime], c[Issued]) }},
		{"mean_days", []Figure{Issued}, func(c Counts) string { return share(c[Days], c[Issued]) }},
		counted(Due), counted(Done), counted(Late), counted(Suspended), counted(Damaged), counted(Lost), counted(Changed),
	}
	refused := column{key: "refused", text: func(c Counts) string { return strconv.Itoa(refusedIn(c)) }}
	var reasons []column
	for _, reason := range permit.RefusalReasons() {
		refused.of = append(refused.of, RefusedFor(reason))
		reasons = append(reasons, counted(RefusedFor(reason)))
	}
	return append(append(columns, refused), reasons...)
}

func refusedIn(c Counts) int {
	sum := 0
	for _, reason := range permit.RefusalReasons() {
		sum += c[RefusedFor(reason)]
	}
	return sum
}

// share writes part/whole with two decimals, rounded half up; nothing of nothing.
func share(part, whole int) string {
	if whole == 0 {
		return Nothing
	}
	hundredths := (200*part + whole) / (2 * whole)
	return fmt.Sprintf("%d.%02d", hundredths/100, hundredths%100)
}

// Tables writes both tables. Order is the ids of all communities by code. Where exact is false small groups are left out, as in all that is published.
func (r Report) Tables(order []string, exact bool) []Table {
	last := len(r.Year) - 1
	shown := []shown{{rows: r.Year[last:]}, {rows: []Rows{r.Before}}, {rows: r.Year, sum: true}}
	if !exact {
		for i := range shown {
			for _, rows := range shown[i].rows {
				shown[i].masks = append(shown[i].masks, Conceal(rows))
			}
		}
	}
	return []Table{table("population", population(), order, shown), table("permits", permits(), order, shown)}
}

func table(key string, columns []column, order []string, all []shown) Table {
	t := Table{Key: key}
	for _, c := range columns {
		t.Columns = append(t.Columns, c.key)
	}
	for _, community := range append(slices.Clone(order), "") {
		line, there := Line{Community: community}, community == ""
		for p, s := range all {
			line.Cells[p] = s.cells(columns, community)
			there = there || s.has(community)
		}
		if there {
			t.Lines = append(t.Lines, line)
		}
	}
	return t
}

// shown is what one period shows: a month, or the sum of several.
type shown struct {
	rows  []Rows
	masks []Mask // one a month; none where everything is shown
	sum   bool
}

func (s shown) has(community string) bool {
	return slices.ContainsFunc(s.rows, func(r Rows) bool { _, there := r.of(community); return there })
}

// cells are those of a community, or of the total for "".
func (s shown) cells(columns []column, community string) []string {
	sum, shades, there := Counts{}, map[Figure]Shade{}, false
	for m, rows := range s.rows {
		at := slices.IndexFunc(rows, func(r Row) bool { return r.Community == community })
		counts := rows.Total()
		if community == "" && len(rows) > 0 {
			at = len(rows)
		} else if at >= 0 {
			counts = rows[at].Counts
		}
		if at < 0 {
			continue
		}
		there = true
		sum.plus(counts)
		s.darken(shades, m, at)
	}
	cells := make([]string, len(columns))
	for i, c := range columns {
		if stock := slices.Contains(stocks(), c.of[0]); there && (!stock || !s.sum) {
			cells[i] = c.cell(sum, shades, s.sum)
		}
	}
	return cells
}

// darken adds what a month hides: a sum is told only where every month of it is.
func (s shown) darken(shades map[Figure]Shade, month, row int) {
	if s.masks == nil {
		return
	}
	for f, shade := range s.masks[month] {
		if shade[row] != Told {
			shades[f] = shade[row]
		}
	}
}

func (c column) cell(counts Counts, shades map[Figure]Shade, sum bool) string {
	for _, f := range c.of {
		switch {
		case shades[f] == Told:
		case shades[f] == Small && c.key == string(f) && !sum:
			return UnderFive
		default:
			return LeftOut
		}
	}
	return c.text(counts)
}
