package alarm

import (
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

func TestASignalIsKeptWithAllItsFields(t *testing.T) {
	o := openOffice(t)
	want := Arrival{
		At: o.now, Receiver: "1", Line: "2", Account: "1234", Qualifier: 1, Event: "121", Partition: "01", Zone: "007", User: true, Category: "panic", Priority: 1,
		Duress: true, Silent: true, CallerID: "13800001234", PanelTime: "2026-11-21T17:00:00+08:00", Text: "张家", Error: "unparsed",
		Raw: []byte{5, 0, 255, 20}, RawSize: 4,
	}
	o.comes(want)
	i := o.live()[0]
	at := ledger.FormatTime(o.now)
	item := Item{
		ID: "01900000-0000-7000-8000-000000000001", Kind: Single, Station: "s1", Port: "com1", Protocol: "surgard", Receiver: "1", Line: "2", Account: "1234",
		Qualifier: 1, Event: "121", Partition: "01", Zone: "007", User: true, Category: "panic", Priority: 1, Duress: true, Silent: true,
		CallerID: "13800001234", PanelTime: "2026-11-21T17:00:00+08:00", Text: "张家", Error: "unparsed", FirstAt: at, LastAt: at, Count: 1,
		row: 1, turn: 1, notedAt: at,
	}
	if i != item {
		t.Errorf("item =\n%+v\nwant\n%+v", i, item)
	}
	o.view(func(q store.Query) error {
		signals, err := SignalsOf(q, i, 0, 10)
		if len(signals) != 1 || fmt.Sprint(signals[0].Arrival) != fmt.Sprint(want) || signals[0].Captured ||
			signals[0].RequestID != "00000000-0000-7000-8000-000000000001" {
			t.Errorf("signals = %+v, want %+v", signals, want)
		}
		return err
	})
	if len(o.Changes) != 1 || o.Changes[0] != (ledger.Change{Topic: "alarm", ID: i.ID}) {
		t.Errorf("changes = %v", o.Changes)
	}
}

// What operators see, step by step; every step also keeps its signals.
func TestWhatBecomesAnItem(t *testing.T) {
	type step struct {
		after   time.Duration
		signals []Arrival
	}
	repeat := func(n int, after time.Duration, signal func(n int) Arrival) (steps []step) {
		for i := range n {
			steps = append(steps, step{after, []Arrival{signal(i)}})
		}
		return steps
	}
	zone := func(n int) Arrival { return burglary("1234", fmt.Sprintf("%03d", n+1)) }
	for name, c := range map[string]struct {
		steps []step
		want  string
	}{
		"one signal": {[]step{{0, []Arrival{burglary("1234", "001")}}}, "signal 2 130/001 ×1"},
		"a repeat, because no answer reached its sender": {
			[]step{{0, []Arrival{burglary("1234", "001")}}, {4 * time.Second, []Arrival{burglary("1234", "001")}}},
			"signal 2 130/001 ×2",
		},
		"a repeat in the same command": {[]step{{0, []Arrival{fire("1234", "001"), fire("1234", "001")}}}, "signal 1 110/001 ×2"},
		"repeats of repeats":           {repeat(4, 10*time.Second, func(int) Arrival { return burglary("1234", "001") }), "signal 2 130/001 ×4"},
		"somebody asks for help again and again": {
			repeat(4, 20*time.Second, func(int) Arrival { return fire("1234", "001") }), "signal 1 110/001 ×2, signal 1 110/001 ×2",
		},
		"again after it was over": {
			[]step{{0, []Arrival{fire("1234", "001"), over(fire("1234", "001")), fire("1234", "001")}}},
			"signal 1 110/001 ×1, signal 1 110/001 ×1 restored, signal 2 110/001 ×1",
		},
		"again and over again, each with its repeats": {
			[]step{
				{0, []Arrival{fire("1234", "001"), fire("1234", "001")}},
				{time.Second, []Arrival{over(fire("1234", "001")), over(fire("1234", "001"))}},
				{time.Second, []Arrival{fire("1234", "001"), fire("1234", "001")}},
				{time.Second, []Arrival{over(fire("1234", "001")), over(fire("1234", "001"))}},
			},
			"signal 1 110/001 ×2 restored, signal 1 110/001 ×2 restored, signal 2 110/001 ×2, signal 2 110/001 ×2",
		},
		"again after it was taken back": {
			[]step{{0, []Arrival{burglary("1234", "001"), takenBack("1234"), takenBack("1234"), burglary("1234", "001"), takenBack("1234")}}},
			"signal 2 130/001 ×1 canceled, signal 2 130/001 ×1 canceled, signal 4 406/000 ×1, signal 4 406/000 ×2",
		},
		"again after a restore that may be of another": {
			[]step{
				{0, []Arrival{power("1234")}},
				{time.Minute, []Arrival{power("1234"), over(power("1234")), power("1234")}},
			},
			"signal 3 301/000 ×1, signal 3 301/000 ×1, signal 3 301/000 ×1, signal 4 301/000 ×1",
		},
		"opened, closed and opened": {
			[]step{{0, []Arrival{opening(1), opening(3), opening(3), opening(1)}}}, "signal 4 401/007 ×1, signal 4 401/007 ×2, signal 4 401/007 ×1",
		},
		"later it is a new signal":        {repeat(2, 31*time.Second, func(int) Arrival { return burglary("1234", "001") }), "signal 2 130/001 ×1, signal 2 130/001 ×1"},
		"another zone is never a repeat":  {repeat(2, time.Second, zone), "signal 2 130/002 ×1, signal 2 130/001 ×1"},
		"another account is never either": {[]step{{0, []Arrival{burglary("1234", "001"), burglary("1235", "001")}}}, "signal 2 130/001 ×1, signal 2 130/001 ×1"},
		"nor are a restore and a new one": {[]step{{0, []Arrival{power("1234"), over(power("1234"))}}}, "signal 3 301/000 ×1 restored, signal 4 301/000 ×1"},
		"a fire is shown before all else": {[]step{{0, []Arrival{fire("1", "001")}}, {time.Second, []Arrival{burglary("2", "001"), power("3")}}}, "signal 1 110/001 ×1, signal 2 130/001 ×1, signal 3 301/000 ×1"},
		"the clock of the station was set back": {
			[]step{{0, []Arrival{burglary("1234", "001")}}, {-time.Hour, []Arrival{burglary("1234", "001")}}, {time.Second, []Arrival{burglary("1234", "001")}}},
			"signal 2 130/001 ×2, signal 2 130/001 ×1",
		},
		"ten in a minute are ten":     {repeat(10, time.Second, zone), singles(10)},
		"what comes more is gathered": {repeat(14, time.Second, zone), "runaway 2 / ×4, " + singles(10)},
		"but no fire": {
			append(repeat(12, time.Second, zone), step{time.Second, []Arrival{fire("1234", "099"), fire("1234", "098"), fire("1234", "098")}}),
			"signal 1 110/098 ×2, signal 1 110/099 ×1, runaway 2 / ×2, " + singles(10),
		},
		"and nobody else": {
			append(repeat(12, time.Second, zone), step{time.Second, []Arrival{burglary("1235", "001")}}),
			"signal 2 130/001 ×1, runaway 2 / ×2, " + singles(10),
		},
		"nor what is more urgent": {
			append(repeat(12, time.Second, powerOf), step{time.Second, []Arrival{burglary("1234", "050")}}),
			"signal 2 130/050 ×1, runaway 3 / ×2, signal 3 310/000 ×1, signal 3 309/000 ×1, signal 3 308/000 ×1, signal 3 307/000 ×1, signal 3 306/000 ×1, " +
				"signal 3 305/000 ×1, signal 3 304/000 ×1, signal 3 303/000 ×1, signal 3 302/000 ×1, signal 3 301/000 ×1",
		},
		"what is less urgent neither": {
			append(repeat(11, time.Second, zone), step{time.Second, []Arrival{power("1234")}}), "runaway 2 / ×1, " + singles(10) + ", signal 3 301/000 ×1",
		},
		"intrusions among openings without end": {
			append(repeat(12, time.Second, openingOf), step{time.Second, []Arrival{burglary("1234", "012")}}, step{40 * time.Second, []Arrival{burglary("1234", "015")}}),
			"signal 2 130/015 ×1, signal 2 130/012 ×1, runaway 4 / ×2" + strings.Repeat(", signal 4 401/007 ×1", 10),
		},
		"they do not keep it from its end": {
			append(repeat(11, time.Second, openingOf), step{29 * time.Minute, []Arrival{burglary("1234", "012")}}, step{2 * time.Minute, []Arrival{openingOf(0)}}),
			"signal 2 130/012 ×1, signal 4 401/007 ×1, runaway 4 / ×1" + strings.Repeat(", signal 4 401/007 ×1", 10),
		},
		"a panel without an account, by partition": {
			append(repeat(12, time.Second, keypad), step{time.Second, []Arrival{inPartition(keypad(20), "2")}}),
			"signal 4 609/020 ×1, runaway 4 / ×2" + keypads(10),
		},
		"what swings is not what is more urgent": {
			append(repeat(5, 2*time.Minute, func(int) Arrival { return lesser(burglary("1234", "001")) }), step{0, []Arrival{burglary("1234", "001")}}),
			"signal 2 130/001 ×1, swinger 3 130/001 ×2, signal 3 130/001 ×1, signal 3 130/001 ×1, signal 3 130/001 ×1",
		},
		"it goes on slower": {
			append(repeat(11, time.Second, zone), repeat(3, 29*time.Minute, zone)...), "runaway 2 / ×4, " + singles(10),
		},
		"and ends after half an hour of silence": {
			append(repeat(11, time.Second, zone), step{31 * time.Minute, []Arrival{zone(0)}}), "signal 2 130/001 ×1, runaway 2 / ×1, " + singles(10),
		},
		"slowly there is no runaway": {repeat(12, 7*time.Second, zone), singles(12)},
		"a zone that swings": {
			repeat(5, 2*time.Minute, func(int) Arrival { return burglary("1234", "001") }),
			"swinger 2 130/001 ×2, signal 2 130/001 ×1, signal 2 130/001 ×1, signal 2 130/001 ×1",
		},
		"its restores go along": {
			append(repeat(4, 2*time.Minute, func(int) Arrival { return burglary("1234", "001") }), step{time.Minute, []Arrival{over(burglary("1234", "001"))}}),
			"swinger 2 130/001 ×2, signal 2 130/001 ×1, signal 2 130/001 ×1, signal 2 130/001 ×1",
		},
		"another zone meanwhile": {
			append(repeat(4, 2*time.Minute, func(int) Arrival { return burglary("1234", "001") }), step{time.Minute, []Arrival{burglary("1234", "002")}}),
			"signal 2 130/002 ×1, swinger 2 130/001 ×1, signal 2 130/001 ×1, signal 2 130/001 ×1, signal 2 130/001 ×1",
		},
		"the panel itself does not swing": {repeat(5, 2*time.Minute, func(int) Arrival { return power("1234") }), strings.Repeat("signal 3 301/000 ×1, ", 4) + "signal 3 301/000 ×1"},
		"help asked for again and again is never gathered": {
			repeat(5, 2*time.Minute, func(int) Arrival { return fire("1234", "001") }),
			"signal 1 110/001 ×1, signal 1 110/001 ×1, signal 1 110/001 ×1, signal 1 110/001 ×1, signal 1 110/001 ×1",
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			sent := 0
			for _, s := range c.steps {
				o.later(s.after)
				o.comes(append([]Arrival{}, s.signals...)...)
				sent += len(s.signals)
			}
			if got := o.shown(); got != c.want {
				t.Errorf("shown =\n%s\nwant\n%s", got, c.want)
			}
			if got := o.stored(); got != sent {
				t.Errorf("%d signals are stored, want all %d", got, sent)
			}
		})
	}
}

