package idcard

import (
	"bytes"
	"context"
	"log/slog"
	"net"
	"testing"
	"testing/synctest"
)

// A peepPort remembers the buffers it was asked to fill.
type peepPort struct {
	net.Conn
	buffers [][]byte
}

func (p *peepPort) Read(b []byte) (int, error) {
	p.buffers = append(p.buffers, b[:cap(b)])
	return p.Conn.Read(b)
}

// TestNoByteOfACardStaysBehind: after a read, good or not, every buffer the bytes went through is zero.
func TestNoByteOfACardStaysBehind(t *testing.T) {
	secret := bytes.Repeat([]byte{'s', 0}, textSize/2)
	sound := append([]byte{1, 0, 0, 0}, secret...)
	garbled := EncodeReply(0x90, sound...)
	garbled[len(garbled)-1] ^= 1
	tests := map[string]struct {
		answer []byte
		want   outcome
	}{
		"a card":               {EncodeReply(0x90, sound...), gotCard},
		"sections mismatch":    {EncodeReply(0x90, append(sound, 0)...), gotNonsense},
		"bad check byte":       {garbled, gotTrouble},
		"half a frame":         {EncodeReply(0x90, sound...)[:200], gotTrouble},
		"nothing but a secret": {secret, gotTrouble},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				go answerWith(far, tt.answer)
				port := &peepPort{Conn: near}
				l := newLink(port, fullBaud)
				s := &session{reader: NewReader(nil, Options{}), link: l}
				s.reader.emit = func(Event) {}
				got, err := s.read(context.Background())
				if err != nil || got.outcome != tt.want {
					t.Fatalf("read = %v, %v, want %v", got.outcome, err, tt.want)
				}
				l.close()
				synctest.Wait()
				port.empty(t, l)
			})
		})
	}
}

// empty fails when a buffer that the port or the link has seen still holds the secret.
func (p *peepPort) empty(t *testing.T, l *link) {
	t.Helper()
	for _, b := range append(p.buffers, l.frames.buf) {
		if bytes.ContainsRune(b, 's') {
			t.Fatalf("a buffer of %d bytes still holds the card", len(b))
		}
	}
}

// TestNoByteOfTheOtherAnswersStaysBehind: additional addresses and what a presence probe brings are card data as well.
func TestNoByteOfTheOtherAnswersStaysBehind(t *testing.T) {
	address := bytes.Repeat([]byte{'s', 0}, newAddressSize/2)
	tests := map[string]struct {
		answer []byte
		do     func(*session) error
	}{
		"additional addresses": {EncodeReply(0x90, address...), func(s *session) error {
			var c Card
			err := s.newAddresses(context.Background(), &c)
			if len(c.NewAddresses) != 1 {
				t.Errorf("%d addresses, want 1", len(c.NewAddresses))
			}
			return err
		}},
		"numbers of the card": {EncodeReply(0x90, address[:28]...), func(s *session) error {
			s.probe = ReadSerials
			return s.checkPresence(context.Background())
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				near, far := net.Pipe()
				go answerWith(far, tt.answer)
				port := &peepPort{Conn: near}
				l := newLink(port, fullBaud)
				s := &session{reader: NewReader(nil, Options{}), link: l}
				if err := tt.do(s); err != nil {
					t.Fatal(err)
				}
				l.close()
				synctest.Wait()
				port.empty(t, l)
			})
		})
	}
}

// A peepStream is a recording that remembers the buffers it was read into.
type peepStream struct {
	bytes.Reader
	buffers [][]byte
}

func (p *peepStream) Read(b []byte) (int, error) {
	p.buffers = append(p.buffers, b[:cap(b)])
	return p.Reader.Read(b)
}

// TestDecodeKeepsNothing: neither of a recording nor of the reports of a reader does a byte stay.
func TestDecodeKeepsNothing(t *testing.T) {
	secret := append([]byte{1, 0, 2, 0}, bytes.Repeat([]byte{'s'}, textSize+512)...)
	p := &peepStream{}
	p.Reset(EncodeReply(0x90, secret...))
	var last Decoded
	if err := Decode(p, DecodeOptions{}, func(d Decoded) { last = d }); err != nil || last.PhotoLen != 512 {
		t.Fatalf("decoded %+v, %v, want a portrait of 512 bytes", last, err)
	}
	for _, b := range p.buffers {
		if !bytes.Equal(b, make([]byte, len(b))) {
			t.Fatal("the recording is still in the buffer")
		}
	}
}

func TestReportsKeepNothing(t *testing.T) {
	near, far := net.Pipe()
	r := NewReports(near, ReportOptions{})
	report := append(EncodeReply(0x90, 's', 's', 's'), bytes.Repeat([]byte{'s'}, 40)...)
	go func() { _, _ = far.Write(report) }() // the pipe is read below
	if n, err := r.Read(make([]byte, 64)); n != 14 || err != nil {
		t.Fatalf("read %d bytes, %v, want 14", n, err)
	}
	if !bytes.Equal(r.room, make([]byte, len(r.room))) {
		t.Error("the report is still in its buffer")
	}
}

// TestLogsHoldNoCard: an event or a card that somebody logs tells codes, and no more.
func TestLogsHoldNoCard(t *testing.T) {
	var out bytes.Buffer
	card := Card{Kind: KindResident, Name: "secret", IDNumber: "secret", Warnings: []string{WarnText}}
	log := slog.New(slog.NewTextHandler(&out, &slog.HandlerOptions{ReplaceAttr: func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey {
			return slog.Attr{}
		}
		return a
	}}))
	log.Info("card", "event", Event{Kind: EventFault, Fault: FaultCardLift, SW: 0x41, Card: &card, Portrait: []byte("secret")}, "card", card)
	const want = "level=INFO msg=card event.event=fault event.fault=card.lift_and_replace event.sw=41 event.warnings=0 card=resident\n"
	if got := out.String(); got != want {
		t.Errorf("log line %q, want %q", got, want)
	}
}

// answerWith answers reads with the given bytes and everything else as a sound module does.
func answerWith(far net.Conn, answer []byte) {
	frames, buf := NewRequestReader(), make([]byte, 64)
	for {
		n, err := far.Read(buf)
		if err != nil {
			return
		}
		for body := range frames.Frames(buf[:n]) {
			reply := EncodeReply(0x90)
			switch ParseRequest(body).Command {
			case SelectCard:
				reply = EncodeReply(0x90, make([]byte, cardSerialSize)...)
			case ReadCard, ReadNewAddress, ReadSerials:
				reply = answer
			}
			if _, err := far.Write(reply); err != nil {
				return
			}
		}
	}
}
