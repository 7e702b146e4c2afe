package alarm

import (
	"strconv"
	"strings"
)

// An Event is what a code means.
type Event struct {
	Category Category
	User     bool // the number beside the code is a user
	Duress   bool
	Silent   bool
}

// classify fills in what a Contact ID code means: the maker's meaning where the settings have one, else the table.
func (s Settings) classify(sig *Signal) {
	e, found := s.maker(sig)
	if !found {
		e = EventOf(sig.Event)
	}
	sig.mean(e)
}

// maker is the meaning of a code that the settings have for it.
func (s Settings) maker(sig *Signal) (e Event, found bool) {
	if e, found = s.Makers[strconv.Itoa(sig.Qualifier)+sig.Event]; !found {
		e, found = s.Makers[sig.Event]
	}
	return e, found
}

// mean makes e the meaning of the signal.
func (s *Signal) mean(e Event) {
	s.Category, s.User, s.Duress, s.Silent = e.Category, e.User, e.Duress, e.Silent
}

// EventOf looks a Contact ID code up (SIA DC-05-1999 and what makers added to it). A code that is not in the table is of
// category Unknown.
func EventOf(code string) Event {
	if e := events[number(code)]; e.Category != "" {
		return e
	}
	return Event{Category: Unknown}
}

// poisonous tells gas and carbon monoxide, which cannot wait, from other technical alarms.
func poisonous(code string) bool {
	switch code {
	case "151", "162", "GA", "GV", "GM", "GG", "GH", "GR":
		return true
	}
	return false
}

// soundsLikeAlarm guesses by the first digit of an unknown Contact ID code, for sorting only; A is the alarm of basic
// Sur-Gard frames.
func soundsLikeAlarm(code string) bool {
	return code == "A" || len(code) == 3 && code[0] == '1'
}

// events is the table by number. Sources: SIA DC-05-1999, and public tables of receivers and panels.
var events = table(map[string]Event{
	// 654, long without movement: where a person lives alone it is a call for help.
	"100-102 641 654": {Category: Help},
	"642":             {Category: Help, User: true},
	"110-118":         {Category: Fire},
	"120 123 126 129": {Category: Panic},
	"121":             {Category: Panic, User: true, Duress: true, Silent: true},
	"122":             {Category: Panic, Silent: true},
	"124 125":         {Category: Panic, Duress: true, Silent: true},

	"130-136 138-142": {Category: Intrusion},
	"146":             {Category: Intrusion, Silent: true},

	"109 137 144 145 316 341 383": {Category: Tamper},
	"150-159 161-163":             {Category: Technical},

	// 200-206 watch over fire equipment; 551-553 say that a way to report was switched off.
	"143 147 200-206 300-312 320-327 330-339 342-344": {Category: Trouble},
	"350-358 370-378 380-382 384-389 391-393 551-553": {Category: Trouble},
	"313": {Category: Trouble, User: true},
	"400-409 441 442 450-457 459 463 464 466": {Category: OpenClose, User: true},
	"411-416 421-436 461 462 465":             {Category: Access},
	"501 520-527 531 532 570-573 575-577":     {Category: Bypass},
	"574":                                     {Category: Bypass, User: true},
	"601-603 605 606 608 609 611-615":         {Category: Test},
	"604 607":                                 {Category: Test, User: true},
	"616 621-632":                             {Category: Log},
})

// table spreads rows of codes and ranges of codes out by number.
func table(rows map[string]Event) (t [1000]Event) {
	for codes, e := range rows {
		for code := range strings.FieldsSeq(codes) {
			from, to, _ := strings.Cut(code, "-")
			for n := number(from); n <= max(number(from), number(to)); n++ {
				t[n] = e
			}
		}
	}
	return t
}

// number reads three digits; anything else is 0, which is no code.
func number(code string) int {
	n := 0
	for i := range len(code) {
		if !isDigit(code[i]) || len(code) != 3 {
			return 0
		}
		n = 10*n + int(code[i]-'0')
	}
	return n
}
