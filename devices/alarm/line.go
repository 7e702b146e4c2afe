package alarm

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"syscall"
	"time"

	"github.com/google/uuid"
)

// LineOptions set up a Line. The zero value is the wire's usual form.
type LineOptions struct {
	Settings
	ReopenFirst time.Duration    // wait before the port is opened again, doubled each time; 0 is 1 s
	ReopenLimit time.Duration    // longest such wait; 0 is 5 s
	Now         func() time.Time // stamps events and measures waits; nil is time.Now
	NewID       func() string    // draws the keys of Sink.Store; nil is uuid.NewString
}

func (o LineOptions) withDefaults() LineOptions {
	if o.ReopenFirst == 0 {
		o.ReopenFirst = time.Second
	}
	if o.ReopenLimit == 0 {
		o.ReopenLimit = 5 * time.Second
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = uuid.NewString
	}
	if o.Settings.Now == nil {
		o.Settings.Now = o.Now
	}
	return o
}

// A Line is one alarm receiver (报警接收机) at one serial port. It survives everything the port and the receiver do, and no
// reply leaves it before the signals it answers are durable.
type Line struct {
	open     func() (io.ReadWriteCloser, error)
	protocol Protocol
	opts     LineOptions
}

// NewLine makes a line of the port that open opens, which happens again after every loss. Reads of the port may block or time
// out (an error with Timeout() true); its writes must end, as those of devices/serial do; Close must unblock both.
func NewLine(open func() (io.ReadWriteCloser, error), p Protocol, o LineOptions) *Line {
	return &Line{open: open, protocol: p, opts: o.withDefaults()}
}

// Run works the line until ctx is done and returns its error, or at once that of an unknown protocol. It returns after the
// last call of sink has. Run may be called once at a time.
func (l *Line) Run(ctx context.Context, sink Sink) error {
	manner := MannerOf(l.protocol, l.opts.Settings)
	w := newWatch(sink, manner, l.opts.Now)
	k := newKeeper(sink, w, l.opts)
	ctx, stop := context.WithCancel(ctx)
	kept := make(chan struct{})
	go func() {
		defer close(kept)
		k.run(ctx)
	}()
	defer func() {
		stop()
		<-kept
	}()
	wait := l.opts.ReopenFirst
	for ctx.Err() == nil {
		decoder, err := NewDecoder(l.protocol, l.opts.Settings)
		if err != nil {
			return err
		}
		s := &session{keeper: k, watch: w, decoder: decoder, manner: manner, now: l.opts.Now}
		l.connect(ctx, s)
		if s.heard {
			wait = l.opts.ReopenFirst
		}
		select {
		case <-ctx.Done():
		case <-time.After(wait):
		}
		wait = min(2*wait, l.opts.ReopenLimit)
	}
	return ctx.Err()
}

// connect opens the port and lets s work it until it is lost.
func (l *Line) connect(ctx context.Context, s *session) {
	port, err := l.open()
	if err != nil {
		s.watch.portLost(openFault(err))
		return
	}
	c := newConnection(port)
	defer c.close()
	defer context.AfterFunc(ctx, c.close)() // a write that hangs must not outlive ctx
	s.watch.portOpened()
	s.run(ctx, c)
	if ctx.Err() == nil {
		s.watch.portLost(FaultPortGone)
	}
}

func openFault(err error) string {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return FaultPortNotFound
	case errors.Is(err, syscall.EBUSY):
		return FaultPortBusy
	case errors.Is(err, fs.ErrPermission):
		return FaultPortNoPermission
	default:
		return FaultPortCannotOpen
	}
}
