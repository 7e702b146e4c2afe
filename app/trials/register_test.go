//go:build trials

package trials

import (
	"fmt"
)

// kept is what a register holds of one event.
type kept struct{ rows, items, count int }

// keptOf reads what a station's register holds of the sound events with a zone that came by one wire of one station.
func (s *site) keptOf(r report) map[string]kept {
	s.office.t.Helper()
	all := map[string]kept{}
	for _, line := range s.read(fmt.Sprintf(`
		SELECT i.account || '/' || s.zone || ' ' || count(*) || ' ' || count(DISTINCT i.row) || ' ' || (sum(i.count) / count(*))
		FROM alarm_signal s JOIN alarm_item i ON i.row = s.item
		WHERE i.station = '%s' AND i.port = '%s' AND s.error = '' AND s.zone <> '' GROUP BY i.account, s.zone`, r.site.ID, r.wire)) {
		var name string
		var k kept
		if _, err := fmt.Sscan(line, &name, &k.rows, &k.items, &k.count); err != nil {
			s.office.t.Fatalf("%q: %v", line, err)
		}
		all[name] = k
	}
	return all
}

// ledgerOf sums up what became of the events of some senders.
type ledgerOf struct {
	sent, acked, frames, repeats, rows int
	lost, tooMany, strangers, apart    int
}

func (l ledgerOf) String() string {
	return fmt.Sprintf("%d events, %d acknowledged, %d frames (%d repeats), %d rows: %d lost, %d doubled, %d unknown, %d repeats not recognised",
		l.sent, l.acked, l.frames, l.repeats, l.rows, l.lost, l.tooMany, l.strangers, l.apart)
}

func (l ledgerOf) add(m ledgerOf) ledgerOf {
	return ledgerOf{
		l.sent + m.sent, l.acked + m.acked, l.frames + m.frames, l.repeats + m.repeats, l.rows + m.rows,
		l.lost + m.lost, l.tooMany + m.tooMany, l.strangers + m.strangers, l.apart + m.apart,
	}
}

// compare holds what a station's register holds against what a sender did: what was acknowledged is there; there are no more rows than frames went out;
// and the rows of one event stand under one item.
func (s *site) compare(r report) (l ledgerOf) {
	s.office.t.Helper()
	kept := s.keptOf(r)
	l.sent, l.acked = len(r.order), r.acked
	for n, name := range r.order {
		k := kept[name]
		l.frames += r.out[name]
		l.repeats += max(0, r.out[name]-1)
		l.rows += k.rows
		switch {
		case n < l.acked && k.rows == 0:
			l.lost++
		case k.rows > r.out[name]:
			l.tooMany++
		case k.items > 1, k.rows > 0 && k.count != k.rows:
			l.apart++
		}
		delete(kept, name)
	}
	l.strangers = len(kept)
	return l
}

// accountFor waits until the office is whole again, and holds every station's register to what senders did whose events are all acknowledged.
func (o *office) accountFor(reports []report) ledgerOf {
	o.t.Helper()
	return o.accountWith(reports, 0)
}

// accountWith lets so many events of each sender stand on more lines than one.
func (o *office) accountWith(reports []report, apart int) (sum ledgerOf) {
	o.t.Helper()
	o.settle()
	for i, s := range o.sites {
		var here ledgerOf
		for _, r := range reports {
			one := s.compare(r)
			if one.lost+one.tooMany+one.strangers > 0 || one.apart > apart || one.acked != one.sent {
				o.t.Errorf("%s of %s at %s: %s", s.ID, r.wire, r.site.ID, one)
			}
			here = here.add(one)
		}
		if i == 0 {
			sum = here
		} else if here != sum {
			o.t.Errorf("%s: %s\nthe first: %s", s.ID, here, sum)
		}
	}
	return sum
}

// reports waits until all events are acknowledged.
func reports(senders []*sender) (all []report) {
	for _, f := range senders {
		f.taken()
		all = append(all, f.report())
	}
	return all
}

// faultOf reads how a receiver of a station does as the station knows it: its fault, "ok", or nothing while it was never told.
func (s *site) faultOf(w wire) string {
	s.office.t.Helper()
	lines := s.read(fmt.Sprintf(`SELECT CASE state WHEN 'ok' THEN 'ok' ELSE fault END FROM alarm_receiver WHERE station = '%s' AND port = '%s'`, s.ID, w))
	if len(lines) == 0 {
		return ""
	}
	return lines[0]
}

// untilFault waits until a station knows of its receiver what is wanted.
func (s *site) untilFault(w wire, want string) {
	s.office.t.Helper()
	got := ""
	s.until("state "+want+" of "+w.String(), func() bool {
		if now := s.faultOf(w); now != got {
			s.office.t.Logf("%s: %s is %q", s.ID, w, now)
			got = now
		}
		return got == want
	})
}
