package paper

import "strings"

// A Table has lines around its cells; its head is repeated on every page.
type Table struct {
	Columns []Column
	Rows    [][]string
}

// A Column of a table.
type Column struct {
	// Head stands above it; without any head there is no row for them.
	Head string
	// Share of the width, in the sum of all shares.
	Share int
	Align Align
}

// headGray is the tint behind heads: light, for printers that are out of ink.
const headGray = 235

// cellRoom is the room between a cell's text and the lines beside it, rowRoom that above and below.
const (
	cellRoom = 3 * MM / 2
	rowRoom  = MM
)

// Table writes a table over as many pages as it takes. A row goes to the next page whole, unless no page holds it.
func (s *Sheet) Table(t Table) {
	g := grid{Sheet: s, table: t, widths: s.widths(t.Columns)}
	first := g.high(g.wrapped(g.heads()))
	if len(t.Rows) > 0 {
		first += g.high(g.wrapped(t.Rows[0]))
	}
	s.need(first)
	g.head()
	for _, row := range t.Rows {
		g.row(row)
	}
}

// widths parts the column's width by shares, so that the sum is the whole.
func (s *Sheet) widths(columns []Column) []Length {
	all, sum := s.across(), Length(0)
	for _, c := range columns {
		sum += Length(c.Share)
	}
	widths, used, share := make([]Length, len(columns)), Length(0), Length(0)
	for i, c := range columns {
		share += Length(c.Share)
		widths[i] = all*share/sum - used
		used += widths[i]
	}
	return widths
}

// A grid is a table while it is written.
type grid struct {
	*Sheet
	table  Table
	widths []Length
	fresh  bool // nothing but the head stands on this page
}

func (g *grid) heads() []string {
	var heads []string
	for _, c := range g.table.Columns {
		heads = append(heads, c.Head)
	}
	return heads
}

// head begins the table on a page: a line, and the heads where there are any.
func (g *grid) head() {
	g.fresh = true
	heads := g.heads()
	if strings.Join(heads, "") == "" {
		g.rule()
		return
	}
	lines := g.wrapped(heads)
	g.shade(g.margin, g.y, g.width(), g.high(lines), headGray)
	g.rule()
	g.cells(lines)
}

func (g *grid) row(row []string) {
	lines := g.wrapped(row)
	for {
		fit := int((g.room() - 2*rowRoom) / leading(g.body))
		switch {
		case fit >= most(lines):
			g.cells(lines)
			g.fresh = false
			return
		case g.fresh: // no page is long enough
			var part [][][]rune
			part, lines = cut(lines, max(fit, 1))
			g.cells(part)
		}
		g.newPage()
		g.head()
	}
}

func (g *grid) wrapped(row []string) [][][]rune {
	lines := make([][][]rune, len(g.widths))
	for i, width := range g.widths {
		if i < len(row) {
			lines[i] = g.ruler(g.body).wrap(row[i], width-2*cellRoom)
		}
	}
	return lines
}

func (g *grid) lefts() []Length {
	lefts, x := make([]Length, len(g.widths)), g.margin
	for i, width := range g.widths {
		lefts[i] = x
		x += width
	}
	return lefts
}

func (g *grid) width() Length {
	all := Length(0)
	for _, w := range g.widths {
		all += w
	}
	return all
}

// high is the height of a row of cells.
func (g *grid) high(lines [][][]rune) Length { return leading(g.body)*Length(most(lines)) + 2*rowRoom }

// rule draws a line across the table.
func (g *grid) rule() { g.bar(g.margin, g.y, g.width()+thin, thin) }

// cells writes one row with the lines between its cells and below; the one above is there already.
func (g *grid) cells(lines [][][]rune) {
	high := g.high(lines)
	for i, x := range g.lefts() {
		g.bar(x, g.y, thin, high)
		for n, line := range lines[i] {
			g.set(line, x+cellRoom, g.y+rowRoom+leading(g.body)*Length(n), g.widths[i]-2*cellRoom, g.body, g.table.Columns[i].Align)
		}
	}
	last := len(g.widths) - 1
	g.bar(g.lefts()[last]+g.widths[last], g.y, thin, high)
	g.y += high
	g.rule()
}

func most(lines [][][]rune) int {
	n := 1
	for _, cell := range lines {
		n = max(n, len(cell))
	}
	return n
}

// cut parts the cells of a row behind so many lines.
func cut(lines [][][]rune, n int) (part, rest [][][]rune) {
	for _, cell := range lines {
		at := min(n, len(cell))
		part, rest = append(part, cell[:at]), append(rest, cell[at:])
	}
	return part, rest
}
