package alarm

import "bytes"

const dc4 = 0x14

// maxSegment is how much is held of a line without a terminator.
const maxSegment = 1024

// A frameReader knows the frames of one wire.
type frameReader interface {
	// find looks for the frame at the end of text, the printable bytes before a terminator, and says where it starts. What
	// is before it is a cut frame or noise. It sets neither Protocol nor Raw.
	find(text string) (signals []Signal, at int, found bool)
}

// A garbageRule says what becomes of bytes that are no frame.
type garbageRule interface {
	message(p Protocol, s Settings, raw []byte) Message
	settled()
}

// terminated decodes wires whose frames end in one byte and are answered with one byte.
type terminated struct {
	settings Settings
	protocol Protocol
	framer   *framer
	reader   frameReader
	garbage  garbageRule
	caller   callerLine
}

func newTerminated(s Settings, p Protocol, r frameReader, g garbageRule) *terminated {
	return &terminated{settings: s, protocol: p, framer: newFramer(maxSegment, s.terminator(dc4)), reader: r, garbage: g, caller: callerLine{now: s.clock()}}
}

// Feed takes the next bytes.
func (t *terminated) Feed(p []byte, emit func(Message)) {
	t.framer.feed(p, func(segment []byte) {
		start, end := 0, len(segment)-1
		for start < end && isControl(segment[start]) {
			start++
		}
		for start < end && isControl(segment[end-1]) {
			end--
		}
		if len(trimControl(segment[start:end])) > 0 {
			emit(t.message(string(segment[start:end]), segment[start:]))
		}
	})
}

// Pause gives up a frame whose end did not come.
func (t *terminated) Pause(emit func(Message)) {
	if m, found := cut(t.protocol, t.framer.pause()); found {
		emit(m)
	}
}

// message reads text, which raw says with its framing.
func (t *terminated) message(text string, raw []byte) Message {
	signals, at, found := t.reader.find(text)
	if !found {
		return t.garbage.message(t.protocol, t.settings, raw)
	}
	raw = bytes.Clone(raw[at:])
	for i := range signals {
		signals[i].Protocol, signals[i].Raw = t.protocol, raw
		t.caller.join(&signals[i])
	}
	event := !signals[0].Heartbeat
	if event {
		t.garbage.settled()
	}
	return Message{Signals: signals, Keep: event, Reply: t.settings.ack()}
}
