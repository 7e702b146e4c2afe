package alarm

import (
	"bytes"
	"strings"
)

// line685 is the longest line that is read, in bytes: a batch. One event with every appendix has about 120.
const line685 = 64 << 10

// ademco685 reads the printer form of the Ademco 685, one event a line from LF to CR, and what Conwin (丛文) receivers add to it.
type ademco685 struct {
	protocol Protocol
	settings Settings
	lines    *framer
	garbled  garbled
	caller   callerLine
}

func newAdemco685(s Settings) Decoder { return new685(Ademco685, s) }

func newConwin(s Settings) Decoder { return new685(Conwin, s) }

func new685(p Protocol, s Settings) *ademco685 {
	return &ademco685{protocol: p, settings: s, lines: newFramer(line685, s.terminator('\r'), statusEnd), caller: callerLine{now: s.clock()}}
}

// Feed implements Decoder.
func (d *ademco685) Feed(p []byte, emit func(Message)) {
	d.lines.feed(p, func(line []byte) {
		if m, found := d.message(line); found {
			emit(m)
		}
	})
}

// Pause implements Decoder.
func (d *ademco685) Pause(emit func(Message)) {
	if m, found := cut(d.protocol, d.lines.pause()); found {
		emit(m)
	}
}

// message reads what one end byte ended. A line begins at the last LF before it: what stands before that is a line whose end was lost, and its
// sender repeats it.
func (d *ademco685) message(line []byte) (m Message, found bool) {
	line = line[max(0, bytes.LastIndexByte(line, '\n')):]
	body := trimControl(line)
	switch {
	case len(body) == 0:
		return Message{}, false
	case bytes.HasPrefix(body, []byte(statusMark)):
		return Message{Signals: []Signal{d.status(body, line)}, Keep: true}, true
	}
	var signals []Signal
	if bytes.HasPrefix(line, []byte(batchMark)) {
		signals = d.batch(body)
	} else {
		signals = d.frame(body, line)
	}
	if len(signals) == 0 {
		return d.garbled.message(d.protocol, d.settings, line), true
	}
	m = Message{Signals: signals, Keep: !signals[0].Heartbeat, Reply: d.settings.ack()}
	if m.Keep {
		d.garbled.settled()
	} else if d.protocol == Conwin {
		m.Reply = nil // it answers our own poll
	}
	return m, true
}

// frame reads one line, without what is around it; no signals means that it makes no sense. The forms differ in how many words they have, so
// that a doubled or missing blank at the end does not matter.
func (d *ademco685) frame(body, raw []byte) (signals []Signal) {
	head, appendix, _ := strings.Cut(string(body), "#")
	words := strings.Fields(strings.ToUpper(head))
	header := "" // as it came: what is no capital there is noise
	if n := max(0, len(words)-6); n < len(words) {
		header = strings.Fields(head)[n]
	}
	sig := Signal{Protocol: d.protocol, Category: Unknown, Raw: bytes.Clone(raw[:min(len(raw), maxRaw)])}
	switch {
	case len(words) == 3 && words[1] == "OKAY" && words[2] == "@" && d.header(&sig, header):
		sig.Heartbeat, sig.Category = true, Test
		d.caller.join(&sig)
		return []Signal{sig}
	case len(words) >= 6:
		if !d.contactID(&sig, header, words[len(words)-5:]) {
			return nil
		}
		d.readAppendix(&sig, appendix)
	case len(words) < 2 || appendix != "" || !d.header(&sig, header):
		return nil
	case len(words) == 2:
		return d.callerLine(sig, words[1])
	case !d.account(&sig, words[1], 3, 4):
		return nil
	case len(words) == 5:
		return d.channels(sig, words[2]+words[3], words[4])
	default:
		if !d.pulse(&sig, words[2:]) {
			return nil
		}
	}
	d.caller.join(&sig)
	return []Signal{sig}
}

// contactID reads RG and AAAA 18 QXYZ GG FCCC. Noise may stand right before the receiver number.
func (d *ademco685) contactID(sig *Signal, header string, words []string) bool {
	account, kind, code, group, number := words[0], words[1], words[2], words[3], words[4]
	header = header[len(strings.TrimRightFunc(header, func(r rune) bool { return r < 0x80 && isDigitOrUpper(byte(r)) })):]
	if !d.header(sig, header) || !d.account(sig, account, 4, 6, 8) || !isMessageType(kind) ||
		len(group) != 2 || len(number) != 4 || number[0] != 'C' && number[0] != 'U' {
		return false
	}
	account = sig.Account
	if !d.settings.contactID(sig, account, code+group+number[1:]) {
		return false
	}
	sig.Account = account // an A in a longer one is an A
	if sig.Category == Unknown && linked(sig.Event) {
		sig.Category = Trouble
	}
	sig.User = sig.User || number[0] == 'U'
	return true
}

