package alarm

import (
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

const (
	// runawayMost signals of an account and one priority begin within runawayWithin; what comes more of it is gathered until runawayQuiet passed without one.
	runawayMost, runawayWithin, runawayQuiet = 10, time.Minute, 30 * time.Minute
	// swingMost signals of a zone begin within swingWithin; what comes more is gathered until as long passed without one.
	swingMost, swingWithin = 3, 10 * time.Minute
	// endsWithin and cancelsWithin are how long after an alarm a restore or a cancel is taken to be about it.
	endsWithin, cancelsWithin = 24 * time.Hour, 30 * time.Minute
	// mostPast bounds how many items of a source are looked at for one signal.
	mostPast = 256
)

// source is where signals come from that may belong together: an account, at one line of one receiver, by one port of one station.
type source struct {
	station, port, receiver, line, account string
}

// history are the items of one source, the latest active first.
type history []past

// past is an item, with its instants ready to be compared.
type past struct {
	Item
	first, last time.Time
}

// historyOf reads what may matter to a signal of a source. It walks along the source's own order and stops at what was quiet for too long, by the
// station's clock, or was noted before an instant, which does not go back along the walk.
func historyOf(q store.Query, from source, a Arrival, noted string) (history, error) {
	horizon := runawayQuiet
	if a.Qualifier == restored {
		horizon = endsWithin
	}
	var h history
	var failure error
	err := walk(q, func(i Item) bool {
		if i.notedAt < noted {
			return false
		}
		if i.Kind == ReceiverFault {
			return true
		}
		p := past{Item: i}
		if p.first, failure = ledger.ParseTime(i.FirstAt); failure != nil {
			return false
		}
		if p.last, failure = ledger.ParseTime(i.LastAt); failure != nil {
			return false
		}
		h = append(h, p)
		return within(a.At, p.last, horizon)
	}, itemColumns+`WHERE account = ? AND station = ? AND port = ? AND receiver = ? AND line = ? ORDER BY turn DESC LIMIT ?`,
		from.account, from.station, from.port, from.receiver, from.line, mostPast)
	if err == nil {
		err = failure
	}
	return h, err
}

// within compares instants of one station's clock, which may have been set back between them.
func within(a, b time.Time, window time.Duration) bool { return a.Sub(b).Abs() <= window }

// place says under which item a signal is shown, or which kind of item it begins. What is most urgent is never gathered, only its own repeats are; the
// rest is gathered with what is as urgent, so that an intrusion does not drown in openings.
func (h history) place(a Arrival, merge time.Duration) (*past, ItemKind) {
	if p := h.repeated(a, merge); p != nil {
		return p, ""
	}
	if a.Priority == mostUrgent {
		return nil, Single
	}
	if p := h.find(func(p past) bool { return p.Kind == Runaway && p.runsWith(a) && within(a.At, p.last, runawayQuiet) }); p != nil {
		return p, ""
	}
	if h.count(func(p past) bool { return p.runsWith(a) && within(a.At, p.first, runawayWithin) }) >= runawayMost {
		return nil, Runaway
	}
	if !a.zoned() {
		return nil, Single
	}
	if p := h.find(func(p past) bool { return p.Kind == Swinger && p.sameZone(a) && within(a.At, p.last, swingWithin) }); p != nil {
		return p, ""
	}
	swings := func(p past) bool {
		return p.sameZone(a) && p.Qualifier != restored && within(a.At, p.first, swingWithin)
	}
	if a.Qualifier != restored && h.count(swings) >= swingMost {
		return nil, Swinger
	}
	return nil, Single
}

// repeated finds the item of a signal that its sender sends again because no answer reached it. A sender goes on only after an answer: an alarm that
// comes after its own restore or cancel is another one, and so is the restore of that one.
func (h history) repeated(a Arrival, merge time.Duration) *past {
	if merge == 0 {
		return nil
	}
	over, _ := a.about()
	for n := range h { // the latest first
		p := &h[n]
		switch {
		case p.Kind != Single:
		case p.like(a) && within(a.At, p.first, merge):
			if p.RestoredAt != "" || p.CanceledAt != "" {
				return nil
			}
			return p
		case over(*p), p.opposite(a):
			return nil
		}
	}
	return nil
}

// like says whether the item's own signal tells the same as a.
func (p past) like(a Arrival) bool {
	return p.Qualifier == a.Qualifier && p.Event == a.Event && p.Partition == a.Partition && p.Zone == a.Zone
}

// opposite says whether it tells of the same place the other thing: open where a tells closed.
func (p past) opposite(a Arrival) bool {
	return p.Qualifier != a.Qualifier && p.Partition == a.Partition && p.Zone == a.Zone && p.User == a.User &&
		(p.Event == a.Event || a.Category == openClose && p.Category == openClose)
}

func (h history) find(holds func(past) bool) *past {
	for n := range h {
		if holds(h[n]) {
			return &h[n]
		}
	}
	return nil
}

func (h history) count(holds func(past) bool) int {
	n := 0
	for _, p := range h {
		if p.Kind == Single && holds(p) {
			n++
		}
	}
	return n
}

// runsWith says whether a signal counts for the same runaway as the item. Of a panel that tells no account each partition runs by itself.
func (p past) runsWith(a Arrival) bool {
	return p.Priority == a.Priority && (a.Account != "" || p.Partition == a.Partition)
}

// sameZone says whether a signal is of the item's zone, tells the like of it, and is not more urgent.
func (p past) sameZone(a Arrival) bool {
	return p.Partition == a.Partition && p.Zone == a.Zone && p.User == a.User && p.Category == a.Category && p.Priority != mostUrgent &&
		p.Priority <= a.Priority
}

// zoned says whether the signal is of a zone or a user of its own; zone 0 is the panel itself, which tells many different things.
func (a Arrival) zoned() bool {
	for _, digit := range a.Zone {
		if digit != '0' {
			return true
		}
	}
	return false
}
