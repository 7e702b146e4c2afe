package alarm

import (
	"strings"
	"time"
)

// A siaBlock is the data between brackets as it is read from left to right. Modifiers (ti time, ri area, id user) hold for
// every code behind them.
type siaBlock struct {
	settings Settings
	base     Signal // what the frame says of every signal
	area     string
	user     string
	clock    time.Time
	signals  []Signal
}

// maxAccount is the longest account seen in a block: a SIM or MAC number.
const maxAccount = 18

// parseSIA reads the text between [ and ] of a SIA data block, "#5555|Nri1/id7/BA012^hall^/OP7|Afree text": one signal for
// each code, each a copy of base. An account in the block overrides that of base. It is false where the text is not of
// this form or has no code.
func (s Settings) parseSIA(text string, base Signal) ([]Signal, bool) {
	account, data, found := strings.Cut(text, "|")
	if account != "" {
		number, marked := strings.CutPrefix(account, "#")
		number = strings.TrimLeft(number, " ")
		if !marked || len(number) > maxAccount || !all(number, isHex) {
			return nil, false
		}
		base.Account = number
	}
	b := siaBlock{settings: s, base: base}
	for found && data != "" {
		var part string
		part, data, found = strings.Cut(data, "|")
		if !b.part(part) {
			return nil, false
		}
	}
	return b.signals, len(b.signals) > 0
}

// part reads what stands between two bars: N new or O old events, or A text about the events before it. A sender that leaves
// N out is understood too.
func (b *siaBlock) part(text string) bool {
	switch {
	case text == "":
		return true
	case text[0] == 'A' && len(b.signals) > 0:
		for i := range b.signals {
			if b.signals[i].Text == "" {
				b.signals[i].Text = readable(text[1:])
			}
		}
		return true
	case text[0] == 'N' || text[0] == 'O':
		before := *b
		if b.events(strings.TrimLeft(text[1:], " ")) {
			return true
		}
		*b = before
	}
	return b.events(text)
}

// events reads codes and modifiers with slashes between them.
func (b *siaBlock) events(text string) bool {
	for text != "" {
		var item string
		item, text = cutItem(text)
		if !b.modifier(item) && !b.event(item) {
			return false
		}
	}
	return true
}

// cutItem cuts at the next slash that is not inside ^text^.
func cutItem(text string) (item, rest string) {
	quoted := false
	for i := range len(text) {
		switch text[i] {
		case '^':
			quoted = !quoted
		case '/':
			if !quoted {
				return text[:i], text[i+1:]
			}
		}
	}
	return text, ""
}

// modifier reads two small letters and a value. One that is not known changes nothing.
func (b *siaBlock) modifier(item string) bool {
	if len(item) < 2 || !isLower(item[0]) || !isLower(item[1]) {
		return false
	}
	value := item[2:]
	switch item[:2] {
	case "ti":
		b.clock = timeOfDay(value)
	case "ri":
		b.area = value
		return all(value, isHex)
	case "id":
		b.user = value
		return all(value, isHex)
	}
	return true
}

// event reads a code, its number and its ^text^.
func (b *siaBlock) event(item string) bool {
	item, text, quoted := strings.Cut(item, "^")
	text, closed := strings.CutSuffix(text, "^")
	if quoted && !closed || strings.Contains(text, "^") || len(item) < 2 || !isUpper(item[0]) || !isUpper(item[1]) {
		return false
	}
	code, number := item[:2], item[2:]
	if number != "" && !all(number, isDigit) {
		return false
	}
	meaning := siaMeaningOf(code)
	sig := b.base
	sig.Event, sig.Qualifier, sig.Partition, sig.Zone = code, meaning.qualifier, b.area, number
	if !b.clock.IsZero() {
		sig.PanelTime = b.clock
	}
	sig.Text = readable(text)
	sig.mean(b.settings.siaMeaning(code, meaning))
	if b.user != "" && (sig.User || number == "") {
		sig.Zone, sig.User = b.user, true
	}
	b.signals = append(b.signals, sig)
	return true
}

// siaMeaning lets the maker's own meaning of a code go before the standard's.
func (s Settings) siaMeaning(code string, standard siaMeaning) Event {
	if e, found := s.Makers[code]; found {
		return e
	}
	return standard.Event
}

// timeOfDay reads HH:MM or HH:MM:SS, as a moment of the day before any calendar; zero if it is neither.
func timeOfDay(s string) time.Time {
	layout := "15:04:05"
	if len(s) < len(layout) {
		layout = "15:04"
	}
	t, err := time.Parse(layout, s)
	if err != nil {
		return time.Time{}
	}
	return t // in year 0, as time.Parse has it for a time alone: dateUnsaid
}

// encodeSIA writes a signal as parseSIA reads it, without the brackets.
func encodeSIA(sig Signal) string {
	var b strings.Builder
	if sig.Account != "" {
		b.WriteString("#" + sig.Account)
	}
	b.WriteString("|N")
	if t := sig.PanelTime; t.Year() == dateUnsaid {
		b.WriteString("ti" + t.Format("15:04:05") + "/")
	}
	if sig.Partition != "" {
		b.WriteString("ri" + sig.Partition + "/")
	}
	number := sig.Zone
	if sig.User && (!siaMeaningOf(sig.Event).User || !all(number, isDigit)) && number != "" {
		b.WriteString("id" + sig.Zone + "/")
		number = ""
	}
	b.WriteString(sig.Event + number)
	switch {
	case strings.Contains(sig.Text, "^"):
		b.WriteString("|A" + sig.Text)
	case sig.Text != "":
		b.WriteString("^" + sig.Text + "^")
	}
	return b.String()
}
