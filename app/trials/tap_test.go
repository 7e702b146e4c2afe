//go:build trials

package trials

import (
	"context"
	"io"
	"net"

	"jiezhan/devices/simulator"
)

// tapped is a device whose bytes are seen before they go out.
type tapped struct {
	simulator.Device
	wrote func([]byte)
}

func (d tapped) Serve(ctx context.Context, rw io.ReadWriter) error {
	return d.Device.Serve(ctx, tap{rw, d.wrote})
}

type tap struct {
	io.ReadWriter
	wrote func([]byte)
}

func (t tap) Write(p []byte) (int, error) {
	t.wrote(p)
	return t.ReadWriter.Write(p)
}

type tappedConn struct {
	net.Conn
	wrote func([]byte)
}

func (c tappedConn) Write(p []byte) (int, error) {
	c.wrote(p)
	return c.Conn.Write(p)
}
