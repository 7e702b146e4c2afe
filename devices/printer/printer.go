package printer

import (
	"context"
	"errors"
	"image"
	"io"
	"time"

	"jiezhan/devices/printer/paper"
)

// An Outcome is what became of a ticket.
type Outcome string

// The outcomes. Parted, Sent and Unsure are for the person at the desk to judge.
const (
	Printed    Outcome = "printed"     // the printer said so
	Parted     Outcome = "parted"      // printed, but the printer stopped midway for paper or its cover: it may be in two pieces
	Sent       Outcome = "sent"        // all of it went to a printer that does not say what it did
	NotPrinted Outcome = "not_printed" // none of it came out; may be asked again
	Unsure     Outcome = "unsure"      // nobody can tell; the same job is not printed again
)

// Options set up a Printer.
type Options struct {
	Profile     Profile
	Baud        int              // of a serial port, for the time tickets take; 0 is no serial port
	Poll        time.Duration    // between two questions about the printer's state; 0 is 2 s
	ReopenFirst time.Duration    // wait before the port is opened again, doubled each time; 0 is 1 s
	ReopenLimit time.Duration    // longest such wait; 0 is 5 s
	Patience    time.Duration    // longest wait for a broken line in the middle of a ticket; 0 is 30 s
	Resume      time.Duration    // longest wait for new paper or a closed cover in the middle of a ticket; 0 is 3 min
	Now         func() time.Time // stamps states; nil is time.Now

	// Mark outlives the program: it notes the job whose ticket is about to go to the printer, and an empty one when nothing of it hangs there any
	// more, and returns when that is durable. Hanging is what it noted last. Without Mark nobody knows what a program before this one left behind.
	Mark    func(jobID string)
	Hanging string
}

