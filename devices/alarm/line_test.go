package alarm_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

func TestNoHalfFrameSurvivesTheLossOfThePort(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink := &ledger{}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send("5012 185555E1010")
		_ = b.far.Close()
		b.plugged()
		b.send("2012\x14", surgardOther)
		same(t, "stored", sink.stored(), []string{"5556"})
		same(t, "states", sink.states(), []string{"ready", "port.gone", "ready"})
	})
}

func TestWhatCameBeforeThePortWentIsStoredButNotAnsweredElsewhere(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		durable := make(chan struct{})
		sink := &ledger{store: func(context.Context, []alarm.Signal) error { <-durable; return nil }}
		b := newBench(t, alarm.SurGard, alarm.LineOptions{}, sink)
		b.send(surgardAlarm, surgardOther)
		_ = b.far.Close()
		b.plugged()
		close(durable)
		b.answered()
		same(t, "stored", []string{strings.Join(sink.stored(), " ")}, []string{"5555 5556"})
	})
}

func TestReopening(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		missing, busy, denied, odd := fs.ErrNotExist, error(syscall.EBUSY), fs.ErrPermission, errors.New("odd")
		steps := []error{missing, missing, busy, denied, odd, nil, missing}
		start := time.Now()
		var at []string
		open := func() (io.ReadWriteCloser, error) {
			at = append(at, fmt.Sprint(time.Since(start).Seconds()))
			err := steps[0]
			if len(steps) > 1 {
				steps = steps[1:]
			}
			if err != nil {
				return nil, err
			}
			near, far := simulator.NullModem()
			_, _ = far.Write([]byte(surgardBeat))
			time.AfterFunc(time.Second, func() { _ = far.Close() })
			return near, nil
		}
		sink := &ledger{}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		defer cancel()
		if err := alarm.NewLine(open, alarm.SurGard, alarm.LineOptions{}).Run(ctx, sink); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Run = %v, want %v", err, context.DeadlineExceeded)
		}
		same(t, "opened at", at[:9], []string{"0", "1", "3", "7", "12", "17", "19", "21", "25"})
		same(t, "states", sink.states(), []string{
			"port.not_found", "port.busy", "port.no_permission", "port.cannot_open", "ready", "port.gone",
		})
	})
}

func TestAPortThatTakesNoBytesIsLost(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		sink, openings := &ledger{}, 0
		open := func() (io.ReadWriteCloser, error) {
			openings++
			near, far := simulator.NullModem()
			_, _ = far.Write([]byte(surgardAlarm))
			return deafPort{near}, nil
		}
		ctx, cancel := context.WithTimeout(t.Context(), 9500*time.Millisecond)
		defer cancel()
		_ = alarm.NewLine(open, alarm.SurGard, alarm.LineOptions{}).Run(ctx, sink)
		if openings != 10 { // once a second: bytes came each time
			t.Errorf("opened %d times in 9.5 s, want 10", openings)
		}
		same(t, "answered", sink.told(alarm.LinkAnswered), nil)
		if len(sink.stored()) != 10 {
			t.Errorf("stored %d, want 10", len(sink.stored()))
		}
	})
}

// A deafPort refuses every byte, as devices/serial does after a second.
type deafPort struct{ io.ReadWriteCloser }

func (deafPort) Write([]byte) (int, error) { return 0, errors.New("it takes no bytes") }

func TestAPortThatReturnsNothingDoesNotSpin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		port := &emptyPort{}
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		_ = alarm.NewLine(func() (io.ReadWriteCloser, error) { return port, nil }, alarm.SurGard, alarm.LineOptions{}).Run(ctx, &ledger{})
		synctest.Wait()
		if port.reads > 101 {
			t.Errorf("%d reads in a second, want 100", port.reads)
		}
	})
}

// An emptyPort returns at once with nothing.
type emptyPort struct{ reads int }

func (p *emptyPort) Read([]byte) (int, error)  { p.reads++; return 0, nil }
func (*emptyPort) Write(b []byte) (int, error) { return len(b), nil }
func (*emptyPort) Close() error                { return nil }

func TestAnUnknownProtocolIsAnError(t *testing.T) {
	open := func() (io.ReadWriteCloser, error) { t.Error("the port was opened"); return nil, fs.ErrNotExist }
	if err := alarm.NewLine(open, "morse", alarm.LineOptions{}).Run(t.Context(), &ledger{}); err == nil {
		t.Error("Run = nil, want an error")
	}
}

func BenchmarkLine(b *testing.B) {
	near, far := simulator.NullModem()
	sink := &counter{}
	ctx, cancel := context.WithCancel(b.Context())
	ended := make(chan error, 1)
	go func() {
		open := func() (io.ReadWriteCloser, error) { return near, nil }
		ended <- alarm.NewLine(open, alarm.SurGard, alarm.LineOptions{}).Run(ctx, sink)
	}()
	frame, answer := []byte(surgardAlarm), make([]byte, 1)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := far.Write(frame); err != nil {
			b.Fatal(err)
		}
		if _, err := io.ReadFull(far, answer); err != nil {
			b.Fatal(err)
		}
	}
	cancel()
	<-ended
	if sink.stored != b.N {
		b.Errorf("stored %d, want %d", sink.stored, b.N)
	}
}

// A counter is a Sink that keeps nothing.
type counter struct{ stored int }

func (c *counter) Store(_ context.Context, _ string, s []alarm.Signal) error {
	c.stored += len(s)
	return nil
}
func (c *counter) Tell(alarm.LinkEvent) {}
