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

	mu       sync.Mutex
	released chan struct{}
	closed   bool
}

var (
	_ raft.Transport   = (*patient)(nil)
	_ raft.WithPreVote = (*patient)(nil)
	_ raft.WithClose   = (*patient)(nil)
)

func newPatient(transport *raft.NetworkTransport, peers *peers) *patient {
	return &patient{NetworkTransport: transport, peers: peers, released: make(chan struct{})}
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
	released, closed := t.released, t.closed
	t.mu.Unlock()
	if closed {
		return
	}
	limit := time.NewTimer(patience)
	defer limit.Stop()
	select {
	case <-answered:
	case <-released:
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
	t.closed = true
	t.mu.Unlock()
	t.release()
}
