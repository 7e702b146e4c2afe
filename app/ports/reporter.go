package ports

import (
	"context"
	"sync"
	"time"

	"jiezhan/station/alarm"
	"jiezhan/station/ledger"
)

const (
	// steady is how long a receiver must be the same before the office is told: a plug that wobbles is one fault.
	steady = time.Second
	// retryFirst and retryLast are the waits between two attempts to tell it, attempt is how long one may take.
	retryFirst, retryLast = time.Second, 30 * time.Second
	attempt               = 10 * time.Second
)

// condition is how a receiver does; no fault means well.
type condition struct{ name, fault string }

// A reporter tells the office how a receiver does, in its own time: it never holds up a signal.
type reporter struct {
	report func(context.Context, condition) error
	wake   chan struct{}

	mu  sync.Mutex
	now condition
}

func newReporter(report func(context.Context, condition) error) *reporter {
	return &reporter{report: report, wake: make(chan struct{}, 1)}
}

// say is how the receiver does from now on.
func (r *reporter) say(c condition) {
	r.mu.Lock()
	r.now = c
	r.mu.Unlock()
	nudge(r.wake)
}

func (r *reporter) latest() condition {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.now
}

// run tells the office until ctx ends: the first thing said, and then every change that lasts.
func (r *reporter) run(ctx context.Context) {
	var told condition
	for said := false; ; {
		select {
		case <-r.wake:
		case <-ctx.Done():
			return
		}
		r.settle(ctx)
		persist(ctx, func(ctx context.Context) error {
			now := r.latest()
			if said && now == told {
				return nil
			}
			err := r.report(ctx, now)
			if err == nil {
				said, told = true, now
			}
			return err
		})
	}
}

// settle waits until nothing new was said for a while.
func (r *reporter) settle(ctx context.Context) {
	for {
		timer := time.NewTimer(steady)
		select {
		case <-r.wake:
			timer.Stop()
		case <-timer.C:
			return
		case <-ctx.Done():
			timer.Stop()
			return
		}
	}
}

// persist tries until it works or ctx ends.
func persist(ctx context.Context, try func(context.Context) error) {
	for wait := retryFirst; ctx.Err() == nil; wait = min(2*wait, retryLast) {
		once, cancel := context.WithTimeout(ctx, attempt)
		err := try(once)
		cancel()
		if err == nil {
			return
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
		}
	}
}

func nudge(wake chan struct{}) {
	select {
	case wake <- struct{}{}:
	default: // it is awake already
	}
}

// tell puts down how a receiver of this station does.
func (s *Service) tell(ctx context.Context, c alarm.ReportReceiver) error {
	c.At = s.options.Now()
	outcome, err := s.options.Register.Execute(ctx, ledger.Actor{Kind: ledger.System}, s.options.NewID(), c)
	if err == nil {
		err = outcome.Err()
	}
	if err != nil && ctx.Err() == nil {
		s.options.Log.Warn("state of a receiver not recorded yet", "device", c.Port, "state", c.State, "error", err)
	}
	return err
}
