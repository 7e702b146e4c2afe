package bulk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// judgedAtOnce is how many rows are judged in one view of the register, so that nobody else waits for it for long.
const judgedAtOnce = 250

// errStopped says that a person has ended the job.
var errStopped = errors.New("the job was stopped")

// checking is one file under judgement.
type checking struct {
	ctx   context.Context //nolint:containedctx // of this one walk through the file
	w     *Works
	kind  Kind
	job   Job
	judge Judge
	rows  []sheet.Row
	heads headings
	found bool // the headings
	above int  // rows before them
	good  *lines
	bad   *lines
}

// check judges every row of a file and writes nothing to the register.
func (w *Works) check(ctx context.Context, kind Kind, j Job) error {
	folder := w.folder(j.ID)
	now := w.Register.Now()
	j.Good, j.Bad, j.Codes, j.First = 0, 0, map[string]int{}, nil // a walk that was broken off begins anew
	c := &checking{ctx: ctx, w: w, kind: kind, job: j}
	c.judge = kind.Judge(Judging{Job: j.ID, Today: calendar.On(now), Stamp: ledger.Stamp{At: now.UTC(), Actor: j.By}})
	var err error
	if c.good, err = newLines(filepath.Join(folder, goodFile)); err != nil {
		return err
	}
	if c.bad, err = newLines(filepath.Join(folder, badFile)); err != nil {
		return errors.Join(err, c.good.close())
	}
	err = sheet.Read(filepath.Join(folder, upload), folder, c.row)
	if err == nil {
		err = c.flush()
	}
	err = errors.Join(err, c.good.close(), c.bad.close())
	return c.end(err)
}

// end keeps what was found out.
func (c *checking) end(err error) error {
	fault, faulty := sheet.FaultOf(err)
	switch {
	case errors.Is(err, errStopped):
		return nil
	case faulty:
		c.job.State, c.job.Fault, c.job.EndedAt = Failed, fault.Code, c.w.Register.Now().UTC()
		if fault.Line > 0 {
			c.job.FaultParams = map[string]string{"line": strconv.Itoa(fault.Line)}
		}
	case err != nil:
		return err
	default:
		c.settle()
	}
	_, err = c.w.advance(Checking, c.job)
	return err
}

// settle is the state after the last row.
func (c *checking) settle() {
	missing := c.heads.missing(c.kind)
	switch {
	case !c.found:
		c.job.State, c.job.Fault = Failed, "file.no_headings"
	case len(missing) > 0:
		c.job.State, c.job.Fault, c.job.FaultParams = Failed, "file.columns_missing", map[string]string{"columns": strings.Join(missing, "、")}
	case c.job.Good+c.job.Bad == 0:
		c.job.State, c.job.Fault = Failed, "file.no_rows"
	default:
		c.job.State = Checked
	}
	if c.job.State == Failed {
		c.job.EndedAt = c.w.Register.Now().UTC()
	}
}

func (c *checking) row(r sheet.Row) error {
	if strings.HasPrefix(r.Cell(0), hintMark) {
		return nil
	}
	if !c.found {
		if c.heads, c.found = readHeadings(c.kind, r); c.found {
			c.name()
			return c.bad.add(badRow{Cells: r.Cells})
		}
		if c.above++; c.above >= headingsWithin {
			return &sheet.Fault{Code: "file.no_headings"}
		}
		return nil
	}
	if len(c.heads.missing(c.kind)) > 0 {
		return nil // the file is at fault, not its rows
	}
	r.Cells = append([]string(nil), r.Cells...)
	if c.rows = append(c.rows, r); len(c.rows) < judgedAtOnce {
		return nil
	}
	return c.flush()
}

// name keeps which headings were understood.
func (c *checking) name() {
	c.job.Headings, c.job.Unknown = map[string]string{}, c.heads.unknown
	for key, column := range c.heads.at {
		c.job.Headings[key] = c.heads.names[column]
	}
}

// flush judges the rows gathered.
func (c *checking) flush() error {
	if err := c.ctx.Err(); err != nil {
		return err
	}
	rows := c.rows
	c.rows = nil
	err := c.w.Register.View(c.ctx, func(q store.Query) error {
		for _, r := range rows {
			if err := c.one(q, r); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	going, err := c.w.show(Checking, c.job)
	if err == nil && !going {
		return errStopped
	}
	return err
}

func (c *checking) one(q store.Query, r sheet.Row) error {
	good, wrong, err := c.judge(q, Cells{Row: r, At: c.heads.at})
	if err != nil {
		return err
	}
	if len(wrong) == 0 {
		c.job.Good++
		row, err := encode(good)
		if err != nil {
			return err
		}
		return c.good.add(goodRow{Line: r.Line, Row: row})
	}
	c.job.Bad++
	bad := badRow{Line: r.Line, Cells: r.Cells}
	for _, p := range wrong {
		bad.Problems = append(bad.Problems, c.job.at(c.heads.at, r.Line, p))
		c.job.Codes[p.Code]++
	}
	c.job.First = append(c.job.First, bad.Problems[:min(len(bad.Problems), firstProblems-len(c.job.First))]...)
	return c.bad.add(bad)
}

// at places a problem in the file.
func (j Job) at(columns map[string]int, line int, p Problem) RowProblem {
	placed := RowProblem{Line: line, Problem: p, Heading: j.Headings[p.Column]}
	if column, there := columns[p.Column]; there {
		placed.Place = sheet.Place(column, line)
	}
	return placed
}

// lines writes a file of JSON, one value a line.
type lines struct {
	file *os.File
	out  *bufio.Writer
}

func newLines(path string) (*lines, error) {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return nil, fmt.Errorf("keep judged rows: %w", err)
	}
	return &lines{f, bufio.NewWriter(f)}, nil
}

func (l *lines) add(v any) error {
	text, err := encode(v)
	if err != nil {
		return err
	}
	_, err = l.out.Write(append(text, '\n'))
	return err
}

func (l *lines) close() error { return errors.Join(l.out.Flush(), l.file.Sync(), l.file.Close()) }

func encode(v any) ([]byte, error) {
	text, err := json.Marshal(v)
	if err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	return text, nil
}
