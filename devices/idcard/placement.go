package idcard

import "context"

// A cardState is where one placement of a card stands.
type cardState int

const (
	noCard  cardState = iota // nothing on the reader
	resting                  // the module has read it; it is still there
	unread                   // could not be read: waits to be lifted
)

// An outcome is how one attempt to read a card ended.
type outcome int

const (
	gotTrouble  outcome = iota // the module could not, or the line failed
	gotNothing                 // there is no card any more
	gotNonsense                // the module could, twice, but what it sent is not a card
	gotCard
)

// An attempt is an outcome with what belongs to it.
type attempt struct {
	outcome outcome
	card    Card   // gotCard
	wlt     []byte // gotCard: the compressed portrait where one can be decoded; whoever ends the attempt clears it
	status  Status // gotTrouble, where the module gave one
}

// work looks for cards, one step a poll, until the module must be started anew or the port is lost.
func (s *session) work(ctx context.Context) error {
	for {
		s.tellPortrait()
		var err error
		switch s.state {
		case noCard:
			err = s.look(ctx)
		case resting:
			err = s.checkPresence(ctx)
		case unread:
			err = s.awaitLift(ctx)
		}
		if err != nil {
			return err
		}
		if err := s.link.pause(ctx, s.reader.opts.Poll); err != nil {
			return err
		}
	}
}

// find asks for a card. A line that failed or an answer without meaning is not "no card": it only counts.
func (s *session) find(ctx context.Context) (st Status, told bool, err error) {
	reply, err := s.ask(ctx, FindCard)
	if err != nil && !noAnswer(err) {
		return Status{}, false, err
	}
	st = reply.Status()
	if err == nil && (st.Class == Found || st.Class == NoCard || st.Class == CardOther || st.Class == CardTrouble) {
		s.useless = 0
		return st, true, nil
	}
	if s.useless++; s.useless < failedPolls {
		return Status{}, false, nil
	}
	s.useless = 0
	return Status{}, false, s.reset(ctx, FaultUnexpected, reply.SW)
}

// look waits for a card and takes it in.
func (s *session) look(ctx context.Context) error {
	st, told, err := s.find(ctx)
	if err != nil || !told || st.Class == NoCard {
		return err
	}
	return s.takeIn(ctx, st)
}

// takeIn is one placement: tell that a card is there, read it, once more from find when that fails, then ask to lift it.
func (s *session) takeIn(ctx context.Context, found Status) error {
	s.placed()
	first := attempt{status: found}
	if found.Class == Found {
		var err error
		if first, err = s.read(ctx); err != nil {
			return err
		}
	}
	if first.outcome != gotTrouble {
		return s.settleCard(ctx, first)
	}
	if err := s.link.pause(ctx, s.reader.opts.Poll); err != nil {
		return err
	}
	second, err := s.findAndRead(ctx)
	if err != nil {
		return err
	}
	if second.outcome == gotNothing && found.Class == Found {
		s.tellCardFault(FaultCardEarly, first.status)
	}
	return s.settleCard(ctx, second)
}

// settleCard tells how a placement turned out.
func (s *session) settleCard(ctx context.Context, a attempt) error {
	switch a.outcome {
	case gotCard:
		return s.deliver(ctx, a)
	case gotNothing:
		s.removed()
	case gotNonsense:
		s.rest(Card{})
		s.tellCardFault(FaultCardLift, Status{})
	case gotTrouble:
		s.state, s.unlifted = unread, 0
		s.tellCardFault(s.cardFault(a.status), a.status)
	}
	return nil
}

func (s *session) tellCardFault(code string, st Status) {
	s.reader.tell(Event{Kind: EventFault, Fault: code, SW: st.SW, Status: st.Code})
}

// cardFault names what went wrong. What lifting the card has not helped several times in a row is no matter of how it lies.
func (s *session) cardFault(st Status) string {
	if st.SW != s.troubled.SW {
		s.troubled, s.inARow = st, 0
	}
	s.inARow++
	switch stubborn := s.inARow >= troubledPlacements; {
	case st.Class == CardOther:
		return FaultCardUnsupported
	case stubborn && st.SW == swCardRefusesModule:
		return FaultReaderSuspect
	case stubborn && (st.SW == swModuleRefusesCard || st.Class == CardSuspect):
		return FaultCardSuspect
	case st.Class == CardSuspect:
		return FaultCardUnverified
	default:
		return FaultCardLift
	}
}

