package cluster

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/hashicorp/raft"
)

const (
	// probeEvery is how often a peer is asked whether it is there, probeTimeout how long it may take to say so.
	probeEvery   = 500 * time.Millisecond
	probeTimeout = time.Second
)

// peers knows which members answer, by asking each of them a byte over a connection of its own.
type peers struct {
	dial    dialer
	now     func() time.Time
	changed func()
	cancel  context.CancelFunc
	loops   sync.WaitGroup
	all     map[raft.ServerID]*peer // never changed after start
}

type peer struct {
	address string
	kick    chan struct{} // asks for a probe now

	mu        sync.Mutex
	reachable bool
	answered  chan struct{} // closed and renewed at each answer
}

// watchPeers begins to ask; changed is called whenever a peer comes or goes.
func watchPeers(members []Member, self string, dial dialer, now func() time.Time, changed func()) *peers {
	ctx, cancel := context.WithCancel(context.Background())
	p := &peers{dial: dial, now: now, changed: changed, cancel: cancel, all: map[raft.ServerID]*peer{}}
	for _, m := range members {
		if m.ID == self {
			continue
		}
		one := &peer{address: m.Address, kick: make(chan struct{}, 1), answered: make(chan struct{})}
		p.all[raft.ServerID(m.ID)] = one
		p.loops.Go(func() { p.watch(ctx, one) })
	}
	return p
}

func (p *peers) watch(ctx context.Context, one *peer) {
	var conn net.Conn
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-pause.C:
		case <-one.kick:
		case <-ctx.Done():
			if conn != nil {
				conn.Close() //nolint:errcheck,gosec // stopping
			}
			return
		}
		conn = p.probe(ctx, one, conn)
		if one.note(conn != nil) {
			p.changed()
		}
		pause.Reset(probeEvery)
	}
}

// probe asks once and answers the connection to ask on next, nil where the peer did not answer. A connection that broke since the last
// probe says nothing about the peer, so then it calls anew.
func (p *peers) probe(ctx context.Context, one *peer, conn net.Conn) net.Conn {
	if conn != nil {
		if p.ask(conn) {
			return conn
		}
		conn.Close() //nolint:errcheck,gosec // replaced
	}
	conn, err := p.dial(ctx, one.address)
	if err != nil {
		return nil
	}
	if !p.ask(conn) {
		conn.Close() //nolint:errcheck,gosec // no answer on it
		return nil
	}
	return conn
}

func (p *peers) ask(conn net.Conn) bool {
	var b [1]byte
	if conn.SetDeadline(p.now().Add(probeTimeout)) != nil {
		return false
	}
	if _, err := conn.Write(b[:]); err != nil {
		return false
	}
	_, err := conn.Read(b[:])
	return err == nil
}

// serveProbe answers whoever asks whether this station is there.
func serveProbe(conn net.Conn) {
	var b [1]byte
	for {
		if _, err := conn.Read(b[:]); err != nil {
			return
		}
		if _, err := conn.Write(b[:]); err != nil {
			return
		}
	}
}

// note records the result of a probe and answers whether it differs from the last.
func (o *peer) note(reachable bool) bool {
	o.mu.Lock()
	defer o.mu.Unlock()
	if reachable {
		close(o.answered)
		o.answered = make(chan struct{})
	}
	differs := o.reachable != reachable
	o.reachable = reachable
	return differs
}

func (p *peers) reachable(id raft.ServerID) bool {
	one, known := p.all[id]
	if !known {
		return false
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	return one.reachable
}

// nextAnswer has a peer asked now, and answers a channel that closes at its next answer; nil for a member that is not watched.
func (p *peers) nextAnswer(id raft.ServerID) <-chan struct{} {
	one, known := p.all[id]
	if !known {
		return nil
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	select {
	case one.kick <- struct{}{}:
	default:
	}
	return one.answered
}

func (p *peers) close() {
	p.cancel()
	p.loops.Wait()
}
