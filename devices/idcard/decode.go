package idcard

import (
	"errors"
	"fmt"
	"io"
)

// The outcomes of frames in a recorded stream.
const (
	OutcomeOK     = "ok"      // the module did what it was asked (90)
	OutcomeFound  = "found"   // a card is there (9F)
	OutcomeNone   = "no_card" // no card, or the one there was read already (80)
	OutcomeEmpty  = "empty"   // that item is empty on the card (91)
	OutcomeStatus = "status"  // any other status: the module or the card refused; SW and Status say why
	OutcomeLayout = "layout"  // success, but sections that do not add up
	OutcomeCheck  = "check"   // a frame with a wrong check byte: nothing of it is used
	OutcomeLength = "length"  // a length no frame has, or one that promises more than came
)

// WarnLateReply marks a reply that cannot belong to the request before it in the recording: a late answer to an earlier one.
const WarnLateReply = "reply.not_of_request"

// A Decoded is one reply of a recorded stream, or one damaged frame. Bytes of portrait and fingerprint are counted, never kept.
type Decoded struct {
	Outcome        string    `json:"outcome"`
	SW             string    `json:"sw"`     // SW3 as two hex digits; empty on damaged frames
	Status         string    `json:"status"` // its code as StatusOf names it
	DataLen        int       `json:"data_len"`
	Card           *CardView `json:"card"`
	PhotoLen       int       `json:"photo_len"`
	FingerprintLen int       `json:"fingerprint_len"`
	Addresses      []string  `json:"addresses"` // of the additional address list
	SAMID          string    `json:"sam_id"`
	Warnings       []string  `json:"warnings"`
}

// DecodeOptions set up Decode.
type DecodeOptions struct {
	Unmasked bool // personal values in clear, for a technician with an invented card and never for a log
}

// Decode finds the replies in a recorded stream, which may hold requests as well, noise and damage, and tells each in order. What a
// reply holds is told by the request before it or, in a recording of replies alone, by its size. Requests are not told. The
// error is that of reading the stream.
func Decode(stream io.Reader, o DecodeOptions, emit func(Decoded)) error {
	d := &decoding{unmasked: o.Unmasked, emit: emit}
	frames := NewRequestReader()
	frames.damaged = func(outcome string) { emit(Decoded{Outcome: outcome, Addresses: []string{}, Warnings: []string{}}) }
	defer frames.Wipe()
	buf := make([]byte, 4096)
	defer clear(buf)
	for {
		n, err := stream.Read(buf)
		d.take(frames.Frames(buf[:n]))
		if errors.Is(err, io.EOF) {
			d.take(frames.GiveUp())
			return nil
		}
		if err != nil {
			return fmt.Errorf("read the recording: %w", err)
		}
	}
}

// A decoding is one pass over a recording.
type decoding struct {
	unmasked bool
	emit     func(Decoded)
	asked    Command // by the last request; 0 when none was recorded or it is answered
}

// take tells the replies among the frames found.
func (d *decoding) take(bodies func(func([]byte) bool)) {
	for body := range bodies {
		if c, isRequest := requestIn(body); isRequest {
			d.asked = c
			continue
		}
		d.emit(d.reply(ParseReply(body)))
		d.asked = 0
	}
}

// requestIn tells requests from replies: two bytes are too short for a reply, and the one command with data does not begin with
// two zeroes as replies do.
func requestIn(body []byte) (Command, bool) {
	c := ParseRequest(body).Command
	return c, len(body) < minReplyLen-1 || c == SetRFBlock
}

// reply writes down what a sound reply says.
func (d *decoding) reply(r Reply) Decoded {
	st := r.Status()
	out := Decoded{
		Outcome: outcomeOf(st.Class), SW: fmt.Sprintf("%02X", r.SW), Status: st.Code, DataLen: len(r.Data), Addresses: []string{}, Warnings: []string{},
	}
	if d.asked != 0 && !d.asked.fits(r) {
		out.Warnings = append(out.Warnings, WarnLateReply)
		return out
	}
	if st.Class == Done {
		d.contents(&out, r.Data)
	}
	return out
}

func outcomeOf(c Class) string {
	switch c {
	case Done:
		return OutcomeOK
	case Nothing:
		return OutcomeEmpty
	case Found:
		return OutcomeFound
	case NoCard:
		return OutcomeNone
	default:
		return OutcomeStatus
	}
}

// contents decodes the data of a success by the command it answers.
func (d *decoding) contents(out *Decoded, data []byte) {
	switch d.commandOf(data) {
	case ModuleID:
		out.SAMID = formatModuleID(data)
	case ReadNewAddress:
		out.Addresses = append(out.Addresses, ParseNewAddresses(data)...)
		if !d.unmasked {
			for i, a := range out.Addresses {
				out.Addresses[i] = MaskAddress(a)
			}
		}
	case ReadCard, ReadFingerprint:
		d.card(out, data)
	default: // status, select, serials: nothing to show
	}
}

// commandOf is the command a success answers: the one recorded, or the one whose replies look like this.
func (d *decoding) commandOf(data []byte) Command {
	_, err := cutSections(data)
	switch n := len(data); {
	case d.asked != 0:
		return d.asked
	case err == nil:
		return ReadCard
	case ModuleID.fitsSuccess(n):
		return ModuleID
	case n > 0 && ReadNewAddress.fitsSuccess(n):
		return ReadNewAddress
	case ReadCard.fitsSuccess(n):
		return ReadCard
	default:
		return 0
	}
}

func (d *decoding) card(out *Decoded, data []byte) {
	s, err := cutSections(data)
	if err != nil {
		out.Outcome = OutcomeLayout
		return
	}
	c := parseText(s.text)
	out.PhotoLen, out.FingerprintLen = len(s.photo), s.prints
	out.Warnings = append(out.Warnings, c.Warnings...)
	out.Card = viewOf(c, d.unmasked)
}
