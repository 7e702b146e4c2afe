// Package sheet reads tables from the files that offices have (.xlsx, and .csv in UTF-8, UTF-16 or GB18030) and writes such files. It knows what
// spreadsheet programs do to long numbers and dates; it knows neither people nor rooms.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"
)

const (
	// MaxFile is the largest file that is read, in bytes.
	MaxFile = 64 << 20
	// MaxRows is how many rows a file may have, that of headings included.
	MaxRows = 200_001
	// MaxColumns is how many columns of a row are read; those behind it are left out.
	MaxColumns = 64
	// MaxCell is the longest text of one cell, in characters. No column of an office is longer.
	MaxCell = 2000
	// maxUnzipped bounds what an .xlsx unfolds to, so that a small file cannot fill memory and disk.
	maxUnzipped = 768 << 20
	// maxInMemory is how much of one part of an .xlsx is unfolded in memory; larger ones go through the temporary folder.
	maxInMemory = 16 << 20
)

// Row is one row that is not empty.
type Row struct {
	// Line is the number of the row as spreadsheet programs show it, from 1. In a .csv it is the line of the file.
	Line int
	// Cells are the texts without space around them; cells behind the last one with a text are left out.
	Cells []string
	// From1904 says that dates as numbers count from 1904, as old Macintosh files do.
	From1904 bool
}

// Cell is the text of a column, counted from 0, or empty.
func (r Row) Cell(column int) string {
	if column < 0 || column >= len(r.Cells) {
		return ""
	}
	return r.Cells[column]
}

// Fault is what makes a whole file unreadable, by its stable code.
type Fault struct {
	Code string
	// Line is where, or 0.
	Line int
}

// Error is the code, with the line where one is known.
func (f *Fault) Error() string {
	if f.Line == 0 {
		return f.Code
	}
	return f.Code + " in line " + strconv.Itoa(f.Line)
}

// The codes of a Fault.
const (
	TooLarge   = "file.too_large"
	TooMany    = "file.too_many_rows"
	OldFormat  = "file.old_format" // .xls, or an .xlsx with a password: both look the same from outside
	Unreadable = "file.unreadable"
	NoEncoding = "file.encoding"
	BadQuotes  = "file.quotes"
	LongCell   = "file.cell_too_long"
)

// FaultOf finds the Fault in an error.
func FaultOf(err error) (*Fault, bool) {
	var f *Fault
	return f, errors.As(err, &f)
}

// Read goes through the rows of a file, in order. temp is a folder for what does not fit in memory. What each answers ends the reading. An error is a
// Fault where the file is to blame.
func Read(file, temp string, each func(Row) error) error {
	f, err := os.Open(file)
	if err != nil {
		return fmt.Errorf("open table: %w", err)
	}
	content, err := io.ReadAll(io.LimitReader(f, MaxFile+1))
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("read table: %w", err)
	}
	return ReadBytes(content, temp, each)
}

// ReadBytes is Read of a file in memory.
func ReadBytes(content []byte, temp string, each func(Row) error) error {
	if len(content) > MaxFile {
		return &Fault{Code: TooLarge}
	}
	c := counting{each: each}
	switch {
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return readXLSX(content, temp, c.row)
	case bytes.HasPrefix(content, []byte("\xd0\xcf\x11\xe0")):
		return &Fault{Code: OldFormat}
	default:
		return readCSV(content, c.row)
	}
}

// counting passes on rows that hold something and are within the limits.
type counting struct {
	each func(Row) error
	rows int
}

func (c *counting) row(r Row) error {
	r.Cells = r.Cells[:min(len(r.Cells), MaxColumns)]
	for i, cell := range r.Cells {
		r.Cells[i] = tidy(cell)
		if utf8.RuneCountInString(r.Cells[i]) > MaxCell {
			return &Fault{Code: LongCell, Line: r.Line}
		}
	}
	for len(r.Cells) > 0 && r.Cells[len(r.Cells)-1] == "" {
		r.Cells = r.Cells[:len(r.Cells)-1]
	}
	if len(r.Cells) == 0 {
		return nil
	}
	if c.rows++; c.rows > MaxRows {
		return &Fault{Code: TooMany, Line: r.Line}
	}
	return c.each(r)
}

// tidy takes away what is not part of a value: space around it, bytes that are no text, and the apostrophe that Write puts before what could be taken
// for a formula.
func tidy(cell string) string {
	cell = strings.TrimSpace(strings.ToValidUTF8(strings.ReplaceAll(cell, "\x00", ""), ""))
	if rest, quoted := strings.CutPrefix(cell, "'"); quoted && risky(rest) {
		return strings.TrimSpace(rest)
	}
	return cell
}

// Place names a cell as spreadsheet programs do: C12. The column counts from 0.
func Place(column, line int) string {
	name := ""
	for n := column + 1; n > 0; n = (n - 1) / 26 {
		name = string(rune('A'+(n-1)%26)) + name
	}
	return name + strconv.Itoa(line)
}
