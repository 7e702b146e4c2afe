package alarm_test

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

const (
	surgardAlarm = "5012 185555E10102012\x14" // receiver 01, line 2, account 5555, pendant
	surgardOther = "5012 185556E11002013\x14"
	surgardBeat  = "1010           @    \x14"
	surgardWrong = "5012 18555XE10102012\x14"
)

// A ledger is a Sink that remembers. Its store decides; nil takes everything.
type ledger struct {
	store func(ctx context.Context, signals []alarm.Signal) error

	mu      sync.Mutex
	keys    []string         // of all Stores
	calls   [][]alarm.Signal // successful Stores
	events  []alarm.LinkEvent
	changed chan struct{} // made by await, closed by the next change
}

func (l *ledger) Store(ctx context.Context, key string, signals []alarm.Signal) error {
	l.mu.Lock()
	l.keys = append(l.keys, key)
	l.mu.Unlock()
	if l.store != nil {
		if err := l.store(ctx, signals); err != nil {
			return err
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.calls = append(l.calls, signals)
	l.wake()
	return nil
}

func (l *ledger) Tell(e alarm.LinkEvent) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.events = append(l.events, e)
	l.wake()
}

func (l *ledger) wake() {
	if l.changed != nil {
		close(l.changed)
		l.changed = nil
	}
}

// await returns when the ledger is as wanted.
func (l *ledger) await(t *testing.T, what string, wanted func() bool) {
	t.Helper()
	for {
		l.mu.Lock()
		if l.changed == nil {
			l.changed = make(chan struct{})
		}
		changed := l.changed
		l.mu.Unlock()
		if wanted() {
			return
		}
		select {
		case <-changed:
		case <-t.Context().Done():
			t.Fatalf("%s did not happen", what)
		}
	}
}

// stored lists the accounts of what was stored, one string a Store.
func (l *ledger) stored() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, call := range l.calls {
		var accounts []string
		for _, s := range call {
			accounts = append(accounts, s.Account)
		}
		out = append(out, strings.Join(accounts, " "))
	}
	return out
}

// told lists the events of some kinds; faults as their codes.
func (l *ledger) told(kinds ...alarm.LinkKind) []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []string
	for _, e := range l.events {
		if slices.Contains(kinds, e.Kind) {
			out = append(out, strings.TrimSpace(strings.TrimPrefix(string(e.Kind)+" "+e.Fault+" "+e.Detail, "fault ")))
		}
	}
	return out
}

// states lists how the link was and is.
func (l *ledger) states() []string { return l.told(alarm.LinkReady, alarm.LinkFault) }

// A bench is a running line with a hand at the far end of its cable.
type bench struct {
	t      *testing.T
	sink   *ledger
	opened chan io.ReadWriteCloser // far ends, one an opening
	far    io.ReadWriteCloser
	start  time.Time

	mu      sync.Mutex
	answers []string // what came back: seconds since the start, and the bytes
}

// newBench starts a line; inside a synctest bubble.
func newBench(t *testing.T, p alarm.Protocol, o alarm.LineOptions, sink *ledger) *bench {
	t.Helper()
	b := &bench{t: t, sink: sink, opened: make(chan io.ReadWriteCloser, 16), start: time.Now()}
	open := func() (io.ReadWriteCloser, error) {
		near, far := simulator.NullModem()
		b.opened <- far
		return near, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- alarm.NewLine(open, p, o).Run(ctx, sink) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v, want %v", err, context.Canceled)
		}
	})
	b.plugged()
	return b
}

// plugged waits for the line to open its port and reads along.
func (b *bench) plugged() {
	b.far = <-b.opened
	go func(far io.Reader) {
		buf := make([]byte, 256)
		for {
			n, err := far.Read(buf)
			if err != nil {
				return
			}
			b.mu.Lock()
			b.answers = append(b.answers, fmt.Sprintf("%g:%q", time.Since(b.start).Seconds(), buf[:n]))
			b.mu.Unlock()
		}
	}(b.far)
	synctest.Wait()
}

func (b *bench) send(frames ...string) {
	b.t.Helper()
	for _, f := range frames {
		if _, err := b.far.Write([]byte(f)); err != nil {
			b.t.Fatal(err)
		}
	}
	synctest.Wait()
}

// answered fails the test unless exactly this came back so far.
func (b *bench) answered(want ...string) {
	b.t.Helper()
	synctest.Wait()
	b.mu.Lock()
	defer b.mu.Unlock()
	if !slices.Equal(b.answers, want) {
		b.t.Errorf("answers = %v, want %v", b.answers, want)
	}
}

func same(t *testing.T, what string, got, want []string) {
	t.Helper()
	synctest.Wait()
	if !slices.Equal(got, want) {
		t.Errorf("%s = %q, want %q", what, got, want)
	}
}

func after(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

var errDisk = errors.New("no space left on device")
