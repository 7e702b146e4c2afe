package cluster

import "time"

// offsets tells how far the clock of a peer is from this station's. Of the last few pulses the one with the shortest way there and back
// counts, because a delay on one of the two ways looks like an offset of half its length.
type offsets struct {
	kept [8]sample
	next int
	full bool
}

type sample struct{ way, offset time.Duration }

// note takes a pulse: asked and heard are this station's clock, said is the peer's.
func (o *offsets) note(asked, heard, said time.Time) {
	way := heard.Sub(asked)
	o.kept[o.next] = sample{way: way, offset: said.Sub(asked.Add(way / 2))}
	o.next++
	if o.next == len(o.kept) {
		o.next, o.full = 0, true
	}
}

// best is the peer's clock minus this station's, 0 before the first pulse.
func (o *offsets) best() time.Duration {
	known := o.kept[:o.next]
	if o.full {
		known = o.kept[:]
	}
	if len(known) == 0 {
		return 0
	}
	best := known[0]
	for _, s := range known[1:] {
		if s.way < best.way {
			best = s
		}
	}
	return best.offset
}
