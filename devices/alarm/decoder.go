package alarm

import (
	"fmt"
	"time"
)

// A Message is one frame, or one batch of frames under one answer, and what is to be done with it.
type Message struct {
	Signals []Signal // at least one; of a heartbeat it is one with Heartbeat set
	Keep    bool     // Signals must be durable before Reply leaves; otherwise Reply leaves at once
	Reply   []byte   // exactly what is answered; empty: nothing

	panel string // of DC-09: the account of the frame's head, which keys and windows go by
}

// A Decoder cuts one byte stream into messages. The same bytes in other pieces give the same messages. A Message and all
// it holds belong to the receiver of emit.
type Decoder interface {
	// Feed takes the next bytes of the stream, cut anywhere.
	Feed(p []byte, emit func(Message))
	// Pause says that the line was quiet for 2 s: half a frame is told as ErrCut and dropped.
	Pause(emit func(Message))
}

// Settings are what differs from port to port on wires of one protocol. The zero value is the usual form of each.
type Settings struct {
	Terminator    byte             // ends a frame; 0 = DC4, or CR on 685 forms
	Ack, Nak      byte             // 0 = 06 and 15
	NoReply       bool             // the sender expects no answers at all
	AccountLength int              // digits of an account; 0 = as usual on the wire, 4 mostly
	HeaderDigits  int              // receiver and line together, 3 to 5; 0 = by the frame itself
	HeaderByte    byte             // stands before each Radionics frame; 0 = none
	Heartbeat     time.Duration    // how often the sender shows life; 0 = 30 s, negative = never, so that its silence is no fault
	Now           func() time.Time // the clock of whoever reads; nil is time.Now
	Makers        map[string]Event // a maker's own meaning of codes, by qualifier and code ("1134") or by code ("134")
	DC09          DC09Settings
}

// NewDecoder makes a decoder for a wire of p. A protocol it does not know is an error.
func NewDecoder(p Protocol, s Settings) (Decoder, error) {
	switch p {
	case ContactID:
		return newContactID(s), nil
	case SurGard:
		return newSurGard(s), nil
	case Ademco685:
		return newAdemco685(s), nil
	case Conwin:
		return newConwin(s), nil
	case Radionics6500:
		return newRadionics(s), nil
	case IT100:
		return newIT100(s), nil
	case AlarmDecoder:
		return newAlarmDecoder(s), nil
	case DC09:
		return newDC09(s), nil
	}
	return nil, fmt.Errorf("alarm protocol %q is not known", p)
}

// ack is the byte that takes a frame.
func (s Settings) ack() []byte { return s.reply(s.Ack, 0x06) }

// nak is the byte that asks for a frame again.
func (s Settings) nak() []byte { return s.reply(s.Nak, 0x15) }

func (s Settings) reply(set, usual byte) []byte {
	switch {
	case s.NoReply:
		return nil
	case set != 0:
		return []byte{set}
	default:
		return []byte{usual}
	}
}

func (s Settings) terminator(usual byte) byte {
	if s.Terminator != 0 {
		return s.Terminator
	}
	return usual
}

// accountLength is how many digits an account of Contact ID has.
func (s Settings) accountLength() int {
	if s.AccountLength > 0 {
		return s.AccountLength
	}
	return 4
}

// clock is the clock of whoever reads the wire.
func (s Settings) clock() func() time.Time {
	if s.Now != nil {
		return s.Now
	}
	return time.Now
}
