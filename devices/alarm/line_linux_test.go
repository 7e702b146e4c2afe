package alarm_test

import (
	"context"
	"io"
	"os"
	"slices"
	"sync"
	"testing"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/serial"
	"jiezhan/devices/simulator"
)

// runPlugged runs a line at the pseudo-terminal of a cable until the test ends.
func runPlugged(t *testing.T, p alarm.Protocol, sink *ledger, cable *simulator.Cable) {
	t.Helper()
	open := func() (io.ReadWriteCloser, error) {
		return serial.OpenWith(serial.Settings{Path: cable.Path(), Baud: 115200})
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() {
		options := alarm.LineOptions{ReopenFirst: 10 * time.Millisecond, ReopenLimit: 50 * time.Millisecond}
		ended <- alarm.NewLine(open, p, options).Run(ctx, sink)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
		_ = cable.Unplug()
	})
}

func plug(t *testing.T, cable *simulator.Cable) {
	t.Helper()
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
}

func TestUnpluggedAndPluggedInAgain(t *testing.T) {
	for _, p := range serialWires() {
		t.Run(string(p), func(t *testing.T) {
			t.Parallel()
			sink := &ledger{}
			receiver := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: p, Resend: 200 * time.Millisecond, Retries: 100})
			cable := simulator.NewCable(t.TempDir(), "alarm", receiver)
			runPlugged(t, p, sink, cable)
			sink.await(t, "port.not_found", func() bool { return slices.Equal(sink.states(), []string{"port.not_found"}) })
			for round := range 3 {
				plug(t, cable)
				sink.await(t, "ready", func() bool { return slices.Equal(lastOf(sink.states()), []string{"ready"}) })
				receiver.Send(numbered(p, round))
				if err := receiver.Await(t.Context(), func(c simulator.AlarmCounts) bool { return c.Acked == round+1 }); err != nil {
					t.Fatal(err)
				}
				sink.await(t, "stored", func() bool { return len(sink.copies()) == round+1 })
				if err := cable.Unplug(); err != nil {
					t.Fatal(err)
				}
				sink.await(t, "port.gone", func() bool { return slices.Equal(lastOf(sink.states()), []string{"port.gone"}) })
			}
			want := []string{"port.not_found"}
			for range 3 {
				want = append(want, "ready", "port.gone")
			}
			if got := sink.states(); !slices.Equal(got, want) {
				t.Errorf("states = %v, want %v", got, want)
			}
		})
	}
}

func lastOf(s []string) []string { return s[max(0, len(s)-1):] }

// Four lines bring 50 events a second each, for 2 s, or for 60 s where JIEZHAN_SOAK is set.
func TestFourLoadedLines(t *testing.T) {
	events := 100
	if os.Getenv("JIEZHAN_SOAK") != "" {
		events = 3000
	}
	wires := []alarm.Protocol{alarm.SurGard, alarm.Ademco685, alarm.Conwin, alarm.Radionics6500}
	faults := []simulator.Fault{simulator.Sound, simulator.Split, simulator.Sound, simulator.Noise}
	var sending sync.WaitGroup
	for i, p := range wires {
		sink, receiver := &ledger{}, simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: p})
		receiver.SetFault(faults[i])
		cable := simulator.NewCable(t.TempDir(), "alarm", receiver)
		plug(t, cable)
		runPlugged(t, p, sink, cable)
		sending.Go(func() {
			pace := time.NewTicker(20 * time.Millisecond)
			defer pace.Stop()
			for n := range events {
				<-pace.C
				receiver.Send(numbered(p, n))
			}
			if err := receiver.Await(t.Context(), func(c simulator.AlarmCounts) bool { return c.Waiting == 0 }); err != nil {
				t.Error(err)
			}
			onceEach(t, p, receiver.Counts(), sink.copies(), events)
		})
	}
	sending.Wait()
}

// onceEach fails the test unless every event was taken at first asking within a second, and stored once.
func onceEach(t *testing.T, p alarm.Protocol, c simulator.AlarmCounts, copies map[string]int, events int) {
	t.Helper()
	t.Logf("%s: %d sent, slowest answer %v", p, c.Sent, c.Slowest)
	if c.Acked != events || c.Repeated != 0 || c.Refused != 0 || c.Lost != 0 || c.Stray != 0 || c.Slowest > time.Second {
		t.Errorf("%s: %+v, want %d taken at first asking within 1 s", p, c, events)
	}
	for event, times := range copies {
		if times != 1 {
			t.Errorf("%s: event %s stored %d times, want once", p, event, times)
		}
	}
	if len(copies) != events {
		t.Errorf("%s: stored %d events, want %d", p, len(copies), events)
	}
}
