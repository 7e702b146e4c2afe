package station

import (
	"context"
	"fmt"
	"testing"
	"time"

	"jiezhan/station/alarm"
	"jiezhan/station/journal"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// receiversPatience is how long an alarm receiver waits for its answer: then it repeats, and in the end blocks.
const receiversPatience = 3500 * time.Millisecond

// alarmOf is the nth signal of the tests.
func alarmOf(n int) alarm.RecordSignals {
	return alarm.RecordSignals{Port: "com1", Protocol: "surgard", MergeSeconds: 30, Signals: []alarm.Arrival{{
		At: time.Now(), Receiver: "1", Line: "1", Account: fmt.Sprint(1000 + n), Qualifier: 1, Event: "110", Partition: "01", Zone: "005", Category: "fire", Priority: 1,
		Raw: []byte("5011 181234E11001005\x14"),
	}}}
}

// arrive hands in a signal as a port does, and answers how long its receiver waited until it was durable.
func (o *opened) arrive(n int) (waited time.Duration, outcome ledger.Outcome, err error) {
	o.tb.Helper()
	begun := time.Now()
	ctx, cancel := context.WithTimeout(context.Background(), receiversPatience)
	defer cancel()
	outcome, err = o.Execute(ctx, ledger.Actor{Kind: ledger.System}, requestID(n), alarmOf(n))
	return time.Since(begun), outcome, err
}

// answered fails where a signal was not durable in time.
func (o *opened) answered(n int, within time.Duration) {
	o.tb.Helper()
	waited, outcome, err := o.arrive(n)
	if err != nil || outcome.Refusal != nil || waited > within {
		o.tb.Errorf("signal %d = %+v %v after %s, want durable within %s", n, outcome, err, waited, within)
	}
	if _, found, err := o.journal.Find(o.tb.Context(), requestID(n)); outcome.Waiting && !found {
		o.tb.Errorf("signal %d is not in the journal (%v) though its receiver was answered", n, err)
	}
}

// storedOnce fails where signals 0 to n-1 do not stand in the office's register exactly once each, or an entry is not settled.
func storedOnce(t *testing.T, b *bureau, o *opened, n int) {
	t.Helper()
	decided := b.tally(t, `SELECT request_id, count(*) FROM audit WHERE outcome = 'applied' GROUP BY request_id`)
	stored := b.tally(t, `SELECT request_id, count(*) FROM alarm_signal GROUP BY request_id`)
	for i := range n {
		if id := requestID(i); decided[id] != 1 || stored[id] != 1 {
			t.Errorf("signal %d was decided %d times and stored %d times, want once each", i, decided[id], stored[id])
		}
	}
	entries, err := o.WholeJournal(t.Context(), everything)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if e.State != journal.Done {
			t.Errorf("entry %d (%s) is %s, want done", e.Seq, e.Kind, e.State)
		}
	}
	b.sameRegister(o)
}

// tally reads how often the office's register holds what.
func (b *bureau) tally(t *testing.T, query string) map[string]int {
	t.Helper()
	times := map[string]int{}
	err := b.db.View(t.Context(), func(q store.Query) error {
		rows, err := q.Rows(query)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var what string
			var n int
			if err := rows.Scan(&what, &n); err != nil {
				return err
			}
			times[what] = n
		}
		return rows.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	return times
}
