package cluster

import (
	"strings"
	"sync"

	"github.com/hashicorp/raft"
)

// State is what a node does at the moment.
type State string

const (
	// Leader orders the commands of all stations.
	Leader State = "leader"
	// Follower follows a leader, or waits for one.
	Follower State = "follower"
	// Candidate stands for election.
	Candidate State = "candidate"
	// Stopped takes no part: shut down, or at fault.
	Stopped State = "stopped"
)

// Status is a node's view of its street office.
type Status struct {
	ID    string
	State State
	// Leader is the id of the leading station, empty while there is none.
	Leader  string
	Members []MemberStatus
	// LastIndex is the end of this station's log, Applied the last entry in its register. Entries that are no commands
	// are not applied, so Applied may stay a little behind.
	LastIndex, Applied uint64
	// CatchingUp says that many entries wait to be applied, as after an outage.
	CatchingUp bool
	// Fault is why this station has stopped, or nil. The register can still be read.
	Fault error
}

// MemberStatus is one member as this station sees it.
type MemberStatus struct {
	Member
	Leader bool
	// Reachable says that the member answered this station within the last second or two.
	Reachable bool
}

// catchingUp is how many entries may wait without being worth mentioning.
const catchingUp = 256

// Status tells where this station stands.
func (n *Node) Status() Status {
	_, leader := n.raft.LeaderWithID()
	s := Status{
		ID: n.config.ID, State: n.state(), Leader: string(leader),
		LastIndex: n.raft.LastIndex(), Applied: n.fsm.applied.Load(),
	}
	if s.State == Stopped {
		s.Leader = "" // whatever it heard last
	}
	s.CatchingUp = n.raft.CommitIndex() > n.fsm.reached()+catchingUp
	if fault := n.fault.Load(); fault != nil {
		s.Fault = *fault
	}
	configuration := n.raft.GetConfiguration()
	if configuration.Error() != nil {
		return s
	}
	for _, server := range configuration.Configuration().Servers {
		s.Members = append(s.Members, MemberStatus{
			Member:    Member{ID: string(server.ID), Address: string(server.Address), Voter: server.Suffrage == raft.Voter},
			Leader:    server.ID == leader,
			Reachable: string(server.ID) == n.config.ID || n.peers.reachable(server.ID),
		})
	}
	return s
}

func (n *Node) state() State {
	s := n.raft.State()
	if n.left.Load() || s == raft.Shutdown {
		return Stopped
	}
	return State(strings.ToLower(s.String()))
}

// Watch answers a channel that has a value whenever Status may have changed: a leader came or went, a member came or went, this
// station stopped. Several changes may make one value. It closes with the node, or by stop.
func (n *Node) Watch() (changes <-chan struct{}, stop func()) { return n.watchers.add() }

type watchers struct {
	mu     sync.Mutex
	all    map[chan struct{}]bool
	closed bool
}

func (w *watchers) add() (<-chan struct{}, func()) {
	w.mu.Lock()
	defer w.mu.Unlock()
	ch := make(chan struct{}, 1)
	if w.closed {
		close(ch)
		return ch, func() {}
	}
	if w.all == nil {
		w.all = map[chan struct{}]bool{}
	}
	w.all[ch] = true
	return ch, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		if w.all[ch] {
			delete(w.all, ch)
			close(ch)
		}
	}
}

func (w *watchers) notify() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for ch := range w.all {
		select {
		case ch <- struct{}{}:
		default:
		}
	}
}

func (w *watchers) close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	for ch := range w.all {
		close(ch)
	}
	clear(w.all)
}
