package cluster

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"github.com/hashicorp/raft"
)

const (
	// stewardEvery is how often the steward looks at the roster by itself.
	stewardEvery = time.Second
	// stewardSteps bounds how many changes it makes at one look.
	stewardSteps = 64
	// changeTimeout is how long the log may be too busy to take a change of members.
	changeTimeout = 2 * time.Second
	// lagging is how many entries a station may be behind and still get a vote, and steady how long it must have answered without a break.
	lagging = 256
	steady  = 3 * time.Second
	// absent is how long a voter may be away before its vote goes to a station that stands ready. It stays a member.
	absent = 10 * time.Minute
)

// steward keeps the list of members as the register wants it. Only the leader's makes changes; all others keep the roster in mind, to know who was
// removed. It makes one change at a time, each on the list it looked at, and never removes a station the register does not want removed.
type steward struct {
	node   *Node
	roster atomic.Pointer[[]Wanted]
	wake   chan struct{}
	lead   lead
}

// lead is a term in which this station leads.
type lead struct {
	term    uint64
	began   uint64 // the end of the log when that was noticed
	settled bool   // whether the register holds all commands up to there
}

func newSteward(n *Node) *steward {
	s := &steward{node: n, wake: make(chan struct{}, 1)}
	s.roster.Store(&[]Wanted{})
	s.read()
	return s
}

// kick has it look now.
func (s *steward) kick() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// banned says whether a station may call no more, because the office has removed it. While its vote counts, the office may need it to take it away.
func (s *steward) banned(id string) bool { return s.find(id).Removed && !s.node.book.votes(id) }

// address is where the register finds a station, empty where it does not know it.
func (s *steward) address(id string) string { return s.find(id).Address }

func (s *steward) find(id string) Wanted {
	for _, w := range *s.roster.Load() {
		if w.ID == id {
			return w
		}
	}
	return Wanted{}
}

func (s *steward) run() {
	turn := time.NewTicker(stewardEvery)
	defer turn.Stop()
	for {
		s.read()
		s.node.meet()
		if s.leads() {
			s.work()
		}
		select {
		case <-turn.C:
		case <-s.wake:
		case <-s.node.stopped:
			return
		}
	}
}

// read takes the roster from the register. The last one counts while it cannot be read.
func (s *steward) read() {
	roster, err := s.node.config.Roster()
	if err != nil {
		s.node.config.Log.Warn("the roster of the stations cannot be read", "error", err)
		return
	}
	s.roster.Store(&roster)
	for _, w := range roster {
		if s.node.door != nil && s.banned(w.ID) {
			s.node.door.hangUp(w.ID) // it calls again, and learns why it may not
		}
	}
}

// leads says whether this station leads, and its register holds all that was decided before.
func (s *steward) leads() bool {
	r := s.node.raft
	if r.State() != raft.Leader || s.node.fault.Load() != nil {
		return false
	}
	if term := r.CurrentTerm(); s.lead.term != term {
		s.lead = lead{term: term, began: r.LastIndex()}
	}
	if !s.lead.settled && r.CommitIndex() >= s.lead.began && s.node.applied(s.lead.began) {
		s.lead.settled = true
		s.read()
	}
	return s.lead.settled
}

// work makes changes until nothing is left to change.
func (s *steward) work() {
	for range stewardSteps {
		list := s.node.raft.GetConfiguration()
		if list.Error() != nil || s.node.raft.State() != raft.Leader {
			return
		}
		next := s.view(list.Configuration().Servers).plan()
		if next.do == nothing {
			return
		}
		if err := s.make(next, list.Index()); err != nil {
			s.node.config.Log.Warn("the list of members cannot be changed", "change", next.String(), "error", err)
			return
		}
		s.node.config.Log.Info("the list of members has changed", "change", next.String())
		s.node.meet()
	}
}

// view is all the steward decides by.
func (s *steward) view(members []raft.Server) view {
	v := view{self: s.node.config.ID, members: members, roster: *s.roster.Load(), known: map[string]standing{}}
	now, last := s.node.config.Now(), s.node.raft.LastIndex()
	v.known[v.self] = standing{reachable: true, ready: true}
	for _, m := range members {
		if string(m.ID) == v.self {
			continue
		}
		p := s.node.peers.last(string(m.ID))
		v.known[string(m.ID)] = standing{
			reachable: p.reachable, novice: p.reachable && p.novice,
			ready:  p.reachable && !p.novice && now.Sub(p.since) >= steady && p.last+lagging >= last,
			absent: !p.reachable && now.Sub(p.since) >= absent,
		}
	}
	return v
}

// make brings one change into the log and waits until it is decided. It is refused where the list is no longer the one at index.
func (s *steward) make(c change, index uint64) error {
	r, id, address := s.node.raft, raft.ServerID(c.id), raft.ServerAddress(c.address)
	switch c.do {
	case add:
		return r.AddNonvoter(id, address, index, changeTimeout).Error()
	case promote:
		return r.AddVoter(id, address, index, changeTimeout).Error()
	case demote:
		return r.DemoteVoter(id, index, changeTimeout).Error()
	case dismiss:
		return r.RemoveServer(id, index, changeTimeout).Error()
	case handOver:
		ctx, cancel := context.WithTimeout(context.Background(), changeTimeout)
		defer cancel()
		return s.node.handOver(ctx)
	case nothing:
	}
	return fmt.Errorf("no such change: %d", c.do)
}
