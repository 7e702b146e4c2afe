package station

import (
	"context"
	"errors"
	"fmt"

	"jiezhan/station/ledger"
)

const (
	// buildPiece is how many entries of the journal are judged before the desk, the log and the screens have their turn: some hundredths of a second.
	buildPiece = 256
	// everything as a limit means no limit.
	everything = -1
)

// enter has the tentative transaction stand, with everything that waits in the journal, where the station is cut off; it waits where somebody else is
// building it. Where the log withdraws it meanwhile it answers nil as well: whoever needs it asks again. The caller does not hold the desk.
func (s *Station) enter() error {
	others, begun, err := s.begin()
	switch {
	case begun:
		err = s.build()
	case others != nil:
		<-others
	}
	if err != nil {
		return fmt.Errorf("enter isolation: %w", err)
	}
	return nil
}

// begin opens the tentative transaction. Whoever has begun it has to build it; others ends where somebody else did.
func (s *Station) begin() (others <-chan struct{}, begun bool, err error) {
	s.desk.Lock()
	defer s.desk.Unlock()
	if s.building != nil || s.situation.mode() != Isolated || s.machine.Tentative() {
		return s.building, false, nil
	}
	if _, err := s.machine.Enter(nil); err != nil {
		return nil, false, err
	}
	s.building = make(chan struct{})
	return nil, true, nil
}

// build judges the journal piece by piece. The desk is free meanwhile, so that a signal is kept at once however long the journal is; what it brings is
// judged in its turn, and the last of it with the desk closed.
func (s *Station) build() error {
	var after uint64
	var err error
	for more := true; more && err == nil; {
		after, more, err = s.extend(after, buildPiece)
	}
	s.desk.Lock()
	defer s.desk.Unlock()
	if err == nil {
		_, _, err = s.extend(after, everything)
	}
	close(s.building)
	s.building = nil
	if errors.Is(err, ledger.ErrNotTentative) {
		return nil
	}
	return err
}

// extend judges entries behind a place, and says where the last one is and whether there may be more.
func (s *Station) extend(after uint64, limit int) (last uint64, more bool, err error) {
	pending, err := s.journal.Pending(context.Background(), after, limit)
	if err != nil {
		return after, false, err
	}
	envelopes := make([]ledger.Envelope, len(pending))
	for i, e := range pending {
		envelopes[i] = e.Envelope
		after = e.Place
	}
	_, err = s.machine.Extend(envelopes)
	return after, len(pending) == limit, err
}
