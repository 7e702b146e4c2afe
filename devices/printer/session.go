package printer

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// Why a session ends.
var (
	errLost   = errors.New("port lost")
	errSilent = errors.New("no answer for long") // the port seems well; opened anew it may help
)

// Times of the conversation.
const (
	statusWait = 500 * time.Millisecond // for the answer to a real-time question, which printers give at once
	probeWait  = 2 * time.Second        // for a sign when nothing else is to be done
	markWait   = 8 * time.Second        // for a sign after a ticket: printing and cutting take three
	lookEvery  = time.Second            // during a ticket
	probeLimit = 2                      // times a printer that answers is asked for a sign before it counts as unable to give one
	silent     = 2                      // unanswered rounds of questions after which a printer counts as off
	hangUp     = 6                      // and after which the port is opened anew, as it may be the port's fault
)

// A session is the conversation on one open port.
type session struct {
	*Printer
	*link
	replies replies
	status  status

	flushed bool // what had broken off before this port was opened has been ended

	asked  byte // the real-time question under way; 0: none
	marks  int  // signs heard
	talks  bool // it has answered on this port
	proves bool // it gives signs
	probes int  // times it was asked for one for nothing but to see
	misses int  // rounds of questions in a row without an answer
}

// run works the port until it is lost.
func (s *session) run(ctx context.Context) error {
	if s.halfway { // even a question would go into the command that broke off
		white := flushOut()
		if err := s.write(white); err != nil {
			return err
		}
		if _, err := s.await(ctx, func() bool { return false }, s.wireTime(len(white))); err != nil {
			return err
		}
		s.flushed = true
	}
	for {
		if err := s.step(ctx); err != nil {
			return err
		}
	}
}

// look asks for everything, one question at a time: an answer does not tell to which it is.
func (s *session) look(ctx context.Context) error {
	for question := byte(askPrinter); question <= askPaper; question++ {
		if err := s.write([]byte{dle, 0x04, question}); err != nil {
			return err
		}
		s.asked = question
		answered, err := s.await(ctx, func() bool { return s.asked == 0 }, statusWait)
		if err != nil {
			return err
		}
		if !answered {
			s.asked = 0
			s.misses++
			s.report()
			if s.talks && s.misses >= hangUp {
				return errSilent
			}
			return nil
		}
	}
	s.talks, s.misses = true, 0
	s.report()
	return nil
}

// await listens until something is so, at most for d.
func (s *session) await(ctx context.Context, so func() bool, d time.Duration) (bool, error) {
	limit := time.NewTimer(d)
	defer limit.Stop()
	for !so() {
		select {
		case chunk := <-s.chunks:
			s.replies.feed(chunk, s.hear)
		case <-limit.C:
			return false, nil
		case err := <-s.lost:
			return false, fmt.Errorf("%w: %w", errLost, err)
		case <-ctx.Done():
			return false, ctx.Err()
		}
	}
	return true, nil
}

func (s *session) hear(r reply) {
	switch r.kind {
	case realTime:
		if s.asked != 0 {
			s.status.realTime(s.asked, r.bits[0])
		}
		s.asked = 0
	case automatic:
		s.status.automatic(r.bits)
	case mark:
		s.marks++
	}
}

// silentNow reports whether the printer seems to be off.
func (s *session) silentNow() bool { return s.misses >= silent && (s.talks || s.opts.Profile.Status) }

// ready reports whether a ticket sent now would be printed, as far as can be known.
func (s *session) ready() bool {
	if !s.talks {
		return !s.opts.Profile.Status && s.misses >= silent
	}
	return s.misses == 0 && s.status.fault() == ""
}

// report tells the state, once it is known.
func (s *session) report() {
	switch {
	case s.silentNow():
		s.set(State{Fault: FaultOffline})
	case s.misses >= silent:
		s.set(State{Online: true, Blind: true})
	case s.misses == 0:
		fault := s.status.fault()
		s.set(State{Online: fault == "", Paper: s.status.paper(), Cover: s.status.cover(), Fault: fault})
	}
}

// pause waits for the next look, for a ticket if none is under way, or until the one that is has taken too long.
func (s *session) pause(ctx context.Context) error {
	wait := s.opts.Poll
	if s.misses > 0 && s.misses < silent {
		wait /= 8 // the doubt is to be over soon
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	queue := s.book.queue
	if s.current != nil {
		queue = nil
	}
	for {
		select {
		case chunk := <-s.chunks:
			s.replies.feed(chunk, s.hear)
			if s.misses == 0 && s.talks {
				s.report()
			}
		case <-timer.C:
			return nil
		case <-s.limit():
			s.giveUp()
			return nil
		case j := <-queue:
			if s.book.start(j) {
				s.current = j
				return nil
			}
		case err := <-s.lost:
			return fmt.Errorf("%w: %w", errLost, err)
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
