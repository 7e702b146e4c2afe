package ports

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/devices/idcard"
	"jiezhan/devices/serial"
	"jiezhan/devices/simulator"
	"jiezhan/station"
	"jiezhan/station/alarm"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// books are a register that decides at once, or fails as told.
type books struct {
	db      *store.DB
	machine *ledger.Machine

	mu    sync.Mutex
	index uint64
	fail  error
	lost  int      // answers that get lost: the command is decided, and nobody is told
	kinds []string // of the commands decided
	calls int
}

var errFull = errors.New("no space left on device")

func openBooks(tb testing.TB) *books {
	tb.Helper()
	db, err := store.Open(filepath.Join(tb.TempDir(), "station.db"), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := db.Close(); err != nil {
			tb.Error(err)
		}
	})
	machine, err := ledger.Open(db, []ledger.Slice{alarm.Slice()}, func(uint64, []ledger.Change) {})
	if err != nil {
		tb.Fatal(err)
	}
	return &books{db: db, machine: machine}
}

func (b *books) Execute(_ context.Context, actor ledger.Actor, requestID string, c ledger.Command) (ledger.Outcome, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.calls++
	if b.fail != nil {
		return ledger.Outcome{}, b.fail
	}
	b.index++
	stamp := ledger.Stamp{RequestID: requestID, Station: "s1", Actor: actor, At: time.Now().UTC().Truncate(time.Millisecond), ID: uuid.NewString()}
	envelope, err := b.machine.Kinds().Seal(c, stamp)
	if err != nil {
		return ledger.Outcome{}, err
	}
	outcomes, err := b.machine.Apply([]ledger.Entry{{Index: b.index, Envelopes: []ledger.Envelope{envelope}}})
	if err != nil {
		return ledger.Outcome{}, err
	}
	b.kinds = append(b.kinds, c.Kind())
	if _, signals := c.(alarm.RecordSignals); signals && b.lost > 0 {
		b.lost--
		return ledger.Outcome{}, station.ErrUncertain
	}
	return outcomes[0][0], nil
}

func (b *books) View(ctx context.Context, read func(store.Query) error) error {
	return b.db.View(ctx, read)
}

func (b *books) Identity() station.Identity { return station.Identity{ID: "s1"} }

func (b *books) set(fail error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.fail = fail
}

func (b *books) called() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.calls
}

// items are the lines of the list of alarms, as event, account and count.
func (b *books) items(tb testing.TB) []string {
	tb.Helper()
	var lines []string
	err := b.View(tb.Context(), func(q store.Query) error {
		page, err := alarm.Live(q, alarm.LiveQuery{Limit: 100})
		for _, i := range page.Items {
			lines = append(lines, fmt.Sprint(i.Event, " ", i.Account, " ", i.Count))
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return lines
}

// receivers are the receivers of the register, as port, state and fault.
func (b *books) receivers(tb testing.TB) string {
	tb.Helper()
	var lines []string
	err := b.View(tb.Context(), func(q store.Query) error {
		all, err := alarm.Receivers(q)
		for _, r := range all {
			lines = append(lines, fmt.Sprint(r.Port, " ", r.Name, " ", r.State, " ", r.Fault))
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return fmt.Sprint(lines)
}

// desk is a card desk that remembers.
type desk struct {
	mu     sync.Mutex
	reader bool
	said   []bool // by Expect
	events []idcard.Event
}

func (d *desk) Handle(e idcard.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.events = append(d.events, e)
}

func (d *desk) Expect(reader bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reader, d.said = reader, append(d.said, reader)
}

func (d *desk) expects() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.reader
}

// rack is a set of ports in memory, each with a device behind it while it is plugged in.
type rack struct {
	mu      sync.Mutex
	devices map[string]simulator.Device
	ends    map[string]io.Closer // of open ports
	opened  map[string]int
	rates   map[string]int // at which devices listen; others take any
}

func newRack() *rack {
	return &rack{devices: map[string]simulator.Device{}, ends: map[string]io.Closer{}, opened: map[string]int{}, rates: map[string]int{}}
}

func (r *rack) plug(path string, device simulator.Device) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.devices[path] = device
}

func (r *rack) unplug(path string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.devices, path)
	if end := r.ends[path]; end != nil {
		_ = end.Close() // in memory nothing fails
	}
}

func (r *rack) open(s serial.Settings) (io.ReadWriteCloser, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	device, there := r.devices[s.Path]
	if !there {
		return nil, fs.ErrNotExist
	}
	near, far := simulator.NullModem()
	if rate, only := r.rates[s.Path]; only && rate != s.Baud {
		device = deaf{}
	}
	r.ends[s.Path] = near
	r.opened[s.Path]++
	go func() { _ = device.Serve(context.Background(), far) }() // ends when the near end is closed
	return near, nil
}

// slow makes a device listen at one rate only.
func (r *rack) slow(path string, baud int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.rates[path] = baud
}

// deaf is a device at another rate.
type deaf struct{}

func (deaf) Serve(_ context.Context, rw io.ReadWriter) error {
	_, err := io.Copy(io.Discard, rw)
	return err
}

func (r *rack) openings(path string) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.opened[path]
}

// hall is a service at work.
type hall struct {
	*Service
	tb     testing.TB
	books  *books
	desk   *desk
	rack   *rack
	folder string
	write  func(path string, content []byte) error
	told   chan Device
}

func openHall(tb testing.TB, plan Plan) *hall {
	tb.Helper()
	h := &hall{
		tb: tb, books: openBooks(tb), desk: &desk{}, rack: newRack(), folder: tb.TempDir(), told: make(chan Device, 256),
		write: func(path string, content []byte) error { return os.WriteFile(path, content, 0o600) },
	}
	h.make(plan)
	return h
}

// make makes the service of the folder, as a start of the station does.
func (h *hall) make(plan Plan) {
	h.Service = New(Options{
		Plan: plan, Folder: h.folder, Write: func(path string, content []byte) error { return h.write(path, content) }, Register: h.books, Cards: h.desk,
		NewID: uuid.NewString, Log: slog.New(slog.DiscardHandler), Tell: func(d Device) { h.told <- d }, Hall: "青松",
		Open: h.rack.open,
		Ports: func() ([]serial.PortInfo, error) {
			return []serial.PortInfo{{Path: "/dev/a", Device: "/dev/ttyUSB0"}}, nil
		},
	})
}

// start works with the devices until stop, which waits until every port is let go.
func (h *hall) start() (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		h.Run(ctx)
	}()
	for h.running() == nil {
		h.until("") // the first device has begun
	}
	return sync.OnceFunc(func() { cancel(); <-done })
}

// until waits for a device to be told as "id state fault"; an empty text takes any.
func (h *hall) until(want string) Device {
	h.tb.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case d := <-h.told:
			if got := fmt.Sprint(d.Spec.ID, " ", d.State, " ", d.Fault); want == "" || got == want {
				return d
			}
		case <-late:
			h.tb.Fatalf("%q was never told; devices = %+v", want, h.List())
		}
	}
}
