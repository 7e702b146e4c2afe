package alarm

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// office is a register that signals come to.
type office struct {
	tb      testing.TB
	db      *store.DB
	machine *ledger.Machine
	index   uint64
	now     time.Time
	station string
	merge   int
	changes []ledger.Change
}

func openOffice(tb testing.TB) *office {
	tb.Helper()
	o := &office{tb: tb, now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), station: "s1", merge: 30}
	var err error
	if o.db, err = store.Open(filepath.Join(tb.TempDir(), "station.db"), store.Replayable); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = o.db.Close() })
	watch := func(_ uint64, changes []ledger.Change) { o.changes = append(o.changes, changes...) }
	if o.machine, err = ledger.Open(o.db, []ledger.Slice{area.Slice(), Slice()}, watch); err != nil {
		tb.Fatal(err)
	}
	return o
}

func program() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

func clerk() ledger.Actor {
	return ledger.Actor{Kind: ledger.Staff, ID: "clerk-1", Role: string(staff.Clerk)}
}

// seal makes the envelope of a command at the clock's instant.
func (o *office) seal(actor ledger.Actor, c ledger.Command) ledger.Envelope {
	o.tb.Helper()
	o.index++
	e, err := o.machine.Kinds().Seal(c, ledger.Stamp{
		RequestID: fmt.Sprintf("00000000-0000-7000-8000-%012d", o.index), Station: o.station, Actor: actor, At: o.now,
		ID: fmt.Sprintf("01900000-0000-7000-8000-%012d", o.index),
	})
	if err != nil {
		o.tb.Fatal(err)
	}
	return e
}

// answer has a command decided and answers "" or every problem as field:code.
func (o *office) answer(actor ledger.Actor, c ledger.Command) string {
	o.tb.Helper()
	e := o.seal(actor, c)
	outcomes, err := o.machine.Apply([]ledger.Entry{{Index: o.index, Envelopes: []ledger.Envelope{e}}})
	if err != nil {
		o.tb.Fatal(err)
	}
	refusal := outcomes[0][0].Refusal
	if refusal == nil {
		return ""
	}
	problems := make([]string, len(refusal.Problems))
	for i, p := range refusal.Problems {
		problems[i] = strings.TrimPrefix(p.Field+":"+p.Code, ":")
	}
	return strings.Join(problems, " ")
}

func (o *office) must(actor ledger.Actor, c ledger.Command) {
	o.tb.Helper()
	if got := o.answer(actor, c); got != "" {
		o.tb.Fatalf("%s = %s", c.Kind(), got)
	}
}

// comes has signals arrive now, in one command.
func (o *office) comes(signals ...Arrival) {
	o.tb.Helper()
	for i := range signals {
		if signals[i].At.IsZero() {
			signals[i].At = o.now
		}
	}
	o.must(program(), RecordSignals{Port: "com1", Protocol: "surgard", MergeSeconds: o.merge, Signals: signals})
}

// later lets the time pass.
func (o *office) later(by time.Duration) { o.now = o.now.Add(by) }

func (o *office) view(read func(q store.Query) error) {
	o.tb.Helper()
	if err := o.db.View(context.Background(), read); err != nil {
		o.tb.Fatal(err)
	}
}

// live lists everything, in the order of the live list.
func (o *office) live() (items []Item) {
	o.tb.Helper()
	o.view(func(q store.Query) error {
		page, err := Live(q, LiveQuery{Limit: MostListed})
		items = page.Items
		return err
	})
	return items
}

// shown tells the live list as "kind priority event zone ×count", and what it is said of.
func (o *office) shown() string {
	o.tb.Helper()
	var lines []string
	for _, i := range o.live() {
		line := fmt.Sprintf("%s %d %s/%s ×%d", i.Kind, i.Priority, i.Event, i.Zone, i.Count)
		if i.RestoredAt != "" {
			line += " restored"
		}
		if i.CanceledAt != "" {
			line += " canceled"
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

// stored counts the signals kept.
func (o *office) stored() (n int) {
	o.tb.Helper()
	o.view(func(q store.Query) error { return q.Row(`SELECT count(*) FROM alarm_signal`).Scan(&n) })
	return n
}

// burglary is an intrusion at a zone, fire a fire, power the loss of mains.
func burglary(account, zone string) Arrival {
	return Arrival{Receiver: "1", Line: "2", Account: account, Qualifier: 1, Event: "130", Partition: "01", Zone: zone, Category: "intrusion", Priority: 2, Raw: []byte("5")}
}

func fire(account, zone string) Arrival {
	a := burglary(account, zone)
	a.Event, a.Category, a.Priority = "110", "fire", 1
	return a
}

func power(account string) Arrival {
	a := burglary(account, "000")
	a.Event, a.Category, a.Priority = "301", "trouble", 3
	return a
}

// over is the restore of a signal.
func over(a Arrival) Arrival {
	a.Qualifier, a.Priority = 3, min(a.Priority+1, 4)
	return a
}
