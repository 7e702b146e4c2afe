package alarm_test

import (
	"context"
	"errors"
	"io"
	"net"
	"testing"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

const (
	dc09Alarm = "\n8BE3003B\"ADM-CID\"0042L0#5555[#5555|1101 02 012]_08:15:30,11-21-2026\r"
	dc09Ack   = "\n28C10012\"ACK\"0042L0#5555[]\r"
	dc09Null  = "\n12170013\"NULL\"0000L0#5555[]\r"
)

func dc09Frame(token, seq, data string) string {
	return string(alarm.DC09Frame{Token: token, Seq: seq, Route: "L0#5555", Data: data}.Encode(nil, nil))
}

func fire(zone string) alarm.Signal {
	return alarm.Signal{Account: "5555", Qualifier: alarm.New, Event: "110", Partition: "01", Zone: zone}
}

// newServer runs a server on free ports until the test ends.
func newServer(t *testing.T, sink alarm.Sink, o alarm.ServerOptions) *alarm.Server {
	t.Helper()
	if o.Listen == "" {
		o.Listen = "127.0.0.1:0"
	}
	s := alarm.NewServer(o)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Run(ctx, sink) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v, want %v", err, context.Canceled)
		}
	})
	return s
}

// panelTo runs a panel that calls the server.
func panelTo(t *testing.T, s *alarm.Server, o simulator.PanelOptions) *simulator.Panel {
	t.Helper()
	<-s.Ready()
	tcp, udp := s.Addr()
	o.Account = "5555"
	if o.Address = ""; o.Network == "udp" {
		o.Address = udp.String()
	} else {
		o.Address = tcp.String()
	}
	p := simulator.NewPanel(o)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = p.Run(ctx) // ends with ctx
	}()
	t.Cleanup(func() { cancel(); <-ended })
	return p
}

func acked(t *testing.T, p *simulator.Panel, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	if err := p.Await(ctx, func(c simulator.PanelCounts) bool { return c.Acked == n }); err != nil {
		t.Fatalf("counts = %+v, want %d acked", p.Counts(), n)
	}
}

// zones lists the zones that were stored, in order.
func zones(l *ledger) (found []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, call := range l.calls {
		for _, s := range call {
			found = append(found, s.Zone)
		}
	}
	return found
}

// dial calls the server and returns the line.
func dial(t *testing.T, s *alarm.Server, network string) net.Conn {
	t.Helper()
	<-s.Ready()
	address, udp := s.Addr()
	if network == "udp" {
		address = udp
	}
	conn, err := net.Dial(network, address.String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(10 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// say sends bytes and fails the test unless exactly these come back next.
func say(t *testing.T, conn net.Conn, sent, want string) {
	t.Helper()
	if _, err := io.WriteString(conn, sent); err != nil {
		t.Fatal(err)
	}
	got := make([]byte, len(want))
	if _, err := io.ReadFull(conn, got); err != nil || string(got) != want {
		t.Errorf("answer to %q = %q, %v, want %q", sent, got, err, want)
	}
}
