package idcard_test

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"net"
	"slices"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

func TestReadyTellsTheModule(t *testing.T) {
	atDesk(t, simulator.Options{Serial: 3000000000}, idcard.Options{}, func(t *testing.T, d *desk) {
		<-time.After(time.Second)
		events := d.news()
		if len(events) != 1 || events[0].Kind != idcard.EventReady {
			t.Fatalf("events = %q, want ready", brief(events))
		}
		if got, want := events[0].SAMID, "05.01-20120911-0000123456-3000000000"; got != want {
			t.Errorf("module id = %q, want %q", got, want)
		}
		if events[0].At.IsZero() {
			t.Error("the event has no time")
		}
	})
}

func TestBrokenModule(t *testing.T) {
	tests := map[simulator.Fault]string{
		simulator.SelfTestFailed: "fault reader.self_test_failed",
		simulator.NotAuthorised:  "fault reader.not_authorised",
		simulator.Silence:        "fault reader.silent",
		simulator.BadChecksum:    "fault reader.silent",
	}
	for fault, want := range tests {
		t.Run(string(fault)+" from the start", func(t *testing.T) {
			var first sync.Once // the module is broken before its first answer
			broken := simulator.Options{OnRequest: func(r *simulator.IDCardReader, _ idcard.Command) { first.Do(func() { r.SetFault(fault) }) }}
			atDesk(t, broken, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Minute, want)
				if got := d.module.Requests(idcard.Reset); got != 0 {
					t.Errorf("resets = %d, want none", got)
				}
				d.module.SetFault(simulator.Sound)
				d.after(t, 10*time.Second, "ready")
			})
		})
		t.Run(string(fault)+" with a card on it", func(t *testing.T) {
			atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Place(simulator.NewCardImage(sample()))
				d.after(t, time.Second, "placed", "read 范示例")
				d.module.SetFault(fault)
				d.after(t, time.Minute, "removed", want)
			})
		})
	}
}

func TestPortVanishesAndComesBack(t *testing.T) {
	atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		d.module.Place(simulator.NewCardImage(sample()))
		d.after(t, time.Second, "placed", "read 范示例")
		d.pull()
		d.after(t, time.Second/2, "removed", "fault reader.gone")
		before := d.tries()
		d.after(t, 10*time.Minute)
		if tries := d.tries() - before; tries < 100 || tries > 130 {
			t.Errorf("open was tried %d times in ten minutes, want about 120", tries)
		}
		d.module.Remove()
		d.plug()
		d.after(t, 7*time.Second, "ready")
		d.module.Place(simulator.NewCardImage(other()))
		d.after(t, time.Second, "placed", "read 样本·例")
	})
}

func TestAnotherReaderIsNoticed(t *testing.T) {
	atDesk(t, simulator.Options{Serial: 1}, idcard.Options{}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		d.pull()
		d.after(t, time.Second/2, "fault reader.gone")
		d.mu.Lock()
		d.module = simulator.NewIDCardReader(simulator.Options{Serial: 2})
		d.mu.Unlock()
		d.plug()
		d.after(t, 7*time.Second, "ready reader.changed")
	})
}

func TestPortThatDoesNotOpen(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string
	}{
		"missing":       {&fs.PathError{Op: "open", Path: "/dev/none", Err: syscall.ENOENT}, "fault reader.not_found"},
		"forbidden":     {&fs.PathError{Op: "open", Path: "/dev/none", Err: syscall.EACCES}, "fault reader.no_permission"},
		"held by other": {syscall.EBUSY, "fault reader.busy"},
		"anything else": {errors.New("baud rate"), "fault reader.cannot_open"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				d := &desk{}
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				reader := idcard.NewReader(func() (io.ReadWriteCloser, error) { return nil, tt.err }, idcard.Options{})
				if err := reader.Run(ctx, d.note); !errors.Is(err, context.DeadlineExceeded) {
					t.Errorf("Run = %v, want %v", err, context.DeadlineExceeded)
				}
				if got := brief(d.news()); len(got) != 1 || got[0] != tt.want {
					t.Errorf("events = %q, want %q", got, tt.want)
				}
			})
		})
	}
}

// TestRunEndsWhileAWriteHangs: a driver that takes no bytes must not keep the station from stopping.
func TestRunEndsWhileAWriteHangs(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		near, far := net.Pipe() // nobody reads far
		defer far.Close()
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		defer cancel()
		reader := idcard.NewReader(func() (io.ReadWriteCloser, error) { return near, nil }, idcard.Options{})
		if err := reader.Run(ctx, func(idcard.Event) {}); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("Run = %v, want %v", err, context.DeadlineExceeded)
		}
	})
}

// TestEmptyReadsDoNotSpin: a port whose reads return nothing at once costs no more than a hundred reads a second.
func TestEmptyReadsDoNotSpin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &emptyPort{}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		reader := idcard.NewReader(func() (io.ReadWriteCloser, error) { return p, nil }, idcard.Options{})
		_ = reader.Run(ctx, func(idcard.Event) {}) // ends with its context
		synctest.Wait()
		if n := p.reads.Load(); n > 1100 {
			t.Errorf("reads in 10 s = %d, want at most 1100", n)
		}
	})
}

type emptyPort struct{ reads atomic.Int64 }

