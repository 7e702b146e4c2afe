package alarm

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// reports has a receiver reported; an empty fault means that it works.
func (o *office) reports(fault string) {
	o.tb.Helper()
	c := ReportReceiver{Port: "com1", Name: "接警机一", Protocol: "surgard", State: ReceiverOK, Fault: fault, At: o.now}
	if fault != "" {
		c.State = ReceiverFaulty
	}
	o.must(program(), c)
}

func (o *office) receivers() string {
	o.tb.Helper()
	var lines []string
	o.view(func(q store.Query) error {
		list, err := Receivers(q)
		for _, r := range list {
			lines = append(lines, strings.TrimSpace(fmt.Sprint(r.Station, " ", r.Port, " ", r.Name, " ", r.State, " ", r.Since[11:19], " ", r.Fault)))
		}
		return err
	})
	return strings.Join(lines, ", ")
}

func TestAReceiverInTroubleIsShownUntilItWorks(t *testing.T) {
	o := openOffice(t)
	steps := []struct {
		after time.Duration
		fault string
		state string
		shown string
	}{
		{0, "", "s1 com1 接警机一 ok 09:00:00", ""},
		{time.Minute, "line.silent", "s1 com1 接警机一 fault 09:01:00 line.silent", "receiver 2 line.silent/ ×1"},
		{time.Minute, "line.silent", "s1 com1 接警机一 fault 09:01:00 line.silent", "receiver 2 line.silent/ ×1"},
		{time.Minute, "", "s1 com1 接警机一 ok 09:03:00", "receiver 2 line.silent/ ×1 restored"},
		{time.Minute, "line.silent", "s1 com1 接警机一 fault 09:04:00 line.silent", "receiver 2 line.silent/ ×2"},
		{time.Minute, "port.gone", "s1 com1 接警机一 fault 09:05:00 port.gone", "receiver 2 port.gone/ ×1, receiver 2 line.silent/ ×2 restored"},
		{time.Minute, "", "s1 com1 接警机一 ok 09:06:00", "receiver 2 port.gone/ ×1 restored, receiver 2 line.silent/ ×2 restored"},
		{time.Hour, "port.gone", "s1 com1 接警机一 fault 10:06:00 port.gone", "receiver 2 port.gone/ ×1, receiver 2 port.gone/ ×1 restored, receiver 2 line.silent/ ×2 restored"},
	}
	for n, step := range steps {
		o.later(step.after)
		o.Changes = nil
		o.reports(step.fault)
		if got := o.receivers(); got != step.state {
			t.Errorf("step %d: receivers = %s, want %s", n, got, step.state)
		}
		if got := o.shown(); got != step.shown {
			t.Errorf("step %d: shown = %s, want %s", n, got, step.shown)
		}
		if same := n == 2; same != (len(o.Changes) == 0) {
			t.Errorf("step %d: changes = %v", n, o.Changes)
		}
	}
	o.later(time.Minute)
	o.must(program(), ReportReceiver{Port: "com1", State: ReceiverGone, At: o.now})
	if got, want := o.shown(), "receiver 2 port.gone/ ×1 restored"; o.receivers() != "" || !strings.HasPrefix(got, want) {
		t.Errorf("taken out of the configuration: receivers = %s, shown = %s", o.receivers(), got)
	}
}

// A receiver's fault belongs to no account, and so neither repeats nor gathers signals without one.
func TestAFaultIsNoSignal(t *testing.T) {
	o := openOffice(t)
	for range 12 {
		o.reports("port.gone")
		o.later(11 * time.Minute)
		o.reports("")
	}
	nameless := burglary("", "")
	nameless.Receiver, nameless.Line = "", ""
	o.comes(nameless)
	if got := o.live()[0]; got.Kind != Single || got.Count != 1 {
		t.Errorf("item = %+v, want a signal of its own", got)
	}
}

func TestWhatIsNoReport(t *testing.T) {
	o := openOffice(t)
	for _, c := range []struct {
		name   string
		actor  ledger.Actor
		report ReportReceiver
		want   string
	}{
		{"nothing", program(), ReportReceiver{}, "port:alarm.port_required state:alarm.receiver_state_unknown"},
		{"a fault without a word", program(), ReportReceiver{Port: "com1", State: ReceiverFaulty}, "fault:alarm.receiver_fault_required"},
		{"a fault that is none", program(), ReportReceiver{Port: "com1", State: ReceiverOK, Fault: "port.gone"}, "fault:alarm.receiver_fault_required"},
		{"by a person", clerk(), ReportReceiver{Port: "com1", State: ReceiverOK}, "alarm.not_permitted"},
	} {
		if got := o.answer(c.actor, c.report); got != c.want {
			t.Errorf("%s = %q, want %q", c.name, got, c.want)
		}
	}
}
