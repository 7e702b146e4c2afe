package bulk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

const (
	// keep is how long the folder of a job stays, whatever became of it.
	keep = 7 * 24 * time.Hour
	// sweepEvery is how often old folders are looked for.
	sweepEvery = time.Hour
	// MaxPart is the largest part of a file sent at once, in bytes.
	MaxPart = 1 << 20
)

// Register is the part of a station that a job works with.
type Register interface {
	View(ctx context.Context, read func(store.Query) error) error
	Execute(ctx context.Context, actor ledger.Actor, requestID string, c ledger.Command) (ledger.Outcome, error)
	Now() time.Time
}

// Options are what the works are made of.
type Options struct {
	// Folder is where the jobs lie, one folder each; files in it are for this account alone.
	Folder   string
	Register Register
	Kinds    []Kind
	// Write replaces a file so that it survives a power cut.
	Write func(path string, content []byte) error
	// Wall measures how long things take.
	Wall func() time.Time
	// Tell hears when a job is in another state, or waits for something else.
	Tell func(Job)
	Log  *slog.Logger
	// Retry is the pause before a piece is tried again that could not be decided; two seconds where left empty.
	Retry time.Duration
}

// Works keeps the jobs and does them one after the other.
type Works struct {
	Options
	wake chan struct{}

	mu   sync.Mutex
	jobs map[string]Job
}

// Errors of the works; the codes travel.
var (
	ErrUnknown = errors.New("bulk.job_unknown")
	ErrKind    = errors.New("bulk.kind_unknown")
	ErrState   = errors.New("bulk.wrong_state")
	ErrPart    = errors.New("bulk.part_missing") // an earlier part has not arrived
	ErrSize    = errors.New("file.too_large")
)

// Open reads the jobs that are there. Run does them.
func Open(o Options) (*Works, error) {
	if o.Retry == 0 {
		o.Retry = 2 * time.Second
	}
	w := &Works{Options: o, wake: make(chan struct{}, 1), jobs: map[string]Job{}}
	if err := os.MkdirAll(o.Folder, 0o700); err != nil {
		return nil, fmt.Errorf("folder of the jobs: %w", err)
	}
	entries, err := os.ReadDir(o.Folder)
	if err != nil {
		return nil, fmt.Errorf("list jobs: %w", err)
	}
	for _, e := range entries {
		j, err := readJob(w.folder(e.Name()))
		if err != nil || j.ID != e.Name() { // broken off before it began, or damaged: nobody can go on with it
			o.Log.Warn("a job that cannot be read is removed", "job", e.Name(), "error", err)
			if err := os.RemoveAll(w.folder(e.Name())); err != nil {
				return nil, fmt.Errorf("remove job: %w", err)
			}
			continue
		}
		if info, err := os.Stat(filepath.Join(w.folder(j.ID), upload)); err == nil {
			j.Received = info.Size() // the parts are not counted on disk one by one
		}
		if j.State == Uploading && j.Received == j.Size {
			j.State = Checking
		}
		w.jobs[j.ID] = j
	}
	return w, nil
}

func (w *Works) folder(id string) string { return filepath.Join(w.Folder, id) }

// Kind finds a kind by name.
func (w *Works) Kind(name string) (Kind, bool) {
	for _, k := range w.Kinds {
		if k.Name == name {
			return k, true
		}
	}
	return Kind{}, false
}

// Jobs lists all jobs, the latest first.
func (w *Works) Jobs() []Job {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := make([]Job, 0, len(w.jobs))
	for _, j := range w.jobs {
		list = append(list, j)
	}
	slices.SortFunc(list, func(a, b Job) int {
		if c := b.CreatedAt.Compare(a.CreatedAt); c != 0 {
			return c
		}
		return strings.Compare(a.ID, b.ID)
	})
	return list
}

// Job finds one job.
func (w *Works) Job(id string) (Job, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	j, known := w.jobs[id]
	if !known {
		return Job{}, ErrUnknown
	}
	return j, nil
}

