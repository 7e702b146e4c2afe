package simulator

import (
	"encoding/binary"
	"sync"

	"jiezhan/devices/idcard"
)

// Options make one reader differ from another.
type Options struct {
	Serial        uint32                                  // last part of the module's id
	Continual     bool                                    // finds a card that was already read again and again
	RefuseSerials bool                                    // does not know 30 05 (21)
	RefuseAddress bool                                    // does not know 30 03 (21)
	GarbleSerials bool                                    // sends 30 05 with a wrong check byte, as some makers do
	LongHeader    bool                                    // answers 30 01 with the header of 30 10
	Baud          int                                     // lets bytes take their time on a line of this rate; 0 is none
	OnRequest     func(r *IDCardReader, c idcard.Command) // sees each request before it is answered; may place, remove, set faults
}

// An IDCardReader is a desktop reader with a security module and perhaps a card on it. Its methods may be called from any
// goroutine while it serves.
type IDCardReader struct {
	opts Options

	mu       sync.Mutex
	card     *CardImage
	found    bool // the card was found in this placement
	selected bool
	read     bool // and read: most modules do not find it again
	fault    Fault
	left     int // answers the fault still lasts; 0 is for ever
	forced   map[idcard.Command]forced
	requests map[idcard.Command]int
}

// A forced answer stands in for what the module would say.
type forced struct {
	sw   byte
	left int // answers it still lasts; 0 is for ever
}

// NewIDCardReader makes a reader without a card.
func NewIDCardReader(opts Options) *IDCardReader {
	return &IDCardReader{opts: opts, requests: map[idcard.Command]int{}, forced: map[idcard.Command]forced{}}
}

// Place lays a card on the reader, instead of the one that is there.
func (r *IDCardReader) Place(c CardImage) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.card = &c
	r.found, r.selected, r.read = false, false, false
}

// Remove takes the card away.
func (r *IDCardReader) Remove() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.card = nil
	r.found, r.selected, r.read = false, false, false
}

// Occupied reports whether a card lies on the reader.
func (r *IDCardReader) Occupied() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.card != nil
}

// SetFault makes the reader go wrong until the next SetFault. Sound ends forced answers as well.
func (r *IDCardReader) SetFault(f Fault) { r.SetFaultFor(f, 0) }

// SetFaultFor makes the reader go wrong in the next answers that can show the fault; 0 is for ever.
func (r *IDCardReader) SetFaultFor(f Fault, answers int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.fault, r.left = f, answers
	if f == Sound {
		clear(r.forced)
	}
}

// Force makes the module answer a command with a bare status, in the next answers or, with 0, for ever.
func (r *IDCardReader) Force(c idcard.Command, sw byte, answers int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forced[c] = forced{sw: sw, left: answers}
}

// Requests tells how often a command has come.
func (r *IDCardReader) Requests(c idcard.Command) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.requests[c]
}

// powerOn is what plugging in does: the module forgets that it has seen the card.
func (r *IDCardReader) powerOn() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.found, r.selected, r.read = false, false, false
}

// command groups what faults care about.
type command struct{ find, sel, read bool }

func kindOf(c idcard.Command) command {
	return command{
		find: c == idcard.FindCard, sel: c == idcard.SelectCard,
		read: c == idcard.ReadCard || c == idcard.ReadFingerprint,
	}
}

