package permit

import (
	"errors"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A permit number is 4 to 40 characters long and holds at least four digits. More is not known: each province prints its own form, and the
// product never invents one.
const minNumber, maxNumber, minDigits = 4, 40, 4

// ErrNumber says that a text cannot be the number on a permit.
var ErrNumber = errors.New("not a permit number")

// Number is the number on a permit card, as it is printed there (居住证号).
type Number struct {
	// Printed is the text as typed from the card, without spaces around it.
	Printed string
	// Key is the same for all spellings of one number: narrow, capital, without spaces, dashes and brackets.
	Key string
}

// ParseNumber reads a permit number typed from the card. Letters, Chinese characters, digits, and the dashes, dots, slashes and brackets
// that such numbers carry are accepted, in full or half width.
func ParseNumber(text string) (Number, error) {
	printed := strings.TrimSpace(text)
	count := utf8.RuneCountInString(printed)
	if !utf8.ValidString(printed) || count < minNumber || count > maxNumber {
		return Number{}, ErrNumber
	}
	var key strings.Builder
	digits := 0
	for _, r := range narrow(printed) {
		switch {
		case r >= '0' && r <= '9':
			digits++
			key.WriteRune(r)
		case r < utf8.RuneSelf && unicode.IsLetter(r), unicode.Is(unicode.Han, r):
			key.WriteRune(unicode.ToUpper(r))
		case strings.ContainsRune(" -./()[]〔〕【】－—", r):
		default:
			return Number{}, ErrNumber
		}
	}
	if digits < minDigits {
		return Number{}, ErrNumber
	}
	return Number{Printed: printed, Key: key.String()}, nil
}

// MaskNumber hides a permit number but for its last four characters, or the last two where it is short.
func MaskNumber(printed string) string {
	runes := []rune(printed)
	keep := 4
	if len(runes) < 8 {
		keep = 2
	}
	for i := range max(0, len(runes)-keep) {
		runes[i] = '*'
	}
	return string(runes)
}

// narrow turns the full-width forms of ASCII, and the wide space, into ASCII, and drops spaces around.
func narrow(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		switch {
		case r >= '！' && r <= '～':
			return r - '！' + '!'
		case r == '　':
			return ' '
		default:
			return r
		}
	}, s))
}
