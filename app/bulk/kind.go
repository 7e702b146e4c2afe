// Package bulk knows how whole tables come into the register: every row is judged first and nothing written; then, when somebody has said so, the good
// ones go through the ledger in small commands, so that the hall works on. A job survives the end of the program and goes on where it was. It knows no
// HTTP and no words of a page.
package bulk

import (
	"encoding/json"
	"strconv"
	"strings"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Kind is one sort of table. Another one is another value in Kinds; nothing else knows which there are.
type Kind struct {
	Name string
	// Zh and En are how people call it.
	Zh, En  string
	Columns []Column
	// Judge begins the judging of one file.
	Judge func(Judging) Judge
	// Command makes one command of good rows, as Judge answered them.
	Command func(rows []json.RawMessage) (ledger.Command, error)
	// Count reads what became of the rows.
	Count func(ledger.Outcome) (Count, error)
}

// Kinds lists the tables that can be imported, in the order shown.
func Kinds() []Kind { return []Kind{people(), rooms(), rentals(), permits()} }

// Column is a column of a table.
type Column struct {
	Key string
	// Zh and En are the headings; either is understood, and so are Also.
	Zh, En string
	Also   []string
	// Required columns must be in the file; whether a cell may be empty is the judge's matter.
	Required bool
	// HintZh and HintEn say in a line what to write.
	HintZh, HintEn string
	// Allowed are the words that may stand in it; none means anything.
	Allowed []string
}

// Judging is what a judge knows of its job.
type Judging struct {
	// Job makes identifiers: the same row of the same job always has the same.
	Job   string
	Today calendar.Date
	Stamp ledger.Stamp
}

// Judge looks at one row, alone and against the register, and answers it in the form of the command, or what is wrong with it.
type Judge func(q store.Query, r Cells) (good any, wrong []Problem, err error)

// Problem is one thing wrong with a row. It names the column and repeats no value.
type Problem struct {
	Column string            `json:"column,omitempty"` // key
	Code   string            `json:"code"`
	Params map[string]string `json:"params,omitempty"`
}

// Count is what became of the rows of one command.
type Count struct{ Added, Known int }

// Cells is one row, by the keys of its columns.
type Cells struct {
	sheet.Row
	At map[string]int
}

// Text is what stands in a column, or empty where there is none.
func (c Cells) Text(key string) string {
	column, there := c.At[key]
	if !there {
		return ""
	}
	return c.Cell(column)
}

// date reads a day; an empty cell is no date and no mistake.
func (c Cells) date(key string, wrong *[]Problem) calendar.Date {
	text := c.Text(key)
	if text == "" {
		return calendar.Date{}
	}
	day, ok := sheet.Date(text, c.From1904)
	if !ok {
		*wrong = append(*wrong, Problem{Column: key, Code: "row.date"})
	}
	return day
}

// fieldsToColumns turns the problems of a command with one row into those of its columns.
func fieldsToColumns(r *ledger.Refusal, columns map[string]string) []Problem {
	if r == nil {
		return nil
	}
	var wrong []Problem
	for _, p := range r.Problems {
		_, field, _ := rowField(p.Field)
		column, known := columns[field]
		if !known {
			list, _, _ := strings.Cut(field, ".") // rooms.1 stands in the cell of the rooms
			column = columns[list]
		}
		wrong = append(wrong, Problem{Column: column, Code: p.Code, Params: p.Params})
	}
	return wrong
}

// rowField reads "people.3.card.name": the row and the field in it.
func rowField(field string) (row int, rest string, ok bool) {
	_, after, found := strings.Cut(field, ".")
	number, rest, _ := strings.Cut(after, ".")
	row, err := strconv.Atoi(number)
	return row, rest, found && err == nil && row >= 0
}
