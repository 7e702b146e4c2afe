package station

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/journal"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

func copyFolder(tb testing.TB, from string) string {
	tb.Helper()
	to := filepath.Join(tb.TempDir(), "copy")
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		tb.Fatal(err)
	}
	return to
}

func TestADiskOlderThanItsStationTakesInNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		first := o.Incarnation()
		o.stop()
		older := copyFolder(t, o.folder)
		o = b.open(o.folder, Sources{})
		o.untilReady()
		if now := o.Incarnation(); now.Epoch != first.Epoch || now.Start != first.Start+1 || now.Boot == first.Boot {
			t.Errorf("incarnation = %+v after %+v, want the next start of the same epoch", now, first)
		}
		o.stop()

		o = b.open(older, Sources{})
		o.until("stale", func(s Standing) bool { return s.Stale })
		for _, w := range []weather{fair, cutOff} {
			b.turn(w)
			time.Sleep(5 * time.Second)
			if _, err := o.Execute(t.Context(), clerk(), requestID(1), registration(1)); !errors.Is(err, ErrStale) {
				t.Errorf("intake = %v, want %v", err, ErrStale)
			}
		}
		b.turn(fair)
		if err := o.Renew(); err != nil { // it has joined again
			t.Fatal(err)
		}
		o.untilReady()
		if _, code := o.do(requestID(1), registration(1)); code != "" || o.Standing().Stale {
			t.Errorf("refused with %q, standing %+v, want taken", code, o.Standing())
		}
		b.sameRegister(o)
	})
}

func TestWhatAnEarlierLifeLeftGoesToStaff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		o.do(requestID(1), registration(1))
		if err := o.Renew(); err != nil {
			t.Fatal(err)
		}
		o.do(requestID(2), registration(2))
		b.turn(fair)
		o.untilMode(Normal)
		entries, err := o.Journal(t.Context(), everything)
		if err != nil || len(entries) != 2 || entries[0].State != journal.Done || entries[0].Seq != 1 ||
			entries[1].State != journal.Attention || entries[1].Code != "journal.old_epoch" {
			t.Errorf("journal = %+v %v, want the new life's entry done and the old one's for staff", entries, err)
		}
		b.sameRegister(o)
	})
}

func TestAnIdentityTheOfficeDoesNotKnowEndsTheIntake(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		o.Connect(removed{b})
		o.until("stale", func(s Standing) bool { return s.Stale })
		if _, err := o.Execute(t.Context(), clerk(), requestID(1), registration(1)); !errors.Is(err, ErrStale) {
			t.Errorf("intake = %v, want %v", err, ErrStale)
		}
	})
}

// removed is the log of a station that its office has removed.
type removed struct{ *bureau }

func (removed) Contact() Contact { return Contact{Fault: errors.Join(ErrStale, errors.New("removed"))} }

func TestOutcomesAreForgottenOnceADayWhenNobodyCanAskForThem(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		b.turn(cutOff)
		o.untilMode(Isolated)
		o.do(requestID(1), registration(1))
		b.turn(fair)
		o.untilMode(Normal)
		outcomes := func() (n, acked int) {
			t.Helper()
			err := b.db.View(t.Context(), func(q store.Query) error {
				return q.Row(`SELECT (SELECT count(*) FROM outcome WHERE request_id = ?), (SELECT count(*) FROM audit WHERE kind = ?)`,
					requestID(1), ledger.Acknowledge{}.Kind()).Scan(&n, &acked)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n, acked
		}
		_, probes := outcomes()
		time.Sleep(29 * 24 * time.Hour)
		if n, acked := outcomes(); n != 1 || acked != probes {
			t.Errorf("after 29 days: outcomes, acknowledgements = %d %d, want 1 %d: there is nothing to forget", n, acked, probes)
		}
		time.Sleep(3 * 24 * time.Hour)
		n, acked := outcomes()
		if n != 0 || acked <= probes || acked > probes+2 { // where the log stood on the first day, and on the second
			t.Errorf("after 32 days: outcomes, acknowledgements = %d %d, want 0, and one or two more than %d", n, acked, probes)
		}
		if entries, err := o.Journal(t.Context(), everything); err != nil || len(entries) != 0 {
			t.Errorf("journal = %+v %v, want it empty", entries, err)
		}
		b.sameRegister(o)
	})
}

// The log is not in the order of its stamps: a station that was cut off for weeks, or whose clock is wrong, brings old ones.
func TestAnOldJournalOfAnotherStationDoesNotMakeThisOneForgetItsOutcomes(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		time.Sleep(60 * 24 * time.Hour)
		b := openBureau(t)
		o := b.open(memory(t), Sources{})
		o.untilReady()
		time.Sleep(20 * time.Hour)
		var old []ledger.Envelope
		for range 60 {
			e, err := b.machine.Kinds().Seal(area.AddNodes{}, ledger.Stamp{
				RequestID: newID(), Station: "s2", Actor: ledger.Actor{Kind: ledger.System}, At: time.Now().UTC().AddDate(0, 0, -40).Truncate(time.Millisecond), ID: newID(),
			})
			if err != nil {
				t.Fatal(err)
			}
			old = append(old, e)
		}
		first, code := o.do(requestID(1), registration(1))
		if code != "" {
			t.Fatal(code)
		}
		b.mu.Lock()
		b.append(old)
		b.mu.Unlock()
		time.Sleep(6 * time.Hour) // the daily look is due
		again, code := o.do(requestID(1), registration(1))
		if code != "" || again.Index != first.Index {
			t.Errorf("asked again after six hours = %+v %q, want the outcome of index %d", again, code, first.Index)
		}
	})
}
