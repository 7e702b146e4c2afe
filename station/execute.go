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
func (s *Station) Execute(ctx context.Context, actor ledger.Actor, requestID string, c ledger.Command) (ledger.Outcome, error) {
	stamp, refusal, err := s.stamp(actor, requestID, c)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if refusal == nil {
		refusal = c.Validate(stamp) // a mistake in the form need not travel
	}
	if refusal != nil {
		return ledger.Outcome{RequestID: requestID, Refusal: refusal}, nil
	}
	envelope, err := ledger.Seal(c, stamp)
	if err != nil {
		return ledger.Outcome{}, err
	}
	outcome, err := s.propose(ctx, envelope)
	if err != nil {
		return ledger.Outcome{}, err
	}
	wait, cancel := context.WithTimeout(ctx, readYourWrites)
	defer cancel()
	s.feed.waitFor(wait, outcome.Index)
	return outcome, nil
}

func (s *Station) stamp(actor ledger.Actor, requestID string, c ledger.Command) (ledger.Stamp, *ledger.Refusal, error) {
	id, err := uuid.Parse(requestID)
	if err != nil {
		return ledger.Stamp{}, ledger.Refuse(ledger.Invalid, "request_id", "request_id.invalid"), nil
	}
	stamp := ledger.Stamp{
		RequestID: id.String(), Station: s.identity.ID, Actor: actor,
		At: s.sources.Now().UTC().Truncate(time.Millisecond), ID: s.sources.NewID(),
	}
	declaration, known := s.machine.Kinds()[c.Kind()]
	if !known {
		return stamp, nil, fmt.Errorf("%s: %w", c.Kind(), ledger.ErrUnknownKind)
	}
	if declaration.Numbered {
		if stamp.Number, err = s.numbers.draw(stamp.Today()); err != nil {
			return stamp, nil, fmt.Errorf("draw a number: %w", err)
		}
	}
	return stamp, nil, nil
}

// propose asks until the command is decided or ctx ends. The machine keeps every outcome by request id, so a second attempt after a lost
// answer changes nothing.
func (s *Station) propose(ctx context.Context, e ledger.Envelope) (ledger.Outcome, error) {
	var uncertain bool
	for pause := retryFirst; ; pause = min(2*pause, retryMost) {
		outcome, err := s.log.Propose(ctx, e)
		if err == nil {
			return outcome, nil
		}
		uncertain = uncertain || errors.Is(err, ErrUncertain)
		if !errors.Is(err, ErrNoLeader) && !errors.Is(err, ErrUncertain) {
			return ledger.Outcome{}, err
		}
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			if uncertain { // an earlier attempt may have been decided
				return ledger.Outcome{}, ErrUncertain
			}
			return ledger.Outcome{}, err
		}
	}
}
