package cluster

import (
	"context"
	"net"
	"sync"
	"time"

	"github.com/hashicorp/raft"
)

// stream is what raft sees of the door.
type stream struct {
	door   *door
	closed chan struct{}
	once   sync.Once
}

var _ raft.StreamLayer = (*stream)(nil)

func newStream(d *door) *stream { return &stream{door: d, closed: make(chan struct{})} }

// Accept waits for the next connection that carries raft.
func (s *stream) Accept() (net.Conn, error) {
	select {
	case conn := <-s.door.raft:
		return conn, nil
	case <-s.closed:
		return nil, errClosed
	}
}

// Close ends Accept; the door itself belongs to the node.
func (s *stream) Close() error {
	s.once.Do(func() { close(s.closed) })
	return nil
}

// Addr is what raft takes for this station's address: its id.
func (s *stream) Addr() net.Addr { return memberAddress(s.door.self.id) }

// Dial opens a connection that carries raft, to the member whose id stands for its address.
func (s *stream) Dial(id raft.ServerAddress, timeout time.Duration) (net.Conn, error) {
	ctx, cancel := context.WithTimeout(context.Background(), timeout)
	defer cancel()
	return s.door.dial(ctx, string(id), purposeRaft)
}

type memberAddress string

func (memberAddress) Network() string  { return "station" }
func (a memberAddress) String() string { return string(a) }
