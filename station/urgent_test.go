package station

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/alarm"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// A panel is answered in time, whatever lies between the station and its office at that moment, and its signal is stored once.
func TestASignalIsDurableInTime(t *testing.T) {
	const deadline = 1500 * time.Millisecond
	for name, c := range map[string]struct {
		at     []weather     // one after the other, each for
		lasts  time.Duration // so long
		within time.Duration
		single int // whether the first was on this station's disk only when its panel was answered
	}{
		"nothing is wrong":               {[]weather{fair}, time.Second, 0, 0},
		"the leader was killed":          {[]weather{cutOff}, time.Minute, deadline, 1},
		"the leader is known, and deaf":  {[]weather{deaf}, time.Minute, deadline, 1},
		"leaders come and go":            {[]weather{cutOff, deaf, cutOff, deaf}, time.Second, deadline, 1},
		"another is elected in a second": {[]weather{cutOff, fair}, time.Second, deadline, 0},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := openBureau(t)
				o := b.open(memory(t), Sources{})
				o.untilReady()
				b.turn(c.at[0])
				var changes sync.WaitGroup
				changes.Go(func() {
					for _, next := range append(c.at[1:], fair) {
						time.Sleep(c.lasts) // the bubble's clock
						b.turn(next)
					}
				})
				o.answered(0, c.within)
				o.answered(1, c.within)
				changes.Wait()
				o.untilMode(Normal)
				o.answered(2, 0)
				storedOnce(t, b, o, 3)
				single := b.tally(t, `SELECT request_id, captured FROM alarm_signal`)
				if single[requestID(0)] != c.single || single[requestID(2)] != 0 {
					t.Errorf("single copies at first = %v, want %d for the first and none for the last", single, c.single)
				}
			})
		})
	}
}

// A station is started while its office cannot be reached, or does not answer: signals are taken in before the session is.
func TestASignalIsDurableBeforeTheSession(t *testing.T) {
	for name, w := range map[string]weather{"no leader": cutOff, "a deaf one": deaf} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := openBureau(t)
				b.turn(w)
				o := b.open(memory(t), Sources{})
				synctest.Wait()
				o.answered(0, 1500*time.Millisecond)
				o.answered(1, 0)
				b.turn(fair)
				o.untilMode(Normal)
				storedOnce(t, b, o, 2)
			})
		})
	}
}

// The way back takes long, and panels go on: they are answered at once, behind what is under way, and nothing overtakes.
func TestSignalsDoNotWaitForALongJournal(t *testing.T) {
	const entries = longJournal
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		for n := range entries {
			o.answered(n, 0)
		}
		b.delay(20 * time.Millisecond) // for each group of at most ledger.MaxGroup
		b.turn(fair)
		o.untilMode(Returning)
		n := entries
		for ; o.Standing().Mode == Returning; n++ {
			within := 1500 * time.Millisecond
			if o.Standing().Pending > 4*window { // the end is not near
				within = 0
			}
			o.answered(n, within)
			if o.machine.Tentative() {
				t.Fatal("a signal was judged on what the station believed while cut off")
			}
			time.Sleep(25 * time.Millisecond) // signals go on, the bubble's clock
		}
		if during := n - entries; during < 4 {
			t.Fatalf("%d signals came on the way back, want several", during)
		}
		if got := o.Standing(); got.Mode != Normal {
			t.Fatalf("standing = %+v, want normal", got)
		}
		storedOnce(t, b, o, n)
		inOrder(t, b)
	})
}

