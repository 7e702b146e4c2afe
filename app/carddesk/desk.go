// Package carddesk knows the card that lies on this station's reader: one placement at a time, in memory only, named by a token.
// It stores nothing and shows nothing; whoever asks for the card must hold the token.
package carddesk

import (
	"reflect"
	"strings"
	"sync"
	"time"

	"jiezhan/devices/idcard"
)

const (
	// longest is how long a placement may be used at all.
	longest = 10 * time.Minute
	// grace is how long a placement outlives the card's removal, so that who puts the card back may go on.
	grace = 60 * time.Second
)

// The states of the desk.
const (
	None        = "none"
	Placed      = "placed"
	Read        = "read"
	Unreadable  = "unreadable"
	Unsupported = "unsupported"
	Removed     = "removed"
)

// The states of the reader.
const (
	ReaderReady    = "ready"
	ReaderAbsent   = "absent"
	ReaderFault    = "fault"
	ReaderStarting = "starting"
)

// A Placement is one card put on the reader, until it is gone for a minute, another one comes, or somebody wipes it.
type Placement struct {
	Token string
	Card  idcard.Card
	At    time.Time
}

// State is what lies on the reader at the moment.
type State struct {
	State string
	// Fault is a code of devices/idcard for unreadable and unsupported cards.
	Fault     string
	Placement *Placement
}

// Reader is the reader's own state.
type Reader struct {
	State string
	Fault string
	Since time.Time
}

// Desk holds the current placement.
type Desk struct {
	now      func() time.Time
	newToken func() string
	// watch hears that card or reader changed; it is called without the lock.
	watch func(card, reader bool)

	mu       sync.Mutex
	state    State
	reader   Reader
	expected bool              // there is a reader
	removed  time.Time         // when the card of the placement was taken away; zero while it lies there
	bound    map[string]string // who acts, by request; see Bind
	timer    *time.Timer
}

// New makes an empty desk without a reader; see Expect.
func New(now func() time.Time, newToken func() string) *Desk {
	return &Desk{
		now: now, newToken: newToken, watch: func(bool, bool) {}, state: State{State: None}, reader: Reader{State: ReaderAbsent, Since: now()},
	}
}

// Expect says whether there is a reader from now on. A station without one stays absent; one with a reader says starting until it speaks. Where there was
// one before and is none now, the card on it is forgotten.
func (d *Desk) Expect(reader bool) {
	d.mu.Lock()
	if reader == d.expected {
		d.mu.Unlock()
		return
	}
	d.expected = reader
	d.reader = Reader{State: ReaderAbsent, Since: d.now()}
	if reader {
		d.reader.State = ReaderStarting
	}
	card := d.state.State != None
	d.forget()
	d.show(None, "")
	d.mu.Unlock()
	d.watch(card, true)
}

// Watch says who hears of changes. It is called once, before the first event.
func (d *Desk) Watch(watch func(card, reader bool)) { d.watch = watch }

// Handle takes one event of the reader.
func (d *Desk) Handle(e idcard.Event) {
	d.mu.Lock()
	before, reader := d.state, d.reader
	d.take(e)
	card := before != d.state
	changed := reader.State != d.reader.State || reader.Fault != d.reader.Fault
	d.mu.Unlock()
	if card || changed {
		d.watch(card, changed)
	}
}

func (d *Desk) take(e idcard.Event) {
	switch e.Kind {
	case idcard.EventReady:
		d.reader = Reader{State: ReaderReady, Since: e.At}
	case idcard.EventPlaced:
		d.show(Placed, "")
	case idcard.EventRead:
		d.read(e)
	case idcard.EventRemoved:
		d.remove(e.At)
	case idcard.EventFault:
		d.fault(e)
	case idcard.EventPortrait: // no page shows one
	}
}

// show changes what is seen; the placement itself stays usable under its token.
func (d *Desk) show(state, fault string) {
	d.state.State, d.state.Fault = state, fault
}

func (d *Desk) read(e idcard.Event) {
	if e.Card == nil {
		d.show(Unreadable, idcard.FaultCardLift)
		return
	}
	if p := d.usable(); p != nil && same(p.Card, *e.Card) {
		d.removed = time.Time{} // the same card is back in time
		d.show(Read, "")
		d.arm()
		return
	}
	d.forget()
	d.state = State{State: Read, Placement: &Placement{Token: d.newToken(), Card: *e.Card, At: e.At}}
	d.arm()
}

