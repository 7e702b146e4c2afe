package cluster

import (
	"io"
	"sync"
	"time"

	"github.com/hashicorp/raft"
)

// patience bounds how long a replication call waits for its peer.
const patience = 10 * time.Minute

// patient is the transport of raft with one difference. After each failed replication call raft sleeps, twice as long each time and up to ten
// seconds, and cannot be woken: a station that comes back from an outage would wait for the end of that sleep. So a failed
// call returns only when the peer answers again. Heartbeats are not held up; they tell whether this station may go on leading.
type patient struct {
	*raft.NetworkTransport
	peers *peers
	calls <-chan raft.RPC

	mu       sync.Mutex
	released chan struct{}
	stopped  chan struct{} // closed by stop
}

var (
	_ raft.Transport   = (*patient)(nil)
	_ raft.WithPreVote = (*patient)(nil)
	_ raft.WithClose   = (*patient)(nil)
)

func newPatient(transport *raft.NetworkTransport, peers *peers, novice *novice) *patient {
	t := &patient{NetworkTransport: transport, peers: peers, calls: transport.Consumer(), released: make(chan struct{}), stopped: make(chan struct{})}
	if novice.is() {
		passed := make(chan raft.RPC)
		t.calls = passed
		go t.pass(novice, transport.Consumer(), passed)
	}
	return t
}

// Consumer hands the calls of the peers to raft.
func (t *patient) Consumer() <-chan raft.RPC { return t.calls }

// pass hands on all calls but those that want the vote of a novice.
func (t *patient) pass(novice *novice, from <-chan raft.RPC, to chan<- raft.RPC) {
	for {
		select {
		case call := <-from:
			if novice.refuses(call.Command) {
				call.Respond(nil, errNovice)
				continue
			}
			select {
			case to <- call:
			case <-t.stopped:
				return
			}
		case <-t.stopped:
			return
		}
	}
}

// AppendEntries sends entries to a peer.
func (t *patient) AppendEntries(id raft.ServerID, at raft.ServerAddress, args *raft.AppendEntriesRequest, resp *raft.AppendEntriesResponse) error {
	err := t.NetworkTransport.AppendEntries(id, at, args, resp)
	if err != nil && !isHeartbeat(args) {
		t.await(id)
	}
	return err
}

// InstallSnapshot sends the whole register to a peer.
func (t *patient) InstallSnapshot(id raft.ServerID, at raft.ServerAddress, args *raft.InstallSnapshotRequest, resp *raft.InstallSnapshotResponse, data io.Reader) error {
	err := t.NetworkTransport.InstallSnapshot(id, at, args, resp, data)
	if err != nil {
		t.await(id)
	}
	return err
}

func isHeartbeat(args *raft.AppendEntriesRequest) bool {
	return args.PrevLogEntry == 0 && args.PrevLogTerm == 0 && len(args.Entries) == 0 && args.LeaderCommitIndex == 0
}

// await returns when the peer answers, when release is called, or when patience is over.
func (t *patient) await(id raft.ServerID) {
	answered := t.peers.nextAnswer(id)
	if answered == nil {
		return
	}
	t.mu.Lock()
	released := t.released
	t.mu.Unlock()
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-answered:
	case <-released:
	case <-t.stopped:
	case <-limit.C:
	}
}

// release lets all waiting calls return: this station leads no longer.
func (t *patient) release() {
	t.mu.Lock()
	defer t.mu.Unlock()
	close(t.released)
	t.released = make(chan struct{})
}

// stop lets all calls return, now and from now on.
func (t *patient) stop() {
	t.mu.Lock()
	defer t.mu.Unlock()
	select {
	case <-t.stopped:
	default:
		close(t.stopped)
	}
}
