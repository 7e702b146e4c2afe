package station

import (
	"context"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

const (
	// forgetEvery is how often older outcomes are given up, and lookEvery how often the station looks whether it is time.
	forgetEvery, lookEvery = 24 * time.Hour, time.Hour
	// remembered is for how many times forgetEvery the office keeps the outcomes of a station, so that a request may be asked again.
	remembered = 30
)

// Incarnation tells this life of the station's disk from every other.
func (s *Station) Incarnation() Incarnation {
	life := s.journal.Life()
	return Incarnation{Epoch: life.Epoch, Start: life.Start, Boot: s.boot}
}

// Renew begins a new life of the disk, after a restore or where another disk took this station's place. What the old life accepted and the office has
// not seen keeps its epoch and goes to the staff; numbers jump ahead, so that none is drawn twice.
func (s *Station) Renew() error {
	s.desk.Lock()
	defer s.desk.Unlock()
	if err := s.numbers.jump(s.sources.Now()); err != nil {
		return err
	}
	if err := s.journal.Renew(s.sources.NewID()); err != nil {
		return err
	}
	s.greeting = nil
	s.situation.set(func(now *situation) { now.greeted, now.stale = false, false })
	s.situation.call()
	return nil
}

// seal makes a command of the station itself.
func (s *Station) seal(c ledger.Command) (ledger.Envelope, error) {
	return s.machine.Kinds().Seal(c, ledger.Stamp{
		RequestID: s.sources.NewID(), Station: s.identity.ID, Actor: ledger.Actor{Kind: ledger.System},
		At: s.sources.Now().UTC().Truncate(time.Millisecond), ID: s.sources.NewID(),
	})
}

// greet is the opening of this start's session. It is one request, however often it is asked: a copy of this disk, started as often, cannot make the
// same.
func (s *Station) greet() (*errand, error) {
	s.desk.Lock()
	defer s.desk.Unlock()
	if s.greeting == nil {
		life := s.journal.Life()
		e, err := s.seal(ledger.OpenSession{Epoch: life.Epoch, Start: life.Start})
		if err != nil {
			return nil, err
		}
		s.greeting = &e
	}
	return &errand{envelope: *s.greeting, done: func(o ledger.Outcome) {
		if o.Refusal == nil {
			s.situation.set(func(now *situation) { now.greeted = true })
		}
	}}, nil
}

// probe is a command that changes nothing. That it is decided shows that this station is cut off no longer.
func (s *Station) probe() (*errand, error) {
	e, err := s.seal(ledger.Acknowledge{Epoch: s.journal.Life().Epoch})
	return &errand{envelope: e, done: func(ledger.Outcome) {}}, err
}

// forget gives up the outcomes that nobody asks for any more, once a day, where there are any. The caller sees to it that nothing is pending. How old
// an outcome is tells where the log stood on the days since: a stamp may be much older than its place in the log, and comes from any clock.
func (s *Station) forget(ctx context.Context) (due *errand, found bool, err error) {
	now, life := s.sources.Now(), s.journal.Life()
	if now.Sub(life.AckedAt).Abs() < forgetEvery {
		return nil, false, nil
	}
	acknowledged := func(index uint64) error {
		applied, _ := s.machine.Applied()
		return s.journal.Acknowledged(index, applied, now, now.Add(-remembered*forgetEvery))
	}
	index, found, err := s.journal.Stood(ctx, remembered)
	if err != nil {
		return nil, false, err
	}
	if !found || index <= life.Acked {
		return nil, false, acknowledged(life.Acked)
	}
	var last uint64
	err = s.ViewCommitted(ctx, func(q store.Query) error {
		session, _, err := ledger.SessionOf(q, s.identity.ID)
		last = session.Last
		return err
	})
	if err != nil {
		return nil, false, err
	}
	e, err := s.seal(ledger.Acknowledge{Epoch: life.Epoch, Seq: last, Index: index})
	return &errand{envelope: e, done: func(o ledger.Outcome) {
		if o.Refusal == nil {
			s.situation.troubled(acknowledged(index))
		}
	}}, err == nil, err
}
