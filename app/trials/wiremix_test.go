//go:build trials

package trials

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// supervised says whether a station notices that a wire has gone silent, and notices it soon: an IT-100 is asked once a minute only.
func (w wire) supervised() bool {
	return w.network == "" && w.protocol != alarm.ContactID && w.protocol != alarm.IT100
}

// matrix is the table of what became of each wire in each trouble.
type matrix struct {
	columns []string
	cells   map[wire][]string
}

func (m *matrix) add(column string, senders []*sender, became func(f *sender) string) {
	m.columns = append(m.columns, column)
	for _, f := range senders {
		m.cells[f.wire] = append(m.cells[f.wire], became(f))
	}
}

func (m *matrix) print(senders []*sender) string {
	var b strings.Builder
	fmt.Fprintf(&b, "\n| wire | %s |\n|%s\n", strings.Join(m.columns, " | "), strings.Repeat("---|", 1+len(m.columns)))
	for _, f := range senders {
		fmt.Fprintf(&b, "| %s | %s |\n", f.wire, strings.Join(m.cells[f.wire], " | "))
	}
	return b.String()
}

// Every wire, at a real station: sound frames, damaged ones, frames byte by byte, half a frame, answers that get lost, silence, and a pulled cable.
func TestEveryWireInEveryTrouble(t *testing.T) {
	t.Parallel()
	wires := []wire{
		{alarm.ContactID, ""},
		{alarm.SurGard, ""},
		{alarm.Ademco685, ""},
		{alarm.Conwin, ""},
		{alarm.Radionics6500, ""},
		{alarm.IT100, ""},
		{alarm.AlarmDecoder, ""},
		{alarm.DC09, "tcp"},
		{alarm.DC09, "udp"},
	}
	places, devices := equip(t, 1, wires)
	o := openOffice(t, plan{stations: 1, devices: devices})
	s, senders := o.sites[0], o.attach(places, impatient)
	m := &matrix{cells: map[wire][]string{}}
	for _, c := range []struct {
		column string
		fault  simulator.Fault
		rows   int  // of the event that the fault meets
		lossy  bool // without a repeat it is lost
	}{
		{"valid", simulator.Sound, 1, false},
		{"damaged", simulator.BadChecksum, 1, true},
		{"split", simulator.Slow, 1, false},
		{"noise before", simulator.Noise, 1, true},
		{"cut short", simulator.Cut, 1, true},
		{"answer lost", simulator.RepliesLost, 2, false},
	} {
		m.add(c.column, senders, s.through(senders, c.fault, c.rows, c.lossy))
	}
	m.add("silent", senders, s.silent(senders))
	m.add("unplugged", senders, s.unplugged(senders))
	for _, f := range senders {
		if l := s.compare(f.report()); f.wire.answered() && l.lost+l.tooMany+l.strangers+l.apart > 0 {
			t.Errorf("%s: %s", f.wire, l)
		}
	}
	t.Log(m.print(senders))
}

// through sends three events each, the first through a fault, and tells what became of them.
func (s *site) through(senders []*sender, fault simulator.Fault, rows int, lossy bool) func(*sender) string {
	s.office.t.Helper()
	before, raw := map[*sender]tally{}, map[*sender]string{}
	for _, f := range senders {
		before[f], raw[f] = f.tally(), s.unsound(f.wire)
		f.setFault(fault, 1)
		f.send(1)
	}
	for _, f := range senders {
		f.taken()
		f.send(2)
	}
	return func(f *sender) string {
		f.taken()
		all := f.report()
		names := all.order[len(all.order)-3:]
		s.until("last event of "+f.wire.String(), func() bool { return s.keptOf(all)[names[2]].rows == 1 })
		kept, want := s.keptOf(all), rows
		switch {
		case !f.wire.answered() && lossy:
			want = kept[names[0]].rows // a wire without answers may lose what is damaged, and only that
		case !f.wire.answered():
			want = 1
		}
		if kept[names[0]].rows != want || kept[names[1]].rows != 1 {
			s.office.t.Errorf("%s through %q: %d and %d rows, want %d and 1", f.wire, fault, kept[names[0]].rows, kept[names[1]].rows, want)
		}
		text := fmt.Sprintf("%d+2 kept", kept[names[0]].rows)
		if again := f.tally().repeated - before[f].repeated; again > 0 {
			text += fmt.Sprintf(", %d again", again)
		}
		if s.unsound(f.wire) != raw[f] {
			text += ", shown raw"
		}
		return text
	}
}

// unsound counts the frames that were kept although they made no sense.
func (s *site) unsound(w wire) string {
	s.office.t.Helper()
	return s.read(fmt.Sprintf(`SELECT count(*) FROM alarm_signal s JOIN alarm_item i ON i.row = s.item WHERE i.port = '%s' AND s.error <> ''`, w))[0]
}

// silent lets all senders fall silent with an event to tell, and tells by when that was noticed, and by when it was over.
func (s *site) silent(senders []*sender) func(*sender) string {
	s.office.t.Helper()
	for _, f := range senders {
		s.untilFault(f.wire, "ok")
	}
	noticed, from := map[*sender]time.Duration{}, time.Now()
	for _, f := range senders {
		if f.receiver != nil {
			f.receiver.Silence(true)
		}
		f.send(1)
	}
	for _, f := range senders {
		if f.wire.supervised() {
			s.untilFault(f.wire, alarm.FaultLineSilent)
			noticed[f] = time.Since(from)
		}
	}
	for _, f := range senders {
		if f.receiver != nil {
			f.receiver.Silence(false)
		}
	}
	return func(f *sender) string {
		f.taken()
		if _, is := noticed[f]; !is {
			return "not supervised"
		}
		s.untilFault(f.wire, "ok")
		return fmt.Sprintf("told within %.0f s, cleared", noticed[f].Seconds())
	}
}

// unplugged pulls all cables with an event to tell, and tells by when that was noticed, and by when it was over.
func (s *site) unplugged(senders []*sender) func(*sender) string {
	s.office.t.Helper()
	noticed, from := map[*sender]time.Duration{}, time.Now()
	for _, f := range senders {
		if f.cable != nil {
			f.unplug()
			if f.wire.answered() {
				f.send(1)
			}
		}
	}
	for _, f := range senders {
		if f.cable != nil {
			s.untilFault(f.wire, alarm.FaultPortGone)
			noticed[f] = time.Since(from)
		}
	}
	for _, f := range senders {
		if f.cable != nil {
			f.plug()
		}
	}
	from = time.Now()
	return func(f *sender) string {
		if f.cable == nil {
			return "no cable"
		}
		s.untilFault(f.wire, "ok")
		back := time.Since(from)
		f.send(1)
		f.taken()
		all := f.report()
		s.until("event of "+f.wire.String(), func() bool { return s.keptOf(all)[all.order[len(all.order)-1]].rows > 0 })
		return fmt.Sprintf("told within %.1f s, back within %.1f s", noticed[f].Seconds(), back.Seconds())
	}
}
