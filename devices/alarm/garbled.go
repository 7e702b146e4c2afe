package alarm

import "bytes"

// maxRaw is the most a signal keeps of the bytes of one frame.
const maxRaw = 4096

// garbled keeps the rule for frames that cannot be read: the first time the sender is asked again, and when the very same bytes come back
// they are kept raw and taken, because asking for ever would hold up whatever waits behind them.
type garbled struct {
	last []byte // what the sender was last asked to repeat; nil when nothing is open
}

// message is what becomes of raw, a frame that cannot be read. A sender that takes no answers never repeats, so there it is kept at once.
func (g *garbled) message(p Protocol, s Settings, raw []byte) Message {
	sig := Signal{Protocol: p, Category: Unknown, Error: ErrFormat, Raw: bytes.Clone(raw[:min(len(raw), maxRaw)])}
	if nak := s.nak(); nak != nil && !bytes.Equal(g.last, sig.Raw) {
		g.last = sig.Raw
		return Message{Signals: []Signal{sig}, Reply: nak}
	}
	g.last = nil
	sig.Error = ErrUnparsed
	return Message{Signals: []Signal{sig}, Keep: true, Reply: s.ack()}
}

// settled says that a frame was read, so nothing is open any more.
func (g *garbled) settled() { g.last = nil }

// cut is the message about half a frame that silence ended; found is false when raw holds nothing but what may stand between frames.
func cut(p Protocol, raw []byte) (m Message, found bool) {
	if len(trimControl(raw)) == 0 {
		return Message{}, false
	}
	sig := Signal{Protocol: p, Category: Unknown, Error: ErrCut, Raw: bytes.Clone(raw[:min(len(raw), maxRaw)])}
	return Message{Signals: []Signal{sig}}, true
}

// trimControl takes away what may stand between frames at both ends: control bytes and blanks.
func trimControl(b []byte) []byte {
	for len(b) > 0 && (b[0] == ' ' || isControl(b[0])) {
		b = b[1:]
	}
	for len(b) > 0 && (b[len(b)-1] == ' ' || isControl(b[len(b)-1])) {
		b = b[:len(b)-1]
	}
	return b
}
