package cluster

import (
	"bytes"
	"errors"
	"net"
	"strings"
	"testing"
	"testing/synctest"
)

// FuzzHello holds that a hello has one form, and that nothing after it is read.
func FuzzHello(f *testing.F) {
	f.Add(appendHello(nil, hello{office: "青松", id: "s1", Incarnation: Incarnation{Epoch: "e", Start: 3, Boot: "b"}}))
	f.Add([]byte{0, 12, 0, 0, 0, 0})
	f.Add([]byte{0xff, 0xff})
	f.Fuzz(func(t *testing.T, b []byte) {
		from := bytes.NewReader(b)
		h, err := readHello(from)
		if err != nil {
			return
		}
		if want := appendHello(nil, h); !bytes.HasPrefix(b, want) || from.Len() != len(b)-len(want) {
			t.Errorf("read %+v from % x and left %d", h, b, from.Len())
		}
	})
}

func BenchmarkHello(b *testing.B) {
	said := appendHello(nil, hello{office: "o", id: "s1", Incarnation: Incarnation{Epoch: strings.Repeat("e", 36), Start: 3, Boot: strings.Repeat("b", 36)}})
	for b.Loop() {
		if _, err := readHello(bytes.NewReader(said)); err != nil {
			b.Fatal(err)
		}
	}
}

func TestALongNameIsCut(t *testing.T) {
	long := strings.Repeat("x", 300)
	h, err := readHello(bytes.NewReader(appendHello(nil, hello{office: long, id: "s1"})))
	if err != nil || h.office != long[:255] || h.id != "s1" {
		t.Errorf("hello = %+v, %v", h, err)
	}
}

// TestAMalformedHelloHarmsNobody says nonsense to a door, which then still serves others.
func TestAMalformedHelloHarmsNobody(t *testing.T) {
	good := appendHello(nil, hello{id: "s2"})
	for name, said := range map[string][]byte{
		"too long":         append([]byte{byte(purposePulse), 0xff, 0xff}, make([]byte, 100)...),
		"cut short":        append([]byte{byte(purposePulse), 0, 3}, 1, 2, 3),
		"nobody":           append([]byte{byte(purposePulse)}, appendHello(nil, hello{})...),
		"another station":  append([]byte{byte(purposePulse)}, appendHello(nil, hello{id: "s3"})...),
		"unknown purpose":  append([]byte{0x99}, good...),
		"another protocol": []byte("GET / HTTP/1.1\r\n\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWire()
				openTestDoor(t, w, "s1")
				other := openTestDoor(t, w, "s2")
				conn, err := w.at("s2", "s2").Dial(t.Context(), "s1")
				if err != nil {
					t.Fatal(err)
				}
				go conn.Write(said) // it may not be read to its end
				if n, err := conn.Read(make([]byte, 1)); err == nil {
					t.Errorf("%d bytes of an answer", n)
				}
				polite, err := other.dial(t.Context(), "s1", purposePulse)
				if err != nil {
					t.Fatal(err)
				}
				if _, err := (question{}).ask(polite); err != nil {
					t.Errorf("the next caller: %v", err)
				}
			})
		})
	}
}

// TestACallerMeansOneStation holds that a station at the address of another is not taken for it.
func TestACallerMeansOneStation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		caller := openTestDoor(t, w, "s1")
		l, err := w.at("s9", "s2").Listen() // a stranger where s2 should be
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		go func() {
			if conn, err := l.Accept(); err == nil {
				defer conn.Close()
				conn.Read(make([]byte, 1)) // until the caller hangs up
			}
		}()
		if _, err := caller.dial(t.Context(), "s2", purposePulse); err == nil || !strings.Contains(err.Error(), "s9") {
			t.Errorf("error = %v, want one that names s9", err)
		}
	})
}

// TestAnAnswerThatIsNoneIsRefused plays a peer that answers the hello in a wrong way.
func TestAnAnswerThatIsNoneIsRefused(t *testing.T) {
	for name, answer := range map[string][]byte{
		"nothing":         nil,
		"no verdict":      appendHello([]byte{0x99}, hello{id: "s2"}),
		"no hello":        {byte(welcome), 0, 1, 0},
		"another station": appendHello([]byte{byte(welcome)}, hello{id: "s9"}),
		"another office":  appendHello([]byte{byte(welcome)}, hello{office: "p", id: "s2"}),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWire()
				caller := openTestDoor(t, w, "s1")
				l, err := w.at("s2", "s2").Listen()
				if err != nil {
					t.Fatal(err)
				}
				defer l.Close()
				go play(l, answer)
				conn, err := caller.dial(t.Context(), "s2", purposePulse)
				if err == nil {
					conn.Close()
					t.Error("it was let in")
				}
				if name == "another office" && !errors.Is(err, ErrOtherOffice) {
					t.Errorf("error = %v, want %v", err, ErrOtherOffice)
				}
			})
		})
	}
}

func play(l net.Listener, answer []byte) {
	conn, err := l.Accept()
	if err != nil {
		return
	}
	defer conn.Close()
	conn.Read(make([]byte, 1))
	if _, err := readHello(conn); err == nil {
		conn.Write(answer)
	}
}