// takenBack is the cancel of a panel's user, opening the opening (1) or closing (3) by one.
func takenBack(account string) Arrival {
	a := power(account)
	a.Event, a.Category, a.Priority = cancelEvent, openClose, 4
	return a
}

func opening(qualifier int) Arrival {
	a := burglary("1234", "007")
	a.Event, a.Category, a.Priority, a.User, a.Qualifier = "401", openClose, 4, true, qualifier
	return a
}

// openingOf is the opening of the nth partition, keypad the nth zone of a panel that tells no account.
func openingOf(n int) Arrival {
	a := opening(1)
	a.Partition = fmt.Sprintf("%02d", n)
	return a
}

func keypad(n int) Arrival {
	return Arrival{Event: "609", Zone: fmt.Sprintf("%03d", n), Category: "log", Priority: 4}
}

func keypads(n int) (lines string) {
	for n--; n >= 0; n-- {
		lines += fmt.Sprintf(", signal 4 609/%03d ×1", n)
	}
	return lines
}

func inPartition(a Arrival, partition string) Arrival {
	a.Partition = partition
	return a
}

func lesser(a Arrival) Arrival {
	a.Priority++
	return a
}

func powerOf(n int) Arrival {
	a := power("1234")
	a.Event = fmt.Sprint(301 + n)
	return a
}