func (p *emptyPort) Read([]byte) (int, error)    { p.reads.Add(1); return 0, nil }
func (p *emptyPort) Write(b []byte) (int, error) { return len(b), nil }
func (p *emptyPort) Close() error                { return nil }

func TestDetect(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		module := simulator.NewIDCardReader(simulator.Options{})
		dead := simulator.NewIDCardReader(simulator.Options{})
		dead.SetFault(simulator.Silence)
		open := func(baud int) (io.ReadWriteCloser, error) {
			near, far := net.Pipe()
			device := dead
			if baud == 19200 {
				device = module
			}
			go func() { _ = device.Serve(context.Background(), far) }() // ends when near is closed
			return near, nil
		}
		if got, err := idcard.Detect(t.Context(), open); got != 19200 || err != nil {
			t.Errorf("Detect = %d, %v, want 19200", got, err)
		}
		module.SetFault(simulator.Silence)
		if _, err := idcard.Detect(t.Context(), open); !errors.Is(err, idcard.ErrNoModule) {
			t.Errorf("Detect with a silent module: %v, want %v", err, idcard.ErrNoModule)
		}
	})
}

// TestModuleThatAnswersOddly forces one status on one command and waits a minute.
func TestModuleThatAnswersOddly(t *testing.T) {
	tests := map[string]struct {
		command idcard.Command
		sw      byte
		times   int
		want    []string // after ready; the first events suffice where a fault comes and goes
		resets  bool
	}{
		"busy once":                   {idcard.FindCard, 0x47, 1, nil, false},
		"busy twice":                  {idcard.FindCard, 0x24, 2, []string{"fault reader.module_failed", "ready"}, true},
		"misheard twice":              {idcard.FindCard, 0x10, 2, nil, false},
		"misheard for ever":           {idcard.FindCard, 0x11, 0, []string{"fault reader.unexpected_answer", "ready"}, true},
		"unknown status now and then": {idcard.FindCard, 0x50, 4, nil, false},
		"unknown status for ever":     {idcard.FindCard, 0x51, 0, []string{"fault reader.unexpected_answer", "ready"}, true},
		"find refused":                {idcard.FindCard, 0x21, 0, []string{"fault reader.unexpected_answer", "ready"}, true},
		"select's answer to find":     {idcard.FindCard, 0x90, 1, nil, false},
		"self-test fails in service":  {idcard.FindCard, 0x60, 1, []string{"fault reader.self_test_failed", "ready"}, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
				d.after(t, time.Second, "ready")
				d.module.Force(tt.command, tt.sw, tt.times)
				<-time.After(time.Minute)
				got := brief(d.news())
				if len(got) < len(tt.want) || !slices.Equal(got[:len(tt.want)], tt.want) || len(tt.want) == 0 && len(got) > 0 {
					t.Errorf("events = %q, want %q", got, tt.want)
				}
				if resets := d.module.Requests(idcard.Reset) > 0; resets != tt.resets {
					t.Errorf("the module was reset: %t, want %t", resets, tt.resets)
				}
			})
		})
	}
}

func TestModuleWithoutAnID(t *testing.T) {
	for name, force := range map[string]func(*simulator.IDCardReader){
		"refused": func(m *simulator.IDCardReader) { m.Force(idcard.ModuleID, 0x21, 0) },
		"empty":   func(m *simulator.IDCardReader) { m.Force(idcard.ModuleID, 0x50, 0) },
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				module := simulator.NewIDCardReader(simulator.Options{})
				force(module)
				d := &desk{module: module}
				ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
				defer cancel()
				_ = idcard.NewReader(d.open, idcard.Options{}).Run(ctx, d.note) // ends with its context
				d.pull()
				d.serving.Wait()
				if events := d.news(); len(events) != 1 || events[0].Kind != idcard.EventReady || events[0].SAMID != "" {
					t.Errorf("events = %q, want ready without an id", brief(events))
				}
			})
		})
	}
}

// TestModuleThatOnlyKnowsItsStatus: an id that never comes makes the port suspect.
func TestModuleThatOnlyKnowsItsStatus(t *testing.T) {
	deaf := func(module *simulator.IDCardReader, c idcard.Command) {
		module.SetFault(simulator.Sound)
		if c == idcard.ModuleID {
			module.SetFaultFor(simulator.Silence, 1)
		}
	}
	atDesk(t, simulator.Options{OnRequest: deaf}, idcard.Options{}, func(t *testing.T, d *desk) {
		d.after(t, time.Minute, "fault reader.silent")
		if d.tries() < 3 {
			t.Errorf("the port was opened %d times in a minute, want more", d.tries())
		}
	})
}

// TestSelfTestFailsAsTheCardIsRead: the fault of the module ends the placement before it is told.
func TestSelfTestFailsAsTheCardIsRead(t *testing.T) {
	atDesk(t, simulator.Options{}, idcard.Options{}, func(t *testing.T, d *desk) {
		d.after(t, time.Second, "ready")
		d.module.Force(idcard.ReadCard, 0x66, 1)
		d.module.Place(simulator.NewCardImage(sample()))
		d.after(t, 5*time.Second, "placed", "removed", "fault reader.not_authorised", "ready", "placed", "read 范示例")
	})
}
