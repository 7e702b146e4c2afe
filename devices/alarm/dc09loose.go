package alarm

import "strings"

// The sum of a DC-09 frame says that its bytes are those the panel sent. So a code that can be read in it counts, however odd the rest of the data
// is: as an unknown signal a call for help would stand behind everything else.

// dc09ContactID reads the event of ADM-CID and HENG-BO, "Qxyz gg ccc": the code, then group and zone as far as they are digits. The blanks may be
// missing; the rest is text.
func dc09ContactID(event string, sig Signal) (Signal, bool) {
	first, rest := leading(event, 1, isPrintable)
	code, rest := leading(rest, 3, isHex)
	group, rest := leading(rest, 2, isDigit)
	zone, rest := leading(rest, len(rest), isDigit)
	if first == "" || len(code) < 3 {
		return sig, false
	}
	q, qualified := qualifierOf(first[0])
	whole := len(group) == 2 && len(zone) == 3 && (rest == "" || rest[0] == '|')
	if !qualified || !whole && !isDigit(code[0]) { // capitals alone may as well be a word
		return sig, false
	}
	sig.Qualifier, sig.Event, sig.Partition, sig.Zone = q, code, group, zone
	sig.Text = readable(strings.Trim(rest, "| "))
	return sig, true
}

// leading cuts the first bytes of an alphabet off s, at most n of them, blanks in front of them not counted.
func leading(s string, n int, is func(byte) bool) (head, rest string) {
	s = strings.TrimLeft(s, " ")
	end := 0
	for end < min(n, len(s)) && is(s[end]) {
		end++
	}
	return s[:end], s[end:]
}

// looseSIA reads modifiers and codes one behind the other, with or without slashes; what stands behind a code, to the next slash or bar, is text.
func (s Settings) looseSIA(data string, base Signal) ([]Signal, bool) {
	b := siaBlock{settings: s, base: base}
	for part := range strings.SplitSeq(data, "|") {
		if events, marked := strings.CutPrefix(part, "N"); marked && b.looseEvents(events) || b.looseEvents(part) {
			continue
		}
		b.note(strings.TrimPrefix(part, "A"))
	}
	return b.signals, len(b.signals) > 0
}

// looseEvents is false where not even a first code can be read. A ^text that never ends does not reach over a slash.
func (b *siaBlock) looseEvents(text string) bool {
	before := len(b.signals)
	open := strings.Count(text, "^")%2 == 1
	for text != "" {
		var item string
		if open {
			item, text, _ = strings.Cut(text, "/")
		} else {
			item, text = cutItem(text)
		}
		item = b.looseModifiers(strings.TrimLeft(item, " "))
		if !b.looseEvent(item) && len(b.signals) > before {
			b.note(item)
		}
	}
	return len(b.signals) > before
}

// looseModifiers takes the modifiers off the front of item; the value of each is digits.
func (b *siaBlock) looseModifiers(item string) (rest string) {
	for len(item) >= 2 && isLower(item[0]) && isLower(item[1]) {
		value, behind := leading(item[2:], len(item), func(c byte) bool { return isDigit(c) || c == ':' })
		if !b.modifier(item[:2] + value) {
			break
		}
		item = strings.TrimLeft(behind, " ")
	}
	return item
}

// looseEvent wants a code of the table, or one with a number behind it.
func (b *siaBlock) looseEvent(item string) bool {
	if len(item) < 2 || !isUpper(item[0]) || !isUpper(item[1]) {
		return false
	}
	number, text := leading(item[2:], len(item), isDigit)
	if siaMeaningOf(item[:2]).Category == Unknown && number == "" || !b.event(item[:2]+number) {
		return false
	}
	b.note(text)
	return true
}

// note adds to the text of the last event.
func (b *siaBlock) note(text string) {
	if text = strings.Trim(text, "^ "); text == "" || len(b.signals) == 0 {
		return
	}
	last := &b.signals[len(b.signals)-1]
	last.Text = strings.TrimSpace(last.Text + " " + readable(text))
}
