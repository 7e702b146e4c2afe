package alarm_test

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// numbered is an event that can be told from 99,999 others of its account.
func numbered(p alarm.Protocol, n int) alarm.Signal {
	s := alarm.Signal{Receiver: "01", Line: "2", Account: "5555", Qualifier: 1, Event: "130", Zone: fmt.Sprintf("%03d", n%1000)}
	switch p {
	case alarm.Ademco685, alarm.Conwin:
		s.Receiver, s.Partition = "1", fmt.Sprintf("%02d", n/1000)
	case alarm.IT100:
		s.Event, s.Partition = "601", fmt.Sprint(1+n/1000)
	case alarm.AlarmDecoder:
		s.Partition = fmt.Sprint(1 + n/1000)
	default:
		s.Partition = fmt.Sprintf("%02d", n/1000)
	}
	return s
}

func keyOf(s alarm.Signal) string { return s.Partition + " " + s.Zone }

// copies counts how often each event was stored. What says nothing of a zone is not counted.
func (l *ledger) copies() map[string]int {
	l.mu.Lock()
	defer l.mu.Unlock()
	out := map[string]int{}
	for _, call := range l.calls {
		for _, s := range call {
			if s.Error == "" && s.Zone != "" {
				out[keyOf(s)]++
			}
		}
	}
	return out
}

// serialWires are the protocols a Line is for.
func serialWires() []alarm.Protocol {
	return []alarm.Protocol{alarm.SurGard, alarm.Ademco685, alarm.Conwin, alarm.Radionics6500, alarm.IT100, alarm.AlarmDecoder}
}

func answersOn(p alarm.Protocol) bool { return p != alarm.IT100 && p != alarm.AlarmDecoder }

// Whatever the line does to the frames of a sender that repeats, each event is stored and answered in the end, and only an
// answer that was lost brings a second copy.
func TestEveryWireWithEveryFault(t *testing.T) {
	tests := map[simulator.Fault]struct {
		lossy  bool // wires without answers lose what is damaged
		copies int  // of the one event that the fault meets, on wires with answers
	}{
		simulator.Sound:       {false, 1},
		simulator.Split:       {false, 1},
		simulator.Slow:        {false, 1},
		simulator.Noise:       {true, 1},
		simulator.BadChecksum: {true, 1},
		simulator.Cut:         {true, 1},
		simulator.Silence:     {true, 1},
		simulator.RepliesLost: {false, 2},
	}
	for _, p := range serialWires() {
		for fault, tt := range tests {
			t.Run(fmt.Sprintf("%s/%s", p, fault), func(t *testing.T) {
				synctest.Test(t, func(t *testing.T) {
					sink, receiver := &ledger{}, simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: p})
					runJoined(t, p, sink, receiver)
					const events = 5
					for n := range events {
						if n == 2 {
							receiver.SetFaultFor(fault, 1)
						}
						receiver.Send(numbered(p, n))
						<-time.After(15 * time.Second)
					}
					synctest.Wait()
					if receiver.Unacked() != 0 {
						t.Errorf("%d events were not taken", receiver.Unacked())
					}
					copies, want, hit := sink.copies(), map[string]int{}, keyOf(numbered(p, 2))
					for n := range events {
						want[keyOf(numbered(p, n))] = 1
					}
					switch {
					case answersOn(p):
						want[hit] = tt.copies
					case tt.lossy:
						delete(want, hit)
						delete(copies, hit) // noise before a line may or may not spoil it
					}
					if fmt.Sprint(copies) != fmt.Sprint(want) {
						t.Errorf("stored %v, want %v", copies, want)
					}
				})
			})
		}
	}
}

// runJoined runs a line with the receiver at the far end of its cable until the test ends.
func runJoined(t *testing.T, p alarm.Protocol, sink *ledger, receiver *simulator.AlarmReceiver) {
	t.Helper()
	near, far := simulator.NullModem()
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() {
		open := func() (io.ReadWriteCloser, error) { return near, nil }
		ended <- alarm.NewLine(open, p, alarm.LineOptions{}).Run(ctx, sink)
	}()
	go func() { ended <- receiver.Serve(ctx, far) }()
	t.Cleanup(func() {
		cancel()
		<-ended
		<-ended
	})
}

// A receiver that has given the station up takes it back by itself once the station can store again.
func TestAReceiverComesBackAfterTheDiskWasFull(t *testing.T) {
	for _, p := range []alarm.Protocol{alarm.SurGard, alarm.Ademco685, alarm.Conwin, alarm.Radionics6500} {
		t.Run(string(p), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var full atomic.Bool
				full.Store(true)
				sink := &ledger{}
				sink.store = func(context.Context, []alarm.Signal) error {
					if full.Load() {
						return errDisk
					}
					return nil
				}
				receiver := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: p})
				runJoined(t, p, sink, receiver)
				for n := range 20 {
					receiver.Send(numbered(p, n))
				}
				<-time.After(2 * time.Minute)
				if c := receiver.Counts(); c.Acked != 0 || c.Waiting != 20 || c.Blocked == (p == alarm.Conwin) {
					t.Fatalf("with a full disk %+v, want nothing acknowledged and the computer given up (but by Conwin)", c)
				}
				full.Store(false)
				<-time.After(time.Minute)
				if c := receiver.Counts(); c.Acked != 20 || c.Waiting != 0 || c.Blocked || c.Stray != 0 {
					t.Errorf("with space again %+v, want everything acknowledged, one answer each", c)
				}
				for event, n := range sink.copies() {
					if n != 1 {
						t.Errorf("event %s stored %d times, want once", event, n)
					}
				}
				if n := len(sink.copies()); n != 20 {
					t.Errorf("%d events stored, want 20", n)
				}
			})
		})
	}
}
