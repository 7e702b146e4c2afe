package ports

import (
	"context"
	"errors"
	"net"
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
