package alarm

import (
	"context"
	"errors"
	"net"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// A shakySocket fails once, then brings one thing, then nothing until it is closed.
type shakySocket struct {
	net.PacketConn
	mu     sync.Mutex
	calls  int
	sent   []string
	closed chan struct{}
	line   net.Conn
}

func newShakySocket() *shakySocket { return &shakySocket{closed: make(chan struct{})} }

// step is 0 for the failure, 1 for the thing; then it waits.
func (s *shakySocket) step() int {
	s.mu.Lock()
	n := s.calls
	s.calls++
	s.mu.Unlock()
	if n > 1 {
		<-s.closed
	}
	return n
}

func (s *shakySocket) ReadFrom(p []byte) (int, net.Addr, error) {
	switch s.step() {
	case 0:
		return 0, nil, errors.New("connection reset by peer")
	case 1:
		return copy(p, frame(`"NULL"0000L0#5555[]`)), &net.UDPAddr{Port: 7}, nil
	default:
		return 0, nil, net.ErrClosed
	}
}

func (s *shakySocket) WriteTo(p []byte, _ net.Addr) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sent = append(s.sent, string(p))
	return len(p), nil
}

func (s *shakySocket) Accept() (net.Conn, error) {
	switch s.step() {
	case 0:
		return nil, errors.New("too many open files")
	case 1:
		return s.line, nil
	default:
		return nil, net.ErrClosed
	}
}

func (s *shakySocket) Close() error   { close(s.closed); return nil }
func (s *shakySocket) Addr() net.Addr { return nil }

func TestServerOutlivesSocketFaults(t *testing.T) {
	answer := frame(`"ACK"0000L0#5555[]`)
	t.Run("udp", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			socket := newShakySocket()
			ctx, cancel := context.WithCancel(t.Context())
			go serveUDP(ctx, socket, newServerDesk(&tray{}, ServerOptions{}.withDefaults()))
			<-time.After(time.Second)
			cancel()
			synctest.Wait()
			if len(socket.sent) != 1 || socket.sent[0] != answer {
				t.Errorf("sent %q, want %q", socket.sent, answer)
			}
		})
	})
	t.Run("tcp", func(t *testing.T) {
		synctest.Test(t, func(t *testing.T) {
			socket := newShakySocket()
			near, panel := net.Pipe()
			socket.line = near
			ctx, cancel := context.WithCancel(t.Context())
			go serveTCP(ctx, socket, newServerDesk(&tray{}, ServerOptions{}.withDefaults()))
			if _, err := panel.Write([]byte(frame(`"NULL"0000L0#5555[]`))); err != nil {
				t.Fatal(err)
			}
			got := make([]byte, len(answer))
			if _, err := panel.Read(got); err != nil || string(got) != answer {
				t.Errorf("answer = %q, %v, want %q", got, err, answer)
			}
			cancel()
			synctest.Wait()
		})
	})
}
