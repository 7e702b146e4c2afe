package cluster

import (
	"bytes"
	"errors"
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

func FuzzPulse(f *testing.F) {
	f.Add(pulse{clock: time.Unix(1, 2), applied: 3, last: 4, term: 5, audited: 6, found: true, hash: ledger.Head{7}}.encode())
	f.Add(pulse{novice: true, voteless: true}.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		p, err := parsePulse(b)
		if err == nil && !bytes.Equal(p.encode(), b) {
			t.Errorf("% x was read as %+v, which is written % x", b, p, p.encode())
		}
		if err != nil && !errors.Is(err, errPulse) {
			t.Errorf("error = %v, want errPulse", err)
		}
	})
}

func FuzzQuestion(f *testing.F) {
	f.Add(question{seq: 9}.encode())
	f.Add(question{novice: true}.encode())
	f.Fuzz(func(t *testing.T, b []byte) {
		q, err := parseQuestion(b)
		if err == nil && !bytes.Equal(q.encode(), b) {
			t.Errorf("% x was read as %+v, which is written % x", b, q, q.encode())
		}
	})
}

func BenchmarkPulse(b *testing.B) {
	bytes := pulse{clock: time.Unix(1, 2), found: true}.encode()
	for b.Loop() {
		if _, err := parsePulse(bytes); err != nil {
			b.Fatal(err)
		}
	}
}

func TestAPeerThatSendsNoQuestionIsHungUpOn(t *testing.T) {
	near, far := net.Pipe()
	served := make(chan struct{})
	go func() {
		defer close(served)
		servePulse(far, func(question) pulse { return pulse{} })
		far.Close() // as the door does
	}()
	if _, err := near.Write(bytes.Repeat([]byte{0xff}, questionBytes)); err != nil {
		t.Fatal(err)
	}
	<-served
	if n, err := near.Read(make([]byte, 1)); err == nil {
		t.Errorf("%d bytes of an answer", n)
	}
}

func TestTheShortestWayTellsTheOffset(t *testing.T) {
	start := time.Date(2026, 11, 21, 8, 0, 0, 0, time.UTC)
	var o offsets
	if got := o.best(); got != 0 {
		t.Errorf("offset before any pulse = %v, want 0", got)
	}
	for n, c := range []struct{ there, back, want int }{ // in milliseconds
		{40, 60, 3010}, // a delay on one way looks like half an offset
		{2, 2, 3000},
		{500, 2, 3000},
		{2, 500, 3000},
		{100, 100, 3000},
		{100, 100, 3000},
		{300, 100, 3000},
		{90, 100, 3000},
		{100, 100, 3000},
		{100, 100, 2995}, // the best is forgotten after eight more
	} {
		asked := start.Add(time.Duration(n) * time.Second)
		there, back := time.Duration(c.there)*time.Millisecond, time.Duration(c.back)*time.Millisecond
		o.note(asked, asked.Add(there+back), asked.Add(there+3*time.Second))
		if got := o.best().Milliseconds(); got != int64(c.want) && n > 0 {
			t.Errorf("after pulse %d the offset is %d ms, want %d", n, got, c.want)
		}
	}
}

func TestEveryStationKnowsTheOffsets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		o := newOffice(t, 3, Retention{})
		ahead := map[string]time.Duration{"s1": 0, "s2": 5 * time.Second, "s3": -time.Minute}
		for _, d := range o.stations {
			d.config.Clock = func() time.Time { return time.Now().Add(ahead[d.id]) }
		}
		o.open()
		leader := o.leader().id
		later(2 * time.Second)
		for _, d := range o.stations {
			status := d.node.Status()
			if want := ahead[leader] - ahead[d.id]; status.Offset != want {
				t.Errorf("%s: offset to the leader = %v, want %v", d.id, status.Offset, want)
			}
			for _, m := range status.Members {
				if want := ahead[m.ID] - ahead[d.id]; m.Offset != want || m.Last != status.LastIndex || time.Since(m.Seen) > pulseEvery {
					t.Errorf("%s: %s is %v ahead, at %d, seen %v; want %v, %d, now", d.id, m.ID, m.Offset, m.Last, m.Seen, want, status.LastIndex)
				}
			}
		}
	})
}

// TestAnAlteredChainIsFound changes audit rows in the file of one station while it is stopped, and holds that every station names the first
// of them.
func TestAnAlteredChainIsFound(t *testing.T) {
	const altered = 5
	for name, forge := range map[string]string{
		"all rows from one on": `UPDATE audit SET hash = zeroblob(31) || char(seq) WHERE seq >= 5; UPDATE ledger_meta SET chain_head = (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1)`,
		"one row alone":        `UPDATE audit SET hash = zeroblob(32) WHERE seq = 5`,
	} {
		t.Run(name, func(t *testing.T) {
			story(t, 3, Retention{}, func(t *testing.T, o *office) {
				for n := range 12 {
					o.stations[n%3].write(fmt.Sprint(n), deposit{Account: "rent", Amount: 1})
				}
				o.wantEqual()
				forged := o.followers()[0]
				forged.stop()
				forged.alter(forge)
				forged.start()
				if forged.node.Status().Differs != nil {
					t.Error("a difference before anybody looked")
				}
				row, _, err := o.leader().machine.AuditAt(t.Context(), altered)
				if err != nil {
					t.Fatal(err)
				}
				ours := fmt.Sprintf("%x", row.Hash)
				for _, d := range o.stations {
					differs := d.until("difference", func(s Status) bool { return s.Differs != nil }).Differs
					if differs.Seq != altered || differs.Index != row.Index || differs.Kind != (deposit{}).Kind() || differs.At != row.At {
						t.Errorf("%s: differs = %+v, want row %d", d.id, differs, altered)
					}
					if d == forged && differs.Theirs != ours || d != forged && (differs.Ours != ours || differs.Peer != forged.id) {
						t.Errorf("%s: differs = %+v, want the row of the others as %s", d.id, differs, ours)
					}
				}
			})
		})
	}
}

// alter changes the file of a station that is stopped.
func (d *desk) alter(script string) {
	tb := d.office.tb
	tb.Helper()
	register, err := store.Open(d.path(), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tx, err := register.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	if err := errors.Join(tx.Script(script), tx.Commit(), register.Close()); err != nil {
		tb.Fatal(err)
	}
}

func TestChainsThatAreEqualRaiseNoAlarm(t *testing.T) {
	story(t, 3, Retention{}, func(t *testing.T, o *office) {
		for n := range 30 {
			o.stations[n%3].write(fmt.Sprint(n), deposit{Account: "rent", Amount: -n % 2})
			later(300 * time.Millisecond)
		}
		later(time.Minute)
		for _, d := range o.stations {
			if differs := d.node.Status().Differs; differs != nil {
				t.Errorf("%s: differs = %+v", d.id, differs)
			}
		}
	})
}

// TestTheSearchFindsTheFirstRow tries every first row of chains of every length.
func TestTheSearchFindsTheFirstRow(t *testing.T) {
	for length := uint64(1); length <= 40; length++ {
		for first := uint64(1); first <= length; first++ {
			var s search
			asked := 0
			for ; !s.found() && asked < 100; asked++ {
				seq := s.next(length)
				theirs := ledger.Head{}
				if seq >= first {
					theirs[0] = 1
				}
				s.note(seq, ledger.Head{}, theirs)
			}
			if s.high != first || asked > 9 {
				t.Errorf("%d of %d: found %d after %d questions", first, length, s.high, asked)
			}
		}
	}
}
