package printer

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"sync"
	"syscall"
	"time"
)

// portion is how much is written at a time: a port counts a write that takes a second as lost, and at 1200 baud so much takes half of one.
const portion = 64

// emptyRead is the pause after a read that brought nothing at once, so that none can spin.
const emptyRead = 10 * time.Millisecond

// A link is one open port. A goroutine of its own, the pump, reads it, so that a port that has gone is noticed at once.
type link struct {
	port   io.ReadWriteCloser
	chunks chan []byte
	lost   chan error // the pump's last word
	stop   chan struct{}
	once   sync.Once
}

func newLink(port io.ReadWriteCloser) *link {
	l := &link{port: port, chunks: make(chan []byte, 16), lost: make(chan error, 1), stop: make(chan struct{})}
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

func (l *link) pump() {
	buf := make([]byte, 256)
	for {
		n, err := l.port.Read(buf)
		if n > 0 {
			select {
			case l.chunks <- append([]byte(nil), buf[:n]...):
			case <-l.stop:
				return
			}
		}
		if err != nil && !quiet(err) {
			l.lost <- err
			return
		}
		if n > 0 {
			continue
		}
		select {
		case <-l.stop:
			return
		case <-time.After(emptyRead):
		}
	}
}

// quiet reports whether an error only says that nothing came in time.
func quiet(err error) bool {
	var timeout interface{ Timeout() bool }
	return errors.As(err, &timeout) && timeout.Timeout()
}

// write sends all of b or returns an error that matches errLost.
func (l *link) write(b []byte) error {
	for len(b) > 0 {
		n := min(portion, len(b))
		if _, err := l.port.Write(b[:n]); err != nil {
			return fmt.Errorf("%w: %w", errLost, err)
		}
		b = b[n:]
	}
	return nil
}

// openFault is the code of an error of opening a port.
func openFault(err error) string {
	var name *net.DNSError
	switch {
	case errors.Is(err, fs.ErrNotExist) || errors.As(err, &name):
		return FaultPortNotFound
	case errors.Is(err, syscall.EBUSY):
		return FaultPortBusy
	case errors.Is(err, fs.ErrPermission):
		return FaultPortNoPermission
	default:
		return FaultPortCannotOpen
	}
}
