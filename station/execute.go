package station

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/ledger"
)

const (
	// readYourWrites bounds how long an answer waits for this station's own copy to hold what was decided elsewhere.
	readYourWrites = 500 * time.Millisecond
	// retryFirst and retryMost are the pauses between two attempts while no station leads. A change of leader takes about a second.
	retryFirst, retryMost = 20 * time.Millisecond, 160 * time.Millisecond
)

// Execute stamps a command, has it decided, and waits until this station's own copy shows it. A refusal is not an error: it
// stands in the outcome. While no station leads, Execute asks again under the same request id until ctx ends; then it answers ErrNoLeader
// or ErrUncertain, and the caller may come back with the same request id.
//
// While this station is cut off, kinds that may be are accepted here: their outcome is Waiting, and what they write is seen at this station
// only until the office has decided. The others answer ErrCutOff. ErrNotKept says that the disk did not take the entry, ErrStale that this
// station takes in nothing.
//
// A command of an urgent kind that is not decided by the first deadline is kept in the journal, whatever the mode; its outcome is Waiting then, and
// may bear no result. It does not wait until this station's own copy shows it.
func (s *Station) Execute(ctx context.Context, actor ledger.Actor, requestID string, c ledger.Command) (ledger.Outcome, error) {
	stamp, refusal := s.stamp(actor, requestID)
	if refusal == nil {
		refusal = c.Validate(stamp) // a mistake in the form need not travel
	}
	if refusal != nil {
		return ledger.Outcome{RequestID: requestID, Refusal: refusal}, nil
	}
	kinds := s.machine.Kinds()
	envelope, err := kinds.Seal(c, stamp)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if !kinds.MayPropose(c.Kind(), s.machine.Version()) { // its peers may not understand it yet
		return ledger.Outcome{RequestID: requestID, Refusal: ledger.Refuse(ledger.WrongState, "", "version.not_raised")}, nil
	}
	w := s.wishes.take(&wish{envelope: envelope, declaration: kinds[c.Kind()]})
	outcome, err := s.decide(ctx, w)
	s.wishes.leave(w, err == nil)
	if err != nil || w.declaration.Urgent {
		return outcome, err
	}
	wait, cancel := context.WithTimeout(ctx, readYourWrites)
	defer cancel()
	s.feed.waitFor(wait, outcome.Index)
	return outcome, nil
}

func (s *Station) stamp(actor ledger.Actor, requestID string) (ledger.Stamp, *ledger.Refusal) {
	id, err := uuid.Parse(requestID)
	if err != nil {
		return ledger.Stamp{}, ledger.Refuse(ledger.Invalid, "request_id", "request_id.invalid")
	}
	return ledger.Stamp{
		RequestID: id.String(), Station: s.identity.ID, Actor: actor,
		At: s.sources.Now().UTC().Truncate(time.Millisecond), ID: s.sources.NewID(),
	}, nil
}

// number draws the number of a wish that shows one to people.
func (s *Station) number(w *wish) (ledger.Envelope, error) {
	return w.number(func(stamp ledger.Stamp) (string, error) {
		number, err := s.numbers.draw(stamp.Today())
		if err != nil {
			return "", fmt.Errorf("%w: draw a number: %w", ErrNotKept, err)
		}
		return number, nil
	})
}

// errMoved says that the situation is another one: look again.
var errMoved = errors.New("the mode has changed")

// decide goes where the mode leads until the wish has its outcome or ctx ends.
func (s *Station) decide(ctx context.Context, w *wish) (ledger.Outcome, error) {
	prompt, cancel := s.prompt(ctx, w)
	defer cancel()
	for {
		now, err := s.situation.look()
		if err != nil {
			return ledger.Outcome{}, w.unknown(err)
		}
		var outcome ledger.Outcome
		switch {
		case now.mode == Isolated, now.mode == Returning && s.presses(prompt, w):
			outcome, err = s.accept(ctx, w)
		case !now.ready || prompt.Err() != nil:
			err = s.await(ctx, prompt, w, now)
		default:
			outcome, err = s.propose(ctx, prompt, w, now)
		}
		if !errors.Is(err, errMoved) {
			return outcome, err
		}
	}
}

// prompt ends with ctx, and where the wish is urgent at the first deadline: then it waits for the office no longer.
func (s *Station) prompt(ctx context.Context, w *wish) (context.Context, context.CancelFunc) {
	if !w.declaration.Urgent {
		return ctx, func() {}
	}
	return context.WithTimeout(ctx, s.sources.Isolation.Deadline)
}

// presses says whether a wish goes into the journal behind the entries that are on their way: where it is urgent, and may wait no longer or would not
// see the end of them soon. Near the end it waits, so that signals without end cannot keep a station from normal work.
func (s *Station) presses(prompt context.Context, w *wish) bool {
	return w.declaration.Urgent && (prompt.Err() != nil || s.journal.Count().Pending > window)
}

// await waits for the end of a period in which nothing can be decided: the journal goes first, or the session. Whoever may wait no longer ends normal
// work.
func (s *Station) await(ctx, prompt context.Context, w *wish, now view) error {
	select {
	case <-now.period.Done():
		return errMoved
	case <-prompt.Done():
	}
	switch {
	case ctx.Err() != nil:
		return w.unknown(ErrNoLeader)
	case now.mode == Returning:
		return errMoved // into the journal
	}
	s.situation.press(now.period)
	select {
	case <-now.period.Done():
		return errMoved
	case <-ctx.Done():
		return w.unknown(ErrNoLeader)
	}
}

// propose asks until the command is decided, prompt or the period ends, or the deadline passes, which counts as a miss. The machine keeps every
// outcome by request id, so a second attempt after a lost answer changes nothing.
func (s *Station) propose(ctx, prompt context.Context, w *wish, now view) (ledger.Outcome, error) {
	envelope, err := s.number(w)
	if err != nil {
		return ledger.Outcome{}, err
	}
	attempt, cancel := context.WithTimeout(prompt, s.sources.Isolation.Deadline)
	defer cancel()
	stop := context.AfterFunc(now.period, cancel)
	defer stop()
	for pause := retryFirst; ; pause = min(2*pause, retryMost) {
		outcome, err := s.line.now().Propose(attempt, envelope)
		switch {
		case err == nil:
			s.situation.answered()
			return outcome, nil
		case errors.Is(err, ErrNoLeader):
		case errors.Is(err, ErrUncertain), attempt.Err() != nil:
			w.send()
		default:
			return ledger.Outcome{}, err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
			continue
		case <-attempt.Done():
			timer.Stop()
		}
		switch {
		case ctx.Err() != nil:
			return ledger.Outcome{}, w.unknown(ErrNoLeader)
		case now.period.Err() == nil:
			s.situation.missed(now.round)
		}
		return ledger.Outcome{}, errMoved
	}
}
