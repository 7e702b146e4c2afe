package simulator

import (
	"cmp"
	"context"
	"net"
	"sync"
	"time"

	"jiezhan/devices/alarm"
)

// PanelOptions make one panel differ from another.
type PanelOptions struct {
	Network   string                                  // "tcp" or "udp"; "" is tcp
	Address   string                                  // of the station
	Dial      func(context.Context) (net.Conn, error) // instead of Network and Address
	Account   string                                  // of signals that have none
	Line      string                                  // of signals that have none; "" is 0
	Key       []byte                                  // AES; nil: plain
	Skew      time.Duration                           // how far the clock is ahead until a NAK sets it
	Heartbeat time.Duration                           // between two NULL frames while idle; 0 is 60 s, negative is none
	Resend    time.Duration                           // wait for an answer; 0 is 20 s
	Retries   int                                     // how often a frame is repeated before the panel starts over with a new connection; 0 is 3
	NewSeq    bool                                    // repeats under a new number, as some do
	HangUp    bool                                    // a connection for each frame
	Now       func() time.Time                        // nil is time.Now
	Pad       func([]byte)                            // of encrypted frames; nil is random
}

func (o PanelOptions) withDefaults() PanelOptions {
	o.Network = cmp.Or(o.Network, "tcp")
	o.Line = cmp.Or(o.Line, "0")
	o.Heartbeat = cmp.Or(o.Heartbeat, time.Minute)
	o.Resend = cmp.Or(o.Resend, 20*time.Second)
	o.Retries = cmp.Or(o.Retries, 3)
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Dial == nil {
		network, address := o.Network, o.Address
		o.Dial = func(ctx context.Context) (net.Conn, error) {
			var d net.Dialer
			return d.DialContext(ctx, network, address)
		}
	}
	return o
}

// PanelCounts are what a Panel has seen.
type PanelCounts struct {
	Sent, Repeated int           // frames that went out for the first time, and again
	Acked          int           // frames the station took, heartbeats left out
	Refused        int           // answers DUH: the frame is given up
	ClockSet       int           // answers NAK
	Heartbeats     int           // answered ones
	Waiting        int           // signals that were not taken yet
	Connections    int           // that were made
	Failed         int           // times the panel had to start over
	Slowest        time.Duration // the longest any frame waited for its answer after it went out first
}

// A Panel is an alarm panel that reports over SIA DC-09, one frame at a time. Its methods may be called from any goroutine while it
// runs.
type Panel struct {
	opts PanelOptions

	mu      sync.Mutex
	buffer  []alarm.Signal
	counts  PanelCounts
	fault   Fault
	left    int           // frames the fault still lasts; 0 is for ever
	changed chan struct{} // closed and replaced at each change
}

// NewPanel makes a panel with nothing to tell.
func NewPanel(opts PanelOptions) *Panel {
	return &Panel{opts: opts.withDefaults(), changed: make(chan struct{})}
}

// Send puts signals into the buffer, from where they go out in their turn.
func (p *Panel) Send(signals ...alarm.Signal) {
	p.update(func() { p.buffer = append(p.buffer, signals...) })
}

// SetFault makes the line go wrong until the next SetFault. Of the faults of a line it knows Noise, Split, Slow, BadChecksum, Cut,
// Silence and RepliesLost.
func (p *Panel) SetFault(f Fault) { p.SetFaultFor(f, 0) }

// SetFaultFor makes it go wrong for the next frames; 0 is for ever.
func (p *Panel) SetFaultFor(f Fault, frames int) {
	p.update(func() { p.fault, p.left = f, frames })
}

// Acked tells how many signals the station took.
func (p *Panel) Acked() int { return p.Counts().Acked }

// Unacked tells how many it did not take yet.
func (p *Panel) Unacked() int { return p.Counts().Waiting }

// Counts tells what the panel has seen.
func (p *Panel) Counts() PanelCounts {
	counts, _ := p.state()
	return counts
}

// Await returns when the counts are as wanted, or the error of ctx when it ends first.
func (p *Panel) Await(ctx context.Context, wanted func(PanelCounts) bool) error {
	for {
		counts, changed := p.state()
		if wanted(counts) {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (p *Panel) state() (PanelCounts, <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	c := p.counts
	c.Waiting = len(p.buffer)
	return c, p.changed
}

// update makes a change and wakes everyone who waits for one.
func (p *Panel) update(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
	close(p.changed)
	p.changed = make(chan struct{})
}

// oldest is the signal to be sent next.
func (p *Panel) oldest() (s alarm.Signal, found bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.buffer) == 0 {
		return s, false
	}
	return p.buffer[0], true
}

// spend uses the fault for one frame and returns it.
func (p *Panel) spend() Fault {
	p.mu.Lock()
	defer p.mu.Unlock()
	f := p.fault
	if p.left > 0 {
		if p.left--; p.left == 0 {
			p.fault = Sound
		}
	}
	return f
}
