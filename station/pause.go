package station

import "time"

// pause is the wait between two attempts at the same thing, longer after each that failed.
type pause struct {
	timer *time.Timer
	next  time.Duration
	most  time.Duration
	on    bool
}

func newPause(most time.Duration) pause { return pause{timer: stopped(), next: retryFirst, most: most} }

// stopped is a timer that does not run yet.
func stopped() *time.Timer {
	t := time.NewTimer(time.Hour)
	t.Stop()
	return t
}

func (p *pause) begin() {
	if p.on {
		return
	}
	p.on = true
	p.timer.Reset(p.next)
	p.next = min(2*p.next, p.most)
}

// over ends the pause when its timer fires.
func (p *pause) over() { p.on = false }

// reset ends the pause at once, and the next one is short again.
func (p *pause) reset() {
	p.timer.Stop()
	p.on, p.next = false, retryFirst
}
