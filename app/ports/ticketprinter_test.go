package ports

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jiezhan/devices/printer"
	"jiezhan/devices/simulator"
)

func openPrinter(t *testing.T) *simulator.Printer {
	t.Helper()
	p, err := simulator.NewPrinter(simulator.PrinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// A ticket comes out once; a printer without paper says so, on the page too.
func TestTickets(t *testing.T) {
	h := openHall(t, Plan{Printers: []Spec{{Port: "/dev/p", Baud: 115200}}})
	if outcome, err := h.PrintTest(t.Context(), "printer"); outcome != printer.NotPrinted || err == nil {
		t.Errorf("before the start = %s, %v", outcome, err)
	}
	p := openPrinter(t)
	h.rack.plug("/dev/p", p)
	stop := h.start()
	defer stop()
	if d := h.until("printer ready "); d.Printer.Paper != printer.PaperOK || d.Printer.Cover != printer.CoverClosed {
		t.Errorf("printer = %+v", d.Printer)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	for range 2 {
		if outcome, err := h.Print(ctx, "job-1", printer.Ticket{Hall: "青松", Number: "A017", Waiting: 2, At: time.Now()}); outcome != printer.Printed || err != nil {
			t.Fatalf("outcome = %s, %v", outcome, err)
		}
	}
	if n := len(p.Slips()); n > 2 || p.Unknown() != 0 { // the ticket, and what hangs in the printer
		t.Errorf("%d slips, %d bytes not understood", n, p.Unknown())
	}
	p.LoadPaper(0)
	h.until("printer fault printer.paper_out")
	_, err := h.PrintTest(ctx, "printer")
	var stopped *printer.Error
	if !errors.As(err, &stopped) || stopped.Code != printer.FaultPaperOut {
		t.Errorf("without paper = %v", err)
	}
	if _, err := openHall(t, Plan{}).Print(ctx, "job", printer.Ticket{}); !errors.Is(err, ErrNoPrinter) {
		t.Errorf("without a printer = %v", err)
	}
}

func TestAPrinterInTheNetwork(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	p, done := openPrinter(t), make(chan struct{})
	go func() {
		defer close(done)
		connection, err := listener.Accept()
		if err != nil {
			return
		}
		_ = p.Serve(context.Background(), connection) // ends with the connection
	}()
	h := openHall(t, Plan{Printers: []Spec{{Name: "Net", Address: listener.Addr().String()}}})
	stop := h.start()
	h.until("printer-net ready ")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if outcome, err := h.PrintTest(ctx, "printer-net"); outcome != printer.Printed || err != nil {
		t.Errorf("outcome = %s, %v", outcome, err)
	}
	if d, _ := h.Find("printer-net"); d.Counters.Printed != 1 || d.Counters.BytesOut == 0 || d.Last != DidPrint {
		t.Errorf("device = %+v", d)
	}
	stop()
	if err := listener.Close(); err != nil {
		t.Error(err)
	}
	<-done
}

// A station that ends in a ticket and begins again parts from what hangs in its printer; so does a printer that is set up anew, which knows its jobs.
func TestATicketBrokenOffByTheStation(t *testing.T) {
	h := openHall(t, Plan{Printers: []Spec{{Port: "/dev/p", Baud: 115200}}})
	p := openPrinter(t)
	h.rack.plug("/dev/p", p)
	note := filepath.Join(h.folder, "ticket-printer")
	if err := os.WriteFile(note, []byte("job-0"), 0o600); err != nil { // as a program that died left it
		t.Fatal(err)
	}
	h.make(Plan{Printers: []Spec{{Port: "/dev/p", Baud: 115200}}})
	stop := h.start()
	defer stop()
	h.until("printer ready ")
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	ticket := printer.Ticket{Hall: "青松", Number: "A017", Waiting: 2}
	outcomes := func(when string, want map[string]printer.Outcome) {
		t.Helper()
		for job, outcome := range want {
			if got, _ := h.Print(ctx, job, ticket); got != outcome {
				t.Errorf("%s: %s = %s, want %s", when, job, got, outcome)
			}
		}
	}
	outcomes("after the start", map[string]printer.Outcome{"job-0": printer.Unsure, "job-1": printer.Printed})
	if _, err := os.Stat(note); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the note stands after the ticket: %v", err)
	}
	if slips := p.Slips(); len(slips) < 2 || !slices.ContainsFunc(slips[0].Lines, func(line string) bool { return strings.Contains(line, "作废") }) {
		t.Errorf("%d slips, want a void one first", len(slips))
	}
	before := p.Received()
	if _, err := h.Change("printer", func(s Spec) Spec { s.Baud = 57600; return s }); err != nil {
		t.Fatal(err)
	}
	h.until("printer ready ")
	outcomes("set up anew", map[string]printer.Outcome{"job-0": printer.Unsure, "job-1": printer.Printed})
	if got := len(p.Slips()); got > 3 || p.Received() == before {
		t.Errorf("%d slips", got)
	}
}

// A test ticket tells the time that stands on all clocks of the office.
func TestTicketsTellTheTimeOfTheOffice(t *testing.T) {
	h := openHall(t, Plan{})
	h.options.Now = func() time.Time { return time.Date(2026, 11, 22, 3, 57, 0, 0, time.UTC) }
	if got := h.testTicket("printer").At.Format("15:04"); got != "11:57" {
		t.Errorf("the ticket says %s, want 11:57", got)
	}
}

// The id of a device that is gone is not given again, also after a restart: records still name the old one.
func TestIDsAreNotGivenTwice(t *testing.T) {
	h := openHall(t, Plan{Alarms: []Spec{{Port: "/dev/a", Protocol: "surgard"}}})
	stop := h.start()
	add := func() string {
		t.Helper()
		d, err := h.Add(Spec{Kind: Printer, Port: "/dev/p"})
		if err != nil {
			t.Fatal(err)
		}
		return d.Spec.ID
	}
	first := add()
	if err := h.Remove(first); err != nil {
		t.Fatal(err)
	}
	stop()
	h.make(Plan{})
	stop = h.start()
	defer stop()
	if second := add(); first != "printer" || second != "printer-2" {
		t.Errorf("ids = %s, %s", first, second)
	}
}
