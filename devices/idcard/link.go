package idcard

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Times on the line.
const (
	interByte   = 800 * time.Millisecond // silence inside a frame that ends it
	settleQuiet = 100 * time.Millisecond // silence to wait for before speaking again after a time-out
	emptyRead   = 10 * time.Millisecond  // pause after a read that brought nothing at once, so that none can spin
	fullBaud    = 115200
)

// What can go wrong between a request and its reply.
var (
	errPortLost = errors.New("port lost")
	errNoReply  = errors.New("no reply in time")
	errGarbled  = errors.New("reply with a bad check byte")
)

// A link is one open port with its frame reader. One goroutine asks; a second one, the pump, reads the port, because a read
// may block and a port that vanishes between two requests must be noticed.
type link struct {
	port   io.ReadWriteCloser
	frames *FrameReader
	baud   int

	chunks chan []byte // filled by the pump; whoever receives one clears it
	lost   chan error  // the pump's last word
	stop   chan struct{}
	once   sync.Once
}

func newLink(port io.ReadWriteCloser, baud int) *link {
	l := &link{
		port: port, frames: NewReplyReader(), baud: baud,
		chunks: make(chan []byte), lost: make(chan error, 1), stop: make(chan struct{}),
	}
	go l.pump()
	return l
}

// close ends the pump and gives the port back. Any goroutine may call it, more than once.
func (l *link) close() {
	l.once.Do(func() {
		close(l.stop)
		_ = l.port.Close() // nothing can be done about a port that does not close
	})
}

// pump hands over what comes. It fills two buffers in turn: the receiver is done with one when it takes the other.
func (l *link) pump() {
	var buffers [2][512]byte
	for turn := 0; ; turn ^= 1 {
		buf := buffers[turn][:]
		n, err := l.readSome(buf)
		if n > 0 {
			select {
			case l.chunks <- buf[:n]:
			case <-l.stop:
				clear(buf)
				return
			}
		}
		if err != nil {
			l.lost <- err
			return
		}
	}
}

// readSome reads until something comes or the port has gone. A time-out (an error with Timeout() true, or nothing without
// an error) is no reason to stop.
func (l *link) readSome(buf []byte) (int, error) {
	for {
		n, err := l.port.Read(buf)
		var quiet interface{ Timeout() bool }
		if errors.As(err, &quiet) && quiet.Timeout() {
			err = nil
		}
		if n > 0 || err != nil {
			return n, err
		}
		select {
		case <-l.stop:
			return 0, io.ErrClosedPipe
		case <-time.After(emptyRead):
		}
	}
}

// pause waits d and throws away what comes meanwhile: a module never speaks unasked, so it is noise or a reply too late.
func (l *link) pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return nil
		case chunk := <-l.chunks:
			clear(chunk)
		case err := <-l.lost:
			return l.gone(err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// quiet waits until the line was silent for 100 ms, at most a second.
func (l *link) quiet(ctx context.Context) error {
	limit, silence := time.NewTimer(time.Second), time.NewTimer(settleQuiet)
	defer limit.Stop()
	defer silence.Stop()
	for {
		select {
		case <-silence.C:
			return nil
		case <-limit.C:
			return nil
		case chunk := <-l.chunks:
			clear(chunk)
			silence.Reset(settleQuiet)
		case err := <-l.lost:
			return l.gone(err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// exchange asks once. The reply's data is good until the next exchange or wipe.
func (l *link) exchange(ctx context.Context, c Command) (Reply, error) {
	l.drain()
	checksums, _ := l.frames.Rejected()
	if _, err := l.port.Write(EncodeRequest(c)); err != nil {
		if ctx.Err() != nil {
			return Reply{}, ctx.Err()
		}
		return Reply{}, l.gone(err)
	}
	reply, err := l.await(ctx, c)
	if now, _ := l.frames.Rejected(); errors.Is(err, errNoReply) && now > checksums {
		err = errGarbled
	}
	return reply, err
}

// drain throws away what came before a request, so that it cannot pass for the answer.
func (l *link) drain() {
	l.frames.Wipe()
	for {
		select {
		case chunk := <-l.chunks:
			clear(chunk)
		default:
			return
		}
	}
}

// await collects bytes until a reply fits, the command's time is up, or the line falls silent after it spoke.
func (l *link) await(ctx context.Context, c Command) (Reply, error) {
	patience := c.wait() + l.wireTime(c)
	limit, silence := time.NewTimer(patience), time.NewTimer(patience)
	defer limit.Stop()
	defer silence.Stop()
	sound := l.rejected()
	for {
		select {
		case chunk := <-l.chunks:
			reply, found := pick(c, l.frames.Frames(chunk))
			clear(chunk)
			if found {
				return reply, nil
			}
			switch {
			case l.frames.Partial():
				silence.Reset(interByte)
			case l.rejected() > sound: // the reply, damaged: what follows at once may be it again
				silence.Reset(settleQuiet)
			default: // an echo, noise, an answer too late: the reply may take its time
				silence.Stop()
			}
		case <-silence.C:
			return l.lastChance(c)
		case <-limit.C:
			return l.lastChance(c)
		case err := <-l.lost:
			return Reply{}, l.gone(err)
		case <-ctx.Done():
			return Reply{}, ctx.Err()
		}
	}
}

// rejected counts damaged frames.
func (l *link) rejected() int {
	checksums, lengths := l.frames.Rejected()
	return checksums + lengths
}

// lastChance looks for a reply behind a false start.
func (l *link) lastChance(c Command) (Reply, error) {
	if reply, found := pick(c, l.frames.GiveUp()); found {
		return reply, nil
	}
	return Reply{}, errNoReply
}

func pick(c Command, bodies func(func([]byte) bool)) (Reply, bool) {
	for body := range bodies {
		if r := ParseReply(body); c.fits(r) {
			return r, true
		}
	}
	return Reply{}, false
}

// wireTime is what a slow line adds to the longest reply.
func (l *link) wireTime(c Command) time.Duration {
	if l.baud <= 0 || l.baud >= fullBaud {
		return 0
	}
	const bitsPerByte = 10
	return time.Duration(c.longest()*bitsPerByte) * time.Second / time.Duration(l.baud)
}

func (l *link) gone(err error) error {
	return fmt.Errorf("%w: %w", errPortLost, err)
}
