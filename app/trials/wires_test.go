//go:build trials

package trials

import (
	"context"
	"fmt"
	"maps"
	"net"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// wire is one way in which alarms reach a station; network is empty where it is a serial port.
type wire struct {
	protocol alarm.Protocol
	network  string
}

func (w wire) String() string { return string(w.protocol) + w.network }

// answered says whether a sender on this wire waits for an answer, and repeats what gets none.
func (w wire) answered() bool {
	switch w.protocol {
	case alarm.ContactID, alarm.IT100, alarm.AlarmDecoder:
		return false
	default:
		return true
	}
}

// number is an event that can be told from a thousand others on this wire, and on those with accounts from 8,999 others.
func (w wire) number(n int) alarm.Signal {
	s := alarm.Signal{Receiver: "01", Line: "2", Account: fmt.Sprintf("%04d", 1000+n), Qualifier: alarm.New, Event: "130", Partition: "01", Zone: fmt.Sprintf("%03d", n%1000)}
	switch w.protocol {
	case alarm.Ademco685, alarm.Conwin:
		s.Receiver = "1"
	case alarm.ContactID, alarm.DC09:
		s.Receiver, s.Line = "", ""
	case alarm.IT100:
		s = alarm.Signal{Event: "601", Partition: "1", Zone: s.Zone}
	case alarm.AlarmDecoder:
		s = alarm.Signal{Qualifier: alarm.New, Event: "130", Partition: "1", Zone: s.Zone}
	default:
	}
	return s
}

// label tells numbered events apart.
func label(s alarm.Signal) string { return s.Account + "/" + s.Zone }

// report is what became of the events of one sender as it sees it: their labels in the order they were to be sent, how often each went out in a sound
// frame, and how many, the first ones, were acknowledged.
type report struct {
	wire  wire
	site  *site
	order []string
	out   map[string]int
	acked int
}

// sender is what reports at the far end of a wire: a receiver behind a cable, or a panel that calls.
type sender struct {
	t    *testing.T
	wire wire
	site *site
	// receiver and cable, or panel.
	receiver *simulator.AlarmReceiver
	cable    *simulator.Cable
	panel    *simulator.Panel

	mu   sync.Mutex
	next int
	// order is what was given to the sender, labels in the order it sends them.
	order []string
	// out counts the sound frames that went out, by label; heard cuts what is written into frames.
	out   map[string]int
	heard alarm.Decoder
}

// place is where a sender meets its station.
type place struct {
	wire wire
	// path is a serial port, or host:port at which the station listens.
	path string
}

// places are made for the senders of one station.
func places(t *testing.T, wires []wire) []place {
	t.Helper()
	folder, all := t.TempDir(), make([]place, len(wires))
	for i, w := range wires {
		all[i] = place{w, filepath.Join(folder, w.String())}
		if w.network != "" {
			all[i].path = freePort(t, "127.0.0.1")
		}
	}
	return all
}

// heartbeatSeconds is the period of the senders of all trials: so long that a receiver that waits for an answer is not taken for silent.
const heartbeatSeconds = 2

// toml is the part of a station's configuration about its alarm receivers.
func toml(places []place) string {
	var b strings.Builder
	for _, p := range places {
		fmt.Fprintf(&b, "[[alarms]]\nid = %q\nprotocol = %q\n", p.wire, p.wire.protocol)
		if p.wire.network != "" {
			fmt.Fprintf(&b, "listen = %q\nnetwork = %q\n", p.path, p.wire.network)
		} else {
			fmt.Fprintf(&b, "port = %q\nheartbeat_seconds = %d\n", p.path, heartbeatSeconds)
		}
	}
	return b.String()
}

// equip gives each of the first stations to come a place for each wire.
func equip(t *testing.T, stations int, wires []wire) (all [][]place, devices func(int) string) {
	t.Helper()
	for range stations {
		all = append(all, places(t, wires))
	}
	return all, func(i int) string {
		if i < stations {
			return toml(all[i])
		}
		return ""
	}
}

// attach puts senders to their places at the first stations, and waits until the stations listen to them: what is sent into a closed port is lost. They wait so
// long for an answer, or as the documents of their wires say where that is 0.
func (o *office) attach(places [][]place, resend time.Duration) (all []*sender) {
	o.t.Helper()
	for i, here := range places {
		for _, p := range here {
			all = append(all, o.sites[i].attach(p, resend))
		}
	}
	for _, f := range all {
		f.site.untilFault(f.wire, "ok")
	}
	return all
}

func (s *site) attach(p place, resend time.Duration) *sender {
	t := s.office.t
	t.Helper()
	heard, err := alarm.NewDecoder(p.wire.protocol, alarm.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	f := &sender{t: t, wire: p.wire, site: s, out: map[string]int{}, heard: heard}
	const heartbeat = heartbeatSeconds * time.Second
	if p.wire.network != "" {
		f.panel = simulator.NewPanel(simulator.PanelOptions{Network: p.wire.network, Account: "0000", Resend: resend, Heartbeat: heartbeat, Dial: f.dial(p.path)})
		f.call()
		return f
	}
	f.receiver = simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: p.wire.protocol, Resend: resend, Heartbeat: heartbeat})
	f.cable = p.cable(tapped{f.receiver, f.wrote})
	f.plug()
	t.Cleanup(func() { _ = f.cable.Unplug() }) // a trial may leave it unplugged
	return f
}

