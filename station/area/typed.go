package area

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Typed is an address as somebody typed it, in any order.
type Typed struct {
	// Text is all of it.
	Text string
	// Words name a compound, or a person; at most maxWords.
	Words []string
	Whereabouts
	loose []string // numbers without a word behind them, in their order

	// gate is the first of them, which may be that of a house on a road; behind is then what the others mean.
	gate   string
	behind Whereabouts
}

// Whereabouts is where in a compound; what was not typed is empty. The room may be the beginning of a number.
type Whereabouts struct{ Building, Unit, Room string }

const (
	// maxWords bounds what a text of many words makes a search do; no address has as many.
	maxWords = 4
	// maxTyped is the longest text looked at, in bytes.
	maxTyped = 400
)

// parts are the words behind a number that tell what it counts; longer words first.
//
//nolint:gochecknoglobals // a table of the language, never written
var parts = []struct {
	word string
	of   func(*Whereabouts) *string
}{
	{"号楼", func(p *Whereabouts) *string { return &p.Building }},
	{"单元", func(p *Whereabouts) *string { return &p.Unit }},
	{"栋", func(p *Whereabouts) *string { return &p.Building }},
	{"幢", func(p *Whereabouts) *string { return &p.Building }},
	{"座", func(p *Whereabouts) *string { return &p.Building }},
	{"楼", func(p *Whereabouts) *string { return &p.Building }},
	{"#", func(p *Whereabouts) *string { return &p.Building }},
	{"门", func(p *Whereabouts) *string { return &p.Unit }},
	{"室", func(p *Whereabouts) *string { return &p.Room }},
	{"房", func(p *Whereabouts) *string { return &p.Room }},
	{"户", func(p *Whereabouts) *string { return &p.Room }},
	{"号", nil},
}

// ReadTyped takes a text apart. What is no number is a word; a text beyond maxTyped is none at all.
func ReadTyped(text string) Typed {
	if len(text) > maxTyped {
		return Typed{}
	}
	a := Typed{Text: text}
	word := ""
	flush := func() {
		if word = strings.TrimSpace(word); word != "" && len(a.Words) < maxWords {
			a.Words = append(a.Words, word)
		}
		word = ""
	}
	for text != "" {
		number, rest := number(text, word)
		if size := ofName(rest); number != "" && size > 0 {
			size += len(text) - len(rest)
			word, text = word+text[:size], text[size:]
			continue
		}
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
	if len(a.loose) > 0 {
		a.gate, a.behind = a.loose[0], a.settled(a.loose[1:])
	}
	a.Whereabouts = a.settled(a.loose)
	return a
}

// ofName tells how many bytes behind a number belong to the name of a compound with it: 阳光城2期, 梧叶3区.
func ofName(rest string) int {
	for _, word := range []string{"期", "区"} {
		if strings.HasPrefix(rest, word) {
			return len(word)
		}
	}
	return 0
}

// put notes a number by the word behind it and answers what follows.
func (a *Typed) put(number, rest string) string {
	for _, part := range parts {
		after, found := strings.CutPrefix(rest, part.word)
		if !found {
			continue
		}
		if part.of == nil {
			a.loose = append(a.loose, number)
		} else if field := part.of(&a.Whereabouts); *field == "" {
			*field = number
		}
		return after
	}
	a.loose = append(a.loose, number)
	return rest
}

// settled gives loose numbers a meaning: three digits or more are a room, the others count building and unit in turn.
func (p Whereabouts) settled(loose []string) Whereabouts {
	for _, n := range loose {
		switch {
		case p.Room == "" && len(n) >= 3:
			p.Room = n
		case p.Building == "":
			p.Building = n
		case p.Unit == "":
			p.Unit = n
		case p.Room == "":
			p.Room = n
		}
	}
	return p
}

// Numbered tells whether there is a number of a building, a unit or a room.
func (a Typed) Numbered() bool { return a.Whereabouts != Whereabouts{} }

// Readings are the positions that may be meant, the likeliest first: "3 12" may be room 12 of a building without units,
// and "101" a building.
func (a Typed) Readings() []Whereabouts {
	list := []Whereabouts{a.Whereabouts}
	switch p := a.Whereabouts; {
	case len(a.loose) == 0:
	case p.Building != "" && p.Unit != "" && p.Room == "":
		list = append(list, Whereabouts{Building: p.Building, Room: p.Unit})
	case p.Building == "" && p.Unit == "" && p.Room != "":
		list = append(list, Whereabouts{Building: p.Room})
	}
	return list
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
