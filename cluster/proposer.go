package cluster

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/hashicorp/raft"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

const (
	// groupBytes bounds one log entry, so that a replication call stays small enough to be sent within its deadline.
	groupBytes = 512 << 10
	// groupsInFlight hides the disk behind the network; more would only make smaller groups.
	groupsInFlight = 4
	// waitingLimit bounds how many commands wait for a place in a group.
	waitingLimit = 4096
	// enqueueTimeout is how long the log may be too busy to take a group. Nothing was written then.
	enqueueTimeout = 2 * time.Second
)

// answer is what became of a proposed command.
type answer struct {
	outcome ledger.Outcome
	err     error
}

// proposal is a command waiting at the leader. reply is called once and must not block.
type proposal struct {
	envelope ledger.Envelope
	reply    func(answer)
}

func (p proposal) size() int { return len(p.envelope.Payload) + 512 }

// appender is the part of *raft.Raft a proposer needs.
type appender interface {
	Apply(cmd []byte, timeout time.Duration) raft.ApplyFuture
	State() raft.RaftState
}

// versioned is the part of a Machine a proposer needs.
type versioned interface {
	Kinds() ledger.Kinds
	Version() int
}

// proposer gathers the commands that come while others are under way and writes each group as one entry of the log. A lone
// command never waits.
type proposer struct {
	log      appender
	register versioned
	// level says whether the register holds all that is in the log.
	level func() bool

	waiting *queue[proposal]
	slots   chan struct{}
	stop    chan struct{}
	once    sync.Once
	loop    sync.WaitGroup

	mu      sync.Mutex
	written map[*[]proposal]bool // groups in the log whose callers were not answered yet
}

func newProposer(log appender, register versioned, level func() bool) *proposer {
	p := &proposer{
		log: log, register: register, level: level, waiting: newQueue[proposal](waitingLimit),
		slots: make(chan struct{}, groupsInFlight), stop: make(chan struct{}), written: map[*[]proposal]bool{},
	}
	p.loop.Go(p.run)
	return p
}

// submit takes a command, and answers through reply. It looks at the command before it reaches the log: an entry that
// cannot be read would stop every station, and one that the office was not raised to would stop those with an older program.
func (p *proposer) submit(e ledger.Envelope, reply func(answer)) {
	if p.log.State() != raft.Leader {
		reply(answer{err: station.ErrNoLeader})
		return
	}
	if err := p.check(e); err != nil {
		reply(answer{err: err})
		return
	}
	if !p.waiting.push(proposal{envelope: e, reply: reply}) {
		reply(answer{err: station.ErrNoLeader})
	}
}

func (p *proposer) check(e ledger.Envelope) error {
	kinds, version := p.register.Kinds(), p.register.Version()
	if len(e.Payload) > maxBody {
		return fmt.Errorf("%w: %s has %d bytes, at most %d are allowed", station.ErrRejected, e.Kind, len(e.Payload), maxBody)
	}
	if _, err := kinds.Decode(e); err != nil {
		return fmt.Errorf("%w: %w", station.ErrRejected, err)
	}
	switch {
	case kinds.MayPropose(e.Kind, version):
		return nil
	case !p.level(): // the log may hold what raises the office
		return station.ErrNoLeader
	default:
		return fmt.Errorf("%w: %s is not for an office of version %d", station.ErrRejected, e.Kind, version)
	}
}

func (p *proposer) run() {
	for {
		select {
		case <-p.waiting.ready:
		case <-p.stop:
			return
		}
		for !p.waiting.empty() {
			select { // while all slots are taken, the next group grows
			case p.slots <- struct{}{}:
			case <-p.stop:
				return
			}
			p.write(p.waiting.take(upTo(ledger.MaxGroup, groupBytes, proposal.size)))
		}
	}
}

// write puts one group into the log and gives its slot back once it is decided.
func (p *proposer) write(group []proposal) {
	envelopes := make([]ledger.Envelope, len(group))
	for i, each := range group {
		envelopes[i] = each.envelope
	}
	entry, err := ledger.EncodeGroup(envelopes)
	if err != nil { // what was decoded can be encoded, so only a stamp made up by this program's own code gets here
		<-p.slots
		replyAll(group, fmt.Errorf("%w: %w", station.ErrRejected, err))
		return
	}
	p.mu.Lock()
	p.written[&group] = true // before it is written, so that it is known whenever the log stops
	p.mu.Unlock()
	future := p.log.Apply(entry, enqueueTimeout) // here and not in the goroutine, so that the order stays
	go func() {
		defer func() { <-p.slots }()
		err := future.Error()
		if p.claim(&group) {
			settle(group, future, err)
		}
	}()
}

// claim says to one caller only, the first, that it is to answer a group.
func (p *proposer) claim(group *[]proposal) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	open := p.written[group]
	delete(p.written, group)
	return open
}

func settle(group []proposal, future raft.ApplyFuture, err error) {
	if err != nil {
		replyAll(group, classify(err))
		return
	}
	outcomes, ok := future.Response().([]ledger.Outcome)
	if !ok || len(outcomes) != len(group) { // this station stopped applying; others may go on
		replyAll(group, station.ErrUncertain)
		return
	}
	for i, each := range group {
		each.reply(answer{outcome: outcomes[i]})
	}
}

func replyAll(group []proposal, err error) {
	for _, each := range group {
		each.reply(answer{err: err})
	}
}

// classify tells what certainly did not reach the log from what may have.
func classify(err error) error {
	for _, unsent := range []error{raft.ErrNotLeader, raft.ErrLeadershipTransferInProgress, raft.ErrEnqueueTimeout} {
		if errors.Is(err, unsent) {
			return fmt.Errorf("%w: %w", station.ErrNoLeader, err)
		}
	}
	return fmt.Errorf("%w: %w", station.ErrUncertain, err)
}

// close takes no more commands, and waits for those in the log until ctx ends. Further calls wait for the first.
func (p *proposer) close(ctx context.Context) {
	p.once.Do(func() {
		close(p.stop)
		p.loop.Wait()
		replyAll(p.waiting.close(), station.ErrNoLeader)
		for range groupsInFlight {
			select {
			case p.slots <- struct{}{}:
			case <-ctx.Done():
				return
			}
		}
	})
}

// abandon answers whoever still waits: the log has stopped and will answer nobody.
func (p *proposer) abandon() {
	p.mu.Lock()
	rest := slices.Collect(maps.Keys(p.written))
	clear(p.written)
	p.mu.Unlock()
	for _, group := range rest {
		replyAll(*group, station.ErrUncertain)
	}
}
