package station

import (
	"context"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/alarm"
	"jiezhan/station/ledger"
)

// TestAPowerCutAtEveryStepOfASignal lets the power fail at each step in turn while signals come: at a leader that went deaf, while the station is cut
// off, and on its way back. Whose panel was answered is stored once; the others come again, and are too.
func TestAPowerCutAtEveryStepOfASignal(t *testing.T) {
	var cuts int
	for step := 0; ; step += stride {
		var cut bool
		synctest.Test(t, func(t *testing.T) { cut = signalsWithCut(t, step) })
		if !cut || t.Failed() {
			break
		}
		cuts++
	}
	if cuts*stride < 10 {
		t.Errorf("power cuts = %d, want one at each of many steps", cuts)
	}
	t.Logf("%d power cuts", cuts)
}

const killSignals = 3

func signalsWithCut(t *testing.T, step int) bool {
	b := openBureau(t)
	o, k := b.openKillable(filepath.Join(memory(t), "station"))
	o.untilReady()
	var signals [killSignals]alarm.RecordSignals
	var answered [killSignals]bool
	comes := func(n int) {
		ctx, cancel := context.WithTimeout(t.Context(), receiversPatience)
		defer cancel()
		signals[n] = alarmOf(n)
		outcome, err := o.Execute(ctx, ledger.Actor{Kind: ledger.System}, requestID(n), signals[n])
		if err != nil || !outcome.Waiting {
			t.Errorf("cut at %d, signal %d = %+v %v, want kept", step, n, outcome, err)
		}
		answered[n] = !k.failed() // the answer got out before the power failed
	}
	k.arm(step)
	b.turn(deaf)
	comes(0)
	comes(1)
	b.turn(fair)
	b.delay(time.Second) // of the bubble's clock
	o.untilMode(Returning)
	b.turn(deaf)
	comes(2)
	if mode := o.Standing().Mode; mode != Returning {
		t.Errorf("mode = %s, want returning", mode)
	}
	k.arm(-1)
	o.stop()
	if k.err != nil {
		t.Fatal(k.err)
	}
	b.delay(0)
	b.turn(fair)
	folder := k.folder
	if k.cut {
		folder = k.copyTo
	}
	o = b.open(folder, Sources{})
	for n, was := range answered {
		if was {
			continue
		}
		if outcome, err := o.Execute(t.Context(), ledger.Actor{Kind: ledger.System}, requestID(n), signals[n]); err != nil || outcome.Refusal != nil {
			t.Errorf("cut at %d, signal %d again = %+v %v, want durable", step, n, outcome, err)
		}
	}
	o.untilMode(Normal)
	storedOnce(t, b, o, killSignals)
	return k.cut
}
