package printer

import (
	"context"
	"slices"
	"sync"
	"time"
)

const (
	queueLimit    = 16  // tickets that may wait; more would come out when nobody waits for them any more
	rememberLimit = 100 // jobs whose outcome is remembered
)

// A job is one ticket to print.
type job struct {
	id     string
	ticket Ticket
	done   chan struct{} // closed when outcome and err are settled

	outcome Outcome
	err     error
	waiters int  // calls of Print that wait for it
	started bool // the printer's goroutine has it
	dropped bool // everybody left before it was started

	// Of the printer's goroutine alone.
	begun  bool        // some of it was sent
	parted bool        // printing stopped on the way
	limit  *time.Timer // runs while something is in the way
}

// await gives the job up after d, from now on if nothing was in the way before.
func (j *job) await(d time.Duration) {
	if j.limit == nil {
		j.limit = time.NewTimer(d)
	}
}

// calm says that nothing is in the way any more.
func (j *job) calm() {
	if j.limit != nil {
		j.limit.Stop()
		j.limit = nil
	}
}

// A book knows the jobs that wait and those that are over.
type book struct {
	mu    sync.Mutex
	jobs  map[string]*job
	over  []string // ids of settled jobs, oldest first
	queue chan *job
}

func newBook() *book {
	return &book{jobs: map[string]*job{}, queue: make(chan *job, queueLimit)}
}

// enlist returns the job of this id, which is new unless somebody asked for it before.
func (b *book) enlist(id string, t Ticket) (*job, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if j, known := b.jobs[id]; known {
		j.waiters++
		return j, nil
	}
	j := &job{id: id, ticket: t, done: make(chan struct{}), waiters: 1}
	select {
	case b.queue <- j:
		b.jobs[id] = j
		return j, nil
	default:
		return nil, &Error{Code: FaultBusy}
	}
}

// start hands the job to the printer, unless nobody waits for it any more.
func (b *book) start(j *job) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	j.started = !j.dropped
	return j.started
}

// settle ends a job. One that was not printed is forgotten, so that it may be asked again.
func (b *book) settle(j *job, outcome Outcome, code string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	j.outcome = outcome
	if code != "" {
		j.err = &Error{Code: code}
	}
	close(j.done)
	if outcome == NotPrinted {
		delete(b.jobs, j.id)
		return
	}
	b.over = append(b.over, j.id)
	if extra := len(b.over) - rememberLimit; extra > 0 {
		for _, old := range b.over[:extra] {
			delete(b.jobs, old)
		}
		b.over = slices.Delete(b.over, 0, extra)
	}
}

// recall enters a job that was under way when the program before this one ended.
func (b *book) recall(id string) {
	j := &job{id: id, done: make(chan struct{}), started: true}
	b.jobs[id] = j
	b.settle(j, Unsure, FaultUnsure)
}

// wait returns what became of the job, or that the caller left first: then it is not printed if nobody else waits and it was not
// started.
func (b *book) wait(ctx context.Context, j *job) (Outcome, error) {
	select {
	case <-j.done:
		return j.outcome, j.err
	case <-ctx.Done():
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	j.waiters--
	if j.waiters > 0 || j.started {
		return Unsure, ctx.Err()
	}
	if !j.dropped {
		j.dropped = true
		delete(b.jobs, j.id)
	}
	return NotPrinted, ctx.Err()
}
