package cluster

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"time"
)

// wire is a network in memory. A station that is cut off neither calls nor is called; a way that is blocked carries nothing in that direction, and
// its connections stay open, as behind a broken switch.
type wire struct {
	mu      sync.Mutex
	doors   map[string]*pipeListener
	off     map[string]bool
	open    map[*wireConn]bool
	blocked map[way]bool
	changed chan struct{} // closed and renewed when blocked changes
	weather *weather
}

// way is one direction between two addresses.
type way struct{ from, to string }

// weather makes a wire slow, and breaks connections while something is sent: the other side may have got it, and its answer is lost.
type weather struct {
	mu     sync.Mutex
	random *rand.Rand
	delay  time.Duration // at most, for each packet
	loss   float64       // of packets, and the connection with it
}

func newWire() *wire {
	return &wire{
		doors: map[string]*pipeListener{}, off: map[string]bool{}, open: map[*wireConn]bool{},
		blocked: map[way]bool{}, changed: make(chan struct{}),
	}
}

func (w *wire) at(id, address string) Network { return wireEnd{wire: w, id: id, address: address} }

// cut ends all connections of a station and allows no new ones; mend allows them again.
func (w *wire) cut(address string) {
	w.mu.Lock()
	var gone []*wireConn
	w.off[address] = true
	for conn := range w.open {
		if conn.way.from == address || conn.way.to == address {
			gone = append(gone, conn)
		}
	}
	w.mu.Unlock()
	for _, conn := range gone {
		conn.Close() // a pipe has nothing to say
	}
}

// mend opens all ways to and from a station.
func (w *wire) mend(address string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	delete(w.off, address)
	for v := range w.blocked {
		if v.from == address || v.to == address {
			delete(w.blocked, v)
		}
	}
	close(w.changed)
	w.changed = make(chan struct{})
}

// block lets nothing pass in one direction.
func (w *wire) block(from, to string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.blocked[way{from, to}] = true
}

// passes waits until a way is open, the connection closed or the deadline over.
func (w *wire) passes(c *wireConn) error {
	for {
		w.mu.Lock()
		blocked, changed := w.blocked[c.way], w.changed
		w.mu.Unlock()
		if !blocked {
			return w.weather.pass(c.closed)
		}
		var late <-chan time.Time
		if until := c.until(); !until.IsZero() {
			late = time.After(time.Until(until))
		}
		select {
		case <-changed:
		case <-c.closed:
			return net.ErrClosed
		case <-late:
			return os.ErrDeadlineExceeded
		}
	}
}

var errLost = errors.New("the connection broke")

func (s *weather) pass(closed <-chan struct{}) error {
	if s == nil {
		return nil
	}
	s.mu.Lock()
	pause, lost := time.Duration(s.random.Int64N(int64(s.delay))), s.random.Float64() < s.loss
	s.mu.Unlock()
	select {
	case <-time.After(pause):
	case <-closed:
	}
	if lost {
		return errLost
	}
	return nil
}

type wireEnd struct {
	wire        *wire
	id, address string
}

// Peer knows for certain who is at the other end, as a certificate would.
func (wireEnd) Peer(conn net.Conn) (string, bool) {
	c, ok := conn.(*wireConn)
	return c.peer, ok
}

// wireConn is one end of a connection.
type wireConn struct {
	net.Conn
	wire   *wire
	way    way
	peer   string // the station at the other end
	closed chan struct{}
	once   sync.Once

	mu       sync.Mutex
	deadline time.Time // for writing
}

func (w *wire) end(conn net.Conn, way way, peer string) *wireConn {
	return &wireConn{Conn: conn, wire: w, way: way, peer: peer, closed: make(chan struct{})}
}

func (c *wireConn) Write(b []byte) (int, error) {
	if err := c.wire.passes(c); err != nil {
		if errors.Is(err, errLost) {
			c.Conn.Write(b[:len(b)/2]) // or more
			c.Close()
		}
		return 0, err
	}
	return c.Conn.Write(b)
}

func (c *wireConn) Close() error {
	c.once.Do(func() { close(c.closed) })
	c.wire.mu.Lock()
	delete(c.wire.open, c)
	c.wire.mu.Unlock()
	return c.Conn.Close()
}

func (c *wireConn) until() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.deadline
}

func (c *wireConn) SetWriteDeadline(t time.Time) error {
	c.mu.Lock()
	c.deadline = t
	c.mu.Unlock()
	return c.Conn.SetWriteDeadline(t)
}

func (c *wireConn) SetDeadline(t time.Time) error {
	return errors.Join(c.SetWriteDeadline(t), c.SetReadDeadline(t))
}

func (e wireEnd) Listen() (net.Listener, error) {
	l := &pipeListener{id: e.id, calls: make(chan net.Conn), closed: make(chan struct{})}
	e.wire.mu.Lock()
	defer e.wire.mu.Unlock()
	e.wire.doors[e.address] = l
	return l, nil
}

func (e wireEnd) Dial(ctx context.Context, address string) (net.Conn, error) {
	w := e.wire
	w.mu.Lock()
	l, found := w.doors[address]
	if !found || w.off[address] || w.off[e.address] {
		w.mu.Unlock()
		return nil, fmt.Errorf("%s cannot reach %s", e.address, address)
	}
	here, there := net.Pipe()
	near, far := w.end(here, way{e.address, address}, l.id), w.end(there, way{address, e.address}, e.id)
	w.open[near] = true
	w.mu.Unlock()
	select {
	case l.calls <- far:
		return near, nil
	case <-l.closed:
		return nil, errors.Join(fmt.Errorf("%s is not there", address), near.Close())
	case <-ctx.Done():
		return nil, errors.Join(ctx.Err(), near.Close())
	}
}

type pipeListener struct {
	id     string
	calls  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (l *pipeListener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.calls:
		return conn, nil
	case <-l.closed:
		return nil, net.ErrClosed
	}
}

func (l *pipeListener) Close() error {
	l.once.Do(func() { close(l.closed) })
	return nil
}

func (l *pipeListener) Addr() net.Addr { return memberAddress("pipe") }
