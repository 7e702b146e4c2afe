package alarm_test

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

// A frayed is a line between a receiver and a station on which everything goes wrong.
type frayed struct {
	random *rand.Rand
	far    chan io.ReadWriteCloser // ends for the receiver, one an opening

	mu      sync.Mutex
	near    io.Closer // the open port, to hang up
	stores  *rand.Rand
	healthy bool
}

func (f *frayed) open() (io.ReadWriteCloser, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.healthy && f.stores.IntN(3) == 0 {
		return nil, fs.ErrNotExist
	}
	near, far := simulator.NullModem()
	f.near = near
	f.far <- far
	return near, nil
}

// store takes its time and fails now and then, sometimes long after its deadline.
func (f *frayed) store(ctx context.Context, _ []alarm.Signal) error {
	f.mu.Lock()
	takes, fails, rude := time.Duration(f.stores.IntN(5000))*time.Millisecond, f.stores.IntN(3) == 0, f.stores.IntN(2) == 0
	healthy := f.healthy
	f.mu.Unlock()
	if healthy {
		return nil
	}
	if rude {
		ctx = context.WithoutCancel(ctx)
	}
	select {
	case <-time.After(takes):
	case <-ctx.Done():
		return ctx.Err()
	}
	if fails {
		return errDisk
	}
	return nil
}

// mend ends all trouble.
func (f *frayed) mend() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.healthy = true
}

func (f *frayed) hangUp() {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.near != nil {
		_ = f.near.Close()
	}
}

// TestChaosOnALine plays random trouble and checks what holds whatever happens: at no moment has the sender seen more
// frames acknowledged than are stored, and when all is well again everything is. A seed is a story that can be told again.
func TestChaosOnALine(t *testing.T) {
	for seed := range uint64(120) {
		p := serialWires()[seed%4]
		t.Run(fmt.Sprintf("%s/%d", p, seed), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { chaos(t, p, seed) })
		})
	}
}

func chaos(t *testing.T, p alarm.Protocol, seed uint64) {
	t.Helper()
	line := &frayed{
		random: rand.New(rand.NewPCG(seed, 1)), stores: rand.New(rand.NewPCG(seed, 2)), far: make(chan io.ReadWriteCloser, 1000),
	}
	sink := &ledger{store: line.store}
	receiver := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: p})
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { _ = alarm.NewLine(line.open, p, alarm.LineOptions{}).Run(ctx, sink) })
	running.Go(func() { serveEach(ctx, receiver, line.far) })
	running.Go(func() {
		_ = receiver.Await(ctx, func(c simulator.AlarmCounts) bool {
			if stored := sink.taken(); c.Acked > stored {
				t.Errorf("%d acknowledged, %d stored", c.Acked, stored)
				return true
			}
			return false
		})
	})
	const events = 40
	for n := range events {
		mischief(p, line, receiver)
		receiver.Send(numbered(p, n))
		<-time.After(time.Duration(line.random.IntN(20_000)) * time.Millisecond)
	}
	line.mend()
	receiver.SetFault(simulator.Sound)
	receiver.Silence(false)
	<-time.After(5 * time.Minute)
	synctest.Wait()
	allIsWell(t, sink, receiver, events)
	cancel()
	running.Wait()
}

// allIsWell fails the test unless everything was stored and acknowledged in the end.
func allIsWell(t *testing.T, sink *ledger, receiver *simulator.AlarmReceiver, events int) {
	t.Helper()
	if c := receiver.Counts(); c.Acked+c.Skipped != events || c.Waiting > 0 || c.Blocked {
		t.Errorf("when all is well %+v, want %d taken", c, events)
	}
	if stored := sink.taken(); stored < events-receiver.Counts().Skipped {
		t.Errorf("stored %d events, want %d", stored, events)
	}
	if states := sink.states(); states[len(states)-1] != "ready" {
		t.Errorf("at last the link is %v, want ready", states[len(states)-1])
	}
}

// taken counts the events that were stored, those included that came damaged twice and were stored as they came.
func (l *ledger) taken() int {
	n := len(l.copies())
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, call := range l.calls {
		for _, s := range call {
			if s.Error == alarm.ErrUnparsed {
				n++
			}
		}
	}
	return n
}

// serveEach joins the receiver to one port after the other.
func serveEach(ctx context.Context, receiver *simulator.AlarmReceiver, ports <-chan io.ReadWriteCloser) {
	for {
		select {
		case far := <-ports:
			_ = receiver.Serve(ctx, far)
		case <-ctx.Done():
			return
		}
	}
}

// mischief does one thing to the line.
func mischief(p alarm.Protocol, line *frayed, receiver *simulator.AlarmReceiver) {
	faults := []simulator.Fault{
		simulator.Sound, simulator.Noise, simulator.Split, simulator.Slow, simulator.BadChecksum, simulator.Cut, simulator.Silence,
		simulator.RepliesLost,
	}
	switch line.random.IntN(6) {
	case 0:
		line.hangUp()
	case 1:
		receiver.Silence(line.random.IntN(2) == 0)
	default:
		fault := faults[line.random.IntN(len(faults))]
		if fault == simulator.BadChecksum && p == alarm.Conwin {
			fault = simulator.Sound // damaged twice alike, a batch of many events is stored as one message
		}
		receiver.SetFaultFor(fault, 1+line.random.IntN(3))
	}
}
