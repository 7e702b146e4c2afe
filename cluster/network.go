package cluster

import (
	"context"
	"net"
)

// Network is how stations reach each other. What it hands out is already trusted: a network with certificates on both sides refuses
// strangers before it answers.
type Network interface {
	// Listen opens this station's own door.
	Listen() (net.Listener, error)
	// Dial opens a connection to the door of the member at address.
	Dial(ctx context.Context, address string) (net.Conn, error)
	// Peer answers which station is at the other end of a connection that Listen or Dial gave, and whether it may be a member at all. An empty
	// station stands for a network that cannot tell; the other end is then believed what it says of itself.
	Peer(conn net.Conn) (station string, member bool)
}
