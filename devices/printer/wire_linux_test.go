package printer

import (
	"context"
	"io"
	"testing"
	"time"

	"jiezhan/devices/serial"
	"jiezhan/devices/simulator"
)

// The same over a real serial port, pulled in the middle of a ticket and plugged in again.
func TestOverSerialPort(t *testing.T) {
	far, err := simulator.NewPrinter(simulator.PrinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	cable := simulator.NewCable(t.TempDir(), "printer", far)
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	defer cable.Unplug()
	o := cutter()
	o.ReopenFirst, o.ReopenLimit, o.Baud = 20*time.Millisecond, 20*time.Millisecond, 115200
	p := New(func() (io.ReadWriteCloser, error) { return serial.Open(cable.Path(), 115200) }, o)
	ctx, stop := context.WithCancel(t.Context())
	states, ended := make(chan State, 100), make(chan struct{})
	go func() {
		defer close(ended)
		_ = p.Run(ctx, func(s State) { states <- s })
	}()
	for s := range states {
		if s.Online {
			break
		}
	}
	far.HangUpAfter(1500)
	go func() {
		for s := range states {
			if s.Fault == FaultPortGone {
				_ = cable.Unplug() // hung up already
				_ = cable.Plug()   // shows in the outcome
				return
			}
		}
	}()
	if got, err := p.Print(ctx, "1", sample()); got != Printed {
		t.Errorf("Print = %s, %v, want printed", got, err)
	}
	stop()
	<-ended
	slips := far.Slips()
	if len(slips) != 3 || !slips[0].Cut || !slips[1].Cut || !slips[2].Blank() {
		t.Errorf("%d pieces, want a void one, the ticket and blank paper", len(slips))
	}
}
