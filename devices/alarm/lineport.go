package alarm

import (
	"errors"
	"io"
	"sync"
	"time"
)

// emptyRead is the pause after a read that brought nothing at once, so that none can spin.
const emptyRead = 10 * time.Millisecond

// A connection is one open port of a line. Its pump only reads, because a read may block; writes come from the session, which
// polls, and from the keeper, which answers.
type connection struct {
	port   io.ReadWriteCloser
	chunks chan []byte   // filled by the pump: a chunk is good until the next one is taken
	lost   chan struct{} // closed when the pump ends
	stop   chan struct{}
	once   sync.Once

	writing sync.Mutex
}

func newConnection(port io.ReadWriteCloser) *connection {
	c := &connection{port: port, chunks: make(chan []byte), lost: make(chan struct{}), stop: make(chan struct{})}
	go c.pump()
	return c
}

// close ends the pump and gives the port back. Any goroutine may call it, more than once.
func (c *connection) close() {
	c.once.Do(func() {
		close(c.stop)
		_ = c.port.Close() // nothing can be done about a port that does not close
	})
}

// write sends b whole and reports whether it did. A port that does not take it is closed, which ends the session.
func (c *connection) write(b []byte) bool {
	if len(b) == 0 {
		return true
	}
	c.writing.Lock()
	defer c.writing.Unlock()
	select {
	case <-c.stop:
		return false
	default:
	}
	if _, err := c.port.Write(b); err != nil {
		c.close()
		return false
	}
	return true
}

// pump hands over what comes. It fills two buffers in turn: the receiver is done with one when it takes the other.
func (c *connection) pump() {
	defer close(c.lost)
	var buffers [2][4096]byte
	turn := 0
	for {
		buf := buffers[turn][:]
		n, err := c.port.Read(buf)
		if n > 0 {
			select {
			case c.chunks <- buf[:n]:
				turn ^= 1 // the other one was given back just now
			case <-c.stop:
				return
			}
		}
		var quiet interface{ Timeout() bool }
		if err != nil && (!errors.As(err, &quiet) || !quiet.Timeout()) {
			return
		}
		if n == 0 {
			select {
			case <-c.stop:
				return
			case <-time.After(emptyRead):
			}
		}
	}
}