// findAndRead goes from find to a read card.
func (s *session) findAndRead(ctx context.Context) (attempt, error) {
	st, told, err := s.find(ctx)
	switch {
	case err != nil || !told:
		return attempt{status: st}, err
	case st.Class == NoCard:
		return attempt{outcome: gotNothing}, nil
	case st.Class != Found:
		return attempt{status: st}, nil
	}
	return s.read(ctx)
}

// read selects and reads the card that was found. Sections that do not add up are asked for once more on the spot, because a
// module may not find a card again that it has read. No byte of a failed read gets out, none of a good one stays behind.
func (s *session) read(ctx context.Context) (attempt, error) {
	defer s.link.frames.Wipe()
	for _, c := range []Command{SelectCard, ReadCard, ReadCard} {
		reply, err := s.ask(ctx, c)
		switch {
		case noAnswer(err):
			return attempt{}, nil
		case err != nil:
			return attempt{}, err
		case reply.Status().Class != Done:
			return attempt{status: reply.Status()}, nil
		}
		if c == SelectCard {
			continue
		}
		if card, err := ParseCard(reply.Data); err == nil {
			return attempt{outcome: gotCard, card: card, wlt: s.portraitOf(reply.Data)}, nil
		}
	}
	return attempt{outcome: gotNonsense}, nil
}

// deliver tells the card, once for this placement. A card of unknown layout is told as unsupported: there is nothing to use.
func (s *session) deliver(ctx context.Context, a attempt) error {
	card := a.card
	s.troubled, s.inARow = Status{}, 0
	if card.Kind == KindUnknown {
		clear(a.wlt)
		s.rest(card)
		s.reader.tell(Event{Kind: EventFault, Fault: FaultCardUnsupported, Card: &card, Warnings: card.Warnings})
		return nil
	}
	if s.reader.opts.NewAddresses && (card.Kind == KindResident || card.Kind == KindHMT) {
		if err := s.newAddresses(ctx, &card); err != nil {
			clear(a.wlt)
			return err
		}
	}
	s.rest(card)
	s.reader.tell(Event{Kind: EventRead, Card: &card, Warnings: card.Warnings})
	s.startPortrait(ctx, a.wlt)
	return nil
}

// newAddresses adds the additional address list. A card is good without it.
func (s *session) newAddresses(ctx context.Context, card *Card) error {
	defer s.link.frames.Wipe()
	reply, err := s.ask(ctx, ReadNewAddress)
	if noAnswer(err) {
		return nil
	}
	if err == nil && reply.Status().Class == Done {
		card.NewAddresses = ParseNewAddresses(reply.Data)
	}
	return err
}

// awaitLift waits until a card that could not be read is gone. Some readers find it again and again, and a card may be
// exchanged between two polls, so now and then it is tried once more without a word.
func (s *session) awaitLift(ctx context.Context) error {
	st, told, err := s.find(ctx)
	if err != nil || !told {
		return err
	}
	s.unlifted++
	switch {
	case st.Class == NoCard:
		s.removed()
	case st.Class == Found && s.unlifted%unliftedPolls == 0:
		a, err := s.read(ctx)
		if err != nil || a.outcome != gotCard {
			return err
		}
		return s.deliver(ctx, a)
	}
	return nil
}

func (s *session) placed() {
	s.state, s.unlifted, s.last = unread, 0, ""
	s.reader.tell(Event{Kind: EventPlaced})
}

// rest goes over to watching a card that the module has read.
func (s *session) rest(card Card) {
	s.state, s.last, s.probed, s.byFind, s.missed = resting, identity(card), false, false, 0
}

func (s *session) removed() {
	s.state, s.last = noCard, ""
	s.dropPortrait()
	s.reader.tell(Event{Kind: EventRemoved})
}

// lostCard ends a placement that the reader can no longer watch.
func (s *session) lostCard() {
	if s.state != noCard {
		s.removed()
	}
}

// identity tells one card from another.
func identity(c Card) string { return string(c.Kind) + " " + c.IDNumber }
