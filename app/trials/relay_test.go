//go:build trials

package trials

import (
	"errors"
	"io"
	"math/rand/v2"
	"net"
	"os"
	"sync"
	"testing"
	"time"
)

// weather is what happens to bytes on their way from one station to another.
type weather struct {
	cut bool
	// delay holds up every piece, loss is the share of pieces that come only after a retransmission.
	delay time.Duration
	loss  float64
}

// retransmission is how much later a lost piece comes; TCP's own first timer is 200 ms.
const retransmission = 200 * time.Millisecond

// network carries all traffic between stations through relays on the loopback, and knows from the address a call comes from (127.0.0.2 for the
// first station, and so on) which two stations talk. Each direction of each pair has a weather of its own.
type network struct {
	mu      sync.Mutex
	changed *sync.Cond
	sky     map[[2]int]weather // from, to
	closed  bool
	relays  []net.Listener
	conns   map[net.Conn]bool
	work    sync.WaitGroup
}

func newNetwork(t *testing.T) *network {
	n := &network{sky: map[[2]int]weather{}, conns: map[net.Conn]bool{}}
	n.changed = sync.NewCond(&n.mu)
	t.Cleanup(n.close)
	return n
}

// relay opens the public address of station to, which leads to its own listener.
func (n *network) relay(t *testing.T, to int, own string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	n.relays = append(n.relays, l)
	n.work.Go(func() {
		for {
			near, err := l.Accept()
			if err != nil {
				return
			}
			n.work.Go(func() { n.carry(near, to, own) })
		}
	})
	return l.Addr().String()
}

func (n *network) carry(near net.Conn, to int, own string) {
	from := -1
	if ip := near.RemoteAddr().(*net.TCPAddr).IP.To4(); ip != nil {
		from = int(ip[3]) - 2
	}
	if !n.keep(near) {
		return
	}
	defer n.drop(near)
	if !n.clear(from, to) {
		return // a call into the dark
	}
	far, err := net.Dial("tcp", own)
	if err != nil || !n.keep(far) {
		return
	}
	defer n.drop(far)
	var both sync.WaitGroup
	both.Go(func() { n.pump(near, far, from, to) })
	both.Go(func() { n.pump(far, near, to, from) })
	both.Wait()
}

// clear waits out a cut for as long as a caller would; nothing arrives meanwhile.
func (n *network) clear(from, to int) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	for n.sky[[2]int{from, to}].cut && !n.closed {
		n.changed.Wait()
	}
	return !n.closed
}

// pump carries one direction. A cut holds the bytes back, as a network does that drops packets until it drops them no more.
func (n *network) pump(a, b net.Conn, from, to int) {
	defer a.Close()
	defer b.Close()
	buffer := make([]byte, 64<<10)
	for {
		size, err := a.Read(buffer)
		if size > 0 {
			if !n.clear(from, to) {
				return
			}
			if wait := n.late(from, to); wait > 0 {
				time.Sleep(wait) // the delay is the point
			}
			if _, err := b.Write(buffer[:size]); err != nil {
				return
			}
		}
		if err != nil {
			if !errors.Is(err, io.EOF) && !errors.Is(err, net.ErrClosed) && !errors.Is(err, os.ErrDeadlineExceeded) {
				return
			}
			return
		}
	}
}

func (n *network) late(from, to int) time.Duration {
	n.mu.Lock()
	defer n.mu.Unlock()
	w := n.sky[[2]int{from, to}]
	if w.loss > 0 && rand.Float64() < w.loss {
		return w.delay + retransmission
	}
	return w.delay
}

func (n *network) keep(c net.Conn) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.closed {
		c.Close()
		return false
	}
	n.conns[c] = true
	return true
}

func (n *network) drop(c net.Conn) {
	c.Close()
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.conns, c)
}

// set changes the weather of one direction.
func (n *network) set(from, to int, w weather) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sky[[2]int{from, to}] = w
	n.changed.Broadcast()
}

// isolate cuts a station off from the count stations of its office, both ways; join mends that.
func (n *network) isolate(one, count int) { n.around(one, count, weather{cut: true}) }
func (n *network) join(one, count int)    { n.around(one, count, weather{}) }

func (n *network) around(one, count int, w weather) {
	for other := range count {
		if other != one {
			n.set(one, other, w)
			n.set(other, one, w)
		}
	}
}

// everywhere sets the weather of all directions.
func (n *network) everywhere(count int, w weather) {
	for one := range count {
		n.around(one, count, w)
	}
}

func (n *network) close() {
	n.mu.Lock()
	n.closed = true
	n.changed.Broadcast()
	for c := range n.conns {
		c.Close()
	}
	n.mu.Unlock()
	for _, l := range n.relays {
		l.Close()
	}
	n.work.Wait()
}
