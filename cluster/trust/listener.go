package trust

import (
	"context"
	"crypto/tls"
	"errors"
	"net"
	"sync"
	"time"
)

const (
	// greeting is how long a caller may take from its first byte to its last of the handshake, and a joiner to its request.
	greeting = 5 * time.Second
	// maxGuests bounds the callers that are not let in yet. One more ends the one that has been longest at it: a station of the office
	// needs milliseconds.
	maxGuests = 64
	// pause is how long the door rests when the system has no more sockets.
	pause = 50 * time.Millisecond
	// quiet is how long the log does not name a host again, and maxHeard how many it remembers.
	quiet, maxHeard = time.Minute, 256
)

// listener is a door that greets each caller by itself and hands in only who was admitted.
type listener struct {
	network *Network
	socket  net.Listener
	in      chan net.Conn

	ctx    context.Context //nolint:containedctx // ends with the door
	cancel context.CancelFunc
	work   sync.WaitGroup

	mu     sync.Mutex
	guests []net.Conn           // longest first
	heard  map[string]time.Time // when a host was last named in the log
}

func newListener(n *Network, socket net.Listener) *listener {
	l := &listener{network: n, socket: socket, in: make(chan net.Conn), heard: map[string]time.Time{}}
	l.ctx, l.cancel = context.WithCancel(context.Background())
	l.work.Go(l.run)
	return l
}

func (l *listener) run() {
	for l.ctx.Err() == nil {
		raw, err := l.socket.Accept()
		if err != nil {
			select {
			case <-time.After(pause):
			case <-l.ctx.Done():
			}
			continue
		}
		l.seat(raw)
		l.work.Go(func() { l.greet(raw) })
	}
}

// greet shakes hands with one caller. Whoever it hands on is no guest any more; everybody else is shown out.
func (l *listener) greet(raw net.Conn) {
	err := l.welcome(raw)
	if err == nil {
		return
	}
	l.leave(raw)
	raw.Close() //nolint:errcheck // the reason is known
	if l.ctx.Err() == nil && l.worthALine(raw) {
		l.network.Log.Warn("caller turned away", "from", raw.RemoteAddr().String(), "reason", err)
	}
}

// worthALine says whether the log has not heard of this caller's host for a while: a station that was removed calls many times a second.
func (l *listener) worthALine(raw net.Conn) bool {
	host, _, err := net.SplitHostPort(raw.RemoteAddr().String())
	if err != nil {
		return true
	}
	now := l.network.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if since := now.Sub(l.heard[host]); since >= 0 && since < quiet {
		return false
	}
	if len(l.heard) >= maxHeard {
		clear(l.heard)
	}
	l.heard[host] = now
	return true
}

func (l *listener) welcome(raw net.Conn) error {
	conn := &memberConn{}
	conn.Conn = tls.Server(raw, l.network.serverConfig(&conn.station))
	ctx, cancel := context.WithTimeout(l.ctx, greeting)
	defer cancel()
	if err := conn.HandshakeContext(ctx); err != nil {
		return err
	}
	if conn.ConnectionState().NegotiatedProtocol == joinProtocol {
		return l.join(ctx, raw, conn)
	}
	select {
	case l.in <- conn:
		l.leave(raw)
		return nil
	case <-l.ctx.Done():
		return net.ErrClosed
	}
}

// join hears a joiner. One whose code is right is no guest any more: it may wait for the office's decision.
func (l *listener) join(ctx context.Context, raw net.Conn, conn *memberConn) error {
	defer l.leave(raw)
	a, err := l.network.hear(ctx, conn.Conn)
	if err == nil {
		l.leave(raw)
		err = l.network.answer(l.ctx, conn.Conn, a)
	}
	return errors.Join(err, conn.Close())
}

func (l *listener) seat(raw net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.guests) >= maxGuests {
		l.guests[0].Close() //nolint:errcheck // its greeting ends with that
		l.guests = l.guests[1:]
	}
	l.guests = append(l.guests, raw)
}

func (l *listener) leave(raw net.Conn) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, guest := range l.guests {
		if guest == raw {
			l.guests = append(l.guests[:i:i], l.guests[i+1:]...)
			return
		}
	}
}

// Accept waits for the next member.
func (l *listener) Accept() (net.Conn, error) {
	select {
	case conn := <-l.in:
		return conn, nil
	case <-l.ctx.Done():
		return nil, net.ErrClosed
	}
}

// Close ends Accept and every greeting under way; connections handed in are not its business.
func (l *listener) Close() error {
	l.cancel()
	err := l.socket.Close()
	l.work.Wait()
	return err
}

// Addr is where the door is.
func (l *listener) Addr() net.Addr { return l.socket.Addr() }
