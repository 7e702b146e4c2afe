package station

import (
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/store"
)

func TestAFullDiskAcceptsNothingAndHalfOfNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		limit := func(pages int) {
			t.Helper()
			err := o.local.Write(func(tx *store.Tx) error { return tx.Row(fmt.Sprintf("PRAGMA max_page_count = %d", pages)).Scan(&pages) })
			if err != nil {
				t.Fatal(err)
			}
		}
		limit(1) // no page more than there are
		var taken, refused int
		for n := range 40 {
			outcome, err := o.Execute(t.Context(), clerk(), requestID(n), registration(n))
			switch {
			case err == nil && outcome.Waiting:
				taken++
			case errors.Is(err, ErrNotKept):
				refused++
			default:
				t.Fatalf("outcome = %+v %v, want accepted or %v", outcome, err, ErrNotKept)
			}
		}
		if refused == 0 || o.Standing().Fault == nil {
			t.Fatalf("refused = %d, fault = %v; the disk was never full", refused, o.Standing().Fault)
		}
		if now := o.Standing(); now.Waiting != taken || len(numbersOf(t, o.register)) != taken {
			t.Errorf("waiting = %d with %d registrations, want the %d accepted", now.Waiting, len(numbersOf(t, o.register)), taken)
		}
		time.Sleep(2 * healEvery) // the bubble's clock
		if o.Standing().Fault == nil {
			t.Error("the fault is gone although the disk is full")
		}
		limit(100000)
		time.Sleep(2 * healEvery)
		if fault := o.Standing().Fault; fault != nil {
			t.Errorf("fault = %v although the disk has room again, want none", fault)
		}
		for n := range 40 { // those refused are asked for again
			if outcome, code := o.do(requestID(n), registration(n)); code != "" || !outcome.Waiting {
				t.Fatalf("outcome = %+v, want accepted", outcome)
			}
		}
		if now := o.Standing(); now.Fault != nil || now.Waiting != 40 {
			t.Errorf("standing = %+v, want 40 waiting and no fault", now)
		}
		b.turn(fair)
		o.untilMode(Normal)
		settledOnce(t, b, o, 40)
		b.sameRegister(o)
	})
}
