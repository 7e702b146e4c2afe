package demo

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"sync"
)

// network is the cables between the stations: each is called at an address of the demo, which carries the bytes on. It knows who calls from the loopback
// address that each station has for itself, so that a visitor can pull the cable of one station, both ways.
type network struct {
	mu    sync.Mutex
	cut   [stations]bool
	lines map[*line]bool
	open  []net.Listener
	work  sync.WaitGroup
}

// line is one connection from station to station. From is outside the range for callers that are no stations.
type line struct {
	from, to  int
	near, far net.Conn
}

// The addresses of station i: public is where others call it, own where it listens and calls from.
func publicAddress(port, i int) string { return fmt.Sprintf("127.0.0.1:%d", port+100+i) }
func ownAddress(port, i int) string    { return fmt.Sprintf("127.0.0.%d:%d", 2+i, port+200+i) }

func caller(conn net.Conn) int {
	if addr, ok := conn.RemoteAddr().(*net.TCPAddr); ok {
		if ip := addr.IP.To4(); ip != nil {
			return int(ip[3]) - 2
		}
	}
	return -1
}

// lay opens the public addresses of all stations.
func (n *network) lay(ctx context.Context, port int) error {
	n.lines = map[*line]bool{}
	for i := range stations {
		listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", publicAddress(port, i))
		if err != nil {
			return errors.Join(fmt.Errorf("a port for the stations is taken, choose others with --port: %w", err), n.close())
		}
		n.open = append(n.open, listener)
		n.work.Go(func() { n.answer(listener, i, ownAddress(port, i)) })
	}
	return nil
}

func (n *network) answer(listener net.Listener, to int, address string) {
	for {
		near, err := listener.Accept()
		if err != nil {
			return
		}
		n.work.Go(func() { n.carry(&line{from: caller(near), to: to, near: near}, address) })
	}
}

// carry brings the bytes of one connection both ways until an end closes or a cable is pulled.
func (n *network) carry(l *line, address string) {
	defer l.near.Close() //nolint:errcheck // it is done with
	if n.isCut(l) {
		return
	}
	far, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer far.Close() //nolint:errcheck // it is done with
	l.far = far
	if !n.join(l) {
		return
	}
	defer n.drop(l)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_, _ = io.Copy(far, l.near)
		_ = far.Close()
	}()
	_, _ = io.Copy(l.near, far)
	_ = l.near.Close()
	<-done
}

func (n *network) isCut(l *line) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.touches(l)
}

func (n *network) touches(l *line) bool {
	return n.cut[l.to] || l.from >= 0 && l.from < stations && n.cut[l.from]
}

// join keeps the line, so that it can be cut; false where that happened meanwhile.
func (n *network) join(l *line) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.lines == nil || n.touches(l) {
		return false
	}
	n.lines[l] = true
	return true
}

func (n *network) drop(l *line) {
	n.mu.Lock()
	defer n.mu.Unlock()
	delete(n.lines, l)
}

// pull pulls the cable of a station, or plugs it in again.
func (n *network) pull(station int, out bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.cut[station] = out
	for l := range n.lines {
		if n.touches(l) {
			_ = errors.Join(l.near.Close(), l.far.Close()) // they may have closed this moment
		}
	}
}

func (n *network) pulled(station int) bool {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.cut[station]
}

// close takes all cables away.
func (n *network) close() error {
	var errs []error
	for _, listener := range n.open {
		errs = append(errs, listener.Close())
	}
	n.mu.Lock()
	for l := range n.lines {
		_ = errors.Join(l.near.Close(), l.far.Close())
	}
	n.lines = nil
	n.mu.Unlock()
	n.work.Wait()
	return errors.Join(errs...)
}
