package ports

import (
	"context"
	"io"
	"sync"
	"time"

	"jiezhan/devices/serial"
)

// A worker works with one device: it runs its driver, counts, and knows how the device does.
type worker struct {
	service *Service
	traffic *traffic
	meter   meter
	driver  driver

	cancel context.CancelFunc // nil before start
	done   chan struct{}

	mu     sync.Mutex
	status Device // its Spec is what the device is set up as
	opened int64  // how often the port was opened
}

// A driver runs one kind of device under a worker until ctx ends.
type driver interface {
	run(ctx context.Context, w *worker)
}

func (s *Service) newWorker(spec Spec) *worker {
	w := &worker{service: s, traffic: newTraffic(s.options.Now), done: make(chan struct{})}
	w.status = Device{Spec: spec, State: Off, Since: s.options.Now()}
	switch spec.Kind {
	case IDCard:
		w.driver = &cardReader{}
	case Alarm:
		w.traffic.hide = hidesPeople(spec.Protocol)
		w.driver = newReceiver(w)
	case Printer:
		w.driver = newTicketPrinter(w)
	}
	return w
}

// start begins the work; stop ends it and waits until the port is let go.
func (w *worker) start(ctx context.Context) {
	ctx, w.cancel = context.WithCancel(ctx)
	w.become(Starting, "")
	go func() {
		defer close(w.done)
		w.driver.run(ctx, w)
	}()
}

func (w *worker) stop() {
	if w.cancel == nil {
		return
	}
	w.cancel()
	<-w.done
	if w.kind() == IDCard { // nobody can tell any more whose card lies there, or whether it still does
		w.service.options.Cards.Expect(false)
	}
	w.become(Off, "")
}

func (w *worker) now() time.Time { return w.service.options.Now() }

func (w *worker) setting() Spec {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.status.Spec
}

func (w *worker) id() string { return w.setting().ID }

func (w *worker) kind() Kind { return w.setting().Kind }

func (w *worker) rename(name string) {
	w.note(func(d *Device) { d.Spec.Name = name })
	if r, isReceiver := w.driver.(*receiver); isReceiver {
		r.renamed(w)
	}
}

// device is how the device does now.
func (w *worker) device() Device {
	w.mu.Lock()
	defer w.mu.Unlock()
	d := w.status
	d.Counters.BytesIn, d.Counters.BytesOut = w.meter.in.Load(), w.meter.out.Load()
	d.Counters.Reopened = max(0, w.opened-1)
	return d
}

// note changes what is known of the device.
func (w *worker) note(change func(d *Device)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	change(&w.status)
}

// did notes what the device did last.
func (w *worker) did(what string, took time.Duration, change func(c *Counters)) {
	w.note(func(d *Device) {
		d.LastAt, d.Last, d.Took = w.now(), what, took
		change(&d.Counters)
	})
}

// become changes the state, and tells of it where it is a change.
func (w *worker) become(state, fault string) {
	changed := false
	w.note(func(d *Device) {
		if changed = d.State != state || d.Fault != fault; changed {
			d.State, d.Fault, d.Since = state, fault, w.now()
		}
	})
	if changed {
		w.service.options.Tell(w.device())
	}
}

// open opens the device's serial port; told hears every piece of bytes that goes over it.
func (w *worker) open(rate int, told func(in bool, p []byte)) (io.ReadWriteCloser, error) {
	s := w.setting()
	port, err := w.service.options.Open(serial.Settings{Path: s.Port, Baud: rate, DataBits: s.DataBits, Parity: s.Parity, StopBits: s.StopBits})
	if err != nil {
		return nil, err
	}
	return w.tapped(port, told), nil
}

// tapped counts what goes over a port that was just opened.
func (w *worker) tapped(port io.ReadWriteCloser, told func(in bool, p []byte)) io.ReadWriteCloser {
	w.mu.Lock()
	w.opened++
	w.mu.Unlock()
	return tap{ReadWriteCloser: port, told: func(in bool, p []byte) {
		w.meter.count(in, len(p))
		told(in, p)
	}}
}