// singles tells burglaries at the zones 1 to n, the last first.
func singles(n int) string {
	lines := make([]string, n)
	for i := range lines {
		lines[i] = fmt.Sprintf("signal 2 130/%03d ×1", n-i)
	}
	return strings.Join(lines, ", ")
}

func TestNothingThatASignalHoldsIsRefused(t *testing.T) {
	o := openOffice(t)
	long := strings.Repeat("长", 5000)
	o.comes(
		Arrival{},
		Arrival{Account: long, Event: "\xff\xfe", Category: long, Text: long + "\x00", Priority: -7, Qualifier: 99, Raw: make([]byte, 100_000), At: time.Date(99999, 1, 1, 0, 0, 0, 0, time.UTC)},
		Arrival{Account: "#'; DROP TABLE alarm_item", Priority: 1 << 40, Error: "check"},
	)
	for _, i := range o.live() {
		if i.Priority != 3 || !utf8.ValidString(i.Account+i.Event+i.Category+i.Text) || len(i.Text) > mostText || len(i.Account) > mostCode || i.Category == "" {
			t.Errorf("item = %+v", i)
		}
	}
	o.view(func(q store.Query) error {
		var cut, size, items int
		if err := q.Row(`SELECT length(raw), raw_size FROM alarm_signal ORDER BY raw_size DESC LIMIT 1`).Scan(&cut, &size); err != nil {
			return err
		}
		if cut != MostRaw || size != 100_000 {
			t.Errorf("raw = %d of %d bytes, want %d of 100000", cut, size, MostRaw)
		}
		err := q.Row(`SELECT count(*) FROM alarm_item`).Scan(&items)
		if items != 3 {
			t.Errorf("%d items, want 3", items)
		}
		return err
	})
}

