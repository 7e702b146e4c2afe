package station

import (
	"context"
	"sync"
	"time"
)

// situation is the mode and what it is decided by. Execute reads and feeds it from many goroutines; Run alone moves it from one mode to another.
type situation struct {
	now func() time.Time

	mu     sync.Mutex
	course course
	since  time.Time
	// period ends with the mode, or when the session of this start is opened: whoever waits looks again.
	period context.Context //nolint:containedctx // it is what attempts of this period hang on
	over   context.CancelFunc
	// round tells misses apart that come one after the other from those that come together.
	round int
	// guarded says that Run is on, which opens a session first; greeted that the office has taken it.
	guarded, greeted bool
	stale            bool
	fault            error

	changed bell          // rings when Standing may have changed
	wake    chan struct{} // has a value when Run should look
}

func newSituation(now func() time.Time) *situation {
	s := &situation{now: now, course: course{mode: Normal}, since: now(), wake: make(chan struct{}, 1)}
	s.period, s.over = context.WithCancel(context.Background())
	return s
}

// view is what a command needs to know before each attempt.
type view struct {
	mode Mode
	// ready is false where nothing can be decided before the period ends.
	ready  bool
	period context.Context //nolint:containedctx // ends with the period
	round  int
}

// look answers ErrStale where this station takes in nothing.
func (s *situation) look() (view, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stale {
		return view{}, ErrStale
	}
	ready := s.course.mode == Isolated || s.course.mode == Normal && (s.greeted || !s.guarded)
	return view{mode: s.course.mode, ready: ready, period: s.period, round: s.round}, nil
}

// expire ends the intake: the office knows this station otherwise.
func (s *situation) expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stale {
		s.stale = true
		s.renew()
	}
}

func (s *situation) expired() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.stale
}

func (s *situation) state() (now course, greeted bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.course, s.greeted
}

func (s *situation) mode() Mode {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.course.mode
}

func (s *situation) standing() Standing {
	s.mu.Lock()
	defer s.mu.Unlock()
	return Standing{Mode: s.course.mode, Since: s.since, Stale: s.stale, Fault: s.fault}
}

// answered notes that a proposal was decided.
func (s *situation) answered() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.course.misses = 0
	s.round++
}

// missed notes that a proposal made in a round was not decided by its deadline. Without a leader the threshold decides.
func (s *situation) missed(round int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if round != s.round || !s.course.leader {
		return
	}
	s.course.misses++
	s.round++
	s.call()
}

// press notes that an urgent command was not decided by its deadline in a period of normal work. That one is enough: somebody's device waits, and the
// other commands go on in the same way.
func (s *situation) press(period context.Context) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.period == period && s.course.mode == Normal {
		s.course.pressed = true
		s.call()
	}
}

// note changes what the course is decided by.
func (s *situation) note(change func(*course)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.course)
}

// move takes the course as far as it leads at once, and says whether the mode is another one.
func (s *situation) move() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.course.mode
	s.course = s.course.next()
	if s.course.mode == before {
		return false
	}
	s.since = s.now()
	s.renew()
	return true
}

// renew begins another period. The caller holds mu.
func (s *situation) renew() {
	s.over()
	s.period, s.over = context.WithCancel(context.Background())
	s.round++
	s.changed.ring()
}

// set changes what stands beside the mode, and lets everybody look again.
func (s *situation) set(change func(*situation)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(s)
	s.renew()
}

// troubled notes why work is not accepted, or that it is again.
func (s *situation) troubled(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if (s.fault == nil) != (err == nil) {
		s.changed.ring()
		s.call()
	}
	s.fault = err
}

// ails tells whether there is a fault.
func (s *situation) ails() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault != nil
}

// call lets Run look.
func (s *situation) call() {
	select {
	case s.wake <- struct{}{}:
	default:
	}
}
