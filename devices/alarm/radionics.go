package alarm

import (
	"bytes"
	"strings"
)

// A radionicsReader reads the 6500 mode of Radionics and Bosch receivers (D6600, D6100). Lines 10 to 32 are sent as A to W.
type radionicsReader struct {
	settings Settings
	header   int // digits of receiver and line
}

func newRadionics(s Settings) Decoder {
	r := &radionicsReader{settings: s, header: max(s.HeaderDigits, minHeader)}
	return newTerminated(s, Radionics6500, r, &patience{})
}

// find takes the first reading that reaches the end of text.
func (r *radionicsReader) find(text string) (signals []Signal, at int, found bool) {
	for at = range len(text) {
		if signals, found = r.frame(text[at:]); found {
			return signals, at, true
		}
	}
	if sig, ok := r.unparsed(text); ok {
		return []Signal{sig}, 0, true
	}
	return nil, 0, false
}

// frame reads text as one whole frame of a kind that is understood.
func (r *radionicsReader) frame(text string) ([]Signal, bool) {
	sig, ok := headerOf(text, r.header)
	if !ok {
		return nil, false
	}
	body := text[1+r.header:]
	switch text[0] {
	case 'a':
		return r.event(body, sig)
	case 'S':
		return r.settings.parseBracketed(body, sig)
	case '1':
		sig.Heartbeat, sig.Category = true, Test
		return one(&sig, body == heartbeatBody)
	case 'e':
		number := strings.TrimLeft(body, " ")
		sig.CallerID, sig.Category = number, Log
		return one(&sig, len(body) == callerWidth && all(number, isDigit))
	}
	return nil, false
}

const callerWidth = 16

// event reads ␠AAAA18QXYZGGCCC: Contact ID with the account before the message type.
func (r *radionicsReader) event(body string, sig Signal) ([]Signal, bool) {
	end := 1 + r.settings.accountLength()
	if len(body) != end+len("18")+len("110102012") || body[0] != ' ' || !isMessageType(body[end:end+2]) {
		return nil, false
	}
	return one(&sig, r.settings.contactID(&sig, body[1:end], body[end+2:]))
}

// unparsed takes every frame with a sound header whose kind is not understood: a receiver that hears NAK three times in a row
// skips the message. Of the kinds that are understood it takes none, so that a damaged one is asked for again.
func (r *radionicsReader) unparsed(text string) (Signal, bool) {
	text = strings.TrimLeft(strings.TrimPrefix(text, r.settings.headerByte()), " ")
	sig, ok := headerOf(text, r.header)
	if !ok || !isDigitOrUpper(text[0]) && !isLower(text[0]) || strings.IndexByte("aS1e", text[0]) >= 0 || !all(text, isPrintable) {
		return Signal{}, false
	}
	if cfsk := text[1+r.header:]; text[0] == 'i' && len(cfsk) == len("    AAAAAATTEE  ") {
		if account, found := accountIn(cfsk[:10]); found {
			sig.Account = account
		}
	}
	sig.Category, sig.Error = Unknown, ErrUnparsed
	return sig, true
}

// patience is the rule for garbage where too many NAKs lose a message: after one, whatever comes is kept raw and taken.
type patience struct{ garbled }

func (g *patience) message(p Protocol, s Settings, raw []byte) Message {
	if g.last != nil {
		g.last = bytes.Clone(raw[:min(len(raw), maxRaw)]) // what was asked for is what came
	}
	return g.garbled.message(p, s, raw)
}

// encodeRadionics writes a signal in the frame that can carry it: a heartbeat, Contact ID, SIA or a caller line.
func encodeRadionics(sig Signal, s Settings) []byte {
	header := encodeHeader(sig, s)
	frame := ""
	switch {
	case sig.Heartbeat:
		frame = "1" + header + heartbeatBody
	case len(sig.Event) == 2:
		frame = "S" + header + "[" + encodeSIA(sig) + "]"
	case sig.Event == "":
		frame = "e" + header + padLeft(sig.CallerID, callerWidth, ' ')
	default:
		frame = "a" + header + " " + padLeft(sig.Account, s.accountLength(), '0') + "18" + contactIDText(sig, "136")
	}
	return append([]byte(s.headerByte()+frame), s.terminator(dc4))
}

// headerByte stands before each frame, if any does.
func (s Settings) headerByte() string {
	if s.HeaderByte == 0 {
		return ""
	}
	return string([]byte{s.HeaderByte})
}
