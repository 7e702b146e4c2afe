package alarm_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

func TestServerTakesWhatPanelsSend(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	for _, network := range []string{"tcp", "udp"} {
		for name, o := range map[string]simulator.PanelOptions{
			"plain":                       {},
			"sealed":                      {Key: key},
			"sealed, with a wrong clock":  {Key: key, Skew: -3 * time.Hour},
			"a connection for each frame": {HangUp: true},
			"with a new number each time": {NewSeq: true},
		} {
			t.Run(network+", "+name, func(t *testing.T) {
				sink := &ledger{}
				s := newServer(t, sink, alarm.ServerOptions{Settings: alarm.Settings{DC09: alarm.DC09Settings{Keys: map[string][]byte{"": key}}}})
				o.Network = network
				o.Resend = 50 * time.Millisecond
				p := panelTo(t, s, o)
				p.Send(fire("001"), fire("002"))
				acked(t, p, 2)
				p.SetFaultFor(simulator.RepliesLost, 1)
				p.Send(fire("003"))
				acked(t, p, 3)
				p.SetFaultFor(simulator.BadChecksum, 1)
				p.Send(fire("004"))
				acked(t, p, 4)
				if got := zones(sink); !slices.Equal(slices.Compact(got), []string{"001", "002", "003", "004"}) || len(got) < 5 {
					t.Errorf("stored zones %q, want each, 003 twice", got)
				}
				want := 0
				if o.Skew != 0 {
					want = 1
				}
				if got := p.Counts().ClockSet; got != want {
					t.Errorf("the clock was set %d times, want %d", got, want)
				}
			})
		}
	}
}

func TestServerUnderLineFaults(t *testing.T) {
	for _, fault := range []simulator.Fault{simulator.Noise, simulator.Split, simulator.Slow, simulator.Cut, simulator.Silence} {
		t.Run(string(fault), func(t *testing.T) {
			sink := &ledger{}
			p := panelTo(t, newServer(t, sink, alarm.ServerOptions{Network: "tcp"}), simulator.PanelOptions{Resend: 300 * time.Millisecond})
			p.SetFaultFor(fault, 1)
			p.Send(fire("001"), fire("002"))
			acked(t, p, 2)
			if got := zones(sink); !slices.Equal(got, []string{"001", "002"}) {
				t.Errorf("stored zones %q, want each once", got)
			}
		})
	}
}

func TestServerAnswersAfterStore(t *testing.T) {
	for _, network := range []string{"tcp", "udp"} {
		t.Run(network, func(t *testing.T) {
			refuse := errors.New("disk full")
			var mu sync.Mutex
			fault := refuse
			sink := &ledger{store: func(ctx context.Context, _ []alarm.Signal) error {
				if left, limited := ctx.Deadline(); !limited || time.Until(left) > 3500*time.Millisecond {
					t.Errorf("a Store may take until %v", left)
				}
				mu.Lock()
				defer mu.Unlock()
				return fault
			}}
			conn := dial(t, newServer(t, sink, alarm.ServerOptions{}), network)
			// The heartbeat behind it is answered, the alarm is not.
			say(t, conn, dc09Alarm, "")
			say(t, conn, dc09Null, dc09Frame("ACK", "0000", ""))
			mu.Lock()
			fault = nil
			mu.Unlock()
			say(t, conn, dc09Alarm, dc09Ack)
			sink.await(t, "stored and answered", func() bool { return len(sink.told(alarm.LinkAnswered)) == 2 })
			want := []string{"ready", alarm.FaultStoreRefused, "ready"}
			if got := sink.states(); !slices.Equal(got, want) {
				t.Errorf("states = %q, want %q", got, want)
			}
			if got := sink.stored(); !slices.Equal(got, []string{"5555"}) {
				t.Errorf("stored = %q, want the alarm once", got)
			}
		})
	}
}

func TestServerManyFramesInOnePiece(t *testing.T) {
	sink := &ledger{}
	conn := dial(t, newServer(t, sink, alarm.ServerOptions{}), "tcp")
	var frames, answers string
	for n := range 250 {
		seq := fmt.Sprintf("%04d", n+1)
		frames += dc09Frame("ADM-CID", seq, fmt.Sprintf("#5555|1130 01 %03d", n))
		answers += dc09Frame("ACK", seq, "")
	}
	say(t, conn, frames, answers)
	if got := zones(sink); len(got) != 250 || !slices.IsSorted(got) {
		t.Errorf("stored %d zones %q, want 250 in order", len(got), got)
	}
	for _, call := range sink.calls {
		if len(call) > 100 {
			t.Errorf("a Store of %d signals, want at most 100", len(call))
		}
	}
	// Another hundred in one frame: more than one Store takes.
	data := "#5555|NBA0"
	for n := range 240 {
		data += fmt.Sprintf("/BA%d", n+1)
	}
	say(t, conn, dc09Frame("SIA-DCS", "0999", data), dc09Frame("ACK", "0999", ""))
	if got := zones(sink); len(got) != 250+241 {
		t.Errorf("stored %d signals, want %d", len(got), 250+241)
	}
}

