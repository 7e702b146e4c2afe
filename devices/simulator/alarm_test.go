package simulator_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// A listener is a station by hand: it notes when which frame came.
type listener struct {
	t     *testing.T
	start time.Time
	line  io.ReadWriteCloser

	mu    sync.Mutex
	heard []string // seconds since the start, and the bytes
}

// newListener joins a receiver to a listener; inside a synctest bubble.
func newListener(t *testing.T, r *simulator.AlarmReceiver) *listener {
	t.Helper()
	near, far := simulator.NullModem()
	h := &listener{t: t, start: time.Now(), line: near}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Serve(ctx, far) }()
	go func() {
		buf := make([]byte, 65536)
		for {
			n, err := near.Read(buf)
			if err != nil {
				return
			}
			h.mu.Lock()
			h.heard = append(h.heard, fmt.Sprintf("%g:%s", time.Since(h.start).Seconds(), buf[:n]))
			h.mu.Unlock()
		}
	}()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Serve = %v, want %v", err, context.Canceled)
		}
	})
	synctest.Wait()
	return h
}

func (h *listener) say(b string) {
	h.t.Helper()
	if _, err := h.line.Write([]byte(b)); err != nil {
		h.t.Fatal(err)
	}
	synctest.Wait()
}

// got fails the test unless exactly this was heard since the last got.
func (h *listener) got(want ...string) {
	h.t.Helper()
	synctest.Wait()
	h.mu.Lock()
	defer h.mu.Unlock()
	if !slices.Equal(h.heard, want) {
		h.t.Errorf("heard %q, want %q", h.heard, want)
	}
	h.heard = nil
}

func (h *listener) wait(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// pendant is somebody's button, zone told by the caller.
func pendant(zone string) alarm.Signal {
	return alarm.Signal{Receiver: "01", Line: "2", Account: "5555", Qualifier: 1, Event: "101", Partition: "02", Zone: zone}
}

const (
	taken, refused = "\x06", "\x15"
	frame012       = "5012 185555E10102012\x14"
	frame013       = "5012 185555E10102013\x14"
	heartbeat      = "1010           @    \x14"
)

func sameCounts(t *testing.T, r *simulator.AlarmReceiver, want simulator.AlarmCounts) {
	t.Helper()
	synctest.Wait()
	if got := r.Counts(); got != want {
		t.Errorf("counts = %+v, want %+v", got, want)
	}
}

func TestOneFrameAtATime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.SurGard})
		h := newListener(t, r)
		r.Send(pendant("012"))
		r.Send(pendant("013"))
		h.got("0:" + frame012)
		h.wait(time.Second)
		h.say(taken)
		h.got("1:" + frame013)
		h.say(taken)
		sameCounts(t, r, simulator.AlarmCounts{Sent: 2, Acked: 2, Slowest: time.Second})
		h.say(taken)
		sameCounts(t, r, simulator.AlarmCounts{Sent: 2, Acked: 2, Slowest: time.Second, Stray: 1})
	})
}

func TestWhatIsNotAnsweredComesAgainThenTheComputerHasFailed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.SurGard})
		h := newListener(t, r)
		r.Send(pendant("012"))
		h.wait(15 * time.Second)
		h.got("0:"+frame012, "4:"+frame012, "8:"+frame012, "12:"+frame012)
		if r.Blocked() {
			t.Error("blocked before the last wait was over")
		}
		h.wait(time.Second)
		r.Send(pendant("013"))
		h.wait(44 * time.Second)
		h.got("46:" + heartbeat) // 30 s after it gave up
		sameCounts(t, r, simulator.AlarmCounts{Sent: 1, Repeated: 3, Heartbeats: 1, Waiting: 2, Blocked: true})
		h.wait(16 * time.Second)
		h.got("76:" + heartbeat)
		h.say(taken)
		h.got("76:" + frame012)
		h.say(taken)
		h.got("76:" + frame013)
		if r.Blocked() || r.Acked() != 1 || r.Unacked() != 1 {
			t.Errorf("blocked %t, acked %d, unacked %d, want false, 1, 1", r.Blocked(), r.Acked(), r.Unacked())
		}
	})
}

func TestHeartbeatsComeWhenIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.SurGard, Heartbeat: 10 * time.Second})
		h := newListener(t, r)
		h.wait(10 * time.Second)
		h.got("10:" + heartbeat)
		h.say(taken)
		h.wait(5 * time.Second)
		r.Send(pendant("012"))
		h.say(taken)
		h.wait(9 * time.Second)
		h.got("15:" + frame012)
		h.wait(time.Second)
		h.got("25:" + heartbeat)
	})
}

func TestRefusals(t *testing.T) {
	tests := map[string]struct {
		protocol alarm.Protocol
		answers  string
		want     simulator.AlarmCounts
	}{
		"NAK has the frame again at once":      {alarm.SurGard, refused + refused + taken, simulator.AlarmCounts{Sent: 1, Repeated: 2, Refused: 2, Acked: 1}},
		"four NAK are a failed computer":       {alarm.SurGard, refused + refused + refused + refused, simulator.AlarmCounts{Sent: 1, Repeated: 3, Refused: 4, Waiting: 1, Blocked: true}},
		"three of them lose a Radionics frame": {alarm.Radionics6500, refused + refused + refused, simulator.AlarmCounts{Sent: 1, Repeated: 2, Refused: 3, Skipped: 1}},
		"a Radionics repeats after any answer": {alarm.Radionics6500, refused + "?" + refused + refused, simulator.AlarmCounts{Sent: 1, Repeated: 3, Refused: 3, Waiting: 1, Blocked: true}},
		"a Sur-Gard does not":                  {alarm.SurGard, "?", simulator.AlarmCounts{Sent: 1, Waiting: 1}},
		"Conwin repeats for ever":              {alarm.Conwin, strings.Repeat(refused, 9), simulator.AlarmCounts{Sent: 1, Repeated: 9, Refused: 9, Waiting: 1}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: tt.protocol})
				h := newListener(t, r)
				r.Send(pendant("012"))
				for i := range len(tt.answers) {
					synctest.Wait()
					h.say(tt.answers[i : i+1])
				}
				sameCounts(t, r, tt.want)
			})
		})
	}
}

func TestWiresWithoutAnswersWaitForNone(t *testing.T) {
	for _, p := range []alarm.Protocol{alarm.IT100, alarm.AlarmDecoder, alarm.ContactID} {
		t.Run(string(p), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: p})
				newListener(t, r)
				for range 5 {
					r.SendRaw([]byte("a frame"))
				}
				sameCounts(t, r, simulator.AlarmCounts{Sent: 5, Acked: 5})
			})
		})
	}
}

func TestADeadReceiverCollects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.SurGard, Heartbeat: 10 * time.Second, Buffer: 2})
		h := newListener(t, r)
		r.Silence(true)
		for range 3 {
			r.Send(pendant("012"))
		}
		h.wait(time.Minute)
		h.got()
		r.Silence(false)
		h.wait(9 * time.Second)
		h.got("66:" + heartbeat)
		h.say(taken)
		h.got("69:" + frame012)
		h.say(taken)
		h.say(taken)
		if c := r.Counts(); c.Lost != 1 || c.Acked != 2 || c.Waiting != 0 {
			t.Errorf("lost %d, acked %d, waiting %d, want 1, 2, 0", c.Lost, c.Acked, c.Waiting)
		}
	})
}

func TestAwaitEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.SurGard})
	if err := r.Await(ctx, func(c simulator.AlarmCounts) bool { return c.Acked > 0 }); !errors.Is(err, context.Canceled) {
		t.Errorf("Await = %v, want %v", err, context.Canceled)
	}
}
