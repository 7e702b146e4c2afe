package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// Page is one sheet to be written.
type Page struct {
	Name string
	// Above are lines over the headings: hints, or who exported what and why.
	Above []string
	Head  []string
	Rows  [][]string
}

const (
	textFormat = 49 // the built-in number format "@"
	narrowest  = 10.0
	widest     = 42.0
)

// WriteXLSX writes the pages as one workbook. Every cell is text, and so is every column, so that a number typed there later stays whole. A password
// encrypts the file; without one it is open.
func WriteXLSX(w io.Writer, password string, pages ...Page) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // nothing is kept in it but what Write has written
	text, err := f.NewStyle(&excelize.Style{NumFmt: textFormat})
	if err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	bold, err := f.NewStyle(&excelize.Style{NumFmt: textFormat, Font: &excelize.Font{Bold: true}})
	if err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	for i, page := range pages {
		if i == 0 {
			err = f.SetSheetName(f.GetSheetName(0), page.Name)
		} else {
			_, err = f.NewSheet(page.Name)
		}
		if err == nil {
			err = page.write(f, text, bold)
		}
		if err != nil {
			return fmt.Errorf("write page %s: %w", page.Name, err)
		}
	}
	if err := f.Write(w, excelize.Options{Password: password}); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	return nil
}

func (p Page) write(f *excelize.File, text, bold int) error {
	s, err := f.NewStreamWriter(p.Name)
	if err != nil {
		return err
	}
	for i, head := range p.Head {
		if err := s.SetColWidth(i+1, i+1, p.width(i, head)); err != nil {
			return err
		}
		if err := s.SetColStyle(i+1, i+1, text); err != nil {
			return err
		}
	}
	line := 0
	row := func(style int, cells ...string) error {
		line++
		values := make([]any, len(cells))
		for i, cell := range cells {
			values[i] = excelize.Cell{StyleID: style, Value: plain(cell)}
		}
		return s.SetRow(Place(0, line), values)
	}
	for _, above := range p.Above {
		if err := row(text, above); err != nil {
			return err
		}
	}
	if err := row(bold, p.Head...); err != nil {
		return err
	}
	for _, cells := range p.Rows {
		if err := row(text, cells...); err != nil {
			return err
		}
	}
	return s.Flush()
}

func (p Page) width(column int, head string) float64 {
	longest := width(head)
	for _, row := range p.Rows[:min(len(p.Rows), 100)] {
		if column < len(row) {
			longest = max(longest, width(row[column]))
		}
	}
	return min(max(float64(longest)+2, narrowest), widest)
}

// width counts a Han character as two.
func width(text string) int {
	return utf8.RuneCountInString(text) + (len(text)-utf8.RuneCountInString(text))/2
}

// WriteCSV writes a page in UTF-8 with the mark at the beginning by which spreadsheet programs know it.
func WriteCSV(w io.Writer, p Page) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return fmt.Errorf("write table: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, above := range p.Above {
		if err := out.Write([]string{harmless(above)}); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	for _, row := range append([][]string{p.Head}, p.Rows...) {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = harmless(cell)
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("write table: %w", err)
		}
	}
	out.Flush()
	return out.Error()
}

// plain leaves out what no workbook may hold.
func plain(cell string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' || r == 0xFFFE || r == 0xFFFF {
			return -1
		}
		return r
	}, strings.ToValidUTF8(cell, ""))
}

var longNumber = regexp.MustCompile(`^[0-9]{12,}$`) //nolint:gochecknoglobals // compiled pattern, never written

// harmless makes a cell that a spreadsheet program takes for text: it runs no formula and rounds no number of a document.
func harmless(cell string) string {
	cell = strings.TrimSpace(plain(cell))
	switch {
	case risky(cell):
		return "'" + cell
	case longNumber.MatchString(cell):
		return "\t" + cell
	}
	return cell
}

// risky tells whether a spreadsheet program may take the text for a formula.
func risky(cell string) bool { return cell != "" && strings.ContainsRune("=+-@|", rune(cell[0])) }