func TestServerKeepsConnectionsInBounds(t *testing.T) {
	sink := &ledger{}
	s := newServer(t, sink, alarm.ServerOptions{MaxConnections: 1, Idle: 300 * time.Millisecond})
	first := dial(t, s, "tcp")
	say(t, first, dc09Null, dc09Frame("ACK", "0000", ""))
	second := dial(t, s, "tcp")
	// The second waits until the first, which only drips, is hung up.
	if _, err := io.WriteString(first, "\n8BE3003B\"ADM"); err != nil {
		t.Fatal(err)
	}
	say(t, second, dc09Null, dc09Frame("ACK", "0000", ""))
	if _, err := first.Read(make([]byte, 1)); !errors.Is(err, io.EOF) {
		t.Errorf("reading the idle connection = %v, want its end", err)
	}
	if got := sink.told(alarm.LinkOpened, alarm.LinkClosed, alarm.LinkGarbage); !slices.Equal(got, []string{"opened", "garbage  cut", "closed", "opened"}) {
		t.Errorf("told %q", got)
	}
}

func TestServerWaitsForItsAddress(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	sink := &ledger{}
	s := newServer(t, sink, alarm.ServerOptions{Network: "tcp", Listen: taken.Addr().String()})
	sink.await(t, "a fault", func() bool { return len(sink.states()) == 1 })
	if err := taken.Close(); err != nil {
		t.Fatal(err)
	}
	<-s.Ready()
	say(t, dial(t, s, "tcp"), dc09Alarm, dc09Ack)
	if got := sink.states(); !slices.Equal(got, []string{alarm.FaultListenTaken, "ready"}) {
		t.Errorf("states = %q, want taken, then ready", got)
	}
}

func TestServerTellsWrongKeys(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 16)
	sink := &ledger{}
	s := newServer(t, sink, alarm.ServerOptions{Settings: alarm.Settings{DC09: alarm.DC09Settings{Keys: map[string][]byte{"5555": key}}}})
	sealed := alarm.DC09FrameOf(fire("001"), "0001", true, time.Now())
	wrong := string(sealed.Encode(bytes.Repeat([]byte{8}, 16), nil))
	conn := dial(t, s, "tcp")
	say(t, conn, wrong, "")
	say(t, conn, dc09Null, dc09Frame("ACK", "0000", "")) // of the same account, plain
	say(t, conn, wrong, "")
	other := alarm.DC09Frame{Token: "NULL", Seq: "0000", Route: "L0#AAAA"}
	say(t, conn, string(other.Encode(nil, nil)), string(alarm.DC09Frame{Token: "ACK", Seq: "0000", Route: "L0#AAAA"}.Encode(nil, nil)))
	say(t, conn, string(sealed.Encode(key, nil)), "")
	sink.await(t, "the key fits", func() bool { return len(sink.stored()) == 1 })
	if got, want := sink.states(), []string{"ready", alarm.FaultKeyWrong, "ready", alarm.FaultKeyWrong, "ready"}; !slices.Equal(got, want) {
		t.Errorf("states = %q, want %q", got, want)
	}
}

