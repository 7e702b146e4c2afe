package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/calendar"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// RegistryOptions say how large the register is and where it lies.
type RegistryOptions struct {
	// Program is this program, which is started as a station.
	Program       string
	People, Rooms int
	// Folder keeps the register for the next run; where it is empty, one in the current folder is removed afterwards.
	Folder string
	// Questions is how many of each kind are asked.
	Questions int
	Now       func() time.Time
	// Progress hears the key of what is being done; see app/text.
	Progress func(step string)
}

// RegistryReport is what was measured.
type RegistryReport struct {
	Machine      string  `json:"machine"`
	Processors   int     `json:"processors"`
	People       int     `json:"people"`
	Rooms        int     `json:"rooms"`
	FileBytes    int64   `json:"file_bytes"`
	BuildSeconds float64 `json:"build_seconds"`
	// Writes is how many registrations a second were committed while two readers asked, and WriteP99 how long each took.
	Writes   float64 `json:"writes_per_second"`
	WriteP99 Millis  `json:"write_p99_ms"`
	// RSS is the memory of the station's process in bytes; 0 where the system does not tell.
	RSS   int64   `json:"rss"`
	Kinds []Asked `json:"kinds"`
}

// registryRun is one measurement under way.
type registryRun struct {
	RegistryOptions
	street *street
	site   *Site
	report RegistryReport
}

// The account that asks through HTTP.
const benchLogin, benchPassword = "bench", "invented people 1"

// Registry builds a register of invented people where there is none yet, and measures every kind of question on it.
func Registry(ctx context.Context, o RegistryOptions) (RegistryReport, error) {
	r := &registryRun{RegistryOptions: o, report: RegistryReport{Machine: machine(), Processors: processors(), People: o.People, Rooms: o.Rooms}}
	temporary := o.Folder == ""
	if temporary {
		var err error
		if r.Folder, err = os.MkdirTemp(".", "jiezhan-registry-"); err != nil {
			return RegistryReport{}, err
		}
	}
	err := r.measure(ctx)
	if r.site != nil {
		r.site.Stop()
	}
	if temporary {
		err = errors.Join(err, os.RemoveAll(r.Folder))
	}
	return r.report, err
}

func (r *registryRun) measure(ctx context.Context) error {
	for _, step := range []struct {
		key string
		do  func(context.Context) error
	}{{"build", r.build}, {"cold", r.cold}, {"warm", r.warm}, {"busy", r.busy}, {"http", r.http}} {
		if err := ctx.Err(); err != nil {
			return err
		}
		r.Progress(step.key)
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.key, err)
		}
	}
	return nil
}

func (r *registryRun) file() string { return filepath.Join(r.Folder, "data", "station.db") }

func (r *registryRun) build(ctx context.Context) error {
	r.street = layStreet(r.Rooms)
	had := readBuilt(r.Folder)
	if had.Version != sampleVersion() || had.People != r.People || had.Rooms != r.Rooms {
		var err error
		if had, err = r.buildAnew(ctx); err != nil {
			return err
		}
	} else if err := r.prepare(had); err != nil {
		return err
	}
	r.report.BuildSeconds = had.Seconds
	r.street.tree = nil // as large as all the rest
	info, err := os.Stat(r.file())
	if err == nil {
		r.report.FileBytes = info.Size()
	}
	return err
}

// buildAnew founds an office with one account, and fills its register while it is stopped.
func (r *registryRun) buildAnew(ctx context.Context) (built, error) {
	b := built{Version: sampleVersion(), People: r.People, Rooms: r.Rooms}
	err := errors.Join(os.RemoveAll(filepath.Join(r.Folder, "data")), removeBuilt(r.Folder))
	for _, address := range []*string{&b.HTTP, &b.Peers} {
		if err == nil {
			*address, err = FreePort("127.0.0.1")
		}
	}
	if err != nil {
		return b, err
	}
	if err := r.prepare(b); err != nil {
		return b, err
	}
	if err := r.found(ctx); err != nil {
		return b, err
	}
	from := r.Now()
	if err := r.street.fill(r.file(), r.People); err != nil {
		return b, err
	}
	b.Seconds = r.Now().Sub(from).Seconds()
	return b, b.write(r.Folder)
}

