package registry

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiezhan/station/area"
	"jiezhan/station/identity"
	"jiezhan/station/pinyin"
)

// asked is what a text may mean: walks in order of likelihood, then an address, then what is only likely where nothing better was found.
type asked struct {
	stretches  []stretch
	place      *area.Typed
	afterwards []stretch
	// endings are a name with the last four of a number; see Question.Stated.
	endings []stretch
}

// maxQuestion is the longest text looked at, in characters.
const maxQuestion = 100

//nolint:gochecknoglobals // compiled patterns, never written
var (
	numberHead   = regexp.MustCompile(`^[0-9]{6,17}[0-9A-Z]?$`) // citizen numbers; old travel permits for Taiwan end in a letter
	phoneHead    = regexp.MustCompile(`^(\+86)?(1[3-9][0-9]{5,9}|0[0-9]{6,11})$`)
	endingBehind = regexp.MustCompile(`^([^0-9]+?) *([0-9]{3}[0-9A-Za-z])$`)
	endingBefore = regexp.MustCompile(`^([0-9]{3}[0-9Xx]|[0-9]{3}[A-Za-z]\b) *([^0-9]+)$`)
)

// ask finds out what a text may mean. It trusts nothing about the text.
func ask(text string) asked {
	if !utf8.ValidString(text) || utf8.RuneCountInString(text) > maxQuestion {
		return asked{}
	}
	if text = strings.TrimSpace(narrowed(text)); text == "" {
		return asked{}
	}
	if a, ok := askNumber(text); ok {
		return a
	}
	if strings.ContainsFunc(text, unicode.IsDigit) {
		return askMixed(text)
	}
	if strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Han, r) || unicode.Is(unicode.Co, r) }) {
		return askHan(text)
	}
	return askLetters(text)
}

// plain is a number as documents and telephones have it: without what people write between its parts.
func plain(text string) string {
	return strings.NewReplacer("-", "", "(", "", ")", "").Replace(identity.TidyNumber(text))
}

// askNumber takes texts that are a number and nothing else.
func askNumber(text string) (asked, bool) {
	number := plain(text)
	var a asked
	if phone, err := identity.NormalisePhone(text); err == nil { // all of a number, with the country code or without
		a.stretches = append(a.stretches, stretch{phoneKey, identity.NationalPhone(phone), MatchedPhone})
	} else if phoneHead.MatchString(number) {
		a.stretches = append(a.stretches, stretch{phoneKey, strings.TrimPrefix(number, "+86"), MatchedPhone})
	}
	if numberHead.MatchString(number) {
		a.stretches = append(a.stretches, stretch{"", number, MatchedNumber})
	}
	if eighteen, old := identity.Upgrade(number); old {
		a.stretches = append([]stretch{{"", eighteen, MatchedNumber}}, a.stretches...)
	}
	onlyDigits := !strings.ContainsFunc(number, func(r rune) bool { return r < '0' || r > '9' })
	return a, len(a.stretches) > 0 || onlyDigits
}

// minLettered is the least of a number with letters that finds documents, in characters.
const minLettered = 5

// askLettered takes the beginning of a document number with letters in it: passports, travel permits, cards of foreigners (GBR…), and the numbers of
// certificates and military papers, which have no form. Some addresses look alike, and then no number begins so.
func askLettered(text string) []stretch {
	var list []stretch
	for _, number := range []string{plain(text), identity.TidyNumber(text)} {
		if utf8.RuneCountInString(number) >= minLettered && !slices.Contains(list, stretch{"", number, MatchedNumber}) {
			list = append(list, stretch{"", number, MatchedNumber})
		}
	}
	return list
}

// askMixed takes words and digits: a name with the last four of a number, an address, or a number with letters in it.
func askMixed(text string) asked {
	a := asked{stretches: askLettered(text)}
	name, ending := "", ""
	if m := endingBehind.FindStringSubmatch(text); m != nil {
		name, ending = m[1], m[2]
	} else if m := endingBefore.FindStringSubmatch(text); m != nil {
		name, ending = m[2], m[1]
	}
	if name = identity.SearchName(name); name != "" {
		key := strings.ToUpper(ending) + name
		a.endings = []stretch{{endingKey, key, MatchedNumber}, {phoneEndingKey, key, MatchedPhone}}
	}
	if place := area.ReadTyped(text); len(place.Words) > 0 {
		a.place = &place
	}
	return a
}

// askHan takes Han text: a name from its beginning, then a compound, then a part of a name.
func askHan(text string) asked {
	name := identity.SearchName(text)
	a := asked{stretches: []stretch{{nameKey, name, MatchedName}}, afterwards: []stretch{{partKey, name, MatchedName}}}
	place := area.ReadTyped(text)
	a.place = &place
	return a
}

// askLetters takes letters: first letters of a name, its reading, or the name of a foreigner; then a compound.
func askLetters(text string) asked {
	typed, name := pinyin.Query(text), identity.SearchName(text)
	if typed == "" {
		return asked{}
	}
	a := asked{
		stretches:  []stretch{{initialsKey, typed, MatchedPinyin}, {fullKey, typed, MatchedPinyin}, {nameKey, name, MatchedName}},
		afterwards: []stretch{{partKey, name, MatchedName}},
	}
	place := area.ReadTyped(text)
	a.place = &place
	return a
}

// narrowed turns full-width forms into plain characters.
func narrowed(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\u3000':
			return ' '
		case r >= '\uff01' && r <= '\uff5e':
			return r - '\uff01' + '!'
		}
		return r
	}, text)
}