// answer works out the reply frame to a request and the line fault to send it with.
func (r *IDCardReader) answer(q idcard.Request) ([]byte, Fault) {
	if r.opts.OnRequest != nil {
		r.opts.OnRequest(r, q.Command)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.requests[q.Command]++
	line := Sound
	if r.fault.ofLine() {
		line = r.spend()
	}
	if sw, shows := r.fault.ofModule(); shows {
		r.spend()
		return idcard.EncodeReply(sw), line
	}
	if sw, shows := r.cardFault(q.Command); shows {
		return idcard.EncodeReply(sw), line
	}
	if sw, shows := r.forcedAnswer(q.Command); shows {
		return idcard.EncodeReply(sw), line
	}
	if q.Command == idcard.ReadSerials && r.opts.GarbleSerials {
		line = BadChecksum
	}
	sw, data := r.execute(q)
	return idcard.EncodeReply(sw, data...), line
}

// spend uses the fault once and returns it.
func (r *IDCardReader) spend() Fault {
	f := r.fault
	if r.left > 0 {
		if r.left--; r.left == 0 {
			r.fault = Sound
		}
	}
	return f
}

func (r *IDCardReader) cardFault(c idcard.Command) (byte, bool) {
	if r.card == nil {
		return 0, false
	}
	if sw, shows := r.card.Trouble.ofCard(kindOf(c)); shows {
		return sw, true
	}
	sw, shows := r.fault.ofCard(kindOf(c))
	if shows {
		r.spend()
	}
	return sw, shows
}

func (r *IDCardReader) forcedAnswer(c idcard.Command) (byte, bool) {
	f, found := r.forced[c]
	if f.left == 1 {
		delete(r.forced, c)
	} else if found {
		r.forced[c] = forced{sw: f.sw, left: max(0, f.left-1)}
	}
	return f.sw, found
}

// execute is the module itself.
func (r *IDCardReader) execute(q idcard.Request) (sw byte, data []byte) {
	switch q.Command {
	case idcard.Reset:
		r.found, r.selected, r.read = false, false, false
		return 0x90, nil
	case idcard.ModuleStatus:
		return 0x90, nil
	case idcard.ModuleID:
		return 0x90, r.id()
	case idcard.FindCard:
		return r.find()
	case idcard.SelectCard:
		if !r.found {
			return 0x81, nil
		}
		r.selected = true
		return 0x90, make([]byte, 8)
	case idcard.ReadCard, idcard.ReadFingerprint:
		return r.readCard(q.Command == idcard.ReadFingerprint || r.opts.LongHeader)
	case idcard.ReadNewAddress:
		return r.addresses()
	case idcard.ReadSerials:
		return r.serials()
	default:
	}
	if q.Command>>8 == idcard.SetBaud>>8 && q.Command&0xFF <= 4 || q.Command == idcard.SetRFBlock && len(q.Data) == 1 {
		return 0x90, nil // a pseudo-terminal has no rate and no radio
	}
	return 0x21, nil
}

// id is 05.01-20120911-0000123456 and the serial.
func (r *IDCardReader) id() []byte {
	le := binary.LittleEndian
	b := le.AppendUint16(nil, 5)
	b = le.AppendUint16(b, 1)
	b = le.AppendUint32(b, 20120911)
	b = le.AppendUint32(b, 123456)
	return le.AppendUint32(b, r.opts.Serial)
}

func (r *IDCardReader) find() (byte, []byte) {
	if r.card == nil || r.read && !r.opts.Continual {
		return 0x80, nil
	}
	r.found, r.selected = true, false
	return 0x9F, make([]byte, 4)
}

func (r *IDCardReader) readCard(longHeader bool) (byte, []byte) {
	if !r.selected {
		return 0x41, nil
	}
	r.read = true
	data := append([]byte(nil), r.card.Data...)
	if longHeader && len(data) >= 4 {
		data = append(append(data[:4:4], 0, 0), data[4:]...)
	}
	return 0x90, data
}

func (r *IDCardReader) addresses() (byte, []byte) {
	switch {
	case r.opts.RefuseAddress:
		return 0x21, nil
	case !r.selected:
		return 0x41, nil
	case len(r.card.Addresses) == 0:
		return 0x91, nil
	}
	return 0x90, encodeAddresses(r.card.Addresses)
}

func (r *IDCardReader) serials() (byte, []byte) {
	switch {
	case r.opts.RefuseSerials:
		return 0x21, nil
	case !r.selected:
		return 0x41, nil
	}
	return 0x90, make([]byte, 28)
}