// same tells whether two reads are of one card; a renewed card of the same person differs in its dates at least.
func same(a, b idcard.Card) bool { return reflect.DeepEqual(a, b) }

func (d *Desk) remove(at time.Time) {
	d.show(Removed, "")
	if d.state.Placement != nil && d.removed.IsZero() {
		d.removed = at
		d.arm()
	}
}

func (d *Desk) fault(e idcard.Event) {
	switch {
	case e.Fault == idcard.FaultCardUnsupported:
		d.forget()
		d.state = State{State: Unsupported, Fault: e.Fault}
	case strings.HasPrefix(e.Fault, "card."):
		d.show(Unreadable, e.Fault)
	case e.Fault == idcard.FaultNotFound || e.Fault == idcard.FaultGone:
		d.reader = Reader{State: ReaderAbsent, Fault: e.Fault, Since: e.At}
	default:
		d.reader = Reader{State: ReaderFault, Fault: e.Fault, Since: e.At}
	}
}

// ends is when the placement is over.
func (d *Desk) ends() time.Time {
	end := d.state.Placement.At.Add(longest)
	if !d.removed.IsZero() && d.removed.Add(grace).Before(end) {
		end = d.removed.Add(grace)
	}
	return end
}

// usable is the placement while it lasts.
func (d *Desk) usable() *Placement {
	if d.state.Placement == nil || !d.now().Before(d.ends()) {
		return nil
	}
	return d.state.Placement
}

// arm sees to it that the card leaves the memory on time, whether or not anybody asks.
func (d *Desk) arm() {
	if d.timer != nil {
		d.timer.Stop()
	}
	d.timer = time.AfterFunc(d.ends().Sub(d.now()), d.expire)
}

func (d *Desk) expire() {
	d.mu.Lock()
	if d.state.Placement == nil {
		d.mu.Unlock()
		return
	}
	if d.usable() != nil { // the timer was late for a placement that went on
		d.arm()
		d.mu.Unlock()
		return
	}
	lying := d.state.State == Read
	d.forget()
	if lying { // still there after ten minutes: it has to be put down anew
		d.show(Unreadable, idcard.FaultCardLift)
	}
	d.mu.Unlock()
	d.watch(true, false)
}

func (d *Desk) forget() {
	if d.timer != nil {
		d.timer.Stop()
	}
	d.timer, d.bound, d.removed = nil, map[string]string{}, time.Time{}
	d.state.Placement = nil
}

// State is what lies on the reader now. A placement is only named while its card lies there.
func (d *Desk) State() State {
	d.mu.Lock()
	defer d.mu.Unlock()
	s := d.state
	if s.State != Read || d.usable() == nil {
		s.Placement = nil
	}
	return s
}

// Reader is how the reader does.
func (d *Desk) Reader() Reader {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.reader
}

// Find answers the placement of a token while it may be used.
func (d *Desk) Find(token string) (Placement, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if p := d.usable(); p != nil && token != "" && p.Token == token {
		return *p, true
	}
	return Placement{}, false
}

// maxBound bounds the requests remembered under one placement; nobody sends that many within ten minutes.
const maxBound = 64

// Bind keeps who acts in a request made under a placement and answers it from then on: a request sent again must come from the same hand,
// also when the first attempt has put the person on record meanwhile.
func (d *Desk) Bind(token, requestID, person string) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state.Placement == nil || d.state.Placement.Token != token {
		return person
	}
	if first, known := d.bound[requestID]; known {
		return first
	}
	if len(d.bound) < maxBound {
		d.bound[requestID] = person
	}
	return person
}

// Wipe forgets the placement of the token, or any when token is empty. A card still lying there has to be put down anew.
func (d *Desk) Wipe(token string) {
	d.mu.Lock()
	p := d.state.Placement
	if p == nil || token != "" && p.Token != token {
		d.mu.Unlock()
		return
	}
	d.forget()
	if d.state.State == Read || d.state.State == Removed {
		d.show(None, "")
	}
	d.mu.Unlock()
	d.watch(true, false)
}
