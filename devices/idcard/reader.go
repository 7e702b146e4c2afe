package idcard

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"syscall"
	"time"
)

// Options set up a Reader. The zero value is a reader at 115200 baud with the times of the makers' documents.
type Options struct {
	Baud         int              // of the open port, for the time replies take; 0 is 115200
	Poll         time.Duration    // between two looks for a card; 0 is 300 ms, the least the makers allow
	ReopenFirst  time.Duration    // wait before the port is opened again, doubled each time; 0 is 1 s
	ReopenLimit  time.Duration    // longest such wait; 0 is 5 s
	NewAddresses bool             // also read the additional address list of resident cards and residence permits
	Portrait     Portrait         // decodes the portrait of a card that was read; nil leaves it on the card
	Now          func() time.Time // stamps events; nil is time.Now
}

func (o Options) withDefaults() Options {
	if o.Baud == 0 {
		o.Baud = fullBaud
	}
	if o.Poll == 0 {
		o.Poll = 300 * time.Millisecond
	}
	if o.ReopenFirst == 0 {
		o.ReopenFirst = time.Second
	}
	if o.ReopenLimit == 0 {
		o.ReopenLimit = 5 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// A Reader is one card reader at one port. It survives everything the port and the module do: it opens the port again, asks
// the module until it answers, and tells each change once.
type Reader struct {
	open func() (io.ReadWriteCloser, error)
	opts Options
	emit func(Event)

	fault string // the reader fault told last; empty while ready
	samID string // of the last ready
	known bool   // samID was set
}

// NewReader makes a reader of the port that open opens, which happens again after every loss. Reads of the port may block or
// time out (an error with Timeout() true); its writes must end, as those of devices/serial do; Close must unblock both.
func NewReader(open func() (io.ReadWriteCloser, error), opts Options) *Reader {
	return &Reader{open: open, opts: opts.withDefaults()}
}

// Run works the reader until ctx is done and returns its error. Events come one at a time from the goroutine of Run, in order;
// emit must not block for longer than a poll. Run may be called once at a time.
func (r *Reader) Run(ctx context.Context, emit func(Event)) error {
	r.emit = emit
	wait := r.opts.ReopenFirst
	for ctx.Err() == nil {
		if ready := r.connect(ctx); ready {
			wait = r.opts.ReopenFirst
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, r.opts.ReopenLimit)
	}
	return ctx.Err()
}

// connect opens the port and works it until it is lost. It reports whether the module ever answered.
func (r *Reader) connect(ctx context.Context) (ready bool) {
	port, err := r.open()
	if err != nil {
		r.tellFault(openFault(err), 0)
		return false
	}
	l := newLink(port, r.opts.Baud)
	defer l.close()
	defer l.frames.Wipe()
	defer context.AfterFunc(ctx, l.close)() // a write that hangs must not outlive ctx
	s := &session{reader: r, link: l}
	defer s.dropPortrait()
	err = s.run(ctx)
	if ctx.Err() != nil {
		return true // nobody listens any more
	}
	s.lostCard()
	switch {
	case errors.Is(err, errPortLost):
		r.tellFault(FaultGone, 0)
	default:
		r.tellFault(FaultSilent, 0)
	}
	return s.wasReady
}

func openFault(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return FaultNotFound
	case errors.Is(err, syscall.EBUSY):
		return FaultBusy
	case errors.Is(err, fs.ErrPermission):
		return FaultNoPermission
	default:
		return FaultCannotOpen
	}
}

// tellFault tells a fault of the reader when it is a change. That an unplugged reader cannot be found is none.
func (r *Reader) tellFault(code string, sw byte) {
	if code == r.fault || code == FaultNotFound && r.fault == FaultGone {
		return
	}
	r.fault = code
	e := Event{Kind: EventFault, Fault: code, SW: sw}
	if sw != 0 {
		e.Status = StatusOf(sw).Code
	}
	r.tell(e)
}

func (r *Reader) tellReady(id string) {
	e := Event{Kind: EventReady, SAMID: id}
	if r.known && id != r.samID {
		e.Warnings = []string{WarnReaderChanged}
	}
	r.fault, r.samID, r.known = "", id, true
	r.tell(e)
}

func (r *Reader) tell(e Event) {
	e.At = r.opts.Now()
	r.emit(e)
}
