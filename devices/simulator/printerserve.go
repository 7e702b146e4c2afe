package simulator

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// ErrHungUp is how Serve ends when HangUpAfter broke the line.
var ErrHungUp = errors.New("the line was made to break")

// Serve prints what comes from rw and answers, until rw fails or ctx is done. When rw can be closed, the end of ctx closes it, because
// nothing else ends a read, and so does the break of HangUpAfter.
func (p *Printer) Serve(ctx context.Context, rw io.ReadWriter) error {
	ctx, cancel := context.WithCancel(ctx)
	hangUp := func() {
		if c, ok := rw.(io.Closer); ok {
			_ = c.Close() // only to end the reads
		}
	}
	defer context.AfterFunc(ctx, hangUp)()
	told := make(chan struct{})
	go func() {
		defer close(told)
		p.tell(ctx, rw)
	}()
	defer func() { <-told }()
	defer cancel()

	buf := make([]byte, 64)
	for {
		n, err := rw.Read(buf)
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if pace := wireTime(n, p.opts.Baud); pace > 0 && !sleep(ctx, pace) {
			return ctx.Err()
		}
		for _, b := range buf[:n] {
			if !p.receive(b) {
				hangUp()
				return ErrHungUp
			}
		}
		if err != nil {
			return fmt.Errorf("read commands: %w", err)
		}
	}
}

// tell sends answers as the line lets them through. What is left when the line ends is lost.
func (p *Printer) tell(ctx context.Context, w io.Writer) {
	for {
		for answer, line, found := p.next(); found; answer, line, found = p.next() {
			step, pause := len(answer), time.Duration(0)
			switch line {
			case Silence:
				continue
			case Noise:
				answer = append([]byte{0x80, 0x11, 0x13, 0xFF}, answer...)
				step = len(answer)
			case Split:
				step = 1
			case Slow:
				step, pause = 1, slowByte
			default:
			}
			if err := trickle(ctx, w, answer, step, pause); err != nil {
				return
			}
		}
		select {
		case <-p.wake:
		case <-ctx.Done():
			p.mu.Lock()
			p.answers = nil
			p.mu.Unlock()
			return
		}
	}
}

// next takes the oldest answer and the fault of the line it meets.
func (p *Printer) next() ([]byte, Fault, bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.answers) == 0 {
		return nil, Sound, false
	}
	answer, line := p.answers[0], p.fault
	p.answers = p.answers[1:]
	if p.faultLeft > 0 {
		if p.faultLeft--; p.faultLeft == 0 {
			p.fault = Sound
		}
	}
	return answer, line, true
}
