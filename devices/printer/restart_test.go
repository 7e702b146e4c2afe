package printer

import (
	"fmt"
	"testing"
	"time"

	"jiezhan/devices/simulator"
)

// slow is a printer at the usual rate of serial ones, whose mark is kept.
func slow(mark *string) Options {
	return Options{Profile: Profile{Cutter: true, Status: true}, Baud: 9600, Mark: func(job string) { *mark = job }}
}

// The program ends anywhere in a ticket (of 3.6 s) and begins anew: what hangs in the printer is made void on paper of its own, the next ticket is whole, and whoever
// asks for the broken one hears that nobody can tell.
func TestOneTicketWhereverTheProgramEnds(t *testing.T) {
	for after := 50 * time.Millisecond; after < 3500*time.Millisecond; after += 150 * time.Millisecond {
		t.Run(after.String(), func(t *testing.T) {
			mark := ""
			inOffice(t, simulator.PrinterOptions{Baud: 9600}, slow(&mark), func(o *office) {
				time.Sleep(10 * time.Second)
				o.breakOff(after)
				was := mark
				if was != "1" {
					t.Errorf("mark = %q in the middle of job 1", was)
				}
				anew := slow(&mark)
				anew.Hanging = was
				o.again(anew)
				o.expect("1", sample(), Unsure, FaultUnsure)
				o.expect("2", small(), Printed, "")
				o.valid(small())
				if mark != "" {
					t.Errorf("mark = %q after the ticket", mark)
				}
			})
		})
	}
}

// Nobody marked what was under way, as for a technician's tool: the first ticket still comes out alone.
func TestOneTicketAfterAStranger(t *testing.T) {
	for _, after := range []time.Duration{700 * time.Millisecond, 2500 * time.Millisecond} {
		mark := ""
		inOffice(t, simulator.PrinterOptions{Baud: 9600}, slow(&mark), func(o *office) {
			time.Sleep(10 * time.Second)
			o.breakOff(after)
			o.again(Options{Profile: Profile{Cutter: true, Status: true}, Baud: 9600})
			o.expect("2", small(), Printed, "")
			o.valid(small())
		})
	}
}

// A printer that is set up anew keeps its jobs and parts from what hangs in it.
func TestInherits(t *testing.T) {
	mark := ""
	inOffice(t, simulator.PrinterOptions{Baud: 9600}, slow(&mark), func(o *office) {
		o.expect("0", small(), Printed, "")
		before := o.Printer
		o.breakOff(time.Second)
		o.renew(slow(&mark))
		o.Inherit(before)
		o.run()
		for job, want := range map[string]Outcome{"0": Printed, "1": Unsure} {
			if got, _ := o.Print(o.t.Context(), job, small()); got != want {
				t.Errorf("job %s = %s, want %s", job, got, want)
			}
		}
		o.expect("2", sample(), Printed, "")
		o.valid(small(), sample())
	})
}

// Nothing is made void at a start after which nobody wants a ticket, and nothing where it is known that nothing hangs.
func TestStartWastesNoPaper(t *testing.T) {
	for name, o := range map[string]Options{"nothing hangs": cutter(), "nobody knows": {Profile: Profile{Cutter: true}}} {
		t.Run(name, func(t *testing.T) {
			inOffice(t, simulator.PrinterOptions{}, o, func(o *office) {
				time.Sleep(time.Minute)
				if got := o.far.Slips(); len(got) > 1 || len(got) == 1 && !got[0].Blank() {
					t.Errorf("%d pieces of paper", len(got))
				}
			})
		})
	}
}

// breakOff ends the program so long after it began with job 1.
func (o *office) breakOff(after time.Duration) {
	o.t.Helper()
	heard := make(chan string)
	go func() {
		outcome, err := o.Print(o.t.Context(), "1", sample())
		heard <- fmt.Sprint(outcome, " ", err)
	}()
	time.Sleep(after)
	o.stop()
	if got := <-heard; got != "unsure printer.unsure" {
		o.t.Errorf("the caller heard %s", got)
	}
}
