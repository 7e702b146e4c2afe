// Package pinyin knows how Han text is typed on a keyboard: first letters (拼音首字母) and full readings without tones. It does not
// choose readings from the sense of a sentence; it only knows that a character at the head of a name may be read in another way.
//
// What these functions answer may change with the dictionary. Therefore it is asked once, by the station that makes a command, and travels
// in the command.
package pinyin

import (
	"strings"
	"unicode"

	dictionary "github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

// Reading is one way to type a text, in lower case and without spaces.
type Reading struct {
	// Initials has one letter for each Han character and for each word in letters: "zs".
	Initials string `json:"initials"`
	// Full has whole syllables, ü as v: "zhangsan".
	Full string `json:"full"`
}

// Initials are the first letters of the syllables of s. Characters without a known reading are left out.
func Initials(s string) string { return Read(s).Initials }

// Full is s in whole syllables.
func Full(s string) string { return Read(s).Full }

// Read reads s by the most common reading of each character. Digits stay, letters lose case and diacritics, all else is left out.
func Read(s string) Reading {
	var w writer
	for _, r := range s {
		w.add(r, syllable(r))
	}
	return w.reading()
}

// Name reads a person's name in every usual way, the most likely first: at the head of a name 单 is shan, 曾 zeng, and 尉迟 yuchi.
func Name(name string) []Reading {
	heads, rest := surname(name)
	if heads == nil {
		return []Reading{Read(name)}
	}
	given := Read(rest)
	readings := make([]Reading, len(heads))
	for i, head := range heads {
		readings[i] = Reading{Initials: firsts(head) + given.Initials, Full: strings.ReplaceAll(head, " ", "") + given.Full}
	}
	return readings
}

// Query brings what a person typed into the form of a reading: lower case, ü as v (also where passports spell it yu), and only letters
// and digits left.
func Query(s string) string {
	var b strings.Builder
	for word := range strings.FieldsSeq(s) {
		word = strings.ReplaceAll(Full(word), "lyu", "lv")
		if rest, found := strings.CutPrefix(word, "nyu"); found { // inside a word it may be two syllables: qun yuan
			word = "nv" + rest
		}
		b.WriteString(word)
	}
	return b.String()
}

func firsts(syllables string) string {
	var b strings.Builder
	for s := range strings.SplitSeq(syllables, " ") {
		b.WriteByte(s[0])
	}
	return b.String()
}

// writer puts a reading together. A run of letters is one word, of which only the first letter counts among the initials.
type writer struct {
	initials, full strings.Builder
	inWord         bool
}

func (w *writer) add(r rune, reading string) {
	switch {
	case reading != "":
		w.initials.WriteByte(reading[0])
		w.full.WriteString(reading)
		w.inWord = false
	case unicode.Is(unicode.Han, r):
		w.inWord = false
	case unicode.IsLetter(r):
		w.letters(r)
	case unicode.IsDigit(r) && r < unicode.MaxASCII:
		w.initials.WriteRune(r)
		w.full.WriteRune(r)
		w.inWord = false
	case !unicode.IsMark(r):
		w.inWord = false
	}
}

func (w *writer) letters(r rune) {
	if unicode.ToLower(r) == 'ü' {
		r = 'v'
	}
	for _, base := range norm.NFD.String(string(unicode.ToLower(r))) {
		if unicode.IsMark(base) {
			continue
		}
		if !w.inWord {
			w.initials.WriteRune(base)
		}
		w.full.WriteRune(base)
		w.inWord = true
	}
}

func (w *writer) reading() Reading {
	return Reading{Initials: w.initials.String(), Full: w.full.String()}
}

// syllable is the common reading of a Han character without its tone, or empty.
func syllable(r rune) string {
	if reading, listed := inNames[r]; listed {
		return reading
	}
	readings, known := dictionary.PinyinDict[int(r)]
	if !known {
		return ""
	}
	first, _, _ := strings.Cut(readings, ",")
	plain := make([]byte, 0, len(first))
	for _, letter := range norm.NFD.String(strings.ReplaceAll(withoutTone.Replace(first), "ê", "e")) {
		if letter < unicode.MaxASCII {
			plain = append(plain, byte(letter))
		}
	}
	return string(plain)
}

//nolint:gochecknoglobals // a table of the alphabet, never written
var withoutTone = strings.NewReplacer("ü", "v", "ǖ", "v", "ǘ", "v", "ǚ", "v", "ǜ", "v", "ɡ", "g")

// inNames are characters that names of people and places read otherwise than the first entry of the dictionary.
//
//nolint:gochecknoglobals // a table of the language, never written
var inNames = map[rune]string{'长': "chang", '都': "du", '卜': "bu", '什': "shi", '曾': "zeng", '藏': "zang"}
