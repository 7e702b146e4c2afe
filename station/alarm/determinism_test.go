package alarm

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// anySignal draws a signal of a few sources, zones and events, so that repeats, restores, runaways and swingers all come.
func anySignal(r *rand.Rand, now time.Time) Arrival {
	kinds := []func() Arrival{
		func() Arrival { return fire("1234", "001") },
		func() Arrival { return burglary("1234", fmt.Sprintf("%03d", r.IntN(3))) },
		func() Arrival { return over(burglary("1234", fmt.Sprintf("%03d", r.IntN(3)))) },
		func() Arrival { return takenBack("1234") },
		func() Arrival { return opening(1 + 2*r.IntN(2)) },
		func() Arrival { return power([]string{"", "1234"}[r.IntN(2)]) },
		func() Arrival { return keypad(r.IntN(20)) },
	}
	a := kinds[r.IntN(len(kinds))]()
	a.At = now
	return a
}

// However the log is cut into batches, and whatever was judged tentatively between, two stations hold the same rows.
func TestTheSameLogMakesTheSameRows(t *testing.T) {
	one, other := openOffice(t), openOffice(t)
	r := rand.New(rand.NewPCG(4, 2))
	var batch []ledger.Entry
	for range 400 {
		if one.later(time.Duration(r.IntN(3)) * time.Second); r.IntN(30) == 0 {
			one.later([]time.Duration{time.Minute, -30 * time.Second, 40 * time.Minute, 72 * time.Hour}[r.IntN(4)])
		}
		one.station = []string{"s1", "s1", "s2"}[r.IntN(3)]
		signals := make([]Arrival, 1+r.IntN(3))
		for n := range signals {
			signals[n] = anySignal(r, one.now)
		}
		e := one.seal(program(), RecordSignals{Port: "com1", Protocol: "surgard", MergeSeconds: 30 * r.IntN(2), Signals: signals})
		entry := ledger.Entry{Index: uint64(one.Drawn), Envelopes: []ledger.Envelope{e}}
		if _, err := one.Machine.Apply([]ledger.Entry{entry}); err != nil {
			t.Fatal(err)
		}
		if batch = append(batch, entry); r.IntN(5) > 0 {
			continue
		}
		if _, err := other.Machine.Enter([]ledger.Envelope{e}); err != nil {
			t.Fatal(err)
		}
		if _, err := other.Machine.Apply(batch); err != nil {
			t.Fatal(err)
		}
		batch = nil
	}
	if _, err := other.Machine.Apply(batch); err != nil {
		t.Fatal(err)
	}
	if got, want := other.digest(), one.digest(); got != want {
		t.Errorf("rows =\n%s\nwant\n%s", got, want)
	}
	for _, kind := range []ItemKind{Single, Runaway, Swinger} {
		one.view(func(q store.Query) error {
			var n int
			err := q.Row(`SELECT count(*) FROM alarm_item WHERE kind = ?`, string(kind)).Scan(&n)
			if n == 0 {
				t.Errorf("no item is a %s", kind)
			}
			return err
		})
	}
}

func (o *office) digest() (sum string) {
	o.tb.Helper()
	o.view(func(q store.Query) error {
		d, err := store.Digest(q)
		sum = fmt.Sprint(d)
		return err
	})
	return sum
}
