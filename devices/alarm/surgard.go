package alarm

import "strings"

// A surGardReader reads frames of the automation port of Sur-Gard receivers (MLR2, System I to 5) and of the many that
// emulate it. It learns from whole frames how long the header of this receiver is, because a cut frame in front of its
// repeat can make the header look longer.
type surGardReader struct {
	settings Settings
	header   int // digits of the header of the last whole frame, 0 = none yet
}

func newSurGard(s Settings) Decoder {
	return newTerminated(s, SurGard, &surGardReader{settings: s, header: s.HeaderDigits}, &garbled{})
}

// find looks for the frame at the end of text, with or without a time behind it; some receivers part the two by a blank.
func (r *surGardReader) find(text string) (signals []Signal, at int, found bool) {
	text, stamp := cutStamp(text)
	signals, at, found = r.last(text)
	if unparted, blank := strings.CutSuffix(text, " "); !found && blank && !stamp.IsZero() {
		signals, at, found = r.last(unparted)
	}
	for i := range signals {
		if signals[i].PanelTime.IsZero() {
			signals[i].PanelTime = stamp
		}
	}
	return signals, at, found
}

// last takes the first reading up to the end of text that is not a cut frame in front of its repeat.
func (r *surGardReader) last(text string) (signals []Signal, at int, found bool) {
	digits := 0
	for i := range len(text) {
		if signals != nil && !r.cutBefore(text, at, i, digits) {
			continue
		}
		candidate, header, ok := r.frame(text[i:])
		if !ok {
			continue
		}
		signals, at, digits = candidate, i, header
		if header == minHeader || candidate[0].Heartbeat {
			break // no other reading is shorter, or none matters
		}
	}
	if signals == nil {
		if signals, digits = r.unparsed(text); signals == nil {
			return nil, 0, false
		}
	}
	if at == 0 {
		r.header = digits
	}
	return signals, at, true
}

// cutBefore reports whether the bytes before i, where a frame with a header of so many digits can be read from at on, may as well be
// cut off what starts at i. If they reach back behind at they are; if not, a header as long as the last one says no, and so
// does a basic frame while no header is known, because RRLLL with the usual receiver 01 always looks cut. A whole basic frame with RRLLL
// is not: read wrongly it has another line, but its cut reading would have another receiver.
func (r *surGardReader) cutBefore(text string, at, i, header int) bool {
	if i-at > maxHeader-minHeader || at == 0 && text[0] == '1' && header == maxHeader {
		return false
	}
	for from := range at {
		if strings.HasPrefix(text[i:], text[from:i]) {
			return true
		}
	}
	return header != r.header && (r.header != 0 || text[at] != '1') && strings.HasPrefix(text[i:], text[at:i])
}

// frame reads text as one whole frame.
func (r *surGardReader) frame(text string) (signals []Signal, header int, ok bool) {
	const body = len("    AAAAAA XGYYY")
	read := r.event
	switch text[0] {
	case '1':
		header, read = len(text)-1-body, r.basic
	case '3':
		header, read = len(text)-1-body, r.sia1
	case '4':
		header, read = len(text)-1-body, r.callerNumber
	case '5':
		header = strings.IndexByte(text, ' ') - 1
	case 'S':
		header, read = strings.IndexByte(text, '[')-1, r.settings.parseBracketed
	case 'U':
		header, read = len(text)-1-len("AAAAAA")-len("TTTTTTTTTTTTTTTTTT"), r.callerNumber
	}
	base, ok := r.base(text, header)
	if !ok {
		return nil, 0, false
	}
	signals, ok = read(text[1+header:], base)
	return signals, header, ok
}

// base reads the header, which has the length the settings ask for.
func (r *surGardReader) base(text string, header int) (Signal, bool) {
	if r.settings.HeaderDigits != 0 && header != r.settings.HeaderDigits {
		return Signal{}, false
	}
	return headerOf(text, header)
}

// event reads ␠18AAAAQXYZGGCCC, Contact ID.
func (r *surGardReader) event(body string, sig Signal) ([]Signal, bool) {
	width := r.settings.accountLength()
	if len(body) != len(" 18")+width+len("E10102012") || body[0] != ' ' || !isMessageType(body[1:3]) {
		return nil, false
	}
	return one(&sig, r.settings.contactID(&sig, body[3:3+width], body[3+width:]))
}

// sia1 reads ␠␠␠␠AAAAAAXXYYYY, one SIA code.
func (r *surGardReader) sia1(body string, sig Signal) ([]Signal, bool) {
	account, found := accountIn(body[:10])
	number := strings.TrimLeft(body[12:], " ")
	if !found || !all(body[10:12], isUpper) {
		return nil, false
	}
	sig.Account = account
	return r.settings.parseSIA("|N"+body[10:12]+number, sig)
}

// callerNumber reads AAAAAALLLTTTTTTT, the caller's number behind an account, or an international one of 18 digits filled
// up with F.
func (r *surGardReader) callerNumber(body string, sig Signal) ([]Signal, bool) {
	account, found := accountIn(body[:6])
	number := body[6:]
	if len(number) == len("TTTTTTTTTTTTTTTTTT") {
		number = strings.Trim(number, "F")
	}
	number = strings.TrimLeft(number, " ")
	if !found || !all(number, isDigit) {
		return nil, false
	}
	sig.Account, sig.CallerID, sig.Category = account, number, Log
	return []Signal{sig}, true
}

// unparsed takes frames of the kinds that are only known by their first character: they are sound as far as anybody can tell. One that goes on as
// Contact ID does is more likely to have a damaged first character; it comes again.
func (r *surGardReader) unparsed(text string) (signals []Signal, header int) {
	const longest = 256
	if text == "" || len(text) > longest || !all(text, isPrintable) {
		return nil, 0
	}
	status := text[0] == '0' || text[0] == 'S' && !strings.ContainsAny(text, "[]#|")
	if !status && strings.IndexByte("6789ADFJNTVWY", text[0]) < 0 {
		return nil, 0
	}
	if _, _, damaged := r.frame("5" + text[1:]); damaged {
		return nil, 0
	}
	header = max(r.header, minHeader)
	sig, ok := r.base(text, header)
	if !ok {
		return nil, 0
	}
	sig.Category, sig.Error = Unknown, ErrUnparsed
	if status {
		sig.Category = Trouble // the receiver about itself
	}
	return []Signal{sig}, header
}
