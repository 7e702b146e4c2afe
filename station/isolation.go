package station

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"jiezhan/station/journal"
	"jiezhan/station/ledger"
)

// accept takes in a command while the station is cut off: it is judged on what this station knows, kept in the journal, and only then
// stands. What is refused is not kept. An urgent one is taken in without judgement where there is nothing to judge it on, and so while the station is
// on its way back.
func (s *Station) accept(ctx context.Context, w *wish) (ledger.Outcome, error) {
	if w.declaration.Offline == ledger.OnlineOnly {
		return ledger.Outcome{}, w.unknown(ErrCutOff)
	}
	for {
		outcome, err := s.acceptNow(ctx, w)
		if !errors.Is(err, ledger.ErrNotTentative) {
			return outcome, err
		}
		if w.declaration.Urgent { // waits for nothing to be built
			continue
		}
		if err := s.enter(); err != nil {
			return ledger.Outcome{}, w.unknown(err)
		}
	}
}

// acceptNow answers ledger.ErrNotTentative where there is nothing to judge on at the moment, and somebody is there to wait for it.
func (s *Station) acceptNow(ctx context.Context, w *wish) (ledger.Outcome, error) {
	s.desk.Lock()
	defer s.desk.Unlock()
	if mode := s.situation.mode(); mode == Normal || mode == Returning && !w.declaration.Urgent {
		return ledger.Outcome{}, errMoved
	}
	reach("accept.begin")
	envelope := w.sealed()
	held, found, err := s.journal.Find(context.WithoutCancel(ctx), envelope.Stamp.RequestID)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if found {
		return s.acceptAgain(ctx, w, held)
	}
	outcome, err := s.acceptNew(ctx, w)
	if err == nil || errors.Is(err, ErrNotKept) && !errors.Is(err, ledger.ErrNotTentative) {
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

// unjudged says whether a wish is taken in without judgement. The caller holds the desk.
func (s *Station) unjudged(w *wish) bool {
	return w.declaration.Urgent && (s.building != nil || !s.machine.Tentative())
}

func (s *Station) acceptNew(ctx context.Context, w *wish) (ledger.Outcome, error) {
	envelope, err := s.number(w)
	if err != nil {
		return ledger.Outcome{}, err
	}
	if s.unjudged(w) {
		s.situation.call() // there is something to send, or to judge on
		return ledger.Outcome{RequestID: envelope.Stamp.RequestID, Waiting: true}, s.keep(envelope)()
	}
	outcome, err := s.judge(envelope, s.keep(envelope))
	if err != nil && ctx.Err() != nil {
		if errors.Is(err, ledger.ErrNotTentative) {
			err = ErrNoLeader
		}
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
func (s *Station) acceptAgain(ctx context.Context, w *wish, held journal.Entry) (ledger.Outcome, error) {
	e := w.sealed()
	again, settled := held.Envelope, held.State.Settled()
	if settled { // the office has decided; the register recalls by what was asked, and the journal has forgotten that
		again.Payload = e.Payload
	}
	if !sameWish(e, again) {
		return ledger.Outcome{RequestID: e.Stamp.RequestID, Refusal: ledger.Refuse(ledger.Conflict, "request_id", "request.reused")}, nil
	}
	switch {
	case !s.unjudged(w):
	case held.State == journal.Attention:
		return ledger.Outcome{}, ErrUncertain
	default:
		return ledger.Outcome{RequestID: e.Stamp.RequestID, Index: held.Index, Waiting: !settled}, nil
	}
	outcome, err := s.judge(again, func() error {
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

// judge has the machine judge an envelope tentatively. It answers ledger.ErrNotTentative until the tentative transaction is built. The caller holds the
// desk.
func (s *Station) judge(e ledger.Envelope, keep func() error) (ledger.Outcome, error) {
	if s.building != nil {
		return ledger.Outcome{}, ledger.ErrNotTentative
	}
	return s.machine.Try(e, keep)
}

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