// put keeps a job, and wakes who works on it.
func (w *Works) put(j Job) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.keepLocked(j)
}

// advance keeps what the worker knows of a job, unless a person has moved it on meanwhile; then it answers false.
func (w *Works) advance(from State, j Job) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now, known := w.jobs[j.ID]; !known || now.State != from {
		return false, nil
	}
	return true, w.keepLocked(j)
}

// show is advance without the disk.
func (w *Works) show(from State, j Job) (bool, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now, known := w.jobs[j.ID]; !known || now.State != from {
		return false, nil
	}
	w.setLocked(j)
	return true, nil
}

func (w *Works) keepLocked(j Job) error {
	text, err := encode(j)
	if err != nil {
		return err
	}
	if err := w.Write(filepath.Join(w.folder(j.ID), jobFile), text); err != nil {
		return fmt.Errorf("keep job: %w", err)
	}
	w.setLocked(j)
	return nil
}

// setLocked lets pages see the job, and tells of it where it stands elsewhere now.
func (w *Works) setLocked(j Job) {
	j.Codes, j.First = maps.Clone(j.Codes), slices.Clone(j.First) // the worker goes on with its own
	before := w.jobs[j.ID]
	w.jobs[j.ID] = j
	if before.State != j.State || before.Waits != j.Waits {
		w.nudge()
		w.Tell(j)
	}
}

func (w *Works) nudge() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// Run does the jobs until ctx ends. What is left is done by the next Run.
func (w *Works) Run(ctx context.Context) {
	sweep := time.NewTicker(sweepEvery)
	defer sweep.Stop()
	for {
		w.sweep()
		for j, found := w.next(); found && ctx.Err() == nil; j, found = w.next() {
			if err := w.work(ctx, j); err != nil && ctx.Err() == nil {
				w.fail(j, err)
			}
			w.sweep()
		}
		select {
		case <-w.wake:
		case <-sweep.C:
		case <-ctx.Done():
			return
		}
	}
}

// next is the oldest job with work to do; what was to be imported goes before what is to be judged.
func (w *Works) next() (Job, bool) {
	jobs := w.Jobs()
	for _, state := range []State{Importing, Checking} {
		for _, j := range slices.Backward(jobs) {
			if j.State == state {
				return j, true
			}
		}
	}
	return Job{}, false
}

func (w *Works) work(ctx context.Context, j Job) error {
	kind, known := w.Kind(j.Kind)
	if !known {
		return ErrKind
	}
	if j.State == Importing {
		return w.bring(ctx, kind, j)
	}
	return w.check(ctx, kind, j)
}

// fail ends a job that cannot go on, as where the disk is full.
func (w *Works) fail(j Job, err error) {
	w.Log.Error("bulk job", "job", j.ID, "error", err)
	from := j.State
	if now, lost := w.Job(j.ID); lost == nil {
		j = now
	}
	j.State, j.Fault, j.EndedAt = Failed, "bulk.failed", w.Register.Now().UTC()
	if _, err := w.advance(from, j); err != nil {
		w.Log.Error("bulk job", "job", j.ID, "error", err)
		w.mu.Lock()
		w.jobs[j.ID] = j // in memory at least, so that it is not tried without end
		w.mu.Unlock()
	}
}

// sweep removes the files of jobs that are over and everything of those that are old.
func (w *Works) sweep() {
	now := w.Register.Now()
	for _, j := range w.Jobs() {
		var err error
		switch {
		case now.Sub(j.CreatedAt) > keep && j.State != Importing:
			err = os.RemoveAll(w.folder(j.ID))
			w.mu.Lock()
			delete(w.jobs, j.ID)
			w.mu.Unlock()
		case j.State == Cancelled:
			err = forget(w.folder(j.ID), upload, goodFile, badFile)
		case j.State.over():
			err = forget(w.folder(j.ID), upload, goodFile)
		}
		if err != nil {
			w.Log.Error("remove files of a job", "job", j.ID, "error", err)
		}
	}
}