// What travels between stations is bounded, so a command is too, whatever it holds.
func TestACommandOfTheLongestSignalsTravels(t *testing.T) {
	o := openOffice(t)
	signals := make([]Arrival, MostSignals)
	for n := range signals {
		signals[n] = Arrival{At: o.now, Account: "1234", Event: "130", Zone: "001", Category: "intrusion", Priority: 2, Text: strings.Repeat("长", 100), Raw: make([]byte, 8000)}
	}
	if size := len(o.seal(program(), RecordSignals{Port: "com1", Signals: signals}).Payload); size > 1<<20 {
		t.Errorf("%d bytes, want a mebibyte at most", size)
	}
}

func TestWhatIsNoRecordOfSignals(t *testing.T) {
	o := openOffice(t)
	for _, c := range []struct {
		name    string
		actor   ledger.Actor
		signals int
		want    string
	}{
		{"nothing", program(), 0, "signals:alarm.no_signals"},
		{"too many", program(), MostSignals + 1, "signals:alarm.too_many_signals"},
		{"by a person", clerk(), 1, "alarm.not_permitted"},
		{"as many as there may be", program(), MostSignals, ""},
	} {
		if got := o.answer(c.actor, RecordSignals{Port: "com1", Signals: make([]Arrival, c.signals)}); got != c.want {
			t.Errorf("%s = %q, want %q", c.name, got, c.want)
		}
	}
}

// However much comes from elsewhere under the same account, or under none, a source's own items are found.
func TestOthersDoNotPushASourceOut(t *testing.T) {
	o := openOffice(t)
	alarm := burglary("", "001")
	o.comes(alarm)
	for n := range mostPast + 1 {
		a := fire("", fmt.Sprint(n))
		a.At = o.now
		o.must(program(), RecordSignals{Port: "com2", Protocol: "it100", Signals: []Arrival{a}})
	}
	o.later(time.Second)
	o.comes(alarm)
	o.later(time.Second)
	o.comes(over(alarm))
	o.view(func(q store.Query) error {
		page, err := Live(q, LiveQuery{MinPriority: 2, MaxPriority: 3, Limit: 10})
		if len(page.Items) != 2 || page.Items[0].Count != 2 || page.Items[0].RestoredAt == "" {
			t.Errorf("items = %+v, want the alarm with its repeat, restored, and the restore", page.Items)
		}
		return err
	})
}

// Stations, ports and lines are kept apart: the same account may be at another receiver.
func TestOnlyTheSameSourceRepeats(t *testing.T) {
	o := openOffice(t)
	o.comes(fire("1234", "001"))
	for _, elsewhere := range []RecordSignals{{Port: "com2"}, {Port: "com1"}} {
		a := fire("1234", "001")
		if elsewhere.Port == "com1" {
			a.Line = "9"
		}
		a.At = o.now
		elsewhere.MergeSeconds, elsewhere.Signals = 30, []Arrival{a}
		o.must(program(), elsewhere)
	}
	o.station = "s2"
	o.comes(fire("1234", "001"))
	if got := len(o.live()); got != 4 {
		t.Errorf("%d items, want 4", got)
	}
}