func (r *registryRun) prepare(b built) (err error) {
	r.site, err = NewSite(1, &Site{Program: r.Program, Folder: r.Folder, HTTP: b.HTTP, Peers: b.Peers})
	return err
}

func (r *registryRun) found(ctx context.Context) error {
	if err := r.site.Found(); err != nil {
		return err
	}
	if err := r.start(ctx); err != nil {
		return err
	}
	defer r.site.Stop()
	hash, err := staff.HashPassword(benchPassword, staff.KioskCost())
	if err != nil {
		return err
	}
	return r.site.Must(NewCommand(uuid.NewString(), staff.CreateAccount{Login: benchLogin, Name: "测量", Role: staff.Clerk, PasswordHash: hash}))
}

func (r *registryRun) start(ctx context.Context) error {
	if err := r.site.Start(); err != nil {
		return err
	}
	return until(ctx, r.Now, "station that leads", func() bool { return r.site.State().Leader != "" })
}

func (r *registryRun) asker(find func(string) (int, error)) asker {
	return asker{street: r.street, people: r.People, now: r.Now, find: find}
}

// coldEach is how many questions of a kind are asked with nothing in memory.
const coldEach = 15

// cold asks every question of a register that was just opened, and whose pages the system was asked to forget.
func (r *registryRun) cold(ctx context.Context) error {
	find := func(text string) (int, error) {
		db, err := store.Open(r.file(), store.Replayable)
		if err != nil {
			return 0, err
		}
		hits, err := inProcess(ctx, db, r.today())(text)
		return hits, errors.Join(err, db.Close())
	}
	asker := r.asker(find)
	for _, kind := range questions() {
		all := samples{kind: kind}
		for i := range coldEach {
			if err := forget(r.file()); err != nil {
				return err
			}
			one, err := asker.ask(kind, i, 1)
			if err != nil {
				return err
			}
			all.join(one)
		}
		r.report.Kinds = append(r.report.Kinds, all.asked("cold"))
	}
	return nil
}

func (r *registryRun) today() calendar.Date { return calendar.On(r.Now()) }

// warm asks one question after the other, once the system has the file in memory, as where a station has worked for some days.
func (r *registryRun) warm(ctx context.Context) error {
	if err := remember(r.file()); err != nil {
		return err
	}
	return r.inProcess(ctx, "warm", 1)
}

// remember reads a file from end to end. Nobody in this process may have it open as a register: closing it would give up its locks.
func remember(file string) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, f)
	return errors.Join(err, f.Close())
}

func (r *registryRun) inProcess(ctx context.Context, way string, readers int) (err error) {
	db, err := store.Open(r.file(), store.Replayable)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	asker := r.asker(inProcess(ctx, db, r.today()))
	for _, kind := range questions() {
		asked, err := asker.readers(readers, kind, r.Questions)
		if err != nil {
			return err
		}
		r.report.Kinds = append(r.report.Kinds, asked.asked(way))
	}
	return nil
}

// busy has two readers ask while the station takes one registration after the other.
func (r *registryRun) busy(ctx context.Context) error {
	if err := r.start(ctx); err != nil {
		return err
	}
	done, written := make(chan struct{}), make(chan error)
	var rate Rate
	go func() {
		over := func(time.Duration) bool {
			select {
			case <-done:
				return true
			default:
				return false
			}
		}
		n := 0
		var err error
		rate, err = hammer(1, over, r.Now, func() error {
			n++
			return r.register(n)
		})
		written <- err
	}()
	err := r.inProcess(ctx, "busy", 2)
	close(done)
	err = errors.Join(err, <-written)
	r.report.Writes, r.report.WriteP99 = rate.PerSecond, rate.P99
	return err
}

// register takes down a registration of somebody new; who is in the register since an earlier run is refused, which writes as well.
func (r *registryRun) register(n int) error {
	c := Registration(n)
	c.RoomID = r.street.places[n%len(r.street.places)].RoomID
	a, err := r.site.Execute(NewCommand(uuid.NewString(), c))
	if err == nil && a.Error != "" {
		err = errors.New(a.Error)
	}
	return err
}
