package station

import (
	"context"
	"time"

	"jiezhan/station/ledger"
)

// answer is what the log said to something submitted.
type answer struct {
	outcome ledger.Outcome
	err     error
}

// errand is something that the station itself has the office decide.
type errand struct {
	envelope ledger.Envelope
	done     func(ledger.Outcome)
}

// errands go one at a time. Where they are not decided by the deadline they count as misses, as people's commands do.
type errands struct {
	under    *errand
	answers  chan answer // of the one under way; one that comes later than the deadline is not heard
	deadline *time.Timer
	pause    pause
	round    int
}

// run starts the next errand, if there is one and a leader to ask.
func (r *runner) run(ctx context.Context) {
	if r.errand.under != nil || r.errand.pause.on || r.contact.Leader == "" {
		return
	}
	next, found, err := r.next(ctx)
	if err != nil {
		r.s.situation.troubled(err)
		r.errand.pause.begin()
	}
	if err != nil || !found {
		return
	}
	now, err := r.s.situation.look()
	if err != nil {
		return
	}
	answers := make(chan answer, 1)
	r.errand.under, r.errand.answers, r.errand.round = next, answers, now.round
	r.errand.deadline.Reset(r.s.sources.Isolation.Deadline)
	r.s.line.now().Submit(next.envelope, func(o ledger.Outcome, err error) { answers <- answer{o, err} })
}

func (r *runner) next(ctx context.Context) (*errand, bool, error) {
	course, greeted := r.s.situation.state()
	switch {
	case !greeted:
		e, err := r.s.greet()
		return e, true, err
	case course.mode == Isolated && !course.proven && !course.behind:
		e, err := r.s.probe()
		return e, true, err
	case course.mode == Normal:
		return r.s.forget(ctx)
	}
	return nil, false, nil
}

// answered takes in what became of the errand. That it was decided at all shows that the station is not cut off.
func (r *runner) answered(a answer) {
	done := r.errand.under
	r.errand.under, r.errand.answers = nil, nil
	r.errand.deadline.Stop()
	if a.err != nil {
		r.errand.pause.begin()
		return
	}
	r.s.situation.answered()
	if a.outcome.Refusal != nil && a.outcome.Refusal.Code() == "session.stale" {
		r.s.situation.expire()
		return
	}
	done.done(a.outcome)
	r.s.situation.note(func(c *course) { c.proven = true })
	if a.outcome.Refusal != nil {
		r.errand.pause.begin()
		return
	}
	r.errand.pause.reset()
}

// late gives up waiting for the errand.
func (r *runner) late() {
	r.errand.under, r.errand.answers = nil, nil
	r.s.situation.missed(r.errand.round)
	r.errand.pause.begin()
}
