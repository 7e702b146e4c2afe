package alarm

import (
	"cmp"
	"strings"
	"time"
)

// dc09Signals reads what a frame says, "#acct|event". The account inside goes before the one of the head; it and the bar may be missing.
// What cannot be read is one signal, kept raw.
func (s Settings) dc09Signals(f *DC09Frame, base Signal) []Signal {
	if f.Token == TokenNull {
		base.Heartbeat, base.Category = true, Test
		return []Signal{base}
	}
	event := f.Data
	if inside, marked := strings.CutPrefix(event, "#"); marked {
		inside, event, _ = strings.Cut(inside, "|")
		base.Account = cmp.Or(dc09Field(inside), base.Account)
	}
	event = strings.TrimPrefix(event, "|")
	if f.Token == TokenSIA {
		if signals, ok := s.parseSIA("|"+event, base); ok {
			return signals
		}
		if signals, ok := s.looseSIA(event, base); ok {
			return signals
		}
	} else if sig, ok := dc09ContactID(event, base); ok {
		s.classify(&sig)
		if f.Token == TokenHengBo {
			s.classifyHengBo(&sig)
		}
		return []Signal{sig}
	}
	base.Error = ErrUnparsed
	return []Signal{base}
}

// encodeDC09 builds the frame of a panel that reports sig: encrypted when there is a key for its account. A sequence number is
// no part of a signal; it is 0001.
func encodeDC09(sig Signal, s Settings) []byte {
	key := s.DC09.key(sig.Account)
	return DC09FrameOf(sig, "0001", key != nil, s.clock()()).Encode(key, s.DC09.Pad)
}

// DC09FrameOf is the frame that reports sig. It is stamped with the panel time of the signal, or else, since an encrypted one must
// have a stamp, with now.
func DC09FrameOf(sig Signal, seq string, encrypted bool, now time.Time) DC09Frame {
	f := DC09Frame{Token: TokenContactID, Encrypted: encrypted, Seq: seq, Route: "L" + sig.Line + "#" + sig.Account, Time: sig.PanelTime}
	if sig.Receiver != "" {
		f.Route = "R" + sig.Receiver + f.Route
	}
	if encrypted && f.Time.IsZero() {
		f.Time = now
	}
	switch {
	case sig.Heartbeat:
		f.Token, f.Seq = TokenNull, "0000"
	case len(sig.Event) == 2:
		f.Token, f.Data = TokenSIA, encodeSIA(sig)
	default:
		e := contactIDText(sig, "136")
		f.Data = "#" + sig.Account + "|" + e[:4] + " " + e[4:6] + " " + e[6:]
		if sig.Text != "" {
			f.Data += "|" + sig.Text
		}
	}
	return f
}
