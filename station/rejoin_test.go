package station

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/journal"
	"jiezhan/station/ledger"
)

// A station joins again under another id. What it accepted under the earlier one comes to an outcome, whatever its office remembers of that.
func TestWhatWasAcceptedUnderAnEarlierIDComesToAnOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		office func(now *bureau, old Incarnation) *bureau
		state  journal.State
		code   string
	}{
		"by an office that knows all": {func(b *bureau, _ Incarnation) *bureau { return b }, journal.Done, ""},
		"by one of a backup, from before an entry came": {func(b *bureau, old Incarnation) *bureau {
			b = openBureau(b.tb)
			b.knows(old)
			return b
		}, journal.Done, ""},
		"by one of a backup, from before the journal began": {func(b *bureau, _ Incarnation) *bureau {
			return openBureau(b.tb)
		}, journal.Attention, "journal.old_epoch"},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := openBureau(t)
				o := b.open(memory(t), Sources{})
				o.untilReady()
				for n := range 3 { // the first two are settled, the third waits
					b.turn(cutOff)
					o.untilMode(Isolated)
					o.do(requestID(n), registration(n))
					if n < 2 {
						b.turn(fair)
						o.untilMode(Normal)
					}
				}
				old := o.Incarnation()
				o.stop()

				b.turn(fair)
				b = c.office(b, old)
				folder := ownFile(t, o.folder)
				s := openAs(t, "s1-new", folder, Sources{})
				if err := s.Renew(); err != nil {
					t.Fatal(err)
				}
				o = b.run(s, folder)
				o.untilReady()
				o.untilMode(Normal)
				entries, err := o.Journal(t.Context(), everything)
				if err != nil || len(entries) != 3 || entries[0].State != c.state || entries[0].Code != c.code {
					t.Errorf("journal = %+v %v, want the last %s %q", entries, err, c.state, c.code)
				}
				b.sameRegister(o)
			})
		})
	}
}

// knows has s1 open a session.
func (b *bureau) knows(life Incarnation) {
	b.tb.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	e, err := b.machine.Kinds().Seal(ledger.OpenSession{Epoch: life.Epoch, Start: life.Start}, ledger.Stamp{
		RequestID: newID(), Station: "s1", Actor: ledger.Actor{Kind: ledger.System}, At: time.Now().UTC().Truncate(time.Millisecond), ID: newID(),
	})
	if err != nil {
		b.tb.Fatal(err)
	}
	b.append([]ledger.Envelope{e})
}

// ownFile is a folder with nothing but the station's own file.
func ownFile(tb testing.TB, from string) string {
	tb.Helper()
	folder := tb.TempDir()
	raw, err := os.ReadFile(filepath.Join(from, "local.db"))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, "local.db"), raw, 0o600)
	}
	if err != nil {
		tb.Fatal(err)
	}
	return folder
}
