package station

import (
	"context"
	"errors"
	list "slices"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/ledger"
)

func TestWhoeverAsksAgainHoldsTheNumberTheOfficeHas(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.mu.Lock()
		b.station = nil // the log does not come back either
		b.answer = func(ledger.Envelope) error { return ErrUncertain }
		b.mu.Unlock()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := o.Execute(ctx, clerk(), requestID(1), registration(1)); !errors.Is(err, ErrUncertain) {
			t.Fatalf("outcome = %v, want %v", err, ErrUncertain)
		}
		decided := numbersOf(t, b.db)
		if len(decided) != 1 {
			t.Fatalf("the office has %v, want it decided there", decided)
		}
		b.turn(cutOff)
		o.untilMode(Isolated)
		outcome, code := o.do(requestID(1), registration(1))
		if code != "" || !outcome.Waiting {
			t.Fatalf("outcome = %+v, want accepted here", outcome)
		}
		if got := numbersOf(t, o.register); !list.Equal(got, decided) {
			t.Errorf("the receipt says %v, the office %v", got, decided)
		}
		b.let(nil, nil)
		b.mu.Lock()
		b.station = o.Station
		b.mu.Unlock()
		b.turn(fair)
		o.untilMode(Normal)
		settledOnce(t, b, o, 1)
		b.sameRegister(o)
	})
}

func TestOnlySoManyOpenRequestsAreRemembered(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	w := wishes{now: func() time.Time { return now }}
	ask := func(n int) *wish {
		t.Helper()
		return w.take(&wish{envelope: ledger.Envelope{Stamp: ledger.Stamp{RequestID: requestID(n)}}})
	}
	open := ask(0)
	for n := 1; n < 2*rememberedWishes; n++ {
		asked := ask(n)
		asked.send()
		w.leave(asked, false)
	}
	if len(w.by) > rememberedWishes {
		t.Errorf("remembered = %d, want %d at most", len(w.by), rememberedWishes)
	}
	if ask(0) != open {
		t.Error("a request that is being asked for was forgotten")
	}
	last := 2*rememberedWishes + 1
	decided := ask(last)
	w.leave(decided, true)
	if ask(last) == decided {
		t.Error("a decided request is still remembered")
	}
}
