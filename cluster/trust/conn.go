package trust

import (
	"crypto/tls"
	"time"
)

// goodbye is how long the last record of a connection may take. It only waits where the other side has stopped reading.
const goodbye = 100 * time.Millisecond

// memberConn is a connection to a member.
type memberConn struct {
	*tls.Conn
	station string
}

// Close says goodbye, so that the other side can tell an end from a cut line, and closes. A station that stands still does not hold it up:
// TLS by itself would wait five seconds for room in a full buffer.
func (c *memberConn) Close() error {
	raw := c.NetConn()
	defer time.AfterFunc(goodbye, func() { raw.Close() }).Stop() //nolint:errcheck // closed twice at worst
	return c.Conn.Close()
}
