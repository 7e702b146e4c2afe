package trust

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"sync"
	"testing"
	"time"
)

var day = time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)

func at(t time.Time) func() time.Time { return func() time.Time { return t } }

var (
	errRemoved = errors.New("station.removed")
	errKey     = errors.New("station.key_differs")
)

// roster admits the stations it lists with the keys it has pinned.
type roster struct {
	mu   sync.Mutex
	keys map[string]string
}

func newRoster(ids ...*Identity) *roster {
	r := &roster{keys: map[string]string{}}
	for _, id := range ids {
		r.keys[id.Station()] = id.Key()
	}
	return r
}

func (r *roster) Admit(station, key string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	pinned, listed := r.keys[station]
	switch {
	case !listed:
		return errRemoved
	case pinned != key:
		return errKey
	}
	return nil
}

func (r *roster) add(station, key string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.keys[station] = key
}

// everybody admits whoever shows a certificate of the office.
type everybody struct{}

func (everybody) Admit(string, string) error { return nil }

func found(tb testing.TB, office, station string, now time.Time) *Identity {
	tb.Helper()
	id, err := Found(office, station, now, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return id
}

// another makes a further station of the office of id, as joining does.
func another(tb testing.TB, id *Identity, station string, now time.Time) *Identity {
	tb.Helper()
	fresh := found(tb, id.office, station, now)
	certificate, err := id.authority.issue(id.office, station, fresh.key.Public(), now)
	if err != nil {
		tb.Fatal(err)
	}
	second, err := assemble(office{Office: id.office, Epoch: id.Epoch(), Station: station}, id.authority, fresh.key, certificate)
	if err != nil {
		tb.Fatal(err)
	}
	return second
}

// reasons hears why callers were turned away.
type reasons chan error

func (reasons) Enabled(context.Context, slog.Level) bool { return true }
func (r reasons) WithAttrs([]slog.Attr) slog.Handler     { return r }
func (r reasons) WithGroup(string) slog.Handler          { return r }
func (r reasons) Handle(_ context.Context, record slog.Record) error {
	record.Attrs(func(a slog.Attr) bool {
		if err, ok := a.Value.Any().(error); ok && a.Key == "reason" {
			r <- err
		}
		return true
	})
	return nil
}

func listen(tb testing.TB, n *Network) net.Listener {
	tb.Helper()
	l, err := n.Listen()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { l.Close() })
	return l
}

// accept takes the next member in.
func take(tb testing.TB, l net.Listener) net.Conn {
	tb.Helper()
	conn, err := l.Accept()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close() })
	return conn
}

func dial(tb testing.TB, n *Network, l net.Listener) net.Conn {
	tb.Helper()
	conn, err := n.Dial(tb.Context(), l.Addr().String())
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { conn.Close() })
	return conn
}

// say sends a word one way and fails where it does not arrive.
func say(tb testing.TB, from, to net.Conn) {
	tb.Helper()
	if _, err := from.Write([]byte("您好")); err != nil {
		tb.Fatal(err)
	}
	heard := make([]byte, len("您好"))
	if _, err := io.ReadFull(to, heard); err != nil || string(heard) != "您好" {
		tb.Fatalf("heard %q %v", heard, err)
	}
}

func slogTo(r reasons) *slog.Logger { return slog.New(r) }
