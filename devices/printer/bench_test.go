package printer

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/printer/paper"
	"jiezhan/devices/simulator"
)

// An office is a printer, its far end, and the cable between them, all in virtual time.
type office struct {
	t   *testing.T
	far *simulator.Printer
	*Printer

	mu     sync.Mutex
	states []State
	pulled bool
	line   io.Closer

	run, stop func() // begin and end the program
}

// inOffice runs a story with a printer at work.
func inOffice(t *testing.T, far simulator.PrinterOptions, o Options, story func(o *office)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		device, err := simulator.NewPrinter(far)
		if err != nil {
			t.Fatal(err)
		}
		office := &office{t: t, far: device}
		o.Profile.Width = far.Width
		office.again(o)
		story(office)
		office.stop()
	})
}

// again begins the program anew, at the same printer.
func (o *office) again(options Options) {
	o.renew(options)
	o.run()
}

func (o *office) renew(options Options) {
	ctx, stop := context.WithCancel(o.t.Context())
	var work sync.WaitGroup
	o.Printer = New(func() (io.ReadWriteCloser, error) { return o.plug(ctx, &work) }, options)
	o.run = func() { work.Go(func() { _ = o.Run(ctx, o.hear) }) }
	o.stop = func() { stop(); work.Wait() }
}

func (o *office) plug(ctx context.Context, work *sync.WaitGroup) (io.ReadWriteCloser, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.pulled {
		return nil, fs.ErrNotExist
	}
	near, far := simulator.NullModem()
	work.Go(func() { _ = o.far.Serve(ctx, far) })
	o.line = far
	return near, nil
}

// pull pulls the cable or, with false, plugs it in again.
func (o *office) pull(out bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.pulled = out; out {
		_ = o.line.Close()
	}
}

func (o *office) hear(s State) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.states = append(o.states, s)
}

// last is the state told last, when all is quiet.
func (o *office) last() State {
	synctest.Wait()
	o.mu.Lock()
	defer o.mu.Unlock()
	s := o.states[len(o.states)-1]
	s.At = time.Time{}
	return s
}

func (o *office) faults() (codes []string) {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, s := range o.states {
		if s.Fault != "" && !slices.Contains(codes, s.Fault) {
			codes = append(codes, s.Fault)
		}
	}
	return codes
}

// expect prints and compares what came of it.
func (o *office) expect(id string, ticket Ticket, want Outcome, code string) {
	o.t.Helper()
	got, err := o.Print(o.t.Context(), id, ticket)
	var e *Error
	if errors.As(err, &e) && e.Code != code || (err == nil) != (code == "") || got != want {
		o.t.Errorf("Print(%s) = %s, %v, want %s, %q", id, got, err, want, code)
	}
}

// valid compares the paper with the tickets that should have been handed out. Blank and void pieces do not count.
func (o *office) valid(tickets ...Ticket) {
	o.t.Helper()
	synctest.Wait()
	var got, want [][]byte
	void := 0
	for _, s := range o.far.Slips() {
		switch {
		case s.Blank():
		case len(s.Lines) > 0 && s.Lines[len(s.Lines)-1] == Words{}.withDefaults().Void:
			void++
		default:
			got = append(got, ink(s))
			if !s.Cut {
				o.t.Error("a ticket hangs in the printer")
			}
		}
	}
	for _, ticket := range tickets {
		roll, err := paper.NewRoll(paper.Options{Width: o.opts.Profile.width()})
		if err != nil {
			o.t.Fatal(err)
		}
		_, _ = roll.Write(Render(ticket, o.opts.Profile))
		want = append(want, ink(roll.Slips()[0]))
	}
	if !slices.EqualFunc(got, want, bytes.Equal) {
		o.t.Errorf("%d valid tickets were handed out (and %d void ones), want %d and whole", len(got), void, len(want))
	}
}

// ink is what is printed, without the white around it.
func ink(s paper.Slip) []byte {
	img := s.Image()
	first, last := bytes.IndexByte(img.Pix, 0), bytes.LastIndexByte(img.Pix, 0)
	return img.Pix[first/img.Stride*img.Stride : last+1]
}

// small is a ticket of few bytes, for trials of all of them.
func small() Ticket {
	return Ticket{Hall: "城关大厅", Group: "登记", Waiting: 2, Note: "㛃"}
}
