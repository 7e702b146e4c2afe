package simulator

import (
	"image"
	"sync"

	"jiezhan/devices/printer/paper"
)

// PrinterOptions make one printer differ from another. The zero value is an 80 mm printer that answers everything at once.
type PrinterOptions struct {
	Width   int    // dots across; 0 is 576
	Charset string // of its own font: "gb2312", "gbk", "gb18030"; empty is "gbk"
	Baud    int    // rate that bytes come in at; 0 is no limit
	Mute    bool   // answers nothing at all
	NoSigns bool   // knows DLE EOT, but neither GS r nor GS a
}

// A Printer is an ESC/POS ticket printer with its buffer, its paper and its cover. It keeps its power when its cable is pulled. Its methods
// may be called from any goroutine while it serves.
type Printer struct {
	opts PrinterOptions

	mu       sync.Mutex
	roll     *paper.Roll
	buffer   []byte // received and not yet executed
	recent   [2]byte
	received int

	left                                     int // dots of paper; negative is a roll without end
	nearEnd, coverOpen, offline, cutterStuck bool
	watched                                  byte // what automatic status tells of (GS a)

	fault     Fault
	faultLeft int // answers the fault still lasts; 0 is for ever
	hangUp    int // bytes until the line breaks; 0 is never

	answers [][]byte
	wake    chan struct{} // there are answers
}

// NewPrinter makes a printer with paper in it.
func NewPrinter(o PrinterOptions) (*Printer, error) {
	p := &Printer{opts: o, left: -1, wake: make(chan struct{}, 1)}
	roll, err := paper.NewRoll(paper.Options{Width: o.Width, Charset: o.Charset, Answer: p.inOrder})
	p.roll = roll
	return p, err
}

// Slips are the latest pieces of paper; the last one still hangs in the printer.
func (p *Printer) Slips() []paper.Slip {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.roll.Slips()
}

// Picture shows them.
func (p *Printer) Picture() image.Image {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.roll.Image()
}

// Unknown tells how many bytes the printer did not understand.
func (p *Printer) Unknown() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.roll.Unknown()
}

// Received tells how many bytes have come.
func (p *Printer) Received() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.received
}

// LoadPaper puts in a roll of so many dots, eight a millimetre; with 0 there is no paper, and a negative one has no end.
func (p *Printer) LoadPaper(dots int) { p.change(func() { p.left = dots }) }

// SetNearEnd makes the sensor of the roll say that little is left.
func (p *Printer) SetNearEnd(near bool) { p.change(func() { p.nearEnd = near }) }

// SetCover opens or closes the cover. While it is open nothing is printed.
func (p *Printer) SetCover(open bool) { p.change(func() { p.coverOpen = open }) }

// SetOffline is the button that takes the printer off line.
func (p *Printer) SetOffline(offline bool) { p.change(func() { p.offline = offline }) }

// SetCutterStuck jams the cutter or frees it.
func (p *Printer) SetCutterStuck(stuck bool) { p.change(func() { p.cutterStuck = stuck }) }

// SetFault makes the line of the answers go wrong until the next SetFault: Silence, Split, Slow, Noise.
func (p *Printer) SetFault(f Fault) { p.SetFaultFor(f, 0) }

// SetFaultFor makes the line go wrong for the next answers; 0 is for ever.
func (p *Printer) SetFaultFor(f Fault, answers int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fault, p.faultLeft = f, answers
}

// HangUpAfter breaks the line when so many more bytes have come; with 0 it never does.
func (p *Printer) HangUpAfter(bytes int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.hangUp = bytes
}

// PowerCycle switches the printer off and on: what lay in its buffers is gone.
func (p *Printer) PowerCycle() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.buffer, p.watched, p.answers, p.recent = nil, 0, nil, [2]byte{}
	p.roll.Reset()
}

// change does something to the printer; then it tells its status if it is watched, and goes on if it can.
func (p *Printer) change(do func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	before := p.automatic()
	do()
	if p.automatic() != before {
		p.tellStatus()
	}
	p.execute()
}
