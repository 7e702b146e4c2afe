package printer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/simulator"
)

// cutter is a printer with a cutter of which everything is known from the start.
func cutter() Options {
	return Options{Profile: Profile{Cutter: true}, Mark: func(string) {}}
}

func TestPrints(t *testing.T) {
	for name, o := range map[string]Options{
		"usual times": cutter(), "asked every second": {Profile: Profile{Cutter: true}, Poll: time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			inOffice(t, simulator.PrinterOptions{}, o, func(o *office) {
				o.expect("1", sample(), Printed, "")
				o.expect("2", small(), Printed, "")
				o.valid(sample(), small())
				if got, want := o.last(), (State{Online: true, Paper: PaperOK, Cover: CoverClosed}); got != want {
					t.Errorf("state = %+v, want %+v", got, want)
				}
				if !slices.ContainsFunc(o.states, func(s State) bool { return s.Job == "1" && !s.At.IsZero() }) {
					t.Errorf("states = %+v, want one with the job", o.states)
				}
				if got := o.far.Unknown(); got != 0 {
					t.Errorf("the printer did not understand %d bytes", got)
				}
			})
		})
	}
}

// Without a cutter the ticket ends up at the tear bar, in one piece with the next.
func TestPrintsWithoutCutter(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{Width: Width58}, Options{}, func(o *office) {
		o.expect("1", small(), Printed, "")
		if got := len(o.far.Slips()); got != 1 {
			t.Errorf("%d pieces, want 1", got)
		}
	})
}

func TestSlowLine(t *testing.T) {
	o := cutter()
	o.Baud = 1200
	inOffice(t, simulator.PrinterOptions{Baud: 1200}, o, func(o *office) {
		o.expect("1", sample(), Printed, "")
		o.valid(sample())
	})
}

// The same job comes out once, however often and from wherever it is asked.
func TestSameJobOnce(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
		var calls sync.WaitGroup
		for range 5 {
			calls.Go(func() { o.expect("1", small(), Printed, "") })
		}
		calls.Wait()
		o.expect("1", sample(), Printed, "")
		o.valid(small())
	})
}

func TestRemembersTheLastHundred(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
		for i := range rememberLimit + 1 {
			o.expect(strconv.Itoa(i), Ticket{Hall: "甲", Waiting: -1}, Printed, "")
		}
		before := len(o.far.Slips())
		o.expect("1", small(), Printed, "")
		if got := len(o.far.Slips()) - before; got != 0 {
			t.Errorf("a remembered job was printed %d times", got)
		}
		o.expect("0", small(), Printed, "")
		synctest.Wait()
		if got := len(o.book.jobs); got != rememberLimit {
			t.Errorf("%d jobs are remembered, want %d", got, rememberLimit)
		}
	})
}

// A printer that says it cannot print is not sent anything, and the same job may be asked again.
func TestRefusesWhatCannotBePrinted(t *testing.T) {
	for code, trouble := range map[string]struct{ damage, mend func(p *simulator.Printer) }{
		FaultPaperOut:  {func(p *simulator.Printer) { p.LoadPaper(0) }, func(p *simulator.Printer) { p.LoadPaper(-1) }},
		FaultCoverOpen: {func(p *simulator.Printer) { p.SetCover(true) }, func(p *simulator.Printer) { p.SetCover(false) }},
		FaultOffline:   {func(p *simulator.Printer) { p.SetOffline(true) }, func(p *simulator.Printer) { p.SetOffline(false) }},
		FaultCutter:    {func(p *simulator.Printer) { p.SetCutterStuck(true) }, func(p *simulator.Printer) { p.SetCutterStuck(false) }},
	} {
		t.Run(code, func(t *testing.T) {
			inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
				trouble.damage(o.far)
				o.expect("1", small(), NotPrinted, code)
				if got := o.last(); got.Online || got.Fault != code {
					t.Errorf("state = %+v, want the fault %s", got, code)
				}
				trouble.mend(o.far)
				o.expect("1", small(), Printed, "")
				o.valid(small())
			})
		})
	}
}

// Changes are told between tickets, at once by a printer that tells them itself, and after a poll by others.
func TestTellsChanges(t *testing.T) {
	for name, far := range map[string]simulator.PrinterOptions{"itself": {}, "when asked": {NoSigns: true}} {
		t.Run(name, func(t *testing.T) {
			inOffice(t, far, cutter(), func(o *office) {
				time.Sleep(9900 * time.Millisecond)
				o.far.SetNearEnd(true)
				if far.NoSigns {
					time.Sleep(2 * time.Second)
				}
				if got, want := o.last(), (State{Online: true, Paper: PaperNearEnd, Cover: CoverClosed}); got != want {
					t.Errorf("state = %+v, want %+v", got, want)
				}
				o.far.SetCover(true)
				time.Sleep(3 * time.Second)
				if got, want := o.last(), (State{Paper: PaperNearEnd, Cover: CoverOpen, Fault: FaultCoverOpen}); got != want {
					t.Errorf("state = %+v, want %+v", got, want)
				}
			})
		})
	}
}

