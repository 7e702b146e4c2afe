package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"

	"github.com/hashicorp/raft"
)

// purpose is the first byte of every connection between stations. Its value names protocol and version.
type purpose byte

const (
	purposeRaft    purpose = 0x11
	purposeForward purpose = 0x21
	purposeProbe   purpose = 0x31
)

const (
	// helloTimeout is how long a caller may take to say why it calls.
	helloTimeout = 5 * time.Second
	// dialTimeout is how long a peer may take to open. A station that is switched off does not answer at all.
	dialTimeout = time.Second
	// maxCallers bounds the connections open at once; the largest office needs about a hundred.
	maxCallers = 512
)

var errClosed = errors.New("this station is stopping")

// door is the one listener of a station, for all its peers want, and the way out to them. It knows every connection, so that
// closing it ends them all.
type door struct {
	network  Network
	listener net.Listener
	address  string // as the members know it, which need not be what is listened on
	now      func() time.Time
	raft     chan net.Conn
	handlers map[purpose]func(net.Conn)

	ctx    context.Context //nolint:containedctx // ends with the door, and all dialling with it
	cancel context.CancelFunc
	calls  sync.WaitGroup

	mu   sync.Mutex
	open map[net.Conn]bool
}

func openDoor(network Network, address string, now func() time.Time) (*door, error) {
	listener, err := network.Listen()
	if err != nil {
		return nil, fmt.Errorf("listen for peers: %w", err)
	}
	d := &door{network: network, listener: listener, address: address, now: now, raft: make(chan net.Conn), open: map[net.Conn]bool{}}
	d.ctx, d.cancel = context.WithCancel(context.Background())
	return d, nil
}

// serve begins to let peers in. A handler owns its connection until it returns.
func (d *door) serve(handlers map[purpose]func(net.Conn)) {
	d.handlers = handlers
	d.calls.Go(d.accept)
}

func (d *door) accept() {
	for d.ctx.Err() == nil {
		conn, err := d.listener.Accept()
		if err != nil {
			select { // out of file descriptors, or closing
			case <-time.After(50 * time.Millisecond):
			case <-d.ctx.Done():
			}
			continue
		}
		if tracked, ok := d.track(conn); ok {
			d.calls.Go(func() { d.welcome(tracked) })
		}
	}
}

func (d *door) welcome(conn net.Conn) {
	var first [1]byte
	err := conn.SetReadDeadline(d.now().Add(helloTimeout))
	if err == nil {
		_, err = io.ReadFull(conn, first[:])
	}
	if err == nil {
		err = conn.SetReadDeadline(time.Time{})
	}
	if err != nil {
		conn.Close() //nolint:errcheck,gosec // it never said anything
		return
	}
	if purpose(first[0]) == purposeRaft {
		select {
		case d.raft <- conn: // raft closes it
		case <-d.ctx.Done():
			conn.Close() //nolint:errcheck,gosec // closing anyway
		}
		return
	}
	defer conn.Close() //nolint:errcheck // the handler is done with it
	if handle, known := d.handlers[purpose(first[0])]; known {
		handle(conn)
	}
}

// dial calls a peer and says why.
func (d *door) dial(ctx context.Context, address string, why purpose) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(ctx, dialTimeout)
	defer cancel()
	defer context.AfterFunc(d.ctx, cancel)()
	conn, err := d.network.Dial(ctx, address)
	if err != nil {
		return nil, err
	}
	tracked, ok := d.track(conn)
	if !ok {
		return nil, errClosed
	}
	if err := tracked.SetWriteDeadline(d.now().Add(dialTimeout)); err != nil {
		return nil, errors.Join(err, tracked.Close())
	}
	if _, err := tracked.Write([]byte{byte(why)}); err != nil {
		return nil, errors.Join(err, tracked.Close())
	}
	return tracked, tracked.SetWriteDeadline(time.Time{})
}

// track remembers a connection until it is closed. It closes and refuses it where the door is shut or the house full.
func (d *door) track(conn net.Conn) (net.Conn, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx.Err() != nil || len(d.open) >= maxCallers {
		conn.Close() //nolint:errcheck,gosec // nothing was said
		return nil, false
	}
	d.open[conn] = true
	return trackedConn{Conn: conn, door: d}, true
}

type trackedConn struct {
	net.Conn
	door *door
}

func (c trackedConn) Close() error {
	c.door.mu.Lock()
	delete(c.door.open, c.Conn)
	c.door.mu.Unlock()
	return c.Conn.Close()
}

// close shuts the door and ends every connection.
func (d *door) close() error {
	d.cancel()
	err := d.listener.Close()
	d.mu.Lock()
	for conn := range d.open {
		conn.Close() //nolint:errcheck,gosec // whoever uses it notices
	}
	d.mu.Unlock()
	d.calls.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil // shut before
	}
	return err
}

// stream is what raft sees of the door.
type stream struct {
	door   *door
	closed chan struct{}
	once   sync.Once
}

var _ raft.StreamLayer = (*stream)(nil)

func newStream(d *door) *stream { return &stream{door: d, closed: make(chan struct{})} }

// Accept waits for the next connection that carries raft.
func (s *stream) Accept() (net.Conn, error) {
	select {
	case conn := <-s.door.raft:
		return conn, nil
	case <-s.closed:
		return nil, errClosed
	}
}

// Close ends Accept; the door itself belongs to the node.
func (s *stream) Close() error {
	s.once.Do(func() { close(s.closed) })
	return nil
}

// Addr is the address by which the members know this station; raft sends it to them as the leader's.
func (s *stream) Addr() net.Addr { return memberAddress(s.door.address) }

// Dial opens a connection that carries raft.
func (s *stream) Dial(address raft.ServerAddress, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return s.door.dial(ctx, string(address), purposeRaft)
}

type memberAddress string

func (memberAddress) Network() string  { return "station" }
func (a memberAddress) String() string { return string(a) }
