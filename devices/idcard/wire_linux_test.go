package idcard_test

import (
	"context"
	"fmt"
	"io"
	"testing"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/serial"
	"jiezhan/devices/simulator"
)

// A wire is a reader under test on a real pseudo-terminal, with a simulated module behind a cable.
type wire struct {
	module *simulator.IDCardReader
	cable  *simulator.Cable
	events chan idcard.Event
}

// atWire starts a reader at a plugged-in cable, in real time but with short pauses.
func atWire(t *testing.T, sim simulator.Options) *wire {
	t.Helper()
	return atWireOf(t, sim, idcard.Options{Poll: 5 * time.Millisecond})
}

func atWireOf(t testing.TB, sim simulator.Options, opts idcard.Options) *wire {
	t.Helper()
	opts.ReopenFirst, opts.ReopenLimit = 5*time.Millisecond, 20*time.Millisecond
	w := &wire{module: simulator.NewIDCardReader(sim), events: make(chan idcard.Event, 100)}
	w.cable = simulator.NewCable(t.TempDir(), "idcard", w.module)
	if err := w.cable.Plug(); err != nil {
		t.Fatal(err)
	}
	open := func() (io.ReadWriteCloser, error) { return serial.Open(w.cable.Path(), 115200) }
	reader := idcard.NewReader(open, opts)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = reader.Run(ctx, func(e idcard.Event) { w.events <- e }) // ends with its context
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		if err := w.cable.Unplug(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// next waits for events and checks them.
func (w *wire) next(t testing.TB, want ...string) {
	t.Helper()
	deadline := time.After(10 * time.Second)
	for _, want := range want {
		select {
		case e := <-w.events:
			if got := brief([]idcard.Event{e})[0]; got != want {
				t.Fatalf("event = %q, want %q", got, want)
			}
		case <-deadline:
			t.Fatalf("no event came, want %q", want)
		}
	}
}

func TestOverPseudoTerminal(t *testing.T) {
	for name, sim := range map[string]simulator.Options{"finds once": {}, "finds again": {Continual: true}} {
		for _, line := range []simulator.Fault{simulator.Sound, simulator.Noise, simulator.Split, simulator.Echo} {
			t.Run(name+"/"+string(line), func(t *testing.T) {
				w := atWire(t, sim)
				w.module.SetFault(line)
				w.next(t, "ready")
				w.module.Place(simulator.NewCardImage(sample()))
				w.next(t, "placed", "read 范示例")
				w.module.Place(simulator.NewCardImage(other()))
				w.next(t, "removed", "placed", "read 样本·例")
				w.module.Remove()
				w.next(t, "removed")
				w.module.Place(trouble(simulator.Unreadable))
				w.next(t, "placed", "fault card.lift_and_replace")
				w.module.Remove()
				w.next(t, "removed")
			})
		}
	}
}

func TestUnplugAndReplugOverPseudoTerminal(t *testing.T) {
	w := atWire(t, simulator.Options{})
	w.next(t, "ready")
	for range 3 {
		w.module.Place(simulator.NewCardImage(sample()))
		w.next(t, "placed", "read 范示例")
		if err := w.cable.Unplug(); err != nil {
			t.Fatal(err)
		}
		w.next(t, "removed", "fault reader.gone")
		w.module.Remove()
		if err := w.cable.Plug(); err != nil {
			t.Fatal(err)
		}
		w.next(t, "ready")
	}
}

func TestCardReadOverPseudoTerminalIsWhole(t *testing.T) {
	w := atWire(t, simulator.Options{})
	w.next(t, "ready")
	want := sample()
	want.Name = "𠅤𫖯𬭎"
	w.module.Place(simulator.NewCardImage(want))
	w.next(t, "placed")
	if e := <-w.events; e.Kind != idcard.EventRead || !sameCard(*e.Card, want) {
		t.Errorf("event = %+v, card %+v, want %+v", e.Kind, e.Card, want)
	}
}

// TestDetectOverPseudoTerminal: the port is let go between two rates. The module stays silent for both questions at the first.
func TestDetectOverPseudoTerminal(t *testing.T) {
	module := simulator.NewIDCardReader(simulator.Options{})
	module.SetFaultFor(simulator.Silence, 2)
	cable := simulator.NewCable(t.TempDir(), "idcard", module)
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	got, err := idcard.Detect(t.Context(), func(baud int) (io.ReadWriteCloser, error) { return serial.Open(cable.Path(), baud) })
	if got != 57600 || err != nil {
		t.Errorf("Detect = %d, %v, want 57600", got, err)
	}
	if err := cable.Unplug(); err != nil {
		t.Error(err)
	}
}

// BenchmarkPlacedToRead puts a card on a reader behind a pseudo-terminal whose bytes take their time, in real time. It reports how
// long a card took and by how much that exceeds the wire alone; one poll (300 ms) is allowed on top of 1.3 times the wire.
func BenchmarkPlacedToRead(b *testing.B) {
	for _, baud := range []int{115200, 9600} {
		b.Run(fmt.Sprint(baud), func(b *testing.B) {
			w := atWireOf(b, simulator.Options{Baud: baud}, idcard.Options{Baud: baud})
			w.next(b, "ready")
			wire, limit := placedToRead(baud)
			var total, longest time.Duration
			for b.Loop() {
				start := time.Now()
				w.module.Place(simulator.NewCardImage(sample()))
				w.next(b, "placed", "read 范示例")
				took := time.Since(start)
				total, longest = total+took, max(longest, took)
				w.module.Remove()
				w.next(b, "removed")
			}
			b.ReportMetric(float64(total.Milliseconds())/float64(b.N), "ms/card")
			b.ReportMetric(float64(longest.Milliseconds()), "ms/slowest")
			b.ReportMetric(float64(wire.Milliseconds()), "ms/wire")
			if longest > limit {
				b.Errorf("slowest card took %v, want at most %v", longest, limit)
			}
		})
	}
}
