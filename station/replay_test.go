package station

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	list "slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/journal"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// settledOnce fails where an entry of the journal is not settled exactly once, or the register tells otherwise.
func settledOnce(t *testing.T, b *bureau, o *opened, want int) {
	t.Helper()
	entries, err := o.Journal(t.Context(), everything)
	if err != nil || len(entries) != want {
		t.Fatalf("journal = %d entries %v, want %d", len(entries), err, want)
	}
	numbers := map[string]bool{}
	for _, e := range entries {
		var times int
		err := b.db.View(t.Context(), func(q store.Query) error {
			return q.Row(`SELECT count(*) FROM audit WHERE request_id = ?`, e.RequestID).Scan(&times)
		})
		if err != nil || times != 1 || e.State != journal.Done || numbers[e.Number] {
			t.Errorf("entry %d (%s, %s) was decided %d times %v, want once, done, and a number of its own", e.Seq, e.Number, e.State, times, err)
		}
		numbers[e.Number] = true
	}
	if got := numbersOf(t, b.db); len(got) < want {
		t.Errorf("the office has %d registrations, want all %d", len(got), want)
	}
}

func TestTheReplayEndsWhateverHappensOnTheWay(t *testing.T) {
	for seed := range uint64(4) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { replayInBadWeather(t, rand.New(rand.NewPCG(seed, 1))) })
		})
	}
}

func replayInBadWeather(t *testing.T, chance *rand.Rand) {
	b := openBureau(t)
	o := b.open(memory(t), Sources{})
	o.untilReady()
	b.turn(cutOff)
	o.untilMode(Isolated)
	const entries = 100 // more than a window
	for n := range entries {
		if _, code := o.do(requestID(n), registration(n)); code != "" {
			t.Fatalf("entry %d was refused with %s", n, code)
		}
	}
	var mu sync.Mutex
	draw := func(n int) int {
		mu.Lock()
		defer mu.Unlock()
		return chance.IntN(n)
	}
	lose := func(one int, err error) func(ledger.Envelope) error {
		return func(ledger.Envelope) error {
			if draw(one) == 0 {
				return err
			}
			return nil
		}
	}
	b.let(lose(20, ErrNoLeader), lose(20, ErrUncertain)) // some do not arrive, so that those behind come too early; some answers are lost
	for range 6 {
		b.turn([]weather{fair, fair, cutOff, deaf}[draw(4)])
		time.Sleep(time.Duration(draw(4000)) * time.Millisecond)
		if waiting := o.Standing().Waiting; o.Standing().Mode == Normal && waiting > 0 {
			t.Fatalf("normal work while %d entries wait", waiting)
		}
	}
	b.turn(fair)
	o.untilMode(Normal)
	b.let(nil, nil)
	settledOnce(t, b, o, entries)
	b.sameRegister(o)
}

func TestWhatTheLeaderDoesNotTakeIsReportedAndHoldsUpNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		var mu sync.Mutex
		var told []string
		o := b.open(memory(t), Sources{Unreplayable: func(_ context.Context, e journal.Entry, reason string) error {
			mu.Lock()
			defer mu.Unlock()
			told = append(told, fmt.Sprint(e.RequestID, " ", reason, " ", len(e.Envelope.Payload) > 0))
			if len(told) == 1 {
				return errors.New("the desk is closed")
			}
			return nil
		}})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		for n := range 4 {
			o.do(requestID(n), registration(n))
		}
		b.let(func(e ledger.Envelope) error {
			if e.Stamp.RequestID == requestID(1) {
				return fmt.Errorf("%w: a kind it does not know", ErrRejected)
			}
			return nil
		}, nil)
		b.turn(fair)
		o.untilMode(Normal)
		synctest.Wait()
		time.Sleep(time.Second) // it is told again
		want := requestID(1) + " version.unknown_kind true"
		mu.Lock()
		if !list.Equal(told, []string{want, want}) {
			t.Errorf("told = %v, want twice %s", told, want)
		}
		mu.Unlock()
		if got := numbersOf(t, b.db); len(got) != 3 {
			t.Errorf("the office has %v, want the other three", got)
		}
		if now := o.Standing(); now.Attention != 1 {
			t.Errorf("standing = %+v, want one entry for staff", now)
		}
		held, found, err := o.journal.Unread(t.Context())
		if err != nil || found {
			t.Errorf("unread = %+v %v, want none", held, err)
		}
		b.sameRegister(o)
	})
}

// The answer to a first asking got lost, and with a restart the number it went out with. Cut off, the person gets a receipt with another one.
func TestAReceiptWhoseNumberTheOfficeDoesNotHaveIsReported(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		for n, number := range []string{"330106099001-000101-1901-0", "330106099001-000101-1902-0"} {
			first, err := b.machine.Kinds().Seal(registration(n), ledger.Stamp{
				RequestID: requestID(n), Station: "s1", Actor: clerk(), At: time.Now().UTC().Truncate(time.Millisecond), ID: newID(),
				Number: number,
			})
			if err != nil {
				t.Fatal(err)
			}
			b.mu.Lock()
			b.append([]ledger.Envelope{first})
			b.mu.Unlock()
			o.do(requestID(n), registration(n))
		}
		b.turn(fair)
		o.untilMode(Normal)
		entries, err := o.Journal(t.Context(), everything)
		if err != nil || len(entries) != 2 {
			t.Fatalf("journal = %+v %v, want two", entries, err)
		}
		for _, e := range entries {
			if e.State != journal.Attention || e.Code != "journal.other_number" {
				t.Errorf("entry %d = %s %q, want it for staff", e.Seq, e.State, e.Code)
			}
		}
		if got := numbersOf(t, b.db); len(got) != 2 {
			t.Errorf("registrations = %v, want each once", got)
		}
		b.sameRegister(o)
	})
}

func TestOnlyAnotherNumberIsAnother(t *testing.T) {
	for name, c := range map[string]struct {
		receipt, result string
		want            bool
	}{
		"the same":             {"N1", `{"id":"x","number":"N1"}`, false},
		"another":              {"N1", `{"id":"x","number":"N2"}`, true},
		"a kind without":       {"", `{"number":"N2"}`, false},
		"a result without":     {"N1", `{"id":"x"}`, false},
		"a result of no names": {"N1", `[1]`, false},
		"no result":            {"N1", ``, false},
	} {
		if got := renumbered(c.receipt, []byte(c.result)); got != c.want {
			t.Errorf("%s = %v, want %v", name, got, c.want)
		}
	}
}
