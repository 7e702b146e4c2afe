package alarm

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/ledger/ledgertest"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// office is a register that signals come to.
type office struct {
	*ledgertest.Books
	tb      testing.TB
	now     time.Time
	station string
	merge   int
}

func openOffice(tb testing.TB) *office {
	tb.Helper()
	o := &office{tb: tb, now: time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC), station: "s1", merge: 30}
	o.Books = ledgertest.Open(tb, func() time.Time { return o.now }, area.Slice(), Slice())
	o.Number = nil
	return o
}

func program() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

func clerk() ledger.Actor {
	return ledger.Actor{Kind: ledger.Staff, ID: "clerk-1", Role: string(staff.Clerk)}
}

// seal makes the envelope of a command at the clock's instant.
func (o *office) seal(actor ledger.Actor, c ledger.Command) ledger.Envelope {
	o.tb.Helper()
	stamp := o.Stamp(actor)
	stamp.Station = o.station
	return o.Seal(c, stamp)
}

// answer has a command decided and answers "" or every problem as field:code.
func (o *office) answer(actor ledger.Actor, c ledger.Command) string {
	o.tb.Helper()
	return ledgertest.Answer(o.Decide(o.seal(actor, c)), "")
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

func (o *office) view(read func(q store.Query) error) { o.tb.Helper(); o.View(read) }

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
