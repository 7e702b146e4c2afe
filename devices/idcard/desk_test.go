package idcard_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// sample is the invented person of the published worked frame; area code 119999 is not assigned.
func sample() idcard.Card {
	return idcard.Card{
		Kind: idcard.KindResident, Name: "范示例", SexCode: "1", EthnicCode: "01", Birth: "1985-01-01",
		Address: "范本省范本市范本路1号", IDNumber: "119999198501019991", Issuer: "范本市公安局",
		ValidFrom: "2015-01-01", LongTerm: true, Nationality: "CHN", PhotoPresent: true,
	}
}

// other is another invented person.
func other() idcard.Card {
	c := sample()
	c.Name, c.SexCode, c.Birth, c.IDNumber = "样本·例", "2", "1990-02-28", "339999199002289984"
	return c
}

// A desk is a reader under test with a simulated module at the far end of an in-memory line. It lives in a synctest bubble:
// its time passes only when every goroutine waits for it.
type desk struct {
	module  *simulator.IDCardReader
	serving sync.WaitGroup

	mu     sync.Mutex
	pulled bool
	far    net.Conn
	opens  int
	events []idcard.Event
	seen   int
}

// atDesk runs a story at a desk and ends the reader after it.
func atDesk(t *testing.T, sim simulator.Options, opts idcard.Options, story func(t *testing.T, d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d := &desk{module: simulator.NewIDCardReader(sim)}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan error, 1)
		defer d.serving.Wait()
		defer d.pull()
		defer cancel()
		go func() { done <- idcard.NewReader(d.open, opts).Run(ctx, d.note) }()
		story(t, d)
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run = %v, want %v", err, context.Canceled)
		}
	})
}

func (d *desk) open() (io.ReadWriteCloser, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opens++
	if d.pulled {
		return nil, fs.ErrNotExist
	}
	near, far := net.Pipe()
	d.far = far
	module := d.module
	d.serving.Go(func() { _ = module.Serve(context.Background(), far) }) // ends when the cable is pulled or the reader closes
	return near, nil
}

// pull takes the cable out.
func (d *desk) pull() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pulled = true
	if d.far != nil {
		_ = d.far.Close() // the near end sees it
	}
}

// plug puts the cable back in; the module has lost power in between.
func (d *desk) plug() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.pulled = false
}

// tries is how often the port was opened or tried.
func (d *desk) tries() int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.opens
}

func (d *desk) note(e idcard.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.events = append(d.events, e)
}

// news returns what was told since the last call.
func (d *desk) news() []idcard.Event {
	d.mu.Lock()
	defer d.mu.Unlock()
	out := slices.Clone(d.events[d.seen:])
	d.seen = len(d.events)
	return out
}

// after lets time pass and checks what was told meanwhile.
func (d *desk) after(t *testing.T, wait time.Duration, want ...string) {
	t.Helper()
	<-time.After(wait)
	synctest.Wait()
	if got := brief(d.news()); !slices.Equal(got, want) {
		t.Fatalf("after %v: events = %q, want %q", wait, got, want)
	}
}

// brief writes events as a story has them: "placed", "read 范示例", "fault reader.gone".
func brief(events []idcard.Event) []string {
	out := []string{}
	for _, e := range events {
		s := string(e.Kind)
		switch e.Kind {
		case idcard.EventRead:
			s += " " + e.Card.Name
		case idcard.EventFault:
			s += " " + e.Fault
		case idcard.EventReady, idcard.EventPlaced, idcard.EventPortrait, idcard.EventRemoved:
		}
		out = append(out, strings.Join(append([]string{s}, e.Warnings...), " "))
	}
	return out
}
