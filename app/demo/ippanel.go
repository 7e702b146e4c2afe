package demo

import (
	"context"
	"sync"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// ipPanel is a panel that calls the station over the network while it is plugged in.
type ipPanel struct {
	panel *simulator.Panel

	mu   sync.Mutex
	stop func() // nil while unplugged
}

// Plug lets the panel call.
func (p *ipPanel) Plug() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		return nil
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = p.panel.Run(ctx) // ends with ctx only
	}()
	p.stop = func() {
		cancel()
		<-ended
	}
	return nil
}

// Unplug hangs up and keeps the panel from calling; its signals wait.
func (p *ipPanel) Unplug() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stop != nil {
		p.stop()
		p.stop = nil
	}
	return nil
}

// Plugged reports whether the panel may call.
func (p *ipPanel) Plugged() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.stop != nil
}

// SetFault makes the line go wrong.
func (p *ipPanel) SetFault(f simulator.Fault) { p.panel.SetFault(f) }

func (p *ipPanel) report(s alarm.Signal) { p.panel.Send(s) }

// tally leaves heartbeats out; of the signals that wait, the first one is under way.
func (p *ipPanel) tally() tally {
	n := p.panel.Counts()
	taken := n.Acked + n.Refused
	return tally{Sent: taken + min(1, n.Waiting), Acked: n.Acked, Repeated: n.Repeated, Waiting: n.Waiting}
}
