package station

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"jiezhan/station/journal"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// accept takes in a command while the station is cut off: it is judged on what this station knows, kept in the journal, and only then
// stands. What is refused is not kept.
func (s *Station) accept(ctx context.Context, w *wish) (ledger.Outcome, error) {
	if w.declaration.Offline == ledger.OnlineOnly {
		return ledger.Outcome{}, w.unknown(ErrCutOff)
	}
	s.desk.Lock()
	defer s.desk.Unlock()
	if s.situation.mode() != Isolated {
		return ledger.Outcome{}, errMoved
	}
	reach("accept.begin")
	envelope := w.sealed()
	held, found, err := s.journal.Find(context.WithoutCancel(ctx), envelope.Stamp.RequestID)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if found {
		return s.acceptAgain(ctx, envelope, held)
	}
	outcome, err := s.acceptNew(ctx, w)
	if err == nil || errors.Is(err, ErrNotKept) {
		s.situation.troubled(err)
	}
	if err != nil {
		return ledger.Outcome{}, err
	}
	if outcome.Refusal != nil && outcome.Index == 0 && w.wasSent() { // the office may have decided otherwise
		return ledger.Outcome{}, ErrUncertain
	}
	if outcome.Waiting {
		s.told(envelope.Stamp.RequestID)
	}
	reach("accept.answered")
	return outcome, nil
}

func (s *Station) acceptNew(ctx context.Context, w *wish) (ledger.Outcome, error) {
	envelope, err := s.number(w)
	if err != nil {
		return ledger.Outcome{}, err
	}
	outcome, err := s.judge(ctx, envelope, s.keep(envelope))
	if err != nil && ctx.Err() != nil {
		err = w.unknown(err)
	}
	return outcome, err
}

// keep puts an entry into the journal.
func (s *Station) keep(e ledger.Envelope) func() error {
	return func() error {
		reach("accept.judged")
		life := s.journal.Life()
		applied, _ := s.machine.Applied()
		e.Stamp.Captured = &ledger.Captured{Epoch: life.Epoch, Seq: life.Seq + 1, Base: applied}
		if err := s.journal.Append(e); err != nil {
			return fmt.Errorf("%w: %w", ErrNotKept, err)
		}
		reach("accept.journaled")
		return nil
	}
}

// acceptAgain answers a request that the journal holds: asked twice, or after its answer got lost. It is never kept a second time.
func (s *Station) acceptAgain(ctx context.Context, e ledger.Envelope, held journal.Entry) (ledger.Outcome, error) {
	again, settled := held.Envelope, held.State.Settled()
	if settled { // the office has decided; the register recalls by what was asked, and the journal has forgotten that
		again.Payload = e.Payload
	}
	if !sameWish(e, again) {
		return ledger.Outcome{RequestID: e.Stamp.RequestID, Refusal: ledger.Refuse(ledger.Conflict, "request_id", "request.reused")}, nil
	}
	outcome, err := s.judge(ctx, again, func() error {
		if settled { // decided, and this copy does not know it yet
			return ErrUncertain
		}
		return nil
	})
	if err != nil && ctx.Err() != nil || err == nil && outcome.Refusal != nil && outcome.Index == 0 {
		return ledger.Outcome{}, ErrUncertain // what it was accepted on may have changed; the office will say
	}
	return outcome, err
}

// sameWish says whether two envelopes ask for the same, whatever their stations added.
func sameWish(a, b ledger.Envelope) bool {
	return a.Kind == b.Kind && a.Stamp.Actor.Kind == b.Stamp.Actor.Kind && a.Stamp.Actor.ID == b.Stamp.Actor.ID && bytes.Equal(a.Payload, b.Payload)
}

// judge has the machine judge an envelope tentatively. Where the log has withdrawn the tentative transaction it is built anew.
func (s *Station) judge(ctx context.Context, e ledger.Envelope, keep func() error) (ledger.Outcome, error) {
	for {
		outcome, err := s.machine.Try(e, keep)
		if !errors.Is(err, ledger.ErrNotTentative) {
			return outcome, err
		}
		if ctx.Err() != nil {
			return ledger.Outcome{}, ErrNoLeader
		}
		if err := s.enter(); err != nil {
			return ledger.Outcome{}, err
		}
	}
}

// enter opens the tentative transaction with everything that waits in the journal. The caller holds the desk.
func (s *Station) enter() error {
	pending, err := s.journal.Pending(context.Background(), 0, everything)
	if err != nil {
		return err
	}
	envelopes := make([]ledger.Envelope, len(pending))
	for i, e := range pending {
		envelopes[i] = e.Envelope
	}
	if _, err := s.machine.Enter(envelopes); err != nil && !errors.Is(err, store.ErrTentative) {
		return fmt.Errorf("enter isolation: %w", err)
	}
	return nil
}

// everything as a limit means no limit.
const everything = -1

// told lets the screens read the journal again.
func (s *Station) told(requestIDs ...string) {
	changes := make([]ledger.Change, len(requestIDs))
	for i, id := range requestIDs {
		changes[i] = ledger.Change{Topic: "journal", ID: id}
	}
	applied, _ := s.machine.Applied()
	s.feed.publish(applied, changes)
	s.situation.changed.ring()
}

// Journal lists what was handed in at this station while cut off, the newest first.
func (s *Station) Journal(ctx context.Context, limit int) ([]journal.Entry, error) {
	return s.journal.Recent(ctx, limit)
}

// WholeJournal lists all that this station accepted while cut off, quiet kinds too, the newest first.
func (s *Station) WholeJournal(ctx context.Context, limit int) ([]journal.Entry, error) {
	return s.journal.All(ctx, limit)
}

// IsWaiting says whether an entry that the office has not decided yet is known by key: a record id, a request id or a number.
func (s *Station) IsWaiting(key string) bool { return s.journal.IsWaiting(key) }
