package alarm

import "strings"

// Limits of the header of Sur-Gard and Radionics frames: receiver and line, RRL to RRLLL.
const (
	minHeader = 3
	maxHeader = 5
)

// headerOf reads receiver and line behind the first character of a frame.
func headerOf(text string, digits int) (Signal, bool) {
	if digits < minHeader || digits > maxHeader || len(text) < 1+digits {
		return Signal{}, false
	}
	receiver, line := text[1:3], text[3:1+digits]
	return Signal{Receiver: receiver, Line: line}, all(receiver, isHex) && all(line, isDigitOrUpper)
}

func encodeHeader(sig Signal, s Settings) string {
	return padLeft(sig.Receiver, 2, '0') + padLeft(sig.Line, max(minHeader, s.HeaderDigits)-2, '0')
}

// heartbeatBody follows the header of a heartbeat: a basic frame about nobody.
const heartbeatBody = "           @    "

// parseBracketed reads [#AAAAAA|NXXYYYY/XXYYYY].
func (s Settings) parseBracketed(body string, sig Signal) ([]Signal, bool) {
	text, opened := strings.CutPrefix(body, "[")
	text, closed := strings.CutSuffix(text, "]")
	if !opened || !closed || strings.Contains(text, "[") { // a second bracket opens the repeat of a cut frame
		return nil, false
	}
	return s.parseSIA(text, sig)
}

// accountIn takes an account out of a field that blanks fill up from the left.
func accountIn(field string) (string, bool) {
	account := strings.TrimLeft(field, " ")
	return account, len(account) <= 6 && all(account, isHex)
}

// one is a frame of one signal, if it was understood.
func one(sig *Signal, understood bool) ([]Signal, bool) {
	if !understood {
		return nil, false
	}
	return []Signal{*sig}, true
}
