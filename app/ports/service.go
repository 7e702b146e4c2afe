// Package ports knows the devices at this station's ports: one owner for each port, how each device does, and what went over its wire lately. What the
// devices say it passes on: cards to the card desk, signals to the register. It knows no protocol and no rule of the work.
package ports

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"jiezhan/devices/idcard"
	"jiezhan/devices/serial"
	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Register takes what receivers deliver; *station.Station is one.
type Register interface {
	Execute(ctx context.Context, actor ledger.Actor, requestID string, c ledger.Command) (ledger.Outcome, error)
	View(ctx context.Context, read func(store.Query) error) error
	Identity() station.Identity
}

// Cards take what happens at the card reader; *carddesk.Desk is one.
type Cards interface {
	Handle(e idcard.Event)
	// Expect says whether there is a reader to wait for. Where there is none any more, its card is forgotten.
	Expect(reader bool)
}

// Options are the parts of a Service. All are needed but the last four.
type Options struct {
	// Plan is the devices of the configuration file, at work until the screen sets others.
	Plan Plan
	// Folder keeps the devices that the screen sets.
	Folder string
	// Write writes a small file whole or not at all, readable by the station alone.
	Write    func(path string, content []byte) error
	Register Register
	Cards    Cards
	NewID    func() string
	Log      *slog.Logger
	// Tell hears of every change of a device's state. It must not block.
	Tell func(d Device)

	// Hall stands on test tickets.
	Hall string
	// Now stamps what happens; time.Now where nil. Open and Ports are those of devices/serial where nil.
	Now   func() time.Time
	Open  func(serial.Settings) (io.ReadWriteCloser, error)
	Ports func() ([]serial.PortInfo, error)
}

func (o Options) complete() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Open == nil {
		o.Open = serial.OpenWith
	}
	if o.Ports == nil {
		o.Ports = serial.Ports
	}
	return o
}

// The sources of a station's devices.
const (
	FromFile   = "file"
	FromScreen = "screen"
)

var (
	// ErrUnknown is the error of asking for a device that there is not.
	ErrUnknown = errors.New("there is no such device")
	// ErrWrongKind is the error of asking a device for what its kind does not do.
	ErrWrongKind = errors.New("this kind of device does not do that")
	// ErrNotKept is the error of a change that could not be written down. The devices stay as they are.
	ErrNotKept = errors.New("the devices could not be written down")
	// ErrStopped is the error of a change while the station stops.
	ErrStopped = errors.New("the station stops")
)

// Service works with the devices of a station.
type Service struct {
	options Options

	change  sync.Mutex    // held while devices are set up or taken away
	retired []string      // ids of devices that are gone; under change
	removed chan struct{} // a device was taken away

	mu      sync.Mutex
	source  string
	damage  error
	workers []*worker
	ctx     context.Context //nolint:containedctx // that of Run, under which devices work that are set up later; nil before and after
}

// New makes a service of the devices set on the screen or, where there never were any, those of the configuration. Nothing is opened before Run.
func New(o Options) *Service {
	s := &Service{options: o.complete(), source: FromFile, removed: make(chan struct{}, 1)}
	plan, found, err := load(s.path())
	switch {
	case err != nil:
		s.damage = err
		s.options.Log.Error("the devices set on the screen cannot be read; those of the configuration are used", "error", err)
		plan = o.Plan
	case found:
		s.source = FromScreen
	default:
		plan = o.Plan
	}
	s.retired = plan.Retired
	for _, spec := range plan.Devices() {
		s.workers = append(s.workers, s.newWorker(spec))
	}
	s.expectReader()
	return s
}

// File is the name of the file in the data folder that holds the devices set on the screen.
const File = "devices.toml"

func (s *Service) path() string { return filepath.Join(s.options.Folder, File) }

// Run works with the devices until ctx ends and every port is closed.
func (s *Service) Run(ctx context.Context) {
	s.mu.Lock()
	s.ctx = ctx
	for _, w := range s.workers {
		w.start(ctx)
	}
	s.mu.Unlock()
	s.sweep(ctx)
	s.change.Lock()
	defer s.change.Unlock()
	s.mu.Lock()
	s.ctx = nil
	workers := slices.Clone(s.workers)
	s.mu.Unlock()
	for _, w := range workers {
		w.stop()
	}
}

// Source tells where the devices come from, FromFile or FromScreen, and why those set on the screen could not be read, if so.
func (s *Service) Source() (source string, damage error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.source, s.damage
}

// List is every device and how it does.
func (s *Service) List() []Device {
	s.mu.Lock()
	defer s.mu.Unlock()
	devices := make([]Device, len(s.workers))
	for i, w := range s.workers {
		devices[i] = w.device()
	}
	return devices
}

// Find is the device of an id.
func (s *Service) Find(id string) (Device, bool) {
	w, found := s.worker(id)
	if !found {
		return Device{}, false
	}
	return w.device(), true
}

// Traffic is what went over a device's wire after the chunk with that number, the number to ask with next, and whether chunks between are not kept
// any more. Card data is masked.
func (s *Service) Traffic(id string, after uint64) (chunks []Chunk, next uint64, dropped bool, err error) {
	w, found := s.worker(id)
	if !found {
		return nil, 0, false, ErrUnknown
	}
	chunks, next, dropped = w.traffic.after(after)
	return chunks, next, dropped, nil
}

func (s *Service) worker(id string) (*worker, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, w := range s.workers {
		if w.id() == id {
			return w, true
		}
	}
	return nil, false
}

// expectReader tells the card desk whether there is a reader.
func (s *Service) expectReader() {
	s.options.Cards.Expect(slices.ContainsFunc(s.workers, func(w *worker) bool { return w.kind() == IDCard }))
}

// PortInfo is a serial port of this machine and the id of the device set up at it, if any.
type PortInfo struct {
	serial.PortInfo
	UsedBy string
}

// SerialPorts lists the serial ports there are.
func (s *Service) SerialPorts() ([]PortInfo, error) {
	found, err := s.options.Ports()
	if err != nil {
		return nil, err
	}
	ports := make([]PortInfo, len(found))
	for i, p := range found {
		ports[i] = PortInfo{PortInfo: p}
		for _, d := range s.List() {
			if d.Spec.Port != "" && (portKey(d.Spec.Port) == portKey(p.Path) || portKey(d.Spec.Port) == portKey(p.Device)) {
				ports[i].UsedBy = d.Spec.ID
			}
		}
	}
	return ports, nil
}
