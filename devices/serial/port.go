package serial

import (
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// A lock keeps others off the device and remembers which device it was.
type lock interface {
	present() bool // the path still leads to the device that was opened
	release()
}

// A port adds to the driver what it lacks: time-outs that can be told from a hang-up, writes that end, and a Close that ends
// even while the driver is stuck.
type port struct {
	path string
	raw  io.ReadWriteCloser
	lock lock
	now  func() time.Time

	early int // empty reads in a row that came too soon to be time-outs

	writes  chan []byte
	written chan error
	stuck   bool // a write never came back; only the writing goroutine looks
	closed  chan struct{}
	once    sync.Once
}

func newPort(path string, raw io.ReadWriteCloser, l lock) *port {
	p := &port{
		path: path, raw: raw, lock: l, now: time.Now,
		writes: make(chan []byte), written: make(chan error, 1), closed: make(chan struct{}),
	}
	go p.writer()
	return p
}

// Read returns what has come, at most after the read time-out. Bytes, ErrQuiet, or an error that matches ErrGone.
//
// The driver reports a time-out and a hang-up alike, as an empty read. A hang-up returns at once, so an empty read well
// before the time-out, twice running, is one; so is a path that leads elsewhere or nowhere.
func (p *port) Read(b []byte) (int, error) {
	if len(b) == 0 {
		return 0, nil
	}
	start := p.now()
	n, err := p.raw.Read(b)
	if n > 0 {
		p.early = 0
		return n, nil
	}
	if err != nil && !errors.Is(err, io.EOF) {
		return 0, p.gone(err)
	}
	if !p.lock.present() {
		return 0, p.gone(nil)
	}
	if p.now().Sub(start) >= readWait/2 {
		p.early = 0
		return 0, ErrQuiet
	}
	if p.early++; p.early >= 2 {
		return 0, p.gone(nil)
	}
	return 0, ErrQuiet
}

// Write sends all of b or returns an error that matches ErrGone. A driver that takes nothing for a second counts as gone.
func (p *port) Write(b []byte) (int, error) {
	if p.stuck {
		return 0, p.gone(errStuck)
	}
	own := append([]byte(nil), b...) // the driver may still hold the bytes when a stuck Write has returned
	select {
	case p.writes <- own:
	case <-p.closed:
		return 0, p.gone(nil)
	}
	timer := time.NewTimer(writeWait)
	defer timer.Stop()
	select {
	case err := <-p.written:
		if err != nil {
			return 0, p.gone(err)
		}
		return len(b), nil
	case <-p.closed:
		return 0, p.gone(nil)
	case <-timer.C:
		p.stuck = true
		return 0, p.gone(errStuck)
	}
}

var errStuck = errors.New("it takes no bytes")

// writer makes the writes, because the driver's may block for ever.
func (p *port) writer() {
	for {
		select {
		case b := <-p.writes:
			_, err := p.raw.Write(b)
			p.written <- err // has room for one, and the next write waits for it
		case <-p.closed:
			return
		}
	}
}

// Close gives the port back. The driver's own close waits for reads and writes under way, perhaps for ever, so it goes on
// behind; the device stays locked until it is through, and opening it again meanwhile is ErrBusy rather than a pile of stuck
// goroutines.
func (p *port) Close() error {
	var err error
	p.once.Do(func() {
		close(p.closed)
		done := make(chan error, 1)
		go func() {
			e := p.raw.Close()
			p.lock.release()
			done <- e
		}()
		timer := time.NewTimer(2 * readWait)
		defer timer.Stop()
		select {
		case err = <-done:
		case <-timer.C:
		}
	})
	return err
}

func (p *port) gone(cause error) error {
	if cause == nil {
		return fmt.Errorf("%s: %w", p.path, ErrGone)
	}
	return fmt.Errorf("%s: %w: %w", p.path, ErrGone, cause)
}