// inOrder fails where the office has not stored the signals in the order in which they came.
func inOrder(t *testing.T, b *bureau) {
	t.Helper()
	err := b.db.View(t.Context(), func(q store.Query) error {
		var disorder int
		err := q.Row(`SELECT count(*) FROM (SELECT row, lag(account) OVER (ORDER BY turn) before, account FROM alarm_item)
			WHERE CAST(before AS INTEGER) > CAST(account AS INTEGER)`).Scan(&disorder)
		if disorder > 0 {
			t.Errorf("%d signals overtook others", disorder)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// The log arrives and withdraws what the station judged again and again, while nothing that it proposes is answered.
func TestASignalIsKeptWithoutJudgementWhereThereIsNothingToJudgeOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(deaf)
		o.answered(0, 1500*time.Millisecond)
		for n := 1; n < 6; n++ {
			b.decide(ledger.Actor{Kind: ledger.System}, registration(n))
			if o.machine.Tentative() {
				t.Fatal("the log did not withdraw the tentative transaction")
			}
			o.answered(n, 0)
			o.answered(n, 0) // asked again
			if o.machine.Tentative() {
				t.Fatal("the whole journal was judged anew while a panel waited")
			}
		}
		time.Sleep(time.Second) // the bubble's clock; meanwhile the tentative transaction is built again
		if got := o.items(t); got != 6 {
			t.Errorf("%d items are seen at the station, want 6", got)
		}
		b.turn(fair)
		o.untilMode(Normal)
		storedOnce(t, b, o, 6)
	})
}

func (o *opened) items(t *testing.T) (n int) {
	t.Helper()
	err := o.View(t.Context(), func(q store.Query) error {
		page, err := alarm.Live(q, alarm.LiveQuery{Limit: 50})
		n = len(page.Items)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A full disk answers no panel: it repeats, or goes to another receiver.
func TestAFullDiskAnswersNoPanel(t *testing.T) {
	for name, mode := range map[string]Mode{"isolated": Isolated, "returning": Returning} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := openBureau(t)
				o := b.open(memory(t), Sources{})
				o.untilReady()
				b.turn(cutOff)
				o.untilMode(Isolated)
				const before = 2 * window
				for n := range before {
					o.answered(n, 0)
				}
				if mode == Returning {
					b.delay(time.Second)
					b.turn(fair)
					o.untilMode(Returning)
				}
				o.pages(t, 1) // no page more than there are
				n := before
				for ; n < before+40; n++ {
					_, _, err := o.arrive(n)
					if errors.Is(err, ErrNotKept) {
						break
					}
					if err != nil {
						t.Fatal(err)
					}
				}
				if n == before+40 {
					t.Fatal("the disk was never full")
				}
				if o.Standing().Fault == nil {
					t.Error("nobody is told that the disk is full")
				}
				o.pages(t, 100_000)
				o.answered(n, 1500*time.Millisecond) // the panel repeats
				b.delay(0)
				b.turn(fair)
				o.untilMode(Normal)
				storedOnce(t, b, o, n+1)
			})
		})
	}
}

func (o *opened) pages(t *testing.T, most int) {
	t.Helper()
	err := o.local.Write(func(tx *store.Tx) error { return tx.Row(fmt.Sprintf("PRAGMA max_page_count = %d", most)).Scan(&most) })
	if err != nil {
		t.Fatal(err)
	}
}

// The port gives up and asks again, as it does where its answer comes too late: one signal, however often.
func TestASignalAskedForAgainIsStoredOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(deaf)
		signals := alarmOf(0)
		for range 3 {
			ctx, cancel := context.WithTimeout(t.Context(), time.Second)
			_, err := o.Execute(ctx, ledger.Actor{Kind: ledger.System}, requestID(0), signals)
			cancel()
			if err != nil && !errors.Is(err, ErrUncertain) {
				t.Fatalf("execute = %v, want nothing or %v", err, ErrUncertain)
			}
		}
		if mode := o.Standing().Mode; mode != Normal {
			t.Errorf("mode = %s, want normal: nobody waited for the deadline", mode)
		}
		outcome, err := o.Execute(t.Context(), ledger.Actor{Kind: ledger.System}, requestID(0), signals)
		if err != nil || !outcome.Waiting {
			t.Errorf("outcome = %+v %v, want kept", outcome, err)
		}
		b.turn(fair)
		o.untilMode(Normal)
		storedOnce(t, b, o, 1)
	})
}

// Commands of people do not end normal work by one deadline missed; they go with the station when a signal does.
func TestOnlyAnUrgentCommandEndsNormalWorkAtItsFirstDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(deaf)
		begun := time.Now()
		o.do(requestID(1), registration(1))
		if waited := time.Since(begun); waited != 3*time.Second {
			t.Errorf("a registration waited %s, want two deadlines", waited)
		}
		b.turn(fair)
		o.untilMode(Normal)
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		cancel() // the person has gone
		b.turn(deaf)
		if _, err := o.Execute(ctx, clerk(), requestID(2), registration(2)); err == nil {
			t.Error("a request that nobody waits for was answered")
		}
		if mode := o.Standing().Mode; mode != Normal {
			t.Errorf("mode = %s after somebody gave up, want normal", mode)
		}
		b.turn(fair)
	})
}
