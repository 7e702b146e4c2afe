package idcard

import (
	"context"
	"errors"
	"time"
)

// Patience of a session.
const (
	settleEvery   = time.Second // between two questions to a module that does not answer yet
	settleTries   = 5           // unanswered ones before the port is opened anew
	quietTries    = 3           // unanswered ones before the fault is told: a module needs up to 2 s after power-on
	failedPolls   = 5           // useless answers in a row before the module is reset
	maxResends    = 2           // of a request that came with a bad check byte; with a bad length once
	unliftedPolls = 7           // polls between silent attempts on a card that was not lifted, about 2 s
	presenceMiss  = 2           // unanswered presence probes in a row before the card is looked for again

	troubledPlacements = 3 // in a row with the same refusal before card or reader is suspected
)

var (
	errSilent = errors.New("module does not answer")
	errDown   = errors.New("module must be started anew") // told as a fault already
)

// A session is one open port from the first question to its loss.
type session struct {
	reader   *Reader
	link     *link
	wasReady bool

	state    cardState
	last     string  // identity of the card at rest
	probe    Command // how to ask for a resting card on this module; 0 when it refuses both ways
	probed   bool    // the probe has worked in this placement
	byFind   bool    // it never will: find has to do
	missed   int     // presence probes in a row without a reply
	useless  int     // polls in a row without a usable answer
	unlifted int     // polls since a card was refused

	troubled Status // of the last placement that ended in trouble, until a card is read
	inARow   int    // such placements
	portrait *portraitJob
}

// run starts the module and looks for cards until the port is lost or the module falls silent.
func (s *session) run(ctx context.Context) error {
	for {
		if err := s.start(ctx); err != nil {
			return err
		}
		err := s.work(ctx)
		if !errors.Is(err, errDown) {
			return err
		}
		if err := s.link.pause(ctx, settleEvery); err != nil {
			return err
		}
	}
}

// start asks for the module's status until it is well, then for its id.
func (s *session) start(ctx context.Context) error {
	for tries := 0; ; {
		reply, err := s.link.exchange(ctx, ModuleStatus)
		switch {
		case err == nil && reply.Status().Class == Done:
			return s.identify(ctx)
		case err == nil:
			tries = 0
			s.reader.tellFault(moduleFault(reply.Status()), reply.SW)
		case noAnswer(err):
			if tries++; tries == quietTries {
				s.reader.tellFault(FaultSilent, 0)
			}
			if tries == settleTries {
				return errSilent
			}
		default:
			return err
		}
		if err := s.link.pause(ctx, settleEvery); err != nil {
			return err
		}
	}
}

// identify asks for the module's id. A module that does not tell one works without.
func (s *session) identify(ctx context.Context) error {
	for range settleTries {
		reply, err := s.link.exchange(ctx, ModuleID)
		if err != nil && !noAnswer(err) {
			return err
		}
		if err == nil {
			id := ""
			if reply.Status().Class == Done {
				id = formatModuleID(reply.Data)
			}
			s.wasReady, s.probe, s.useless = true, ReadSerials, 0
			s.reader.tellReady(id)
			return nil
		}
		if err := s.link.pause(ctx, settleEvery); err != nil {
			return err
		}
	}
	return errSilent
}

func moduleFault(st Status) string {
	switch st.Class {
	case Service:
		return st.Code
	case ModuleBusy:
		return FaultModule
	default:
		return FaultUnexpected
	}
}

func noAnswer(err error) bool {
	return errors.Is(err, errNoReply) || errors.Is(err, errGarbled)
}

// ask puts one question with the repeats that are safe: a request the module could not make out, a read whose reply was
// garbled, a module that was busy. The error is noAnswer when the line failed but the module lives, errDown when the module
// must be started anew, or that of a lost port.
func (s *session) ask(ctx context.Context, c Command) (Reply, error) {
	resends, repeated := 0, false
	for {
		reply, err := s.link.exchange(ctx, c)
		if errors.Is(err, errGarbled) && c.isRead() && !repeated {
			repeated = true
			continue
		}
		if noAnswer(err) {
			return Reply{}, s.resync(ctx, err)
		}
		if err != nil {
			return Reply{}, err
		}
		switch reply.Status().Class {
		case LineTrouble:
			if resends++; resends > maxResends || reply.SW == swBadLength && resends > 1 {
				return reply, nil
			}
		case ModuleBusy:
			if repeated {
				return Reply{}, s.reset(ctx, FaultModule, reply.SW)
			}
			repeated = true
		case Service:
			return Reply{}, s.down(reply.Status().Code, reply.SW)
		default:
			return reply, nil
		}
	}
}

// resync finds out whether the module lives after a question it did not answer. It returns why when it does.
func (s *session) resync(ctx context.Context, why error) error {
	s.link.frames.Wipe()
	if err := s.link.quiet(ctx); err != nil {
		return err
	}
	reply, err := s.link.exchange(ctx, ModuleStatus)
	switch {
	case err == nil && reply.Status().Class == Done:
		return why
	case err == nil:
		return s.down(moduleFault(reply.Status()), reply.SW)
	case noAnswer(err):
		return s.down(FaultSilent, 0)
	default:
		return err
	}
}

// reset tells a fault and starts the module as after power-on.
func (s *session) reset(ctx context.Context, fault string, sw byte) error {
	down := s.down(fault, sw)
	if _, err := s.link.exchange(ctx, Reset); err != nil && !noAnswer(err) {
		return err
	}
	return down
}

// down ends the placement and tells the fault of a module that has to be started anew.
func (s *session) down(fault string, sw byte) error {
	s.lostCard()
	s.reader.tellFault(fault, sw)
	return errDown
}
