package forms

import (
	"fmt"
	"strings"
	"time"

	"jiezhan/paper"
	"jiezhan/paper/words"
	"jiezhan/station/calendar"
)

// Statistics are the tables of a month as they are published, small groups left out by whoever made them.
type Statistics struct {
	Issuer
	// Month is its first day.
	Month calendar.Date
	// FreezeOn is the day from which the month is to be frozen. Version is 0 for provisional figures, 1 for the freeze, more for amendments.
	FreezeOn calendar.Date
	Version  int
	// VersionAt is when the version was made, Reason why it was amended.
	VersionAt time.Time
	Reason    string
	// Open are months of the year that are not frozen, by their first days; BeforeOpen says it of the same month last year.
	Open       []calendar.Date
	BeforeOpen bool
	Tables     []StatisticsTable
	// Mark says who took the tables out and when; it stands on every sheet.
	Mark string
}

// StatisticsTable is one table; its key and its columns are words of the catalogue.
type StatisticsTable struct {
	Key     string
	Columns []string
	Lines   []StatisticsLine
}

// StatisticsLine is a community, or the total where it has no name.
type StatisticsLine struct {
	Name string
	// EndedOn is the day on which the community was no more, or no date.
	EndedOn calendar.Date
	// Periods are the cells of the month, of the same month last year, and of the year up to the month.
	Periods [3][]string
}

// StatisticsPeriods are the words for the periods, in their order.
func StatisticsPeriods() []string {
	return []string{"statistics.this_month", "statistics.month_before", "statistics.year_to_date"}
}

// Document sets the tables on A4 sheets lying on their side.
func (s Statistics) Document(lang words.Lang) (paper.Document, error) {
	f, err := headed(lang, paper.A4Landscape(), s.Office, s.Mark, "statistics.title")
	if err != nil {
		return paper.Document{}, err
	}
	for _, line := range s.Standing(lang) {
		f.Text(line)
	}
	for _, t := range s.Tables {
		for _, part := range t.parts() {
			f.heading(part.Key)
			f.Table(part.sheet(f))
		}
	}
	f.Space(2 * paper.MM)
	f.Small(f.Say("statistics.legend"))
	f.Sign(f.Say("sign.officer"), f.Say("sign.stamp"))
	return f.Finish(), nil
}

// Standing says what month it is and how far its figures are settled.
func (s Statistics) Standing(lang words.Lang) []string {
	lines := []string{lang.Say("statistics.month", monthOf(s.Month))}
	switch s.Version {
	case 0:
		lines = append(lines, lang.Say("statistics.provisional", lang.Day(s.FreezeOn)))
	case 1:
		lines = append(lines, lang.Say("statistics.frozen", at(s.VersionAt)))
	default:
		lines = append(lines, lang.Say("statistics.amended", s.Version, at(s.VersionAt), s.Reason))
	}
	var open []string
	for _, month := range s.Open {
		open = append(open, monthOf(month))
	}
	if len(open) > 0 {
		lines = append(lines, lang.Say("statistics.open", strings.Join(open, lang.Say("separator"))))
	}
	if s.BeforeOpen {
		lines = append(lines, lang.Say("statistics.before_open"))
	}
	return lines
}

func monthOf(first calendar.Date) string { return fmt.Sprint(first)[:len("2006-01")] }

// parts are the tables on paper: refusals stand apart, because their reasons need room.
func (t StatisticsTable) parts() []StatisticsTable {
	cut := len(t.Columns)
	for i, c := range t.Columns {
		if strings.HasPrefix(c, "refus") {
			cut = i
			break
		}
	}
	first := t.columns("statistics."+t.Key, 0, cut)
	if cut == len(t.Columns) {
		return []StatisticsTable{first}
	}
	return []StatisticsTable{first, t.columns("statistics.refusals", cut, len(t.Columns))}
}

// columns is a table of some of the columns.
func (t StatisticsTable) columns(key string, from, to int) StatisticsTable {
	part := StatisticsTable{Key: key, Columns: t.Columns[from:to]}
	for _, line := range t.Lines {
		for i, cells := range line.Periods {
			line.Periods[i] = cells[from:to]
		}
		part.Lines = append(part.Lines, line)
	}
	return part
}

func (t StatisticsTable) sheet(f form) paper.Table {
	table := paper.Table{Columns: []paper.Column{{Head: f.Say("statistics.community"), Share: 5}, {Head: f.Say("statistics.period"), Share: 2}}}
	for _, c := range t.Columns {
		table.Columns = append(table.Columns, paper.Column{Head: f.Say("statistics.column." + c), Share: 2, Align: paper.Right})
	}
	table.Rows = t.Rows(f.Lang)
	return table
}

// Rows are the lines as cells: the name, the period, the figures. A period of which there is no figure is left out.
func (t StatisticsTable) Rows(lang words.Lang) [][]string {
	var rows [][]string
	for _, line := range t.Lines {
		name := line.Name
		switch {
		case name == "":
			name = lang.Say("statistics.total")
		case !line.EndedOn.IsZero():
			name = lang.Say("statistics.ended", name, line.EndedOn)
		}
		for p, cells := range line.Periods {
			if strings.Join(cells, "") != "" {
				rows = append(rows, append([]string{name, lang.Say(StatisticsPeriods()[p])}, cells...))
			}
		}
	}
	return rows
}
