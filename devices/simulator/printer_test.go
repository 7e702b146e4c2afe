package simulator

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
)

// talkTo plugs a printer in and returns what writes to it and tells what it has answered to that when all is quiet.
func talkTo(t *testing.T, p *Printer) func(commands string) []byte {
	t.Helper()
	near, far := NullModem()
	var heard bytes.Buffer
	go p.Serve(t.Context(), far)
	go io.Copy(&heard, near)
	return func(commands string) []byte {
		t.Helper()
		if _, err := io.WriteString(near, commands); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		return bytes.Clone(heard.Next(heard.Len()))
	}
}

func newTestPrinter(t *testing.T, o PrinterOptions) *Printer {
	t.Helper()
	p, err := NewPrinter(o)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

const everything = "\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04\x1dr\x01"

func TestPrinterAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		opts   PrinterOptions
		before func(p *Printer)
		want   []byte
	}{
		"well":        {want: []byte{0x12, 0x12, 0x12, 0x12, 0x00}},
		"no paper":    {before: func(p *Printer) { p.LoadPaper(0) }, want: []byte{0x1A, 0x32, 0x12, 0x7E}},
		"near end":    {before: func(p *Printer) { p.SetNearEnd(true) }, want: []byte{0x12, 0x12, 0x12, 0x1E, 0x03}},
		"cover open":  {before: func(p *Printer) { p.SetCover(true) }, want: []byte{0x1A, 0x16, 0x12, 0x12}},
		"off line":    {before: func(p *Printer) { p.SetOffline(true) }, want: []byte{0x1A, 0x12, 0x12, 0x12}},
		"cutter":      {before: func(p *Printer) { p.SetCutterStuck(true) }, want: []byte{0x1A, 0x52, 0x1A, 0x12}},
		"without GS":  {opts: PrinterOptions{NoSigns: true}, want: []byte{0x12, 0x12, 0x12, 0x12}},
		"mute":        {opts: PrinterOptions{Mute: true}},
		"lost":        {before: func(p *Printer) { p.SetFaultFor(Silence, 2) }, want: []byte{0x12, 0x12, 0x00}},
		"with noise":  {before: func(p *Printer) { p.SetFaultFor(Noise, 1) }, want: []byte{0x80, 0x11, 0x13, 0xFF, 0x12, 0x12, 0x12, 0x12, 0x00}},
		"in pieces":   {before: func(p *Printer) { p.SetFault(Split) }, want: []byte{0x12, 0x12, 0x12, 0x12, 0x00}},
		"a slow line": {opts: PrinterOptions{Baud: 9600}, want: nil}, // 15 bytes take 16 ms
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := newTestPrinter(t, c.opts)
				if c.before != nil {
					c.before(p)
				}
				if got := talkTo(t, p)(everything); !bytes.Equal(got, c.want) {
					t.Errorf("answers = % X, want % X", got, c.want)
				}
			})
		})
	}
}

// A watched printer tells its status by itself, and what it could not print comes when the cover is closed.
func TestPrinterTellsItsStatus(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPrinter(t, PrinterOptions{})
		ask := talkTo(t, p)
		if got, want := ask("\x1da\x0e"), []byte{0x10, 0, 0, 0x0F}; !bytes.Equal(got, want) {
			t.Errorf("watched: % X, want % X", got, want)
		}
		p.SetCover(true)
		if got, want := ask("A\n\x1dr\x01"), []byte{0x38, 0, 0, 0x0F}; !bytes.Equal(got, want) {
			t.Errorf("opened: % X, want % X", got, want)
		}
		if !p.Slips()[0].Blank() {
			t.Error("it prints with its cover open")
		}
		p.SetCover(false)
		if got, want := ask(""), []byte{0x10, 0, 0, 0x0F, 0x00}; !bytes.Equal(got, want) {
			t.Errorf("closed: % X, want % X", got, want)
		}
		if p.Slips()[0].Blank() {
			t.Error("it does not print what it kept")
		}
	})
}

func TestPrinterPaperEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPrinter(t, PrinterOptions{})
		p.LoadPaper(45)
		if got, want := talkTo(t, p)("\x1da\x0eA\nB\nC\n\x10\x04\x04"), []byte{0x10, 0, 0, 0x0F, 0x18, 0, 0x0F, 0x0F, 0x7E}; !bytes.Equal(got, want) {
			t.Errorf("answers = % X, want % X", got, want)
		}
		if got := len(p.Slips()[0].Lines); got != 2 {
			t.Errorf("%d lines on the paper, want 2", got)
		}
		p.PowerCycle()
		p.LoadPaper(-1)
		if got := len(p.Slips()[0].Lines); got != 2 {
			t.Errorf("%d lines after a power cut, want 2", got)
		}
	})
}

func TestPrinterHangsUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPrinter(t, PrinterOptions{})
		near, far := NullModem()
		p.HangUpAfter(3)
		ended := make(chan error, 1)
		go func() { ended <- p.Serve(t.Context(), far) }()
		_, _ = io.WriteString(near, "A\nB\n")
		if err := <-ended; !errors.Is(err, ErrHungUp) {
			t.Errorf("Serve = %v, want %v", err, ErrHungUp)
		}
		if got := p.Received(); got != 3 {
			t.Errorf("received %d bytes, want 3", got)
		}
	})
}

func TestPrinterServeEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newTestPrinter(t, PrinterOptions{})
		_, far := NullModem()
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- p.Serve(ctx, far) }()
		synctest.Wait()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Errorf("Serve = %v, want %v", err, context.Canceled)
		}
	})
}
