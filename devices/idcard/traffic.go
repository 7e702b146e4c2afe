package idcard

import (
	"encoding/binary"
	"strings"
	"sync"
)

// hiddenByte stands for a byte that is not shown.
const hiddenByte = "··"

// A TrafficMask writes the bytes of a card reader's line for a technician's screen: the heads of frames, their lengths, commands
// and status bytes in hex, and "··" for every other byte, whatever it is. It never shows a byte of data, nor a check byte over
// some. Its methods may be called from any goroutine.
type TrafficMask struct {
	mu            sync.Mutex
	sent, arrived maskedStream
}

// NewTrafficMask makes the mask of one port. A port that is opened again goes on with the same mask.
func NewTrafficMask() *TrafficMask {
	return &TrafficMask{sent: maskedStream{head: 2}, arrived: maskedStream{head: 3}}
}

// Sent writes what the host sends. A new request ends whatever reply was under way: the host speaks only when it has given up
// waiting, so a reply cut short does not hide the next one.
func (m *TrafficMask) Sent(p []byte) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.arrived.restart()
	return m.sent.write(p)
}

// Arrived writes what the module sends. The first bytes of what may become the head of a frame are written together with the
// byte that settles it, so the text can be empty.
func (m *TrafficMask) Arrived(p []byte) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.arrived.write(p)
}

// A maskedStream is one direction of a line. It holds at most a preamble and a length, never data.
type maskedStream struct {
	head int             // bytes shown behind the length: CMD PARA, or SW1 SW2 SW3
	held []byte          // may be the start of a frame, up to and with the length
	left int             // bytes of the frame still to come
	show int             // how many of them are head
	bare bool            // a frame without data: its check byte tells nothing
	out  strings.Builder // what the write under way shows
}

func (s *maskedStream) restart() {
	s.held, s.left, s.show = s.held[:0], 0, 0
}

func (s *maskedStream) write(p []byte) string {
	s.out.Reset()
	for _, b := range p {
		if s.left > 0 {
			s.inside(b)
		} else {
			s.search(b)
		}
	}
	return s.out.String()
}

// inside takes a byte of a frame whose length is being honoured.
func (s *maskedStream) inside(b byte) {
	s.left--
	if s.show > 0 || s.bare {
		s.show--
		s.put(b)
		return
	}
	s.hide()
}

// search takes a byte between frames. What cannot be the start of one is hidden: it may be card data behind a damaged head.
func (s *maskedStream) search(b byte) {
	s.held = append(s.held, b)
	for len(s.held) > 0 && !startsFrame(s.held) {
		s.hide()
		s.held = append(s.held[:0], s.held[1:]...)
	}
	if len(s.held) < headLen {
		return
	}
	length := int(binary.BigEndian.Uint16(s.held[len(preamble):]))
	if length < minRequestLen || length > maxLen { // an adapter may echo requests
		s.falseStart()
		return
	}
	for _, h := range s.held {
		s.put(h)
	}
	s.held = s.held[:0]
	s.left, s.show, s.bare = length, s.head, length <= s.head+1
}

// falseStart is a preamble with an impossible length: it hides the first byte and searches again behind it.
func (s *maskedStream) falseStart() {
	again := append([]byte(nil), s.held[1:]...)
	s.held = s.held[:0]
	s.hide()
	for _, b := range again {
		s.search(b)
	}
}

// startsFrame reports whether b can be the first bytes of a frame, at most up to the length.
func startsFrame(b []byte) bool {
	n := min(len(b), len(preamble))
	return string(b[:n]) == string(preamble[:n])
}

func (s *maskedStream) put(b byte) {
	const hex = "0123456789ABCDEF"
	s.gap()
	s.out.WriteByte(hex[b>>4])
	s.out.WriteByte(hex[b&15])
}

func (s *maskedStream) hide() {
	s.gap()
	s.out.WriteString(hiddenByte)
}

func (s *maskedStream) gap() {
	if s.out.Len() > 0 {
		s.out.WriteByte(' ')
	}
}
