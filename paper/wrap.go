package paper

import (
	"strings"
	"unicode"

	"jiezhan/fonts"
)

// A ruler measures characters of one size.
type ruler struct {
	font *fonts.Font
	size Length
}

// codeScale is the size of the code that stands for a missing character, in hundredths of the text's; codeRoom is the room around it in the
// same measure.
const (
	codeScale = 55
	codeRoom  = 12
)

// code is what is printed in a box in place of a character that no typeface of ours has.
func code(r rune) string { return strings.ToUpper("U+" + hex(r)) }

func hex(r rune) string {
	const digits = "0123456789abcdef"
	var out []byte
	for n := uint32(r); n > 0 || len(out) < 4; n >>= 4 { //nolint:gosec // a rune of valid text is not negative
		out = append([]byte{digits[n&15]}, out...)
	}
	return string(out)
}

// width of one character, or of the box with its code.
func (u ruler) width(r rune) Length {
	if u.font.Has(r) {
		return u.size * Length(u.font.Advance(r)) / fonts.Em
	}
	small := ruler{u.font, u.size * codeScale / 100}
	width := 2 * u.size * codeRoom / 100
	for _, c := range code(r) {
		width += small.width(c)
	}
	return width
}

func (u ruler) line(text []rune) Length {
	width := Length(0)
	for _, r := range text {
		width += u.width(r)
	}
	return width
}

// clean makes blanks of what has no shape, and drops marks that only choose between forms of the character before them.
func (u ruler) clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case unicode.IsControl(r) || unicode.IsSpace(r):
			return ' '
		case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Mn, r) && !u.font.Has(r):
			return -1
		default:
			return r
		}
	}, strings.ToValidUTF8(text, "\uFFFD"))
}

// wrap breaks text into lines that are at most so wide. It breaks at blanks and next to Han characters, never before closing and never
// behind opening punctuation; what has no such place is cut where the line is full. A line has at least one character. Nothing but blanks
// at a break is lost.
func (u ruler) wrap(text string, across Length) [][]rune {
	var lines [][]rune
	for paragraph := range strings.SplitSeq(u.clean(text), "\n") {
		lines = append(lines, u.fold([]rune(strings.TrimSpace(paragraph)), across)...)
	}
	return lines
}

// fold breaks one paragraph; an empty one is an empty line.
func (u ruler) fold(text []rune, across Length) [][]rune {
	var lines [][]rune
	for len(text) > 0 {
		n := u.fitting(text, across)
		if n < len(text) {
			n = lastBreak(text, n)
		}
		lines = append(lines, trimRight(text[:n]))
		text = trimLeft(text[n:])
	}
	if len(lines) == 0 {
		lines = [][]rune{{}}
	}
	return lines
}

// fitting is how many characters fit, one at least. Blanks at the end of a line need no room.
func (u ruler) fitting(text []rune, across Length) int {
	used, n := Length(0), 0
	for n < len(text) {
		used += u.width(text[n])
		if used > across && text[n] != ' ' {
			break
		}
		n++
	}
	return max(n, 1)
}

// lastBreak is the last place up to n where a line may end; n where there is none.
func lastBreak(text []rune, n int) int {
	for at := n; at > 0; at-- {
		if mayBreak(text[at-1], text[at]) {
			return at
		}
	}
	return n
}

// mayBreak tells whether a line may end between two characters.
func mayBreak(before, after rune) bool {
	switch {
	case unicode.IsMark(after), strings.ContainsRune(closing, after), strings.ContainsRune(opening, before):
		return false
	case before == ' ' || after == ' ':
		return true
	default:
		return free(before) || free(after)
	}
}

// Punctuation that does not begin, and that does not end a line.
const (
	closing = "，。、；：！？）》」』】〉〕”’…—·,.;:!?)]}%％℃"
	opening = "（《「『【〈〔“‘([{"
)

// free characters may stand apart from their neighbours; letters and digits of a word may not.
func free(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Co) || r >= 0x3000 && r < 0x3040 || r >= 0xFF00 && r < 0xFFF0
}

func trimRight(text []rune) []rune {
	for len(text) > 0 && text[len(text)-1] == ' ' {
		text = text[:len(text)-1]
	}
	return text
}

func trimLeft(text []rune) []rune {
	for len(text) > 0 && text[0] == ' ' {
		text = text[1:]
	}
	return text
}
