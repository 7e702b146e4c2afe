package trust

import (
	"errors"
	"net"
	"testing"
	"time"
)

func TestCallersThatSayNothingHoldUpNobody(t *testing.T) {
	first := found(t, "qingsong", "s1", day)
	friend := another(t, first, "s2", day)
	members := newRoster(first, friend)
	l := listen(t, NewNetwork("127.0.0.1:0", first, members, at(day)))
	silent := make([]net.Conn, maxGuests+1)
	for i := range silent {
		raw, err := net.Dial("tcp", l.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer raw.Close()
		silent[i] = raw
	}
	say(t, dial(t, NewNetwork("", friend, members, at(day)), l), take(t, l))
	if _, err := silent[0].Read(make([]byte, 1)); err == nil {
		t.Error("the longest guest was spoken to, want it shown out")
	}
	if err := l.Close(); err != nil { // and closing does not wait for them
		t.Error(err)
	}
	if _, err := l.Accept(); !errors.Is(err, net.ErrClosed) {
		t.Errorf("accept after closing = %v, want %v", err, net.ErrClosed)
	}
}

func TestTheLogNamesAHostOnceAMinute(t *testing.T) {
	first := found(t, "qingsong", "s1", day)
	clock := day
	turned := make(reasons, 10)
	door := NewNetwork("127.0.0.1:0", first, everybody{}, func() time.Time { return clock })
	door.Log = slogTo(turned)
	l := newListener(door, silent{})
	defer l.Close()
	for _, later := range []time.Duration{0, time.Second, 59 * time.Second, time.Minute, -time.Hour} {
		clock = day.Add(later)
		l.greet(from{hungUp(t), "10.0.0.2:4000"})
	}
	l.greet(from{hungUp(t), "10.0.0.3:4000"})
	if got := len(turned); got != 4 {
		t.Errorf("%d lines, want those at 0, 1 min and -1 h, and that of the other host", got)
	}
}

// silent is a socket at which nobody calls.
type silent struct{ net.Listener }

func (silent) Accept() (net.Conn, error) { return nil, net.ErrClosed }
func (silent) Close() error              { return nil }

// from is a connection from somewhere else.
type from struct {
	net.Conn
	host string
}

func (f from) RemoteAddr() net.Addr { return host(f.host) }

type host string

func (host) Network() string  { return "tcp" }
func (h host) String() string { return string(h) }

func hungUp(t *testing.T) net.Conn {
	t.Helper()
	ours, theirs := net.Pipe()
	if err := theirs.Close(); err != nil {
		t.Fatal(err)
	}
	return ours
}
