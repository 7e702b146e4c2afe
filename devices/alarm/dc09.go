package alarm

import (
	"bytes"
	"strings"
	"time"
)

// DC09Settings are what a listener must know of its panels.
type DC09Settings struct {
	Keys    map[string][]byte // AES keys of 16, 24 or 32 bytes by account of the frame's head, in capitals; "" for all others
	Ahead   time.Duration     // how far the clock of an encrypted frame may be ahead; 0 is 20 s, negative: any
	Behind  time.Duration     // and behind; 0 is 40 s, negative: any
	Windows map[string]Window // by account, likewise, instead of Ahead and Behind
	HengBo  bool              // take the token HENG-BO
	Pad     func([]byte)      // fills with bytes other than | [ ], from any goroutine; nil: random ones
}

// A Window is how far the clock of an account may be off, as Ahead and Behind of DC09Settings.
type Window struct{ Ahead, Behind time.Duration }

// The usual window.
const (
	usualAhead  = 20 * time.Second
	usualBehind = 40 * time.Second
)

// key is the one for an account; nil: there is none.
func (s DC09Settings) key(account string) []byte {
	if key, found := s.Keys[strings.ToUpper(account)]; found {
		return key
	}
	return s.Keys[""]
}

// timely reports whether a frame of account may be stamped t now.
func (s DC09Settings) timely(account string, t, now time.Time) bool {
	w, found := s.Windows[strings.ToUpper(account)]
	if !found {
		w = Window{Ahead: s.Ahead, Behind: s.Behind}
	}
	return within(t.Sub(now), w.Ahead, usualAhead) && within(now.Sub(t), w.Behind, usualBehind)
}

func within(off, limit, usual time.Duration) bool {
	if limit == 0 {
		limit = usual
	}
	return limit < 0 || off <= limit
}

// dc09Decoder decodes what panels send.
type dc09Decoder struct {
	settings Settings
	framer   dc09Framer
}

func newDC09(s Settings) Decoder {
	s.Now = s.clock()
	return &dc09Decoder{settings: s}
}

// Feed takes the next bytes of a connection, or a datagram.
func (d *dc09Decoder) Feed(p []byte, emit func(Message)) {
	d.framer.Feed(p, func(c dc09Cut) { emit(d.message(c)) })
}

// Pause ends what is pending: the connection or the datagram has ended.
func (d *dc09Decoder) Pause(emit func(Message)) {
	d.framer.Pause(func(c dc09Cut) { emit(d.message(c)) })
}

func (d *dc09Decoder) message(c dc09Cut) Message {
	base := Signal{Protocol: DC09, Category: Unknown, Error: c.fault, Raw: bytes.Clone(c.raw)}
	if c.body == nil {
		return Message{Signals: []Signal{base}}
	}
	f, found := parseDC09(c)
	if !found {
		base.Error = ErrUnparsed
		return Message{Signals: []Signal{base}, Keep: true}
	}
	base.Receiver, base.Line, base.Account = f.parts()
	fail := func(code string, reply []byte) Message {
		base.Error = code
		return Message{Signals: []Signal{base}, Reply: reply, panel: base.Account}
	}
	switch {
	case f.Token == TokenAck || f.Token == TokenNak || f.Token == TokenDuh:
		return fail(ErrToken, nil) // an answer to an answer would never end
	case !d.takes(f.Token):
		return fail(ErrToken, d.answer(&f, TokenDuh))
	}
	key := d.settings.DC09.key(base.Account)
	if f.Encrypted && !f.Open(key) {
		return fail(ErrDecrypt, nil)
	}
	late := f.Encrypted && !d.settings.DC09.timely(base.Account, f.Time, d.settings.Now())
	base.PanelTime = f.Time
	m := Message{Signals: d.settings.dc09Signals(&f, base), panel: base.Account}
	if late {
		for i := range m.Signals {
			m.Signals[i].Error = ErrTime
		}
		m.Reply = d.answer(&f, TokenNak)
		return m
	}
	m.Keep, m.Reply = !m.Signals[0].Heartbeat, d.answer(&f, TokenAck)
	return m
}

func (d *dc09Decoder) takes(token string) bool {
	switch token {
	case TokenContactID, TokenSIA, TokenNull:
		return true
	case TokenHengBo:
		return d.settings.DC09.HengBo
	}
	return false
}

// answer is what a frame is answered with. The NAK of a wrong clock goes to whom it may concern: its route says nothing, and it
// is never encrypted.
func (d *dc09Decoder) answer(f *DC09Frame, token string) []byte {
	if d.settings.NoReply {
		return nil
	}
	s := d.settings.DC09
	switch {
	case token == TokenNak:
		return DC09Frame{Token: token, Seq: "0000", Route: "R0L0A0", Time: d.settings.Now(), BinarySum: f.BinarySum}.Encode(nil, nil)
	case token == TokenAck && f.Encrypted:
		_, _, account := f.parts()
		reply := DC09Frame{Token: token, Encrypted: true, Seq: f.Seq, Route: f.Route, Time: d.settings.Now(), BinarySum: f.BinarySum}
		return reply.Encode(s.key(account), s.Pad)
	default:
		return DC09Frame{Token: token, Seq: f.Seq, Route: f.Route, BinarySum: f.BinarySum}.Encode(nil, nil)
	}
}
