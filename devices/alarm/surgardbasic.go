package alarm

import (
	"strings"
	"time"
)

// basic reads ␠␠␠␠AAAAAA␠XGYYY: pulse, 4+1, 4+2, 4+3 and DTMF formats. With no account and an @ it is the heartbeat of the
// receiver, with account 0000 an event of its own.
func (r *surGardReader) basic(body string, sig Signal) ([]Signal, bool) {
	if body == heartbeatBody && strings.Trim(sig.Line[:len(sig.Line)-1], "0") == "" { // the line is 0, or 1 on old ones
		sig.Heartbeat, sig.Category = true, Test
		return []Signal{sig}, true
	}
	account, found := accountIn(body[:10])
	letter, area, number := body[11], strings.Trim(body[12:13], " "), strings.Trim(body[13:], " ")
	if !found || body[10] != ' ' || !isDigitOrUpper(letter) ||
		area != "" && !all(area, isDigitOrUpper) || number != "" && !all(number, isDigit) {
		return nil, false
	}
	sig.Account, sig.Event, sig.Partition, sig.Zone = account, string(letter), area, number
	r.settings.classifyBasic(&sig)
	return []Signal{sig}, true
}

// receiverAccount is the account of the receiver itself (IDS): A or R, and 01 printer, 03 battery, 05 port, 15 mains,
// 20 line lost, 30 line back, 40 missed call.
const receiverAccount = "0000"

// classifyBasic says what the letter of a basic frame means. A, R, O and C are the same everywhere, all others are what the
// receiver was programmed to, so that without a table they are unknown; of an alarm nobody can tell here which it is.
func (s Settings) classifyBasic(sig *Signal) {
	meaning := Event{Category: Unknown}
	switch sig.Event {
	case "A":
		sig.Qualifier = New
	case "R":
		sig.Qualifier = Restore
	case "O":
		sig.Qualifier, meaning = New, Event{Category: OpenClose, User: true}
	case "C":
		sig.Qualifier, meaning = Restore, Event{Category: OpenClose, User: true}
	}
	if e, found := s.Makers[sig.Event]; found {
		meaning = e
	}
	if sig.Account == receiverAccount && meaning.Category == Unknown {
		meaning.Category = Trouble
		if number(padLeft(sig.Zone, 3, '0')) == 30 {
			sig.Qualifier = Restore
		}
	}
	sig.mean(meaning)
}

// stampForm is the time a receiver may put behind any frame.
const stampForm = "15:04:05-02/01"

// cutStamp takes the time off the end of a frame, if one is there. It says no year: yearUnsaid.
func cutStamp(text string) (frame string, stamp time.Time) {
	at := len(text) - len(stampForm)
	if at < 0 || text[at+2] != ':' || text[at+8] != '-' {
		return text, time.Time{}
	}
	t, err := time.Parse(stampForm+"/2006", text[at:]+"/0004") // parsed with its year, or 29 February would be refused
	if err != nil {
		return text, time.Time{}
	}
	return text[:at], t
}

// encodeSurGard writes a signal in the frame that can carry it: a heartbeat, Contact ID, SIA, basic or a caller line.
func encodeSurGard(sig Signal, s Settings) []byte {
	header := encodeHeader(sig, s)
	frame := ""
	switch {
	case sig.Heartbeat:
		frame = "1" + header + heartbeatBody
	case len(sig.Event) == 3:
		frame = "5" + header + " 18" + padLeft(sig.Account, s.accountLength(), '0') + contactIDText(sig, "ERP")
	case len(sig.Event) == 2:
		frame = "S" + header + "[" + encodeSIA(sig) + "]"
	case len(sig.Event) == 1:
		frame = "1" + header + padLeft(sig.Account, 10, ' ') + " " + sig.Event + padLeft(sig.Partition, 1, ' ') + padLeft(sig.Zone, 3, ' ')
	case len(sig.CallerID) <= 10:
		frame = "4" + header + padLeft(sig.Account, 6, ' ') + padLeft(sig.CallerID, 10, ' ')
	default:
		frame = "U" + header + padLeft(sig.Account, 6, ' ') + padLeft(sig.CallerID, 18, 'F')
	}
	if sig.PanelTime.Year() == yearUnsaid {
		frame += sig.PanelTime.Format(stampForm)
	}
	return append([]byte(frame), s.terminator(dc4))
}
