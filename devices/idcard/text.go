package idcard

import (
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A textBlock is the 256-byte UTF-16LE text of a card. Fields are cut by offset before they are decoded, so that nothing in
// one field can reach into the next.
type textBlock struct {
	bytes   []byte
	damaged bool // a lone surrogate or a control character was met
}

// cut decodes the field of size bytes at offset and trims its padding on the right: U+0020, U+0000, U+3000.
func (t *textBlock) cut(offset, size int) string {
	return t.trim(t.decode(t.bytes[offset : offset+size]))
}

// join decodes two fields that are one text: a space may stand at the seam.
func (t *textBlock) join(a, aSize, b, bSize int) string {
	return t.trim(t.decode(t.bytes[a:a+aSize]) + t.decode(t.bytes[b:b+bSize]))
}

// decode keeps surrogate pairs and replaces a lone surrogate by U+FFFD.
func (t *textBlock) decode(field []byte) string {
	var room [3 * maxFieldUnits]byte
	out := room[:0]
	for i := 0; i+1 < len(field); i += 2 {
		r := rune(field[i]) | rune(field[i+1])<<8
		if utf16.IsSurrogate(r) {
			low := rune(0)
			if i+3 < len(field) {
				low = rune(field[i+2]) | rune(field[i+3])<<8
			}
			if r = utf16.DecodeRune(r, low); r == utf8.RuneError {
				t.damaged = true
			} else {
				i += 2
			}
		}
		out = utf8.AppendRune(out, r)
	}
	s := string(out)
	clear(room[:])
	return s
}

func (t *textBlock) trim(s string) string {
	s = strings.TrimRight(s, " \x00\u3000")
	if strings.ContainsFunc(s, func(r rune) bool { return r < 0x20 || r >= 0x7F && r < 0xA0 }) {
		t.damaged = true
	}
	return s
}

// unit is the UTF-16 code unit at offset.
func (t *textBlock) unit(offset int) rune {
	return rune(t.bytes[offset]) | rune(t.bytes[offset+1])<<8
}

// date reads an eight-digit date as YYYY-MM-DD, whether or not the calendar has it; anything else stays as read.
func (t *textBlock) date(offset int) string {
	s := t.cut(offset, dateSize)
	if len(s) != 8 || !digits(s) {
		return s
	}
	return s[:4] + "-" + s[4:6] + "-" + s[6:]
}
