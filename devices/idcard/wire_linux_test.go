package idcard_test

import (
	"context"
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
	w := &wire{module: simulator.NewIDCardReader(sim), events: make(chan idcard.Event, 100)}
	w.cable = simulator.NewCable(t.TempDir(), "idcard", w.module)
	if err := w.cable.Plug(); err != nil {
		t.Fatal(err)
	}
	open := func() (io.ReadWriteCloser, error) { return serial.Open(w.cable.Path(), 115200) }
	reader := idcard.NewReader(open, idcard.Options{
		Poll: 5 * time.Millisecond, ReopenFirst: 5 * time.Millisecond, ReopenLimit: 20 * time.Millisecond,
	})
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
func (w *wire) next(t *testing.T, want ...string) {
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
