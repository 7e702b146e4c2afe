package printer

import (
	"fmt"
	"io"
	"net"
	"time"
)

// Times of a printer on the network.
const (
	callTimeout  = 3 * time.Second
	writeTimeout = 5 * time.Second // longer than a printer with a full buffer takes for a piece
)

// DialTCP returns what opens the raw port (9100 as a rule) of a printer on the network, for New.
func DialTCP(address string) func() (io.ReadWriteCloser, error) {
	return func() (io.ReadWriteCloser, error) {
		conn, err := net.DialTimeout("tcp", address, callTimeout)
		if err != nil {
			return nil, fmt.Errorf("call the printer: %w", err)
		}
		return call{Conn: conn, now: time.Now}, nil
	}
}

// A call is a connection whose writes end.
type call struct {
	net.Conn
	now func() time.Time
}

// Write sends b or fails after five seconds.
func (c call) Write(b []byte) (int, error) {
	if err := c.SetWriteDeadline(c.now().Add(writeTimeout)); err != nil {
		return 0, err
	}
	return c.Conn.Write(b)
}
