package cluster

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"sync"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// forwarder brings commands of this station to the leader. It keeps one link, to whoever leads now.
type forwarder struct {
	dial dialer

	mu      sync.Mutex
	current *link
	closed  bool
}

// submit forwards a command to the leader. reply is called once and must not block.
func (f *forwarder) submit(leader string, e ledger.Envelope, reply func(answer)) {
	body, err := json.Marshal(e)
	if err != nil {
		reply(answer{err: fmt.Errorf("%w: %w", station.ErrRejected, err)})
		return
	}
	if len(body) > maxBody {
		reply(answer{err: fmt.Errorf("%w: %d bytes, at most %d are allowed", station.ErrRejected, len(body), maxBody)})
		return
	}
	l := f.link(leader)
	if l == nil {
		reply(answer{err: station.ErrNoLeader})
		return
	}
	l.submit(body, reply)
}

func (f *forwarder) link(leader string) *link {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed {
		return nil
	}
	if f.current != nil && (f.current.leader != leader || f.current.over()) {
		f.current.cancel()
		f.current = nil
	}
	if f.current == nil {
		f.current = openLink(leader, func(ctx context.Context) (net.Conn, error) { return f.dial(ctx, leader) })
	}
	return f.current
}

// follow ends the link to a station that no longer leads: whoever waits on it is told now, and not when a dead
// connection is noticed.
func (f *forwarder) follow(leader string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.current != nil && f.current.leader != leader {
		f.current.cancel()
		f.current = nil
	}
}

func (f *forwarder) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.closed = true
	if f.current != nil {
		f.current.cancel()
	}
}

// perPeer bounds the answers of one peer that wait to be sent. A peer that does not read them is hung up on.
const perPeer = 4096

// serveForwarded takes the commands of a peer and answers each when it is decided, in whatever order that happens. It ends with
// the connection; what is decided afterwards, the peer finds in its own register.
func serveForwarded(conn net.Conn, submit func(ledger.Envelope, func(answer))) {
	answers := newQueue[item](perPeer)
	gone := make(chan struct{})
	var writer sync.WaitGroup
	writer.Go(func() {
		defer conn.Close()                                //nolint:errcheck // wakes the reader
		writeFrames(conn, answers, gone, func([]item) {}) //nolint:errcheck,gosec // the peer has gone; it knows what that means
	})
	defer writer.Wait()
	defer close(gone)
	defer conn.Close() //nolint:errcheck // wakes the writer
	from := bufio.NewReader(conn)
	for {
		items, err := readFrame(from)
		if err != nil {
			return
		}
		for _, i := range items {
			take(i, submit, func(a answer) {
				if !answers.push(reply(i.id, a)) {
					conn.Close() //nolint:errcheck,gosec // ends both directions
				}
			})
		}
	}
}

func take(i item, submit func(ledger.Envelope, func(answer)), respond func(answer)) {
	var e ledger.Envelope
	if i.status != statusCommand {
		respond(answer{err: fmt.Errorf("%w: status %d is no command", station.ErrRejected, i.status)})
		return
	}
	if err := json.Unmarshal(i.body, &e); err != nil {
		respond(answer{err: fmt.Errorf("%w: not an envelope", station.ErrRejected)})
		return
	}
	submit(e, respond)
}
