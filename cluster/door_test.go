package cluster

import (
	"errors"
	"io"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/raft"
)

// openTestDoor opens the door of a station that lives at its id and knows s1 and s2.
func openTestDoor(t *testing.T, w *wire, id string) *door {
	t.Helper()
	members := &book{}
	members.turn([]raft.Server{{ID: "s1", Address: "s1"}, {ID: "s2", Address: "s2"}})
	config, err := Config{ID: id, Address: id}.complete()
	if err != nil {
		t.Fatal(err)
	}
	d, err := openDoor(doorSettings{
		network: w.at(id, id), self: hello{id: id}, known: newAcquaintances(config, func(string) bool { return false }),
		book: members, now: time.Now, refused: func(peer string, why error) { t.Errorf("%s refuses %s: %v", peer, id, why) },
	})
	if err != nil {
		t.Fatal(err)
	}
	d.serve(map[purpose]func(net.Conn, string){purposePulse: func(conn net.Conn, _ string) {
		servePulse(conn, func(question) pulse { return pulse{} })
	}})
	t.Cleanup(func() {
		if err := d.close(); err != nil {
			t.Error(err)
		}
	})
	return d
}

// ended waits until the other side hangs up.
func ended(t *testing.T, conn net.Conn) time.Duration {
	t.Helper()
	began := time.Now()
	if _, err := conn.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("read: %v, want EOF", err)
	}
	return time.Since(began)
}

func TestACallerWithoutPurposeIsHungUpOn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		openTestDoor(t, w, "s1")
		silent, err := w.at("s2", "s2").Dial(t.Context(), "s1")
		if err != nil {
			t.Fatal(err)
		}
		if took := ended(t, silent); took != helloTimeout {
			t.Errorf("a silent caller was let go after %v, want %v", took, helloTimeout)
		}
		strange, err := w.at("s2", "s2").Dial(t.Context(), "s1")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := strange.Write([]byte("G")); err != nil { // as in GET
			t.Fatal(err)
		}
		if took := ended(t, strange); took != 0 {
			t.Errorf("a stranger was let go after %v, want at once", took)
		}
	})
}

func TestADoorThatShutsEndsEveryConnection(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		here, there := openTestDoor(t, w, "s1"), openTestDoor(t, w, "s2")
		in, err := there.dial(t.Context(), "s1", purposePulse)
		if err != nil {
			t.Fatal(err)
		}
		out, err := here.dial(t.Context(), "s2", purposePulse)
		if err != nil {
			t.Fatal(err)
		}
		if err := here.close(); err != nil {
			t.Error(err)
		}
		ended(t, in)
		if _, err := out.Write([]byte{1}); err == nil {
			t.Error("its own connection is still open")
		}
		if _, err := here.dial(t.Context(), "s2", purposePulse); err == nil {
			t.Error("a shut door still calls")
		}
		if _, err := there.dial(t.Context(), "s1", purposePulse); err == nil {
			t.Error("a shut door still answers")
		}
	})
}

func TestAFullHouseTakesNobodyMore(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		d := openTestDoor(t, w, "s1")
		for range maxCallers {
			if _, err := w.at("s2", "s2").Dial(t.Context(), "s1"); err != nil {
				t.Fatal(err)
			}
		}
		synctest.Wait()
		more, err := w.at("s2", "s2").Dial(t.Context(), "s1")
		if err != nil {
			t.Fatal(err)
		}
		if took := ended(t, more); took != 0 {
			t.Errorf("one too many was let go after %v, want at once", took)
		}
		if n := len(d.open); n != maxCallers {
			t.Errorf("%d connections, want %d", n, maxCallers)
		}
	})
}
