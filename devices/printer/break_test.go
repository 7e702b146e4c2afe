package printer

import (
	"fmt"
	"net"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/simulator"
)

// betweenPolls is a time at which nothing is on the line.
const betweenPolls = 9500 * time.Millisecond

// Wherever the line breaks between the first byte of a ticket and the last sign, one valid ticket is handed out, and the job says so.
func TestOneTicketWhereverTheLineBreaks(t *testing.T) {
	ends := len(Render(small(), cutter().Profile)) + 60
	for name, meanwhile := range map[string]func(p *simulator.Printer){
		"the printer goes on":        func(*simulator.Printer) {},
		"the printer loses its mind": (*simulator.Printer).PowerCycle,
	} {
		t.Run(name, func(t *testing.T) {
			for cut := 1; cut < ends; cut++ {
				inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) { o.breakAt(cut, small(), meanwhile) })
			}
			full := len(Render(sample(), cutter().Profile)) + 60
			for cut := 1; cut < full; cut += 97 {
				inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) { o.breakAt(cut, sample(), meanwhile) })
			}
		})
	}
}

func (o *office) breakAt(cut int, ticket Ticket, meanwhile func(p *simulator.Printer)) {
	o.t.Helper()
	time.Sleep(betweenPolls)
	o.far.HangUpAfter(cut)
	soon := time.AfterFunc(time.Millisecond, func() { meanwhile(o.far) }) // the line has broken by then
	defer soon.Stop()
	o.expect(fmt.Sprintf("cut at %d", cut), ticket, Printed, "")
	o.valid(ticket)
	if o.t.Failed() {
		o.t.FailNow()
	}
	if got := len(o.far.Slips()); got > 4 {
		o.t.Errorf("cut at %d: %d pieces of paper", cut, got)
	}
	o.far.HangUpAfter(0)         // if it has not broken yet
	time.Sleep(10 * time.Second) // if it has just now
	o.expect("next", small(), Printed, "")
}

// Twice in a row as well.
func TestOneTicketWhenTheLineBreaksAgain(t *testing.T) {
	for first := 5; first < 300; first += 41 {
		for second := 5; second < 1700; second += 173 {
			inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
				time.Sleep(betweenPolls)
				o.far.HangUpAfter(first)
				time.AfterFunc(100*time.Millisecond, func() { o.far.HangUpAfter(second) })
				o.expect("1", small(), Printed, "")
				o.valid(small())
			})
		}
	}
}

// Answers that get lost cost time and, at worst, a void piece.
func TestOneTicketWhenAnswersAreLost(t *testing.T) {
	for _, fault := range []simulator.Fault{simulator.Silence, simulator.Noise, simulator.Split, simulator.Slow} {
		for lost := 1; lost < 30; lost++ {
			inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
				time.Sleep(betweenPolls)
				o.far.SetFaultFor(fault, lost)
				got, err := o.Print(o.t.Context(), "1", small())
				if got == NotPrinted {
					o.valid()
					time.Sleep(time.Minute)
					got, err = o.Print(o.t.Context(), "1", small())
				}
				if got != Printed && got != Sent {
					o.t.Errorf("%d answers with %s: Print = %s, %v", lost, fault, got, err)
				}
				o.valid(small())
			})
		}
	}
}

// A printer that runs out of paper keeps the rest, prints it on the new roll, and the job says that it may be in two pieces.
func TestPaperEndsInATicket(t *testing.T) {
	for rows := 1; rows < 230; rows += 7 {
		inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
			o.far.LoadPaper(rows)
			time.AfterFunc(90*time.Second, func() { o.far.LoadPaper(-1) })
			o.expect("1", small(), Parted, "")
			o.valid(small())
		})
	}
}

// Nobody comes: the caller is told, and what comes out later is void.
func TestPaperIsNotBroughtInTime(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
		o.far.LoadPaper(50)
		o.expect("1", small(), Unsure, FaultUnsure)
		o.expect("2", sample(), NotPrinted, FaultPaperOut)
		time.Sleep(time.Hour)
		o.far.LoadPaper(-1)
		time.Sleep(time.Minute)
		o.valid()
		o.expect("1", small(), Unsure, FaultUnsure)
		o.expect("3", sample(), Printed, "")
		o.valid(sample())
	})
}

// The cable is pulled in the middle and stays out: the caller is told after half a minute, and what hangs in the printer is made void.
func TestCableStaysOut(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
		time.Sleep(betweenPolls)
		o.far.HangUpAfter(60)
		time.AfterFunc(time.Millisecond, func() { o.pull(true) })
		start := time.Now()
		o.expect("1", small(), Unsure, FaultUnsure)
		if took := time.Since(start); took > 31*time.Second {
			t.Errorf("told after %v, want within 31 s", took)
		}
		o.pull(false)
		time.Sleep(10 * time.Second)
		o.valid()
		o.expect("2", sample(), Printed, "")
		o.valid(sample())
	})
}

// A printer that answers nothing may have anything on its paper when its line breaks.
func TestBlindBreak(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{Mute: true}, cutter(), func(o *office) {
		time.Sleep(betweenPolls)
		o.far.HangUpAfter(200)
		o.expect("1", sample(), Unsure, FaultUnsure)
		time.Sleep(10 * time.Second)
		o.expect("2", small(), Sent, "")
		synctest.Wait()
		if got := o.far.Slips(); len(got) != 2 || !got[0].Cut {
			t.Errorf("%d pieces, want the broken and the next ticket as one, cut off", len(got))
		}
	})
}

// A connection that stays open while the printer is switched off and on is a break too.
func TestSwitchedOffInATicket(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{Baud: 9600}, Options{Profile: Profile{Cutter: true}, Baud: 9600}, func(o *office) {
		time.Sleep(5 * time.Second)
		go func() {
			time.Sleep(1500 * time.Millisecond)
			o.far.SetFault(simulator.Silence)
			time.Sleep(5 * time.Second)
			o.far.PowerCycle()
			o.far.SetFault(simulator.Sound)
		}()
		o.expect("1", sample(), Printed, "")
		o.valid(sample())
	})
}

func TestOverTCP(t *testing.T) {
	far, err := simulator.NewPrinter(simulator.PrinterOptions{})
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go far.Serve(t.Context(), conn)
		}
	}()
	o := cutter()
	o.ReopenFirst = 10 * time.Millisecond
	p := New(DialTCP(listener.Addr().String()), o)
	go p.Run(t.Context(), func(State) {})
	far.HangUpAfter(2000)
	for _, job := range []string{"1", "2"} {
		if got, err := p.Print(t.Context(), job, sample()); got != Printed {
			t.Errorf("Print = %s, %v, want printed", got, err)
		}
	}
	if got := openFault(dialError(t)); got != FaultPortCannotOpen {
		t.Errorf("fault of a printer that is off = %s, want %s", got, FaultPortCannotOpen)
	}
}

// dialError is what calling a port gives where nobody listens.
func dialError(t *testing.T) error {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close()
	_, err = DialTCP(address)()
	return err
}