// Somebody has to hear of a panel whose clock is wrong: it may not set it by our answer, and repeats a call for help for ever.
func TestServerTellsWrongClocks(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 16)
	now := time.Date(2026, 11, 21, 8, 15, 30, 0, time.UTC)
	var mu sync.Mutex
	clock := func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return now
	}
	sink := &ledger{}
	s := newServer(t, sink, alarm.ServerOptions{Now: clock, Settings: alarm.Settings{DC09: alarm.DC09Settings{Keys: map[string][]byte{"": key}}}})
	sent := func(account string, late time.Duration) string {
		f := alarm.DC09Frame{Token: "ADM-CID", Encrypted: true, Seq: "0001", Route: "L0#" + account, Data: "#77|1101 02 012", Time: clock().Add(-late)}
		return string(f.Encode(key, nil))
	}
	conn := dial(t, s, "tcp")
	say(t, conn, sent("12345555", time.Hour), "")
	say(t, conn, sent("12346666", 8*time.Hour), "")
	say(t, conn, sent("12345555", 0), "")
	say(t, conn, sent("12346666", 0), "")
	sink.await(t, "both clocks set", func() bool { return strings.Join(sink.stored(), " ") == "77 77" })
	say(t, conn, sent("12346666", time.Hour), "")
	sink.await(t, "a clock wrong again", func() bool { return len(sink.states()) == 5 })
	mu.Lock()
	now = now.Add(16 * time.Minute)
	mu.Unlock()
	say(t, dial(t, s, "tcp"), dc09Null, dc09Frame("ACK", "0000", "")) // of another account
	sink.await(t, "nothing more of it", func() bool { return len(sink.states()) == 6 })
	want := []string{"ready", "clock.wrong *****555", "clock.wrong *****666", "ready", "clock.wrong *****666", "ready"}
	if got := sink.states(); !slices.Equal(got, want) {
		t.Errorf("states = %q, want %q", got, want)
	}
}

func TestServerTap(t *testing.T) {
	for _, network := range []string{"tcp", "udp"} {
		var mu sync.Mutex
		var seen []string
		tap := func(from string, in bool, p []byte) {
			mu.Lock()
			defer mu.Unlock()
			seen = append(seen, fmt.Sprintf("%s %v %s", from, in, p))
		}
		sink := &ledger{}
		conn := dial(t, newServer(t, sink, alarm.ServerOptions{Tap: tap}), network)
		say(t, conn, dc09Alarm, dc09Ack)
		sink.await(t, "answered", func() bool { return len(sink.told(alarm.LinkAnswered)) == 1 })
		from := conn.LocalAddr().String()
		mu.Lock()
		if want := []string{from + " true " + dc09Alarm, from + " false " + dc09Ack}; !slices.Equal(seen, want) {
			t.Errorf("over %s seen %q, want %q", network, seen, want)
		}
		mu.Unlock()
	}
}

// Half a frame in one datagram is not completed by the next one.
func TestServerDatagramsStandAlone(t *testing.T) {
	sink := &ledger{}
	conn := dial(t, newServer(t, sink, alarm.ServerOptions{}), "udp")
	say(t, conn, dc09Alarm[:30], "")
	say(t, conn, dc09Alarm[30:], "")
	say(t, conn, dc09Alarm+dc09Null, dc09Ack)
	sink.await(t, "all answered", func() bool { return len(sink.told(alarm.LinkAnswered)) == 2 })
	if got := sink.told(alarm.LinkGarbage); !slices.Equal(got, []string{"garbage  cut", "garbage  format"}) {
		t.Errorf("garbage = %q, want two halves", got)
	}
	if got := zones(sink); !slices.Equal(got, []string{"012"}) {
		t.Errorf("stored %q, want one", got)
	}
}

// Datagrams that come while too many wait are lost, not kept; those that were kept are all answered.
func TestServerDatagramsInBounds(t *testing.T) {
	gate := make(chan struct{})
	sink := &ledger{store: func(context.Context, []alarm.Signal) error {
		<-gate
		return nil
	}}
	conn := dial(t, newServer(t, sink, alarm.ServerOptions{Network: "udp"}), "udp")
	refused := func() int { return len(sink.told(alarm.LinkNotStored)) }
	sent := 0
	for ; refused() == 0; sent++ {
		if _, err := io.WriteString(conn, dc09Alarm); err != nil {
			t.Fatal(err)
		}
	}
	close(gate)
	sink.await(t, "the rest is stored", func() bool { return len(zones(sink)) >= 256 })
	if got := len(zones(sink)); got > sent-refused() {
		t.Errorf("%d sent, %d refused, %d stored", sent, refused(), got)
	}
	say(t, conn, "", strings.Repeat(dc09Ack, 256))
}

func BenchmarkServerTCP(b *testing.B) {
	ctx, cancel := context.WithCancel(b.Context())
	s := alarm.NewServer(alarm.ServerOptions{Network: "tcp", Listen: "127.0.0.1:0"})
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, &ledger{}) }()
	defer func() { cancel(); <-ended }()
	<-s.Ready()
	address, _ := s.Addr()
	conn, err := net.Dial("tcp", address.String())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Close()
	answer := make([]byte, len(dc09Ack))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := io.WriteString(conn, dc09Alarm); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(conn, answer); err != nil || string(answer) != dc09Ack {
			b.Fatalf("%q, %v", answer, err)
		}
	}
}
