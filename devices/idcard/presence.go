package idcard

import "context"

// checkPresence asks whether the delivered card still lies there. "No card found" cannot tell: many modules find a card once
// and then not again until it is lifted, others find it every time. So the card itself is asked, by a command it answers
// only while selected.
func (s *session) checkPresence(ctx context.Context) error {
	if s.byFind || s.probe == 0 {
		return s.checkByFind(ctx)
	}
	reply, err := s.ask(ctx, s.probe)
	defer s.link.frames.Wipe()
	if noAnswer(err) {
		return s.probeMissed(ctx)
	}
	if err != nil {
		return err
	}
	s.missed = 0
	switch reply.Status().Class {
	case Done, Nothing:
		s.probed = true
		return nil
	case Refused:
		s.nextProbe()
		return nil
	default:
		return s.presenceLost(ctx)
	}
}

// probeMissed: silence is a fault of the line, not of the card, until it repeats. Some modules send this one reply with a bad
// check byte, so the other probe gets its turn first.
func (s *session) probeMissed(ctx context.Context) error {
	if s.missed++; s.missed < presenceMiss {
		return nil
	}
	s.missed = 0
	if !s.probed && s.probe == ReadSerials {
		s.nextProbe()
		return nil
	}
	return s.presenceLost(ctx)
}

// nextProbe goes over to the other way to ask, for as long as this module is there.
func (s *session) nextProbe() {
	if s.probe == ReadSerials {
		s.probe = ReadNewAddress
	} else {
		s.probe = 0
	}
}

// presenceLost looks again after the probe failed. A card that is found has been lifted and put back, or is another one: a
// new placement. Only where the probe never worked for this card, the same card found again is the one at rest.
func (s *session) presenceLost(ctx context.Context) error {
	st, told, err := s.find(ctx)
	if err != nil || !told {
		return err
	}
	if st.Class == NoCard {
		s.removed()
		return nil
	}
	if s.probed || st.Class != Found {
		s.removed()
		return s.takeIn(ctx, st)
	}
	a, err := s.read(ctx)
	if err != nil {
		return err
	}
	if s.last == identity(a.card) && (a.outcome == gotCard || a.outcome == gotNonsense) {
		clear(a.wlt)
		s.byFind = true
		return nil
	}
	s.removed()
	if a.outcome == gotTrouble {
		return s.takeIn(ctx, a.status)
	}
	s.placed()
	return s.settleCard(ctx, a)
}

// checkByFind is all that is left on a module that refuses both probes.
func (s *session) checkByFind(ctx context.Context) error {
	st, told, err := s.find(ctx)
	if err == nil && told && st.Class == NoCard {
		s.removed()
	}
	return err
}
