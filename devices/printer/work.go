package printer

import (
	"context"
	"time"
)

// A piece is what hangs in the printer.
type piece byte

const (
	blank    piece = iota // nothing that matters
	strange               // perhaps something of a program before this one
	doubtful              // some or all of a ticket: nobody knows
	complete              // all of a ticket, which has yet to be handed over, or was
)

// step does the next thing: ask how the printer is, then, if it can print, see to what hangs in it, then to the ticket under way.
func (s *session) step(ctx context.Context) error {
	if err := s.look(ctx); err != nil {
		return err
	}
	j := s.current
	if !s.ready() {
		switch fault := s.state.Fault; {
		case j == nil:
		case !j.begun && fault != "":
			s.settle(NotPrinted, fault)
		case s.talks && s.misses == 0:
			j.await(s.opts.Resume)
		default:
			j.await(s.opts.Patience)
		}
		return s.pause(ctx)
	}
	switch {
	case s.talks && s.probes == 0:
		return s.probe(ctx)
	case s.piece == doubtful, s.piece == strange && j != nil:
		return s.void(ctx)
	case s.piece == complete:
		return s.release(ctx)
	case j != nil:
		return s.print(ctx, j)
	default:
		return s.pause(ctx)
	}
}

// print puts the ticket on the paper, but for what hands it over, when the printer gives signs; otherwise all of it.
func (s *session) print(ctx context.Context, j *job) error {
	if s.talks && !s.proves && s.probes < probeLimit {
		return s.probe(ctx)
	}
	if !j.begun {
		j.calm()
	}
	if !s.proves {
		return s.sendBlindly(ctx, j)
	}
	s.opts.Mark(j.id)
	s.piece, s.owner, j.begun, j.parted = doubtful, j, true, false
	got, err := s.done(ctx, body(j.ticket, s.opts.Profile), markWait)
	switch {
	case err != nil:
		return err
	case got == signGiven:
		s.piece = complete
	case s.current == j:
		j.await(s.opts.Patience)
	}
	return nil
}

// probe finds out whether the printer gives signs.
func (s *session) probe(ctx context.Context) error {
	s.probes++
	got, err := s.done(ctx, nil, probeWait)
	s.proves = got == signGiven
	return err
}

// sendBlindly sends all of the ticket and waits until it must be there: a line that breaks on the way shows.
func (s *session) sendBlindly(ctx context.Context, j *job) error {
	s.opts.Mark(j.id)
	j.begun = true
	all := Render(j.ticket, s.opts.Profile)
	err := s.send(all)
	if err == nil {
		_, err = s.await(ctx, func() bool { return false }, s.wireTime(len(all))+lookEvery)
	}
	if err != nil {
		s.settle(Unsure, FaultUnsure)
		return err
	}
	s.halfway = false // as far as anybody knows
	s.opts.Mark("")
	s.settle(Sent, "")
	return nil
}

// release hands the ticket over: cuts it off, or feeds it to the tear bar. Twice does no harm, so it is simply done again after a break.
func (s *session) release(ctx context.Context) error {
	got, err := s.done(ctx, handOver(s.opts.Profile), markWait)
	if err != nil || got == signBarred {
		return err
	}
	outcome := Printed
	if s.owner.parted {
		outcome = Parted
	}
	s.part()
	if s.current == s.owner {
		s.settle(outcome, "")
	}
	return nil
}

// void makes what hangs in the printer void and hands it over. A printer that is there and yet gives no sign is not relied upon any more.
func (s *session) void(ctx context.Context) error {
	s.piece = doubtful
	if s.current != nil {
		s.current.await(s.opts.Patience) // for a printer that never gets done
	}
	got, err := s.done(ctx, voided(s.opts.Profile), markWait)
	if err != nil || got == signBarred {
		return err
	}
	s.part()
	s.proves = got == signGiven
	return nil
}

// part notes that nothing hangs in the printer any more.
func (s *session) part() {
	s.piece = blank
	s.opts.Mark("")
}

// send writes commands, after what ends a command that broke off.
func (s *session) send(b []byte) error {
	if s.halfway && !s.flushed {
		b = append(flushOut(), b...)
	}
	s.halfway, s.flushed = true, false
	return s.write(b)
}

// A sign is the printer's word that it has executed all that it was sent.
type sign byte

const (
	signMissing sign = iota // the printer is well, and yet the sign did not come
	signGiven
	signBarred // the printer is off, or waits for hands and nobody has patience left
)

// done sends commands and waits for the sign that they are done. While the printer waits for paper or for its cover, so does done.
func (s *session) done(ctx context.Context, commands []byte, patience time.Duration) (sign, error) {
	if err := s.send(append(commands[:len(commands):len(commands)], markRequest()...)); err != nil {
		return signMissing, err
	}
	before := s.marks
	given := func() bool { return s.marks > before }
	onTheWire := s.wireTime(len(commands)) // a question would wait behind the commands
	for ; patience > 0; onTheWire = 0 {
		if proven, err := s.await(ctx, given, onTheWire+lookEvery); err != nil {
			return signMissing, err
		} else if !proven {
			if err := s.look(ctx); err != nil {
				return signMissing, err
			}
		}
		switch {
		case given():
			s.halfway = false
			return signGiven, nil
		case s.exhausted():
			return signBarred, nil
		case s.misses > 0 || s.status.fault() == "":
			patience -= lookEvery // some answer nothing while they print, so silence alone says little
		}
	}
	if s.silentNow() {
		return signBarred, nil
	}
	return signMissing, nil
}

// exhausted reports whether waiting is over: the job under way was given up, or the printer waits for hands and nobody waits for a ticket
// that was begun.
func (s *session) exhausted() bool {
	stopped := s.misses == 0 && s.status.fault() != ""
	begun := s.current != nil && s.current.begun
	if begun && stopped {
		s.current.parted = true
		s.current.await(s.opts.Resume)
	}
	select {
	case <-s.limit():
		s.giveUp()
		return true
	default:
		return stopped && !begun
	}
}

// wireTime is how long so many bytes are on a serial line.
func (s *session) wireTime(length int) time.Duration {
	if s.opts.Baud <= 0 {
		return 0
	}
	const bitsPerByte = 10
	return time.Duration(length*bitsPerByte) * time.Second / time.Duration(s.opts.Baud)
}
