// Package ledgertest is what the tests of slices have in common: a register with real tables in which commands are decided one after the other.
package ledgertest

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Books is a register that belongs to one test and ends with it.
type Books struct {
	TB      testing.TB
	DB      *store.DB
	Machine *ledger.Machine
	// File is the database.
	File string
	// Clock answers the instant of the next command.
	Clock func() time.Time
	// Number answers what the nth command is numbered; nil leaves it without.
	Number func(n int) string
	// Log is every command decided, Changes what they told.
	Log     []ledger.Envelope
	Changes []ledger.Change
	// Drawn is how many stamps were made.
	Drawn int
}

// Open opens an empty register with these slices.
func Open(tb testing.TB, clock func() time.Time, slices ...ledger.Slice) *Books {
	tb.Helper()
	b := &Books{TB: tb, File: filepath.Join(tb.TempDir(), "station.db"), Clock: clock, Number: func(n int) string { return fmt.Sprintf("N-%d", n) }}
	var err error
	if b.DB, err = store.Open(b.File, store.Replayable); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = b.DB.Close() }) // a test may have closed it
	watch := func(_ uint64, changes []ledger.Change) { b.Changes = append(b.Changes, changes...) }
	if b.Machine, err = ledger.Open(b.DB, slices, watch); err != nil {
		tb.Fatal(err)
	}
	return b
}

// Stamp is that of the next command, accepted at the station s1.
func (b *Books) Stamp(actor ledger.Actor) ledger.Stamp {
	b.Drawn++
	s := ledger.Stamp{
		RequestID: fmt.Sprintf("00000000-0000-7000-8000-%012d", b.Drawn), Station: "s1", Actor: actor, At: b.Clock(),
		ID: fmt.Sprintf("01900000-0000-7000-8000-%012d", b.Drawn),
	}
	if b.Number != nil {
		s.Number = b.Number(b.Drawn)
	}
	return s
}

// Seal makes the envelope of a command.
func (b *Books) Seal(c ledger.Command, stamp ledger.Stamp) ledger.Envelope {
	b.TB.Helper()
	e, err := b.Machine.Kinds().Seal(c, stamp)
	if err != nil {
		b.TB.Fatal(err)
	}
	return e
}

// Decide has a sealed command decided, in an entry of its own.
func (b *Books) Decide(e ledger.Envelope) ledger.Outcome {
	b.TB.Helper()
	b.Log = append(b.Log, e)
	applied, _ := b.Machine.Applied()
	outcomes, err := b.Machine.Apply([]ledger.Entry{{Index: applied + 1, Envelopes: []ledger.Envelope{e}}})
	if err != nil {
		b.TB.Fatalf("%s: %v", e.Kind, err)
	}
	return outcomes[0][0]
}

// Do has a command decided.
func (b *Books) Do(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	b.TB.Helper()
	return b.Decide(b.Seal(c, b.Stamp(actor)))
}

// Must has a command decided that the test relies on.
func (b *Books) Must(actor ledger.Actor, c ledger.Command) ledger.Outcome {
	b.TB.Helper()
	outcome := b.Do(actor, c)
	if outcome.Refusal != nil {
		b.TB.Fatalf("%s: %v", c.Kind(), outcome.Refusal)
	}
	return outcome
}

// View reads the register.
func (b *Books) View(read func(store.Query) error) {
	b.TB.Helper()
	if err := b.DB.View(b.TB.Context(), read); err != nil {
		b.TB.Fatal(err)
	}
}

// Read is View with an answer.
func Read[T any](b *Books, ask func(q store.Query) (T, error)) T {
	b.TB.Helper()
	var got T
	b.View(func(q store.Query) (err error) {
		got, err = ask(q)
		return err
	})
	return got
}

// Result is the answer of a command that must be applied.
func Result[T any](b *Books, outcome ledger.Outcome) T {
	b.TB.Helper()
	r, err := ledger.Result[T](outcome)
	if err != nil {
		b.TB.Fatal(err)
	}
	return r
}

// Answer is every problem as field:code, in order, or applied where there is none.
func Answer(outcome ledger.Outcome, applied string) string {
	if outcome.Refusal == nil {
		return applied
	}
	problems := make([]string, len(outcome.Refusal.Problems))
	for i, p := range outcome.Refusal.Problems {
		problems[i] = strings.TrimPrefix(p.Field+":"+p.Code, ":")
	}
	return strings.Join(problems, " ")
}