// cable leads from a device to the serial port of a place.
func (p place) cable(device simulator.Device) *simulator.Cable {
	return simulator.NewCable(filepath.Dir(p.path), filepath.Base(p.path), device)
}

func (f *sender) plug() {
	f.t.Helper()
	if err := f.cable.Plug(); err != nil {
		f.t.Fatal(err)
	}
}

func (f *sender) unplug() {
	f.t.Helper()
	if err := f.cable.Unplug(); err != nil {
		f.t.Fatal(err)
	}
}

// call lets the panel report until the trial ends.
func (f *sender) call() {
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = f.panel.Run(ctx) // ends with ctx
	}()
	f.t.Cleanup(func() { cancel(); <-ended })
}

func (f *sender) dial(address string) func(context.Context) (net.Conn, error) {
	return func(ctx context.Context) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, f.wire.network, address)
		return tappedConn{conn, f.wrote}, err
	}
}

// wrote counts the frames that go out. It does so before they do, so that nothing is stored that is not counted.
func (f *sender) wrote(p []byte) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.heard.Feed(p, func(m alarm.Message) {
		for _, s := range m.Signals {
			if s.Error == "" && !s.Heartbeat {
				f.out[label(s)]++
			}
		}
	})
}

// send gives the sender so many new events to report.
func (f *sender) send(count int) {
	for range count {
		f.mu.Lock()
		f.next++
		s := f.wire.number(f.next)
		f.order = append(f.order, label(s))
		f.mu.Unlock()
		if f.panel != nil {
			f.panel.Send(s)
		} else {
			f.receiver.Send(s)
		}
	}
}

// tally is what a receiver and a panel both count.
type tally struct {
	acked, waiting, repeated int
	slowest                  time.Duration
	blocked                  bool
}

func (f *sender) tally() tally {
	if f.panel != nil {
		c := f.panel.Counts()
		return tally{c.Acked, c.Waiting, c.Repeated, c.Slowest, false}
	}
	c := f.receiver.Counts()
	return tally{c.Acked, c.Waiting, c.Repeated, c.Slowest, c.Blocked}
}

// until waits until the sender's counts are as wanted.
func (f *sender) until(what string, wanted func(tally) bool) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	var err error
	if f.panel != nil {
		err = f.panel.Await(ctx, func(simulator.PanelCounts) bool { return wanted(f.tally()) })
	} else {
		err = f.receiver.Await(ctx, func(simulator.AlarmCounts) bool { return wanted(f.tally()) })
	}
	if err != nil {
		f.t.Fatalf("%s at %s: no %s within %s: %+v", f.wire, f.site.ID, what, patience, f.tally())
	}
}

// taken waits until everything that was sent has been acknowledged.
func (f *sender) taken() {
	f.t.Helper()
	f.until("acknowledgement of everything", func(c tally) bool { return c.waiting == 0 })
}

// report is what is known of the sender's events.
func (f *sender) report() report {
	f.mu.Lock()
	defer f.mu.Unlock()
	return report{wire: f.wire, site: f.site, order: slices.Clone(f.order), out: maps.Clone(f.out), acked: f.tally().acked}
}

// setFault makes the line go wrong for the next frames.
func (f *sender) setFault(fault simulator.Fault, frames int) {
	if f.panel != nil {
		f.panel.SetFaultFor(fault, frames)
	} else {
		f.receiver.SetFaultFor(fault, frames)
	}
}
