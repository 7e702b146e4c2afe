package simulator

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"net"
	"time"

	"jiezhan/devices/alarm"
)

// Run reports to the station until ctx is done and returns its error. A station that cannot be reached is called again after the
// wait for an answer.
func (p *Panel) Run(ctx context.Context) error {
	c := &panelCall{panel: p, skew: p.opts.Skew}
	defer c.hangUp()
	for ctx.Err() == nil {
		s, found, err := c.next(ctx)
		if err != nil {
			return err
		}
		if c.report(ctx, s) {
			if found {
				p.update(func() { p.buffer = p.buffer[1:] })
			}
			continue
		}
		c.hangUp()
		if ctx.Err() == nil {
			p.update(func() { p.counts.Failed++ })
		}
	}
	return ctx.Err()
}

// A panelCall is what a panel knows while it runs.
type panelCall struct {
	panel *Panel
	skew  time.Duration
	seq   int

	conn    net.Conn // nil while there is none
	answers chan alarm.DC09Frame
	unheard bool // answers to the frame under way are lost
}

// next waits for something to report: a signal, or after a while a heartbeat.
func (c *panelCall) next(ctx context.Context) (s alarm.Signal, found bool, err error) {
	beat := idle()
	defer beat.Stop()
	if c.panel.opts.Heartbeat > 0 {
		beat.Reset(c.panel.opts.Heartbeat)
	}
	for {
		_, changed := c.panel.state()
		if s, found := c.panel.oldest(); found {
			return s, true, nil
		}
		select {
		case <-changed:
		case <-beat.C:
			return alarm.Signal{Heartbeat: true}, false, nil
		case <-ctx.Done():
			return s, false, ctx.Err()
		}
	}
}

// report sends a signal until the station has answered. It returns false when the panel must start over.
func (c *panelCall) report(ctx context.Context, s alarm.Signal) bool {
	o := c.panel.opts
	s.Account, s.Line = cmp.Or(s.Account, o.Account), cmp.Or(s.Line, o.Line)
	first := o.Now()
	c.count()
	for try := range 1 + o.Retries {
		if try > 0 {
			c.panel.update(func() { c.panel.counts.Repeated++ })
			if o.NewSeq {
				c.count()
			}
		} else {
			c.panel.update(func() { c.panel.counts.Sent++ })
		}
		patience, stop := context.WithTimeout(ctx, o.Resend)
		token := c.ask(patience, s)
		if token == "" {
			<-patience.Done() // a lost connection leaves some of the wait
		}
		stop()
		if ctx.Err() != nil {
			return false
		}
		if token == alarm.TokenAck || token == alarm.TokenDuh {
			c.answered(token, s.Heartbeat, o.Now().Sub(first))
			return true
		}
	}
	return false
}

// count takes the next number, 0001 to 9999.
func (c *panelCall) count() { c.seq = c.seq%9999 + 1 }

func (c *panelCall) answered(token string, heartbeat bool, took time.Duration) {
	if c.panel.opts.HangUp {
		c.hangUp()
	}
	c.panel.update(func() {
		n := &c.panel.counts
		switch {
		case token == alarm.TokenDuh:
			n.Refused++
		case heartbeat:
			n.Heartbeats++
		default:
			n.Acked++
		}
		n.Slowest = max(n.Slowest, took)
	})
}

// ask sends a signal once, or again when the station says what time it is, and returns the token of its answer; "" is none before
// ctx ends.
func (c *panelCall) ask(ctx context.Context, s alarm.Signal) string {
	for range 2 {
		seq, err := c.transmit(ctx, s)
		if err != nil {
			c.hangUp()
			return ""
		}
		answer, heard := c.await(ctx, seq)
		if !heard || answer.Token != alarm.TokenNak {
			return answer.Token
		}
		c.skew = answer.Time.Sub(c.panel.opts.Now())
		c.panel.update(func() { c.panel.counts.ClockSet++ })
	}
	return alarm.TokenNak
}

// await waits for the answer to the frame of a number. A NAK has none.
func (c *panelCall) await(ctx context.Context, seq string) (alarm.DC09Frame, bool) {
	for {
		select {
		case f, open := <-c.answers:
			if !open {
				c.hangUp()
				return alarm.DC09Frame{}, false
			}
			sealed := f.Encrypted && !f.Open(c.panel.opts.Key)
			if !c.unheard && !sealed && (f.Seq == seq || f.Token == alarm.TokenNak) {
				return f, true
			}
		case <-ctx.Done():
			return alarm.DC09Frame{}, false
		}
	}
}

// transmit sends the frame of a signal as the line lets it through, and returns its number.
func (c *panelCall) transmit(ctx context.Context, s alarm.Signal) (seq string, err error) {
	if err := c.connect(ctx); err != nil {
		return "", err
	}
	o := c.panel.opts
	clock := o.Now().Add(c.skew)
	if o.Key != nil {
		s.PanelTime = clock
	}
	f := alarm.DC09FrameOf(s, fmt.Sprintf("%04d", c.seq), o.Key != nil, clock)
	fault := c.panel.spend()
	c.unheard = fault == RepliesLost
	return f.Seq, c.emit(ctx, f.Encode(o.Key, o.Pad), fault)
}

// emit writes a frame as the line lets it through. A datagram always goes whole.
func (c *panelCall) emit(ctx context.Context, frame []byte, fault Fault) error {
	frame, step, pause := distort(frame, fault)
	if c.panel.opts.Network == "udp" {
		step, pause = max(1, len(frame)), 0
	}
	return trickle(ctx, c.conn, frame, step, pause)
}

// connect calls the station unless the line is open.
func (c *panelCall) connect(ctx context.Context) error {
	if c.conn != nil {
		return nil
	}
	conn, err := c.panel.opts.Dial(ctx)
	if err != nil {
		return fmt.Errorf("call the station: %w", err)
	}
	c.conn, c.answers = conn, make(chan alarm.DC09Frame, 16)
	c.panel.update(func() { c.panel.counts.Connections++ })
	go hearAnswers(conn, c.answers)
	return nil
}

// hearAnswers reads answers until the connection ends. What nobody waits for is dropped.
func hearAnswers(r io.Reader, answers chan<- alarm.DC09Frame) {
	defer close(answers)
	var reader alarm.DC09Reader
	buf := make([]byte, 1024)
	for {
		n, err := r.Read(buf)
		reader.Feed(buf[:n], func(f alarm.DC09Frame) {
			select {
			case answers <- f:
			default:
			}
		})
		if err != nil {
			return
		}
	}
}

func (c *panelCall) hangUp() {
	if c.conn == nil {
		return
	}
	_ = c.conn.Close() // it may be closed already
	for range c.answers {
		// until its reader has ended
	}
	c.conn = nil
}
