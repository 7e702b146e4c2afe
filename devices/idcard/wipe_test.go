package idcard

import (
	"bytes"
	"context"
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
				for _, b := range append(port.buffers, l.frames.buf) {
					if bytes.ContainsRune(b, 's') {
						t.Fatalf("a buffer of %d bytes still holds the card", len(b))
					}
				}
			})
		})
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
			case ReadCard:
				reply = answer
			}
			if _, err := far.Write(reply); err != nil {
				return
			}
		}
	}
}
