//go:build trials

package trials

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"

	"jiezhan/devices/alarm"
)

// pacer is a receiver that sends at a steady rate and does not wait for answers; each answer is that of the oldest frame without one.
type pacer struct {
	wire   wire
	every  time.Duration
	frames int

	mu    sync.Mutex
	sent  []time.Time
	took  []time.Duration
	other int // answers that are not ACK, or to nothing
	// begin has it begin, done says that all was acknowledged.
	begin, done chan struct{}
}

func newPacer(w wire, every time.Duration, frames int) *pacer {
	return &pacer{wire: w, every: every, frames: frames, begin: make(chan struct{}), done: make(chan struct{})}
}

// graveEvery is how often a call for help, and a fire, are among the signals.
const graveEvery = 50

// signal is the nth event.
func (p *pacer) signal(n int) alarm.Signal {
	s := p.wire.number(n)
	switch n % graveEvery {
	case 0:
		s.Event = "101"
	case graveEvery / 2:
		s.Event = "110"
	case 1, 2:
		s.Event = "301"
	case 3, 4, 5:
		s.Event = "602"
	default:
	}
	return s
}

// grave says whether the nth event is help or fire.
func grave(n int) bool { return n%(graveEvery/2) == 0 }

// Serve sends all frames and hears the answers.
func (p *pacer) Serve(ctx context.Context, rw io.ReadWriter) error {
	go p.hear(rw) // until rw is closed
	select {
	case <-p.begin:
	case <-ctx.Done():
		return ctx.Err()
	}
	tick := time.NewTicker(p.every)
	defer tick.Stop()
	for n := range p.frames {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		p.mu.Lock()
		p.sent = append(p.sent, time.Now())
		p.mu.Unlock()
		if _, err := rw.Write(alarm.Encode(p.wire.protocol, p.signal(n), alarm.Settings{})); err != nil {
			return err
		}
	}
	<-ctx.Done()
	return ctx.Err()
}

func (p *pacer) hear(r io.Reader) {
	buffer := make([]byte, 256)
	for {
		size, err := r.Read(buffer)
		if err != nil {
			return
		}
		p.mu.Lock()
		for _, b := range buffer[:size] {
			switch {
			case b == 'S': // a Conwin is asked whether it lives
			case b != 0x06 || len(p.took) == len(p.sent):
				p.other++
			default:
				p.took = append(p.took, time.Since(p.sent[len(p.took)]))
				if len(p.took) == p.frames {
					close(p.done)
				}
			}
		}
		p.mu.Unlock()
	}
}

// graveAcked counts the grave events that were acknowledged before an instant.
func (p *pacer) graveAcked(before time.Time) (count int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for n, took := range p.took {
		if grave(n) && p.sent[n].Add(took).Before(before) {
			count++
		}
	}
	return count
}

// answers are how long each ACK took, and how many other answers came.
func (p *pacer) answers() (took []time.Duration, other int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.took), p.other
}

func (p *pacer) report(s *site) report {
	p.mu.Lock()
	defer p.mu.Unlock()
	r := report{wire: p.wire, site: s, out: map[string]int{}, acked: len(p.took)}
	for n := range p.sent {
		name := label(p.signal(n))
		r.order = append(r.order, name)
		r.out[name]++
	}
	return r
}
