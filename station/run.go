package station

import (
	"context"
	"errors"
	"sync"
	"time"
)

const (
	// errandPause and reportPause are the longest pauses between two attempts.
	errandPause, reportPause = time.Second, time.Minute
	// rebuildPause bounds how often the tentative transaction is built anew where the log keeps withdrawing it. A long journal takes longer: the log is left
	// rebuildShare times as long as that took, and at most rebuildMost more.
	rebuildPause, rebuildMost = 250 * time.Millisecond, 5 * time.Second
	rebuildShare              = 4
	// healEvery is how often a disk that failed is tried again.
	healEvery = 2 * time.Second
)

// runner leads a station through its modes. It belongs to one goroutine: whatever happens elsewhere reaches it through a channel.
type runner struct {
	s *Station

	relinked <-chan struct{} // the station was connected to another log
	contacts <-chan struct{} // of the log it is connected to
	unwatch  func()
	release  func()

	contact   Contact
	seeking   bool // no leader is known, and threshold runs or has passed
	alone     bool // it has passed
	threshold *time.Timer
	rebuild   *time.Timer   // runs while the tentative transaction is to be built anew
	built     time.Duration // how long that took last
	daily     *time.Timer
	heal      *time.Timer // runs while there is a fault
	ailing    bool

	errand  errands
	replay  replay
	reports reports
	work    sync.WaitGroup
}

// Run leads the station through its modes until ctx ends: it opens the session of this start, finds out when the station is cut off and when it is
// back, and sends what was kept meanwhile. It is started once, after Open.
func (s *Station) Run(ctx context.Context) {
	s.situation.set(func(now *situation) { now.guarded = true })
	r := &runner{
		s: s, unwatch: func() {}, threshold: stopped(), rebuild: stopped(), daily: time.NewTimer(lookEvery), heal: stopped(),
		errand: errands{deadline: stopped(), pause: newPause(errandPause)},
		replay: replay{deadline: stopped(), pause: newPause(errandPause)}, reports: reports{due: true, pause: newPause(reportPause)},
	}
	r.relinked, r.release = s.line.moved.listen()
	r.relink()
	r.again() // where an earlier start left entries that wait
	for ctx.Err() == nil {
		r.look()
		r.move()
		r.act(ctx)
		r.wait(ctx)
	}
	r.end()
}

func (r *runner) end() {
	r.unwatch()
	r.release()
	for _, t := range []*time.Timer{
		r.threshold, r.rebuild, r.daily, r.heal, r.errand.deadline, r.errand.pause.timer, r.replay.deadline, r.replay.pause.timer, r.reports.pause.timer,
	} {
		t.Stop()
	}
	r.work.Wait()
}

// relink watches the log that the station is connected to now.
func (r *runner) relink() {
	r.unwatch()
	r.contacts, r.unwatch = r.s.line.now().Watch()
}

// look takes in what the log and the journal say.
func (r *runner) look() {
	before := r.contact
	r.contact = r.s.line.now().Contact()
	if (r.contact.Fault == nil) != (before.Fault == nil) {
		r.s.situation.changed.ring()
	}
	switch {
	case r.contact.Leader != "":
		r.threshold.Stop()
		r.seeking, r.alone = false, false
	case !r.seeking:
		r.threshold.Reset(r.s.sources.Isolation.Threshold)
		r.seeking = true
	}
	if r.contact.Leader != before.Leader { // whoever leads now may take what the one before did not
		r.errand.pause.reset()
		r.replay.pause.reset()
	}
	r.s.situation.note(func(c *course) {
		c.leader, c.behind, c.alone = r.contact.Leader != "", r.contact.CatchingUp, r.alone
	})
	if errors.Is(r.contact.Fault, ErrStale) {
		r.s.situation.expire()
	}
	if ailing := r.s.situation.ails(); ailing && !r.ailing {
		r.heal.Reset(healEvery)
		r.ailing = true
	}
}

// tryToHeal finds out whether the disk takes entries again. Nobody else would: no screen offers an entry while there is a fault.
func (r *runner) tryToHeal() {
	r.ailing = false
	if r.s.situation.mode() != Isolated || r.s.machine.Tentative() { // else the tentative transaction is still to be built
		r.s.situation.troubled(r.s.journal.Touch())
	}
}

// move goes as far as the course leads. The desk is closed meanwhile, so that nothing is accepted into a mode that is over.
func (r *runner) move() {
	for r.step() {
		r.replay.abandon()
		switch r.s.situation.mode() {
		case Returning:
			reach("withdraw.done")
			r.replay.begin()
		case Normal:
			r.reports.due = true
		case Isolated:
		}
	}
}

func (r *runner) step() (moved bool) {
	if moved = r.turn(); moved && r.s.situation.mode() == Isolated {
		r.s.situation.troubled(r.s.enter())
	}
	return moved
}

// turn changes the mode at the desk.
func (r *runner) turn() (moved bool) {
	r.s.desk.Lock()
	defer r.s.desk.Unlock()
	pending := r.s.journal.Count().Pending > 0 // no entry can be added before the move
	r.s.situation.note(func(c *course) { c.pending = pending })
	if !r.s.situation.move() {
		return false
	}
	if r.s.situation.mode() == Returning {
		r.s.situation.troubled(r.s.machine.Withdraw())
	}
	return true
}

// act starts what the mode asks for.
func (r *runner) act(ctx context.Context) {
	if r.s.situation.expired() {
		return
	}
	r.run(ctx)
	switch r.s.situation.mode() {
	case Isolated:
		if !r.s.machine.Tentative() && !r.replay.rebuilding {
			r.replay.rebuilding = true
			r.rebuild.Reset(rebuildPause + min(rebuildShare*r.built, rebuildMost))
		}
	case Returning:
		r.pump(ctx)
	case Normal:
		r.report(ctx)
	}
}

// again builds the tentative transaction anew, after the log withdrew it.
func (r *runner) again() {
	r.replay.rebuilding = false
	if r.s.situation.mode() != Isolated || r.s.machine.Tentative() {
		return
	}
	begun := r.s.sources.Now()
	r.s.situation.troubled(r.s.enter())
	r.built = r.s.sources.Now().Sub(begun)
}

// wait sleeps until something happens, and takes it in.
func (r *runner) wait(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-r.relinked:
		r.relink()
	case _, open := <-r.contacts:
		if !open {
			r.contacts = nil // the log has ended; another one may be connected
		}
	case <-r.s.situation.wake:
	case <-r.threshold.C:
		r.alone = true
	case <-r.rebuild.C:
		r.again()
	case <-r.daily.C:
		r.daily.Reset(lookEvery)
	case <-r.heal.C:
		r.tryToHeal()
	case a := <-r.errand.answers:
		r.answered(a)
	case <-r.errand.deadline.C:
		r.late()
	case <-r.errand.pause.timer.C:
		r.errand.pause.over()
	case p := <-r.replay.replies:
		r.decided(p)
	case <-r.replay.deadline.C:
		r.overdue()
	case <-r.replay.pause.timer.C:
		r.replay.pause.over()
	case err := <-r.reports.told:
		r.reported(err)
	case <-r.reports.pause.timer.C:
		r.reports.pause.over()
	}
}
