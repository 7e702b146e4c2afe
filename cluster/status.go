package cluster

import (
	"slices"
	"strings"
	"sync"
	"time"

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
	// Level says that nothing of the log is outstanding: what it holds beyond Applied are no commands.
	Level bool
	// Term counts the elections, Commit is the last entry a majority is known to hold.
	Term, Commit uint64
	// Offset is the leader's clock minus this station's; 0 at the leader, and where it was not measured yet.
	Offset time.Duration
	// Differs is the first entry of the audit chain that a peer has otherwise, or nil. It stays until the station starts again.
	Differs *Difference
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
	// Applied is the last entry in that member's register and Last the end of its log, as it said when it was Seen last.
	Applied, Last uint64
	Seen          time.Time
	// Offset is that member's clock minus this station's.
	Offset time.Duration
	// Refusal is why that member did not let this station in when it was called last, or nil. ErrOtherOffice where this station goes on: the member began
	// the office again by itself.
	Refusal error
}

// Difference is an entry of the audit chain that two stations have not alike: one of the two files was altered, or they parted.
type Difference struct {
	// Peer is the other station.
	Peer string
	// Seq is the number of the first row that differs; Index, Kind and At are what this station's row says.
	Seq, Index uint64
	Kind, At   string
	// Ours and Theirs are the hashes of that row, in hex.
	Ours, Theirs string
}

// catchingUp is how many entries may wait without being worth mentioning.
const catchingUp = 256

// Status tells where this station stands.
func (n *Node) Status() Status {
	s := Status{
		ID: n.config.ID, State: n.state(), Leader: n.leader(), Term: n.raft.CurrentTerm(), Commit: n.raft.CommitIndex(),
		LastIndex: n.raft.LastIndex(), Applied: n.fsm.applied.Load(), Differs: n.peers.differs.Load(),
	}
	s.Level = n.raft.AppliedIndex() >= s.LastIndex
	s.CatchingUp = n.catchingUp(s.Leader)
	s.Offset = n.peers.last(s.Leader).offset
	if fault := n.fault.Load(); fault != nil {
		s.Fault = *fault
	}
	for _, m := range n.members() {
		s.Members = append(s.Members, n.member(m, s))
	}
	return s
}

func (n *Node) member(m raft.Server, s Status) MemberStatus {
	id := string(m.ID)
	told := MemberStatus{Member: Member{ID: id, Address: string(m.Address), Voter: m.Suffrage == raft.Voter}, Leader: id == s.Leader}
	if id == s.ID {
		told.Reachable, told.Applied, told.Last, told.Seen = true, s.Applied, s.LastIndex, n.config.Now()
		return told
	}
	seen := n.peers.last(id)
	told.Reachable, told.Applied, told.Last, told.Offset, told.Seen = seen.reachable, seen.applied, seen.last, seen.offset, seen.at
	told.Refusal = seen.refusal
	return told
}

// members are those of the newest list in the log, at the addresses the register knows. The list keeps the address of a station that moved: raft calls
// by id, and does not bear a change of address while it sends.
func (n *Node) members() []raft.Server {
	list := n.raft.GetConfiguration()
	if list.Error() != nil { // it never has one
		return nil
	}
	members := slices.Clone(list.Configuration().Servers) // they are raft's own
	for i, m := range members {
		if address := n.steward.address(string(m.ID)); address != "" {
			members[i].Address = raft.ServerAddress(address)
		}
	}
	return members
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
