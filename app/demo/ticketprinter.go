package demo

import (
	"bytes"
	"context"
	"errors"
	"hash/crc32"
	"image"
	"io"
	"path/filepath"
	"strconv"
	"sync"

	"jiezhan/devices/simulator"
)

// tornAfter is how many bytes of a ticket arrive on a line that breaks in the middle of it.
const tornAfter = 200

// ticketPrinter is a station's printer with its cable.
type ticketPrinter struct {
	*simulator.Printer
	*simulator.Cable

	mu       sync.Mutex
	state    printerState
	received int // bytes, when the picture was looked at
}

// printerState is what a visitor did to the printer, and the picture that lies in its tray.
type printerState struct {
	Plugged   bool   `json:"plugged"`
	PaperOut  bool   `json:"paper_out"`
	NearEnd   bool   `json:"near_end"`
	CoverOpen bool   `json:"cover_open"`
	Offline   bool   `json:"offline"`
	Tearing   bool   `json:"tearing"` // the line is to break in the next ticket
	Picture   string `json:"picture"` // changes with the picture; empty while there is none
}

func newTicketPrinter(folder string) (*ticketPrinter, error) {
	device, err := simulator.NewPrinter(simulator.PrinterOptions{Charset: printerCharset, Baud: printerBaud})
	if err != nil {
		return nil, err
	}
	p := &ticketPrinter{Printer: device}
	p.Cable = simulator.NewCable(filepath.Join(folder, "dev"), "printer", p)
	return p, nil
}

const (
	printerCharset = "gb18030"
	printerBaud    = 115200
)

// Serve prints what comes. A line that breaks leaves the cable pulled out, so that a visitor sees what happened.
func (p *ticketPrinter) Serve(ctx context.Context, rw io.ReadWriter) error {
	closer, _ := rw.(io.Closer)
	err := p.Printer.Serve(ctx, tearable{rw, closer, p})
	if errors.Is(err, simulator.ErrHungUp) {
		go p.Unplug() //nolint:errcheck // it waits for this very call to end; what it says, the panel shows
	}
	return err
}

// tearable is a line that can be made to break in the middle of a ticket.
type tearable struct {
	io.ReadWriter
	io.Closer
	printer *ticketPrinter
}

// Read lets the line break in a while when a ticket begins.
func (t tearable) Read(b []byte) (int, error) {
	n, err := t.ReadWriter.Read(b)
	if bytes.Contains(b[:n], []byte{0x1b, '@'}) && t.printer.toTear() { // ESC @ stands at the head of each ticket
		t.printer.HangUpAfter(tornAfter)
	}
	return n, err
}

func (p *ticketPrinter) toTear() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	was := p.state.Tearing
	p.state.Tearing = false
	return was
}

// set does to the printer what a visitor's hands do.
func (p *ticketPrinter) set(action string) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch action {
	case "paper_out", "paper_in":
		p.state.PaperOut = action == "paper_out"
		roll := -1
		if p.state.PaperOut {
			roll = 0
		}
		p.LoadPaper(roll)
	case "near_end", "roll_full":
		p.state.NearEnd = action == "near_end"
		p.SetNearEnd(p.state.NearEnd)
	case "open", "shut":
		p.state.CoverOpen = action == "open"
		p.SetCover(p.state.CoverOpen)
	case "offline", "online":
		p.state.Offline = action == "offline"
		p.SetOffline(p.state.Offline)
	case "tear":
		p.state.Tearing = true
	default:
		return errUnknownAction
	}
	return nil
}

// look is how the printer stands there.
func (p *ticketPrinter) look() printerState {
	plugged := p.Plugged() // before the lock: pulling the cable waits for Serve, which may wait for the lock
	p.mu.Lock()
	defer p.mu.Unlock()
	if received := p.Received(); received != p.received {
		p.received = received
		p.state.Picture = ""
		if picture := p.picture(); picture != nil {
			p.state.Picture = strconv.FormatUint(uint64(crc32.ChecksumIEEE(picture.Pix)), 36)
		}
	}
	state := p.state
	state.Plugged = plugged
	return state
}

// picture is the last piece of paper that something stands on, or nil.
func (p *ticketPrinter) picture() *image.Gray {
	slips := p.Slips()
	for i := len(slips) - 1; i >= 0; i-- {
		if !slips[i].Blank() {
			return slips[i].Image()
		}
	}
	return nil
}