func (o Options) withDefaults() Options {
	for duration, usual := range map[*time.Duration]time.Duration{
		&o.Poll: 2 * time.Second, &o.ReopenFirst: time.Second, &o.ReopenLimit: 5 * time.Second,
		&o.Patience: 30 * time.Second, &o.Resume: 3 * time.Minute,
	} {
		if *duration == 0 {
			*duration = usual
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Mark == nil {
		o.Mark = func(string) {}
	}
	return o
}

// A Printer is one ticket printer at one port. It survives what the port and the printer do: it opens the port again, asks until there is
// an answer, and tells each change once.
type Printer struct {
	open func() (io.ReadWriteCloser, error)
	opts Options
	book *book

	// Of the goroutine of Run alone; what hangs in the printer outlives the port.
	tell    func(State)
	state   State
	told    bool
	current *job
	piece   piece
	owner   *job // whose piece it is
	halfway bool // the printer may wait for the rest of a command
}

// New makes a printer of the port that open opens, which happens again after every loss: DialTCP, or a serial port. Reads of the port may
// block or time out (an error with Timeout() true); its writes must end; Close must unblock both.
//
// The printer begins as if a command had broken off in it. A ticket that a program before this one may have left there is made void before the first of
// this one; the job of it is unsure.
func New(open func() (io.ReadWriteCloser, error), o Options) *Printer {
	p := &Printer{open: open, opts: o.withDefaults(), book: newBook(), halfway: true}
	switch {
	case o.Hanging != "":
		p.piece = doubtful
		p.book.recall(o.Hanging)
	case o.Mark == nil:
		p.piece = strange
	}
	return p
}

// Inherit takes over the jobs of another Printer of the same device, and what hangs in it. That one must have ended, this one not have begun.
func (p *Printer) Inherit(before *Printer) {
	p.book, p.piece, p.owner = before.book, before.piece, before.owner
}

// Print prints a ticket once and waits until that is done. A job that was asked before is not printed again: who asks gets its outcome,
// of the last hundred jobs. The error is an *Error with what stands in the way, or that of ctx: then the outcome is NotPrinted if the
// ticket will not come out, and Unsure if the printer has it; asking for the same job tells more.
func (p *Printer) Print(ctx context.Context, jobID string, t Ticket) (Outcome, error) {
	j, err := p.book.enlist(jobID, t)
	if err != nil {
		return NotPrinted, err
	}
	return p.book.wait(ctx, j)
}

// Run works the printer until ctx is done and returns its error. States are told when they change, from the goroutine of Run; tell must not
// block. Run may be called once at a time.
func (p *Printer) Run(ctx context.Context, tell func(State)) error {
	p.tell, p.told = tell, false
	defer p.refuseAll()
	wait := p.opts.ReopenFirst
	for ctx.Err() == nil {
		if p.connect(ctx) {
			wait = p.opts.ReopenFirst
		}
		p.rest(ctx, wait)
		wait = min(2*wait, p.opts.ReopenLimit)
	}
	return ctx.Err()
}

// connect opens the port and works it until it is lost. It reports whether the printer ever answered.
func (p *Printer) connect(ctx context.Context) (answered bool) {
	port, err := p.open()
	if err != nil {
		p.fail(openFault(err))
		return false
	}
	s := &session{Printer: p, link: newLink(port)}
	defer s.close()
	defer context.AfterFunc(ctx, s.close)() // a write that hangs must not outlive ctx
	if err := s.run(ctx); ctx.Err() == nil && !errors.Is(err, errSilent) {
		p.fail(FaultPortGone)
	}
	return s.talks
}

// rest waits until it is time to open the port again. Tickets are refused meanwhile, but for the one that hangs in the printer.
func (p *Printer) rest(ctx context.Context, wait time.Duration) {
	again := time.NewTimer(wait)
	defer again.Stop()
	if p.current != nil {
		p.current.await(p.opts.Patience)
	}
	for {
		select {
		case <-ctx.Done():
			return
		case <-again.C:
			return
		case <-p.limit():
			p.giveUp()
		case j := <-p.book.queue:
			if p.book.start(j) {
				p.book.settle(j, NotPrinted, p.state.Fault)
			}
		}
	}
}

// refuseAll ends what is left when Run ends.
func (p *Printer) refuseAll() {
	if p.current != nil {
		p.giveUp()
	}
	for {
		select {
		case j := <-p.book.queue:
			if p.book.start(j) {
				p.book.settle(j, NotPrinted, FaultOffline)
			}
		default:
			return
		}
	}
}

// fail tells that the port cannot be used. That an unplugged printer cannot be found is no change.
func (p *Printer) fail(code string) {
	if code == FaultPortNotFound && p.state.Fault == FaultPortGone {
		return
	}
	p.set(State{Fault: code})
}

// set tells a state when it differs from the one before.
func (p *Printer) set(s State) {
	if p.current != nil {
		s.Job = p.current.id
	}
	if p.told && s.same(p.state) {
		return
	}
	s.At = p.opts.Now()
	p.state, p.told = s, true
	p.tell(s)
}

// limit is when the job under way is given up; nil, which is never, while nothing is in its way.
func (p *Printer) limit() <-chan time.Time {
	if p.current == nil || p.current.limit == nil {
		return nil
	}
	return p.current.limit.C
}

// giveUp settles the job under way when it took too long. What hangs in the printer of it is made void when the printer is back.
func (p *Printer) giveUp() {
	if p.current.begun {
		p.settle(Unsure, FaultUnsure)
		return
	}
	fault := p.state.Fault
	if fault == "" {
		fault = FaultOffline
	}
	p.settle(NotPrinted, fault)
}

func (p *Printer) settle(outcome Outcome, code string) {
	p.current.calm()
	p.book.settle(p.current, outcome, code)
	p.current = nil
	again := p.state
	again.Job = ""
	p.set(again)
}

// Picture shows the paper that a byte stream makes in a printer so many dots wide, for previews.
func Picture(stream []byte, width int) (image.Image, error) { return paper.Picture(stream, width) }
