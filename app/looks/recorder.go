// Package looks knows how looks at people's records reach the register: those that show data wait until they are recorded, lines of lists
// are gathered. It does not know what was shown.
package looks

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

const (
	// gather is how long the first line of a list waits for others, batch how many looks one command records.
	gather = 200 * time.Millisecond
	batch  = 64
	// Patience is how long a look may take to be recorded before the data is withheld.
	Patience = 4 * time.Second
	// pause is the wait between two attempts while looks cannot be recorded: while no station leads and this one has not yet taken itself for cut off.
	pause = time.Second
	// waiting bounds the lines of lists not recorded yet. When it is reached no list is shown any more.
	waiting = 8192
	// again is how long a repeated line of a list counts as the same look: a list on the screen is read anew with every change.
	again = 10 * time.Minute
	// remembered bounds the memory for that.
	remembered = 16384
)

// ErrNotRecorded says that a look could not be recorded, so that its data must not be shown.
var ErrNotRecorded = errors.New("the look was not recorded")

// Write records looks under a request id, as station.Execute does it.
type Write func(ctx context.Context, requestID string, c registry.RecordLooks) error

// Recorder gathers looks and records them.
type Recorder struct {
	write    Write
	now      func() time.Time
	newID    func() string
	log      *slog.Logger
	patience time.Duration

	wake chan struct{}

	mu     sync.Mutex
	listed []registry.Look // lines of lists, oldest first
	opened []request       // looks somebody waits for
	seen   map[line]time.Time
	closed bool
}

// request is a look that somebody waits for.
type request struct {
	looks []registry.Look
	done  chan error
}

// line is what makes two lines of lists the same look.
type line struct {
	actor, person, purpose string
}

// New makes a recorder; Run does its work. patience is how long a look may take, usually Patience.
func New(write Write, patience time.Duration, now func() time.Time, newID func() string, log *slog.Logger) *Recorder {
	return &Recorder{write: write, patience: patience, now: now, newID: newID, log: log, wake: make(chan struct{}, 1), seen: map[line]time.Time{}}
}

// Listed takes lines of a list, to be recorded soon. ErrNotRecorded says that too many are waiting already, as after a long time
// in which neither the office nor this station's own disk took them.
func (r *Recorder) Listed(looks ...registry.Look) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || len(r.listed)+len(looks) > waiting {
		return ErrNotRecorded
	}
	now := r.now()
	r.prune(now)
	for _, l := range looks {
		key := line{l.Actor.ID, l.PersonID, l.Purpose}
		if last, before := r.seen[key]; before && now.Before(last.Add(again)) {
			continue
		}
		r.seen[key] = now
		r.listed = append(r.listed, l)
	}
	r.nudge()
	return nil
}

func (r *Recorder) prune(now time.Time) {
	if len(r.seen) < remembered {
		return
	}
	for key, at := range r.seen {
		if !now.Before(at.Add(again)) {
			delete(r.seen, key)
		}
	}
	if len(r.seen) >= remembered {
		clear(r.seen) // the next line of each is recorded once more, which harms nobody
	}
}

// Record answers once the looks are in the register of this office, or in this station's journal while it is cut off; only then may the data be shown.
func (r *Recorder) Record(ctx context.Context, looks ...registry.Look) error {
	q := request{looks: looks, done: make(chan error, 1)}
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return ErrNotRecorded
	}
	r.opened = append(r.opened, q)
	r.nudge()
	r.mu.Unlock()
	select {
	case err := <-q.done:
		return err
	case <-ctx.Done():
		return ErrNotRecorded
	}
}

func (r *Recorder) nudge() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

// Run records until ctx ends, and then what is left once more.
func (r *Recorder) Run(ctx context.Context) {
	for {
		select {
		case <-r.wake:
		case <-ctx.Done():
			r.finish()
			return
		}
		if !r.somebodyWaits() && !r.full() {
			r.gather(ctx)
		}
		for r.pending() && ctx.Err() == nil {
			if err := r.flush(ctx); err != nil {
				r.rest(ctx)
			}
		}
	}
}

// gather waits for more lines, unless somebody comes who waits.
func (r *Recorder) gather(ctx context.Context) {
	timer := time.NewTimer(gather)
	defer timer.Stop()
	for !r.somebodyWaits() && !r.full() {
		select {
		case <-r.wake:
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		}
	}
}

func (r *Recorder) rest(ctx context.Context) {
	timer := time.NewTimer(pause)
	defer timer.Stop()
	for {
		select {
		case <-timer.C:
			return
		case <-ctx.Done():
			return
		case <-r.wake:
			if r.somebodyWaits() {
				return
			}
		}
	}
}

func (r *Recorder) somebodyWaits() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.opened) > 0
}

func (r *Recorder) full() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.listed) >= batch
}

func (r *Recorder) pending() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return len(r.listed)+len(r.opened) > 0
}

// flush records one batch: first those somebody waits for, then lines of lists.
func (r *Recorder) flush(ctx context.Context) error {
	requests, looks, lines := r.take()
	ctx, cancel := context.WithTimeout(ctx, r.patience)
	defer cancel()
	err := r.write(ctx, r.newID(), registry.RecordLooks{Looks: looks})
	if err != nil {
		r.log.WarnContext(ctx, "looks not recorded yet", "count", len(looks), "error", err)
	}
	for _, q := range requests {
		if err != nil {
			q.done <- ErrNotRecorded
			continue
		}
		q.done <- nil
	}
	if err != nil && len(lines) > 0 {
		r.putBack(lines, err)
	}
	return err
}

// putBack keeps lines for another attempt. One whose outcome got lost may then be recorded twice, which is better than not at all.
func (r *Recorder) putBack(lines []registry.Look, err error) {
	var refused *ledger.Refusal
	if errors.As(err, &refused) { // it would be refused again and again; this is a mistake of ours
		r.log.Error("looks refused", "count", len(lines), "error", err)
		return
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.listed = append(lines, r.listed...)
}

func (r *Recorder) take() (requests []request, looks, lines []registry.Look) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for n < len(r.opened) && (n == 0 || len(looks)+len(r.opened[n].looks) <= batch) {
		looks = append(looks, r.opened[n].looks...)
		n++
	}
	requests = r.opened[:n:n]
	r.opened = r.opened[n:]
	m := min(len(r.listed), max(0, batch-len(looks)))
	lines = r.listed[:m:m]
	r.listed = r.listed[m:]
	return requests, append(looks, lines...), lines
}

// finish records what is left when the station stops. A station that can record nothing loses the last lines of lists, never a look that showed data.
func (r *Recorder) finish() {
	r.mu.Lock()
	r.closed = true
	r.mu.Unlock()
	ctx, cancel := context.WithTimeout(context.Background(), r.patience)
	defer cancel()
	for r.pending() {
		if err := r.flush(ctx); err != nil {
			break
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, q := range r.opened {
		q.done <- ErrNotRecorded
	}
	r.opened = nil
	if len(r.listed) > 0 {
		r.log.Warn("lines of lists left unrecorded", "count", len(r.listed))
	}
}

// By makes the Write of a station: the program itself records, on behalf of whoever looked.
func By(s *station.Station) Write {
	return func(ctx context.Context, requestID string, c registry.RecordLooks) error {
		outcome, err := s.Execute(ctx, ledger.Actor{Kind: ledger.System}, requestID, c)
		if err != nil {
			return err
		}
		return outcome.Err()
	}
}
