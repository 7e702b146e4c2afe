package cluster

import (
	"context"
	"errors"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hashicorp/raft"
)

const (
	// pulseEvery is how often a peer is asked where it stands, pulseTimeout how long it may take to say so.
	pulseEvery   = 500 * time.Millisecond
	pulseTimeout = time.Second
)

// peers knows which members answer and where they stand, by taking the pulse of each over a connection of its own.
type peers struct {
	peersSettings
	ctx     context.Context //nolint:containedctx // ends with the node, and every pulse with it
	cancel  context.CancelFunc
	loops   sync.WaitGroup
	differs atomic.Pointer[Difference]

	mu  sync.Mutex
	all map[string]*peer
}

type peersSettings struct {
	dial       dialer
	now, clock func() time.Time // for deadlines; the one that is compared
	chain      chain
	// novice says whether this station may not vote yet, admitted that the leader leads for certain and this station has no vote.
	novice   func() bool
	admitted func()
	// changed is called whenever a peer comes or goes, the leader's lead in entries was made up, or a difference was found.
	changed func()
}

// seen is what is known of a peer.
type seen struct {
	reachable bool
	since     time.Time // when reachable became what it is
	at        time.Time // of the last pulse
	pulse
	offset time.Duration
	// refusal is why it did not let this station in when it was called last; nil where it did
	refusal error
}

type peer struct {
	id     string
	cancel context.CancelFunc
	kick   chan struct{} // asks for a pulse now

	// owned by the goroutine that watches
	offsets offsets
	search  search

	mu       sync.Mutex
	seen     seen
	answered chan struct{} // closed and renewed at each answer
}

func newPeers(s peersSettings) *peers {
	p := &peers{peersSettings: s, all: map[string]*peer{}}
	p.ctx, p.cancel = context.WithCancel(context.Background())
	return p
}

// follow begins to watch members that came, and lets those go that left.
func (p *peers) follow(members []raft.Server, self string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	listed := map[string]bool{self: true}
	for _, m := range members {
		id := string(m.ID)
		listed[id] = true
		if p.all[id] == nil && id != self && p.ctx.Err() == nil {
			p.watch(id)
		}
	}
	for id, one := range p.all {
		if !listed[id] {
			one.cancel()
			delete(p.all, id)
		}
	}
}

func (p *peers) watch(id string) {
	one := &peer{id: id, kick: make(chan struct{}, 1), answered: make(chan struct{}), seen: seen{since: p.now()}}
	ctx, cancel := context.WithCancel(p.ctx)
	one.cancel = cancel
	p.all[id] = one
	p.loops.Go(func() { p.run(ctx, one) })
}

func (p *peers) run(ctx context.Context, one *peer) {
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
		conn = p.take(ctx, one, conn)
		if conn == nil && one.lost(p.now()) {
			p.changed()
		}
		pause.Reset(pulseEvery)
	}
}

// take takes the pulse once and answers the connection for the next, nil where the peer did not answer. A connection that broke since the last
// pulse says nothing about the peer, so then it calls anew.
func (p *peers) take(ctx context.Context, one *peer, conn net.Conn) net.Conn {
	if conn != nil {
		if p.examine(ctx, one, conn) {
			return conn
		}
		conn.Close() //nolint:errcheck,gosec // replaced
	}
	conn, err := p.dial(ctx, one.id)
	if err != nil {
		return nil
	}
	if !p.examine(ctx, one, conn) {
		conn.Close() //nolint:errcheck,gosec // no answer on it
		return nil
	}
	return conn
}

// examine asks where the peer stands, and goes on asking while it halves its way to the first row that differs.
func (p *peers) examine(ctx context.Context, one *peer, conn net.Conn) bool {
	for more := true; more; more = one.search.halving() && p.differs.Load() == nil {
		q := question{novice: p.novice()}
		if p.differs.Load() == nil {
			q.seq = one.search.next(min(p.chain.length(), one.audited()))
		}
		if conn.SetDeadline(p.now().Add(pulseTimeout)) != nil {
			return false
		}
		asked := p.clock()
		heard, err := q.ask(conn)
		if err != nil {
			return false
		}
		one.offsets.note(asked, p.clock(), heard.clock)
		if one.note(heard, p.now(), one.offsets.best()) {
			p.changed()
		}
		if heard.voteless {
			p.admitted()
		}
		if !p.compare(ctx, one, q.seq, heard) {
			return true
		}
	}
	return true
}

// compare looks at the row that was asked for on both sides. It answers false where there is nothing to compare.
func (p *peers) compare(ctx context.Context, one *peer, seq uint64, heard pulse) bool {
	if seq == 0 || !heard.found {
		return false
	}
	ours, found := p.chain.row(ctx, seq)
	if !found {
		return false
	}
	one.search.note(seq, ours.Hash, heard.hash)
	if one.search.found() {
		p.differ(ctx, one)
	}
	return true
}

// note records a pulse and answers whether the peer was not reachable before.
func (o *peer) note(p pulse, now time.Time, offset time.Duration) (came bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	close(o.answered)
	o.answered = make(chan struct{})
	came = !o.seen.reachable
	if came {
		o.seen.since = now
	}
	o.seen.reachable, o.seen.at, o.seen.pulse, o.seen.offset, o.seen.refusal = true, now, p, offset, nil
	return came
}

// lost records that a peer does not answer, and answers whether it did before.
func (o *peer) lost(now time.Time) (went bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if went = o.seen.reachable; went {
		o.seen.reachable, o.seen.since = false, now
	}
	return went
}

// audited is how long the peer's audit chain was at its last pulse.
func (o *peer) audited() uint64 {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.seen.audited
}

// last is what is known of a peer, nothing for a station that is not watched.
func (p *peers) last(id string) seen {
	one := p.find(id)
	if one == nil {
		return seen{}
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	return one.seen
}

// refused records why a peer does not let this station in, and answers whether that is news.
func (p *peers) refused(id string, why error) (news bool) {
	one := p.find(id)
	if one == nil {
		return false
	}
	one.mu.Lock()
	defer one.mu.Unlock()
	news = !errors.Is(why, one.seen.refusal)
	one.seen.refusal = why
	return news
}

func (p *peers) find(id string) *peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.all[id]
}

// nextAnswer has a peer asked now, and answers a channel that closes at its next answer; nil for a member that is not watched.
func (p *peers) nextAnswer(id raft.ServerID) <-chan struct{} {
	one := p.find(string(id))
	if one == nil {
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
