package station

import (
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/store"
)

// seen counts the items that the station's screens show.
func (o *opened) seen(t *testing.T) (n int) {
	t.Helper()
	err := o.View(t.Context(), func(q store.Query) error { return q.Row(`SELECT count(*) FROM alarm_item`).Scan(&n) })
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// beginBuilding withdraws the tentative transaction as the log does, and stops where a long journal is about to be judged anew.
func (o *opened) beginBuilding(t *testing.T) {
	t.Helper()
	synctest.Wait() // it may be on its way for the first time
	if err := o.machine.Withdraw(); err != nil {
		t.Fatal(err)
	}
	if _, begun, err := o.begin(); err != nil || !begun {
		t.Fatalf("begin = %v, %v, want to begin", begun, err)
	}
}

// A long journal takes seconds to judge anew. Signals are kept at once meanwhile, and people wait until they are judged on all of it.
func TestASignalIsKeptWhileTheJournalIsJudged(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		n := 0
		for ; n < 2*buildPiece+5; n++ {
			o.answered(n, 0)
		}
		o.beginBuilding(t)
		for range 3 {
			o.answered(n, 0)
			o.answered(n, 0) // asked again
			n++
		}
		if got := o.seen(t); got != 0 {
			t.Errorf("%d items are seen before the journal was judged, want none", got)
		}
		var person sync.WaitGroup
		registered := false
		person.Go(func() {
			o.do(requestID(90_000), registration(1))
			registered = true
		})
		synctest.Wait()
		if registered {
			t.Error("a registration was judged on half of the journal")
		}
		if err := o.build(); err != nil {
			t.Fatal(err)
		}
		if got := o.seen(t); got != n {
			t.Errorf("%d items are seen, want all %d", got, n)
		}
		person.Wait()
		o.answered(n, 0)
		if got := o.seen(t); got != n+1 {
			t.Errorf("%d items are seen, want %d: the last was to be judged at once", got, n+1)
		}
		b.turn(fair)
		o.untilMode(Normal)
		storedOnce(t, b, o, n+1)
		inOrder(t, b)
	})
}

// What is being built is given up where the log arrives, or the way back begins, and built anew where it is needed again.
func TestTheLogEndsTheBuilding(t *testing.T) {
	for name, meanwhile := range map[string]weather{"an entry of the log": deaf, "the way back": fair} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := openBureau(t)
				o := b.open(memory(t), Sources{})
				o.untilReady()
				b.turn(cutOff)
				o.untilMode(Isolated)
				o.answered(0, 0)
				o.answered(1, 0)
				o.beginBuilding(t)
				b.turn(meanwhile)
				if meanwhile == deaf {
					b.decide(clerk(), registration(1))
				} else {
					o.untilMode(Returning)
				}
				o.answered(2, 0)
				if err := o.build(); err != nil || o.machine.Tentative() {
					t.Errorf("build = %v, tentative %v, want given up", err, o.machine.Tentative())
				}
				time.Sleep(time.Second) // the bubble's clock; it is built again, or was decided
				if got := o.seen(t); got != 3 {
					t.Errorf("%d items are seen, want 3", got)
				}
				b.turn(fair)
				o.untilMode(Normal)
				storedOnce(t, b, o, 3)
			})
		})
	}
}
