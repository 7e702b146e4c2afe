//go:build linux

package demo

import (
	"context"
	"io"
	"net"
	"testing"
)

// answerer is a station that sends back what it is sent.
func answerer(t *testing.T, address string) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go io.Copy(conn, conn)
		}
	}()
}

// call speaks to station to as station from does; it answers false where the line is dead.
func call(t *testing.T, port, from, to int) (net.Conn, bool) {
	t.Helper()
	dialer := net.Dialer{LocalAddr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, byte(2+from))}}
	conn, err := dialer.DialContext(t.Context(), "tcp", publicAddress(port, to))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn, alive(conn)
}

func alive(conn net.Conn) bool {
	if _, err := conn.Write([]byte("x")); err != nil {
		return false
	}
	_, err := io.ReadFull(conn, make([]byte, 1))
	return err == nil
}

// A station whose cable is pulled neither calls nor is called; the others go on, and plugging it in mends everything.
func TestPullingTheNetwork(t *testing.T) {
	const port = 23700
	var n network
	if err := n.lay(context.Background(), port); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := n.close(); err != nil {
			t.Error(err)
		}
	})
	for i := range stations {
		answerer(t, ownAddress(port, i))
	}
	in, ok := call(t, port, 0, 1)
	out, ok2 := call(t, port, 1, 2)
	other, ok3 := call(t, port, 0, 2)
	if !ok || !ok2 || !ok3 {
		t.Fatalf("lines before = %v, %v, %v", ok, ok2, ok3)
	}
	n.pull(1, true)
	if alive(in) || alive(out) || !alive(other) || !n.pulled(1) || n.pulled(0) {
		t.Errorf("lines after = %v, %v, %v; want only the last alive", alive(in), alive(out), alive(other))
	}
	for _, way := range [][2]int{{0, 1}, {1, 2}} {
		if _, ok := call(t, port, way[0], way[1]); ok {
			t.Errorf("a call from %d to %d got through", way[0], way[1])
		}
	}
	n.pull(1, false)
	for _, way := range [][2]int{{0, 1}, {1, 2}} {
		if _, ok := call(t, port, way[0], way[1]); !ok {
			t.Errorf("a call from %d to %d did not get through", way[0], way[1])
		}
	}
	if _, ok := call(t, port, 99, 1); !ok {
		t.Error("a technician's call did not get through")
	}
}
