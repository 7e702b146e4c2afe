package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
	"time"
)

// purpose is the first byte of every connection between stations. Its value names protocol and version.
type purpose byte

const (
	purposeRaft    purpose = 0x12
	purposeForward purpose = 0x22
	purposePulse   purpose = 0x32
)

const (
	// helloTimeout is how long a caller may take to say why it calls and who it is.
	helloTimeout = 5 * time.Second
	// dialTimeout is how long a peer may take to open and to say hello. A station that is switched off does not answer at all.
	dialTimeout = time.Second
	// maxCallers bounds the connections open at once; the largest office needs about two hundred.
	maxCallers = 512
)

var errClosed = errors.New("this station is stopping")

// door is the one listener of a station, for all its peers want, and the way out to them. Behind it both sides know who they talk to. It knows
// every connection, so that closing it ends them all.
type door struct {
	doorSettings
	listener net.Listener
	raft     chan net.Conn
	handlers map[purpose]func(conn net.Conn, peer string)

	ctx    context.Context //nolint:containedctx // ends with the door, and all dialling with it
	cancel context.CancelFunc
	calls  sync.WaitGroup

	mu   sync.Mutex
	open map[net.Conn]string // to or from which station, empty before its hello
}

type doorSettings struct {
	network Network
	self    hello
	known   *acquaintances
	book    *book
	now     func() time.Time
	// refused hears that a peer does not let this station in.
	refused func(peer string, why error)
}

func openDoor(s doorSettings) (*door, error) {
	listener, err := s.network.Listen()
	if err != nil {
		return nil, fmt.Errorf("listen for peers: %w", err)
	}
	d := &door{doorSettings: s, listener: listener, raft: make(chan net.Conn), open: map[net.Conn]string{}}
	d.ctx, d.cancel = context.WithCancel(context.Background())
	return d, nil
}

// serve begins to let peers in. A handler owns its connection until it returns.
func (d *door) serve(handlers map[purpose]func(conn net.Conn, peer string)) {
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
			d.calls.Go(func() { d.receive(tracked) })
		}
	}
}

// receive brings a caller to whom it wants.
func (d *door) receive(conn trackedConn) {
	why, peer, err := d.greet(conn)
	if err != nil {
		conn.Close() //nolint:errcheck,gosec // it never said anything, or is not let in
		return
	}
	if why == purposeRaft {
		select {
		case d.raft <- conn: // raft closes it
		case <-d.ctx.Done():
			conn.Close() //nolint:errcheck,gosec // closing anyway
		}
		return
	}
	defer conn.Close() //nolint:errcheck // the handler is done with it
	d.handlers[why](conn, peer)
}

// greet hears why somebody calls and who it is, and answers the verdict and who this station is.
func (d *door) greet(conn trackedConn) (why purpose, peer string, err error) {
	if err := conn.SetDeadline(d.now().Add(helloTimeout)); err != nil {
		return 0, "", err
	}
	var first [1]byte
	if _, err := io.ReadFull(conn, first[:]); err != nil {
		return 0, "", err
	}
	why = purpose(first[0])
	if _, handled := d.handlers[why]; !handled && why != purposeRaft {
		return 0, "", fmt.Errorf("purpose %x is not known", first[0])
	}
	caller, err := readHello(conn)
	if err != nil {
		return 0, "", err
	}
	if err := d.proves(conn, caller.id); err != nil {
		return 0, "", err
	}
	v, newer := d.known.judge(caller)
	if newer {
		d.hangUp(caller.id) // what an earlier start of it left open
	}
	d.name(conn, caller.id)
	if _, err := conn.Write(appendHello([]byte{byte(v)}, d.self)); err != nil {
		return 0, "", err
	}
	if err := v.err(); err != nil {
		return 0, "", err
	}
	return why, caller.id, conn.SetDeadline(time.Time{})
}

// proves asks the network whether the other end is the station it is taken for.
func (d *door) proves(conn trackedConn, station string) error {
	proven, member := d.network.Peer(conn.Conn)
	if !member || proven != "" && proven != station {
		return fmt.Errorf("station %q is at the other end, not %q", proven, station)
	}
	return nil
}

// dial calls a member and says why.
func (d *door) dial(ctx context.Context, id string, why purpose) (net.Conn, error) {
	address, err := d.book.address(id)
	if err != nil {
		return nil, err
	}
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
	if err := d.introduce(tracked, id, why); err != nil {
		return nil, errors.Join(err, tracked.Close())
	}
	return tracked, nil
}

// introduce says hello to the station meant, and hears whether it lets this one in.
func (d *door) introduce(conn trackedConn, id string, why purpose) error {
	if err := conn.SetDeadline(d.now().Add(dialTimeout)); err != nil {
		return err
	}
	if err := d.proves(conn, id); err != nil {
		return err
	}
	if _, err := conn.Write(appendHello([]byte{byte(why)}, d.self)); err != nil {
		return err
	}
	var answer [1]byte
	if _, err := io.ReadFull(conn, answer[:]); err != nil {
		return err
	}
	other, err := readHello(conn)
	if err != nil {
		return err
	}
	if other.id != id {
		return fmt.Errorf("station %q answers, not %q", other.id, id)
	}
	if err := verdict(answer[0]).err(); err != nil {
		if !errors.Is(err, errRefusal) {
			d.refused(id, err)
		}
		return err
	}
	v, newer := d.known.judge(other)
	if newer {
		d.hangUp(id)
	}
	d.name(conn, id)
	return errors.Join(v.err(), conn.SetDeadline(time.Time{}))
}

// track remembers a connection until it is closed. It closes and refuses it where the door is shut or the house full.
func (d *door) track(conn net.Conn) (trackedConn, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ctx.Err() != nil || len(d.open) >= maxCallers {
		conn.Close() //nolint:errcheck,gosec // nothing was said
		return trackedConn{}, false
	}
	d.open[conn] = ""
	return trackedConn{Conn: conn, door: d}, true
}

// name remembers which station a connection belongs to.
func (d *door) name(conn trackedConn, station string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if _, open := d.open[conn.Conn]; open {
		d.open[conn.Conn] = station
	}
}

// hangUp ends all connections with a station.
func (d *door) hangUp(station string) {
	d.end(func(with string) bool { return with == station })
}

// end closes the connections chosen by whom they are with, all at once: saying goodbye on a hung line takes a moment.
func (d *door) end(chosen func(with string) bool) {
	var farewells sync.WaitGroup
	d.mu.Lock()
	for conn, with := range d.open {
		if chosen(with) {
			farewells.Go(func() { conn.Close() }) //nolint:errcheck,gosec // whoever uses it notices
		}
	}
	d.mu.Unlock()
	farewells.Wait()
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
	d.end(func(string) bool { return true })
	d.calls.Wait()
	if errors.Is(err, net.ErrClosed) {
		return nil // shut before
	}
	return err
}