// linked tells the codes by which Conwin receivers say that a panel is on their network or off it.
func linked(event string) bool {
	switch event {
	case "3B2", "3B0", "0B2", "0B0":
		return true
	}
	return false
}

// header reads receiver and line: one character and one or two, unless the settings say how many.
func (d *ademco685) header(sig *Signal, word string) bool {
	if n := d.settings.HeaderDigits; !all(word, isDigitOrUpper) || n != 0 && len(word) != n || len(word) < 2 || n == 0 && len(word) > 3 {
		return false
	}
	sig.Receiver, sig.Line = word[:1], word[1:]
	return true
}

// account reads an account of one of the lengths, unless the settings know its length. In the four digits of Contact ID an A is a 0.
func (d *ademco685) account(sig *Signal, word string, lengths ...int) bool {
	fits := d.settings.AccountLength == len(word)
	for _, n := range lengths {
		fits = fits || d.settings.AccountLength == 0 && len(word) == n
	}
	if !fits || !all(word, isHex) {
		return false
	}
	sig.Account = word
	if len(word) <= 4 {
		sig.Account = strings.ReplaceAll(word, "A", "0")
	}
	return true
}

// pulse reads 4+1, 3+1 and 4+2: what the one or two digits mean is known to whoever set the panel up.
func (d *ademco685) pulse(sig *Signal, digits []string) bool {
	for _, digit := range digits {
		if len(digit) != 1 || !isDigitOrUpper(digit[0]) {
			return false
		}
	}
	sig.Event = digits[0]
	if len(digits) == 2 {
		sig.Zone = digits[1]
	}
	d.settings.classify(sig)
	return true
}

// channels reads the eight channels of the high-speed form; each that is not normal is a signal. The last digit says what kind of report it is.
func (d *ademco685) channels(sig Signal, states, kind string) (signals []Signal) {
	if len(states) != 8 || !all(states, isDigit) || len(kind) != 1 || !isDigitOrUpper(kind[0]) {
		return nil
	}
	d.caller.join(&sig)
	for i := range len(states) {
		one := sig
		one.Zone, one.Event = string(rune('1'+i)), states[i:i+1]
		switch states[i] {
		case '1':
			one.Qualifier = New
		case '2':
			one.Qualifier, one.Category = New, OpenClose
		case '3':
			one.Qualifier = Restore
		case '4':
			one.Qualifier, one.Category = Restore, OpenClose
		case '5':
			continue
		case '6':
			one.Qualifier = Present
		}
		signals = append(signals, one)
	}
	if signals == nil { // every channel is normal: the panel only reports
		sig.Event = kind
		signals = []Signal{sig}
	}
	return signals
}

// callerLine reads account and caller, which the event of the account follows.
func (d *ademco685) callerLine(sig Signal, word string) []Signal {
	digits := d.settings.accountLength()
	if len(word) <= digits || len(word) > digits+16 || !all(word, isDigitOrUpper) || !d.account(&sig, word[:digits], digits) {
		return nil
	}
	sig.CallerID, sig.Category = word[digits:], Log
	d.caller.join(&sig)
	return []Signal{sig}
}

// encodeAdemco685 builds the line of a signal: Contact ID, a pulse form, a caller line or a heartbeat.
func encodeAdemco685(sig Signal, s Settings) []byte { return encode685(sig, s, "") }

func encode685(sig Signal, s Settings, appendix string) []byte {
	line := "\n" + padLeft(sig.Receiver, 1, '0') + padLeft(sig.Line, 1, '0') + " "
	account := padLeft(sig.Account, s.accountLength(), '0')
	switch {
	case sig.Heartbeat:
		line += "OKAY @"
	case sig.Event == "":
		line += " " + account + sig.CallerID
	case len(sig.Event) == 1:
		line += strings.TrimRight(account+" "+sig.Event+" "+sig.Zone, " ")
	default:
		code := contactIDText(sig, "ERP")
		line += account + " 18 " + code[:4] + " " + code[4:6] + " " + numberLetter(sig.User) + code[6:] + appendix
	}
	return append([]byte(line), s.terminator('\r'))
}

func numberLetter(user bool) string {
	if user {
		return "U"
	}
	return "C"
}
