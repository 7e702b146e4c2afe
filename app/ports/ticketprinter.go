package ports

import (
	"cmp"
	"context"
	"errors"
	"io"
	"sync"

	"jiezhan/devices/printer"
	"jiezhan/station/calendar"
)

// usualPrinterBaud is the rate of a printer on a serial line where none is set.
const usualPrinterBaud = 9600

// ticketPrinter runs a printer of queue tickets.
type ticketPrinter struct{ printer *printer.Printer }

func newTicketPrinter(w *worker) *ticketPrinter {
	s := w.setting()
	profile := printer.Profile{Width: s.WidthDots, Codepage: s.Codepage, Cutter: s.Cuts(), Status: !s.Mute}
	baud := cmp.Or(s.Baud, usualPrinterBaud)
	open := func() (io.ReadWriteCloser, error) { return w.open(baud, w.quietly()) }
	if s.Address != "" {
		baud = 0 // there is no line to be slow
		dial := printer.DialTCP(s.Address)
		open = func() (io.ReadWriteCloser, error) {
			connection, err := dial()
			if err != nil {
				return nil, err
			}
			return w.tapped(connection, w.quietly()), nil
		}
	}
	note := w.service.ticketNote(s.ID)
	return &ticketPrinter{printer.New(open, printer.Options{
		Profile: profile, Baud: baud, Now: w.service.options.Now, Mark: note.keep, Hanging: note.read(),
	})}
}

// quietly notes bytes, but for idle questions about the printer's state. Port and pump may call it at once.
func (w *worker) quietly() func(in bool, p []byte) {
	var mu sync.Mutex
	filter := statusFilter{note: w.plain}
	return func(in bool, p []byte) {
		mu.Lock()
		defer mu.Unlock()
		filter.told(in, p)
	}
}

// inherit takes over what the worker of the same device before this one knew: of a printer its jobs, and what hangs in it.
func (w *worker) inherit(before *worker) {
	t, prints := w.driver.(*ticketPrinter)
	if b, printed := before.driver.(*ticketPrinter); prints && printed {
		t.printer.Inherit(b.printer)
	}
}

func (t *ticketPrinter) run(ctx context.Context, w *worker) {
	_ = t.printer.Run(ctx, func(state printer.State) { // ends with ctx only
		w.note(func(d *Device) { d.Printer = state })
		if state.Fault != "" {
			w.become(Fault, state.Fault)
			return
		}
		w.become(Ready, "")
	})
}

// print prints a ticket once, whatever happens to the line.
func (t *ticketPrinter) print(ctx context.Context, w *worker, jobID string, ticket printer.Ticket) (printer.Outcome, error) {
	begin := w.now()
	outcome, err := t.printer.Print(ctx, jobID, ticket)
	if outcome != printer.NotPrinted {
		w.did(DidPrint, w.now().Sub(begin), func(c *Counters) { c.Printed++ })
	}
	return outcome, err
}

// ErrNoPrinter is the error of printing at a station without a printer.
var ErrNoPrinter = errors.New("this station has no printer")

// Print prints a ticket once at the station's printer; the same job is not printed twice. The error is a *printer.Error, ErrNoPrinter or that of ctx.
func (s *Service) Print(ctx context.Context, jobID string, ticket printer.Ticket) (printer.Outcome, error) {
	for _, d := range s.List() {
		if d.Spec.Kind == Printer {
			return s.printAt(ctx, d.Spec.ID, jobID, ticket)
		}
	}
	return printer.NotPrinted, ErrNoPrinter
}

// PrintTest prints a ticket that counts nowhere.
func (s *Service) PrintTest(ctx context.Context, id string) (printer.Outcome, error) {
	return s.printAt(ctx, id, s.options.NewID(), s.testTicket(id))
}

func (s *Service) testTicket(id string) printer.Ticket {
	return printer.Ticket{
		Hall: s.options.Hall, Number: "A000", Waiting: -1, At: s.options.Now().In(calendar.Shanghai), Token: "jiezhan:test", Note: "GB18030 㐀 𠮷 — " + id,
	}
}

func (s *Service) printAt(ctx context.Context, id, jobID string, ticket printer.Ticket) (printer.Outcome, error) {
	w, found := s.worker(id)
	if !found {
		return printer.NotPrinted, ErrUnknown
	}
	t, prints := w.driver.(*ticketPrinter)
	if !prints {
		return printer.NotPrinted, ErrWrongKind
	}
	if w.device().State == Off { // nobody would take the ticket
		return printer.NotPrinted, &printer.Error{Code: printer.FaultOffline}
	}
	return t.print(ctx, w, jobID, ticket)
}
