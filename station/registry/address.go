package registry

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiezhan/station/identity"
)

// addressed is an address as somebody typed it, in any order: words that name a compound (or a person), and numbers.
type addressed struct {
	words []string
	position
	loose []string // numbers without a word behind them, in their order
}

// position is where in a compound; what was not typed is empty.
type position struct{ building, unit, room string }

// parts are the words behind a number that tell what it counts; longer words first.
//
//nolint:gochecknoglobals // a table of the language, never written
var parts = []struct {
	word string
	of   func(*position) *string
}{
	{"号楼", func(p *position) *string { return &p.building }},
	{"单元", func(p *position) *string { return &p.unit }},
	{"栋", func(p *position) *string { return &p.building }},
	{"幢", func(p *position) *string { return &p.building }},
	{"座", func(p *position) *string { return &p.building }},
	{"楼", func(p *position) *string { return &p.building }},
	{"#", func(p *position) *string { return &p.building }},
	{"门", func(p *position) *string { return &p.unit }},
	{"室", func(p *position) *string { return &p.room }},
	{"房", func(p *position) *string { return &p.room }},
	{"户", func(p *position) *string { return &p.room }},
	{"号", nil},
}

// readAddress takes a text apart. It refuses nothing; what is no number is a word.
func readAddress(text string) addressed {
	var a addressed
	word := ""
	flush := func() {
		if word = strings.TrimSpace(word); word != "" {
			a.words = append(a.words, word)
		}
		word = ""
	}
	for text != "" {
		number, rest := number(text, word)
		if number != "" {
			flush()
			text = a.put(number, rest)
			continue
		}
		r, size := utf8.DecodeRuneInString(text)
		text = text[size:]
		if unicode.IsSpace(r) || r != '·' && unicode.IsPunct(r) {
			flush()
			continue
		}
		word += string(r)
	}
	flush()
	a.settle()
	return a
}

// put notes a number by the word behind it and answers what follows.
func (a *addressed) put(number, rest string) string {
	for _, part := range parts {
		after, found := strings.CutPrefix(rest, part.word)
		if !found {
			continue
		}
		if part.of == nil {
			a.loose = append(a.loose, number)
		} else if field := part.of(&a.position); *field == "" {
			*field = number
		}
		return after
	}
	a.loose = append(a.loose, number)
	return rest
}

// settle gives the loose numbers a meaning: three digits or more are a room, the others count building and unit in turn.
func (a *addressed) settle() {
	for _, n := range a.loose {
		switch {
		case a.room == "" && len(n) >= 3:
			a.room = n
		case a.building == "":
			a.building = n
		case a.unit == "":
			a.unit = n
		case a.room == "":
			a.room = n
		}
	}
}

func (a addressed) numbered() bool { return a.position != position{} }

// readings are the positions that may be meant, the likeliest first: "3 12" may be room 12 of a building without units,
// and "101" a building.
func (a addressed) readings() []position {
	list := []position{a.position}
	switch p := a.position; {
	case len(a.loose) == 0:
	case p.building != "" && p.unit != "" && p.room == "":
		list = append(list, position{building: p.building, room: p.unit})
	case p.building == "" && p.unit == "" && p.room != "":
		list = append(list, position{building: p.room})
	}
	return list
}

// nameBeside is what the words other than the i-th say, as the beginning of a person's name.
func (a addressed) nameBeside(i int) string {
	var others []string
	for j, w := range a.words {
		if j != i {
			others = append(others, w)
		}
	}
	return identity.SearchName(strings.Join(others, ""))
}

// within is the beginning of the place keys of a position in a compound, and a pattern where the beginning does not say all.
func (p position) within(compound string) (prefix, pattern string) {
	switch {
	case p.building == "" && p.unit == "" && p.room == "":
		return compound + "/", ""
	case p.building == "" || p.unit == "" && p.room != "":
		prefix = compound + "/"
		if p.building != "" {
			prefix += p.building + "/"
		}
		return prefix, compound + "/" + orAny(p.building) + "/" + orAny(p.unit) + "/" + p.room + "*"
	case p.unit == "":
		return compound + "/" + p.building + "/", ""
	}
	return compound + "/" + p.building + "/" + p.unit + "/" + p.room, ""
}

func orAny(s string) string {
	if s == "" {
		return "*"
	}
	return s
}

// number cuts a number from the head of a text: 3, 1203, A12, 12A, B1-02, a letter before 座, or Han numerals before 号楼 and the like. The
// word before it tells whether a letter belongs to a word.
func number(text, before string) (number, rest string) {
	if n, rest := hanNumber(text); n != "" {
		return n, rest
	}
	i := 0
	if letter(text, 0) && !endsInLetter(before) {
		i = 1
		if !digit(text, 1) {
			return lettered(text)
		}
	}
	start := i
	for digit(text, i) {
		i++
	}
	if i == start {
		return "", text
	}
	if start == 1 && i < len(text) && text[i] == '-' && digit(text, i+1) { // B1-02
		for i++; digit(text, i); i++ {
		}
	} else if letter(text, i) && !letter(text, i+1) && !digit(text, i+1) { // 12A
		i++
	}
	return strings.ToUpper(text[:i]), text[i:]
}

// lettered is the letter of a building that has no number: A座.
func lettered(text string) (number, rest string) {
	for _, part := range parts[:6] {
		if strings.HasPrefix(text[1:], part.word) {
			return strings.ToUpper(text[:1]), text[1:]
		}
	}
	return "", text
}

// hanNumber reads 一 to 九十九 where a word for building or unit follows.
func hanNumber(text string) (number, rest string) {
	value, i := 0, 0
	for offset, r := range text {
		i = offset
		if r == '十' {
			value = max(value, 1) * 10
			continue
		}
		at := strings.IndexRune("一二三四五六七八九", r)
		if at < 0 {
			break
		}
		value += at/3 + 1
	}
	if value == 0 || value > 99 || i == 0 {
		return "", text
	}
	for _, part := range parts[:6] {
		if strings.HasPrefix(text[i:], part.word) {
			return strconv.Itoa(value), text[i:]
		}
	}
	return "", text
}

func digit(s string, i int) bool { return i < len(s) && s[i] >= '0' && s[i] <= '9' }

func letter(s string, i int) bool { return i < len(s) && (s[i]|0x20) >= 'a' && (s[i]|0x20) <= 'z' }

func endsInLetter(s string) bool { return s != "" && letter(s, len(s)-1) }
