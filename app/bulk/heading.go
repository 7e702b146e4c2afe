package bulk

import (
	"strings"
	"unicode"

	"jiezhan/app/bulk/sheet"
)

const (
	// headingsWithin is among how many rows the headings are looked for; above them stand titles and hints.
	headingsWithin = 10
	// hintMark begins a line of the template that is no data.
	hintMark = "※"
	// ReasonHeading is that of the column that the sheet of problems adds; such a sheet may be corrected and come again.
	ReasonHeading = "问题 / Problem"
)

// headings is which column stands where.
type headings struct {
	at map[string]int
	// names are the headings as the file has them.
	names []string
	// unknown are those that mean nothing here.
	unknown []string
}

// readHeadings answers false where the row cannot be that of the headings: less than two are known.
func readHeadings(k Kind, r sheet.Row) (headings, bool) {
	h := headings{at: map[string]int{}, names: r.Cells}
	for i, cell := range r.Cells {
		key := ""
		for _, c := range k.Columns {
			if c.means(cell) {
				key = c.Key
			}
		}
		_, twice := h.at[key]
		switch {
		case key != "" && !twice:
			h.at[key] = i
		case cell != "" && plainHeading(cell) != plainHeading(ReasonHeading):
			h.unknown = append(h.unknown, cell)
		}
	}
	return h, len(h.at) >= 2
}

// missing are the required columns that are not there.
func (h headings) missing(k Kind) []string {
	var list []string
	for _, c := range k.Columns {
		if _, there := h.at[c.Key]; c.Required && !there {
			list = append(list, c.Zh+" / "+c.En)
		}
	}
	return list
}

func (c Column) means(heading string) bool {
	heading = plainHeading(heading)
	for _, name := range append([]string{c.Key, c.Zh, c.En, c.Zh + c.En}, c.Also...) {
		if plainHeading(name) == heading {
			return true
		}
	}
	return false
}

// plainHeading is a heading without what people put around it: 姓名 * and 姓名（必填） are 姓名.
func plainHeading(heading string) string {
	if at := strings.IndexAny(heading, "(（[【"); at > 0 {
		heading = heading[:at]
	}
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, heading))
}