// A printer that answers nothing is written to, and nobody claims more than that.
func TestPrintsBlindly(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{Mute: true}, cutter(), func(o *office) {
		o.expect("1", small(), Sent, "")
		o.valid(small())
		if got, want := o.last(), (State{Online: true, Blind: true}); got != want {
			t.Errorf("state = %+v, want %+v", got, want)
		}
	})
}

// One that is known to answer is off when it does not.
func TestSilentPrinterIsOff(t *testing.T) {
	o := cutter()
	o.Profile.Status = true
	inOffice(t, simulator.PrinterOptions{Mute: true}, o, func(o *office) {
		o.expect("1", small(), NotPrinted, FaultOffline)
		o.valid()
	})
}

// One that tells its state but gives no signs is asked for its state before, and then written to.
func TestPrinterWithoutSigns(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{NoSigns: true}, cutter(), func(o *office) {
		o.expect("1", small(), Sent, "")
		o.valid(small())
		o.far.LoadPaper(0)
		o.expect("2", small(), NotPrinted, FaultPaperOut)
		o.valid(small())
	})
}

func TestTooManyWait(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{Baud: 1200}, Options{Profile: Profile{Cutter: true}, Baud: 1200, Mark: func(string) {}}, func(o *office) {
		time.Sleep(time.Minute)
		var calls sync.WaitGroup
		for i := range queueLimit + 1 {
			calls.Go(func() { o.expect(strconv.Itoa(i), small(), Printed, "") })
			synctest.Wait()
			if i == 0 {
				time.Sleep(time.Second) // until it is under way
			}
		}
		o.expect("one more", small(), NotPrinted, FaultBusy)
		calls.Wait()
	})
}

// Whoever leaves before the ticket is under way gets none; later it comes out.
func TestCallerLeaves(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{Baud: 9600}, cutter(), func(o *office) {
		time.Sleep(5 * time.Second)
		var calls sync.WaitGroup
		first, leaveFirst := context.WithTimeout(o.t.Context(), 100*time.Millisecond)
		second, leaveSecond := context.WithTimeout(o.t.Context(), 100*time.Millisecond)
		defer leaveFirst()
		defer leaveSecond()
		calls.Go(func() {
			if got, err := o.Print(first, "1", small()); got != Unsure || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Print = %s, %v, want unsure", got, err)
			}
		})
		synctest.Wait()
		calls.Go(func() {
			if got, err := o.Print(second, "2", small()); got != NotPrinted || !errors.Is(err, context.DeadlineExceeded) {
				t.Errorf("Print = %s, %v, want not printed", got, err)
			}
		})
		calls.Wait()
		o.expect("1", small(), Printed, "")
		time.Sleep(time.Minute)
		o.valid(small())
	})
}

func TestPortFaults(t *testing.T) {
	for code, err := range map[string]error{
		FaultPortNotFound: syscall.ENOENT, FaultPortBusy: fmt.Errorf("open: %w", syscall.EBUSY),
		FaultPortNoPermission: syscall.EACCES, FaultPortCannotOpen: syscall.ECONNREFUSED,
	} {
		synctest.Test(t, func(t *testing.T) {
			p := New(func() (io.ReadWriteCloser, error) { return nil, err }, Options{})
			ctx, stop := context.WithCancel(t.Context())
			var states []State
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				_ = p.Run(ctx, func(s State) { states = append(states, s) })
			}()
			time.Sleep(time.Minute)
			got, e := p.Print(t.Context(), "1", small())
			var refusal *Error
			if got != NotPrinted || !errors.As(e, &refusal) || refusal.Code != code {
				t.Errorf("Print = %s, %v, want %s", got, e, code)
			}
			stop()
			<-ended
			if len(states) != 1 || states[0].Fault != code {
				t.Errorf("states = %v, want %s once", states, code)
			}
		})
	}
}

func TestPulledAndPluggedIn(t *testing.T) {
	inOffice(t, simulator.PrinterOptions{}, cutter(), func(o *office) {
		time.Sleep(time.Second)
		o.pull(true)
		time.Sleep(time.Minute)
		if got := o.faults(); !slices.Equal(got, []string{FaultPortGone}) {
			t.Errorf("faults = %v, want only %s", got, FaultPortGone)
		}
		o.pull(false)
		time.Sleep(6 * time.Second)
		if got := o.last(); !got.Online {
			t.Errorf("state = %+v, want on line", got)
		}
		o.expect("1", small(), Printed, "")
	})
}
