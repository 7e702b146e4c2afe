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
}

// tcp is a network without protection, for the loopback and for closed lines.
type tcp struct{ listen string }

// TCP is the plain network: anyone who reaches the port is believed, so it belongs on the loopback or a closed line.
func TCP(listen string) Network { return tcp{listen: listen} }

func (n tcp) Listen() (net.Listener, error) {
	var config net.ListenConfig
	return config.Listen(context.Background(), "tcp", n.listen)
}

func (n tcp) Dial(ctx context.Context, address string) (net.Conn, error) {
	var dialer net.Dialer
	return dialer.DialContext(ctx, "tcp", address)
}
