package bench

import (
	"context"
	"errors"
	"net"
	"os"
	"strconv"
	"sync/atomic"
)

// Ports below those that the system hands to outgoing connections (32768 and up on Linux): an address given out here stays free until its
// station takes it, and again while that station is down.
const (
	firstPort = 12000
	lastPort  = 32000
)

// handedOut counts the ports this process gave away; each process begins elsewhere, so that tests side by side do not meet.
var handedOut atomic.Int64 //nolint:gochecknoglobals // ports belong to the whole process

var errNoPort = errors.New("no free port")

// FreePort answers an address at ip that nobody listens on, and that this process has not given out before.
func FreePort(ip string) (string, error) {
	const count = lastPort - firstPort
	for range count {
		port := firstPort + (int64(os.Getpid())*211+handedOut.Add(1))%count
		l, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", net.JoinHostPort(ip, strconv.FormatInt(port, 10)))
		if err != nil {
			continue
		}
		return l.Addr().String(), l.Close()
	}
	return "", errNoPort
}
