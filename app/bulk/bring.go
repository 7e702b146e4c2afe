package bulk

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

const (
	// piece is how many rows one command brings. It bounds how long another write may have to wait behind one.
	piece = 100
	// patience is how long one attempt may take.
	patience = 10 * time.Second
	// longestRest bounds the pause after a piece.
	longestRest = time.Second
	// noteEvery is how often the progress is kept on disk. After a crash the pieces since are sent again, which changes nothing and saves a write to
	// disk with every piece.
	noteEvery = time.Second
)

// bring sends the good rows to the register, piece by piece. What was sent is kept now and then; after a crash the last pieces are sent again,
// which changes nothing: its request id, and the identifiers in it, follow from job and row.
func (w *Works) bring(ctx context.Context, kind Kind, j Job) error {
	f, err := os.Open(filepath.Join(w.folder(j.ID), goodFile))
	if err != nil {
		return fmt.Errorf("open good rows: %w", err)
	}
	defer f.Close() // only read
	if _, err := f.Seek(j.Offset, io.SeekStart); err != nil {
		return fmt.Errorf("go on with the good rows: %w", err)
	}
	in := bufio.NewReader(f)
	noted := w.Wall()
	for {
		rows, length, err := readPiece(in)
		if err != nil {
			return err
		}
		if len(rows) == 0 {
			j.State, j.EndedAt = Done, w.Register.Now().UTC()
			_, err := w.advance(Importing, j)
			return err
		}
		begun := w.Wall()
		going, err := w.decide(ctx, kind, &j, rows)
		if err != nil || !going {
			return err
		}
		took := w.Wall().Sub(begun)
		rest := min(took, longestRest)
		j.Sent, j.Offset = j.Sent+len(rows), j.Offset+length
		j.PieceMS, j.Worked, j.Rested = took.Milliseconds(), j.Worked+took.Milliseconds(), j.Rested+rest.Milliseconds()
		keep := w.advance
		if now := w.Wall(); now.Sub(noted) < noteEvery {
			keep = w.show
		} else {
			noted = now
		}
		if going, err := keep(Importing, j); err != nil || !going {
			return err
		}
		pause(ctx, rest) // half of the time belongs to the hall
		if ctx.Err() != nil {
			return ctx.Err()
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// readPiece reads the next rows and how many bytes they take.
func readPiece(in *bufio.Reader) (rows []goodRow, length int64, err error) {
	for len(rows) < piece {
		text, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) {
			return rows, length, nil
		}
		if err != nil {
			return nil, 0, fmt.Errorf("read good rows: %w", err)
		}
		var row goodRow
		if err := json.Unmarshal(text, &row); err != nil {
			return nil, 0, fmt.Errorf("read good rows: %w", err)
		}
		rows, length = append(rows, row), length+int64(len(text))
	}
	return rows, length, nil
}

// decide has a piece decided. A row that the register refuses by now goes to the problems, and the others are asked for again; each such try has its own
// request id, and all of them the same answer when they are asked again. It answers false where a person has stopped the job.
func (w *Works) decide(ctx context.Context, kind Kind, j *Job, rows []goodRow) (bool, error) {
	first := strconv.Itoa(j.Sent)
	for try := 0; len(rows) > 0; try++ {
		payload := make([]json.RawMessage, len(rows))
		for i, r := range rows {
			payload[i] = r.Row
		}
		c, err := kind.Command(payload)
		if err != nil {
			return false, err
		}
		outcome, going, err := w.ask(ctx, j, derived(j.ID, first, strconv.Itoa(try)), c)
		if err != nil || !going {
			return false, err
		}
		if outcome.Refusal == nil {
			count, err := kind.Count(outcome)
			j.Added, j.Known = j.Added+count.Added, j.Known+count.Known
			return true, err
		}
		at, ok := refusedRow(outcome.Refusal, len(rows))
		if !ok {
			return false, outcome.Refusal
		}
		if err := w.leaveOut(j, rows[at], outcome.Refusal); err != nil {
			return false, err
		}
		rows = slices.Delete(rows, at, at+1)
	}
	return true, nil
}

// refusedRow is the row that a refusal names.
func refusedRow(r *ledger.Refusal, rows int) (int, bool) {
	if len(r.Problems) == 0 {
		return 0, false
	}
	at, _, ok := rowField(r.Problems[0].Field)
	return at, ok && at < rows
}

// ask has one command decided, however long the office takes to be able to. It answers false where a person has stopped the job.
func (w *Works) ask(ctx context.Context, j *Job, request string, c ledger.Command) (ledger.Outcome, bool, error) {
	for {
		attempt, cancel := context.WithTimeout(ctx, patience)
		outcome, err := w.Register.Execute(attempt, j.Actor, request, c)
		cancel()
		if err == nil {
			j.Waits = ""
			return outcome, true, nil
		}
		waits, passing := waitsFor(err)
		if ctx.Err() != nil || !passing {
			return ledger.Outcome{}, false, errors.Join(ctx.Err(), err)
		}
		j.Waits = waits
		if going, err := w.advance(Importing, *j); err != nil || !going {
			return ledger.Outcome{}, false, err
		}
		pause(ctx, w.Retry)
	}
}

// waitsFor says what the job waits for, where asking again may help.
func waitsFor(err error) (string, bool) {
	switch {
	case errors.Is(err, station.ErrCutOff):
		return WaitsCutOff, true
	case errors.Is(err, station.ErrNoLeader), errors.Is(err, station.ErrUncertain), errors.Is(err, context.DeadlineExceeded):
		return WaitsNoLeader, true
	}
	return "", false
}

// leaveOut puts a row that was good, and is so no longer, to the problems. Its text is not there any more; the line leads to it.
func (w *Works) leaveOut(j *Job, r goodRow, refusal *ledger.Refusal) error {
	j.Refused++
	problem := refusal.Problems[0]
	placed := RowProblem{Line: r.Line, Problem: Problem{Code: problem.Code, Params: problem.Params}}
	if j.Codes == nil {
		j.Codes = map[string]int{}
	}
	j.Codes[problem.Code]++
	if len(j.First) < firstProblems {
		j.First = append(j.First, placed)
	}
	text, err := encode(badRow{Line: r.Line, Problems: []RowProblem{placed}})
	if err != nil {
		return err
	}
	return appendTo(filepath.Join(w.folder(j.ID), badFile), []byte("\n"+string(text)+"\n")) // a line that a crash broke off must not swallow it
}
