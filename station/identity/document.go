package identity

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// ErrDocumentNumber says that the text has not the form of a number of this kind of document.
	ErrDocumentNumber Error = "card.number_invalid"
	// ErrOtherKind says that the number is a good one, of another kind of document.
	ErrOtherKind Error = "card.number_of_other_kind"
)

// maxFreeNumber is how many characters a number without a fixed form may have.
const maxFreeNumber = 30

// ParseResidentNumber reads the number of a resident identity card, a temporary one, or a line of a household book (GB 11643). A number that
// begins with 9 belongs to a foreign permanent resident.
func ParseResidentNumber(text string) (Number, error) {
	n, _, err := ParseNumber(text)
	if err == nil && n.Foreign() {
		return Number{}, ErrOtherKind
	}
	return n, err
}

// ParseHMTNumber reads the number of a residence permit for residents of Hong Kong, Macau and Taiwan (港澳台居民居住证): area code 81, 82 or 83.
func ParseHMTNumber(text string) (Number, error) {
	n, _, err := ParseNumber(text)
	if err == nil && !n.HMT() {
		return Number{}, ErrOtherKind
	}
	return n, err
}

// ParseForeignNumber reads the number of a foreign permanent resident identity card issued since December 2023: it begins with 9.
func ParseForeignNumber(text string) (Number, error) {
	n, _, err := ParseNumber(text)
	if err == nil && !n.Foreign() {
		return Number{}, ErrOtherKind
	}
	return n, err
}

// ParseForeignNumber2017 reads the number of an older foreign permanent resident identity card: three letters and twelve digits.
func ParseForeignNumber2017(text string) (string, error) {
	s := TidyNumber(text)
	return s, form(len(s) == 15 && capitals(s[:3]) && digits(s[3:]))
}

// ParseHMTravelNumber reads the number of a mainland travel permit for residents of Hong Kong and Macau (港澳居民来往内地通行证): H or M with
// eight digits, or with ten on older ones, of which the last two count the issues.
func ParseHMTravelNumber(text string) (string, error) {
	s := TidyNumber(text)
	return s, form((len(s) == 9 || len(s) == 11) && (s[0] == 'H' || s[0] == 'M') && digits(s[1:]))
}

// ParseTaiwanTravelNumber reads the number of a mainland travel permit for residents of Taiwan (台湾居民来往大陆通行证): eight digits, or ten
// digits and a letter on older ones. Brackets around the letter are dropped.
func ParseTaiwanTravelNumber(text string) (string, error) {
	s := strings.NewReplacer("(", "", ")", "").Replace(TidyNumber(text))
	return s, form(len(s) == 8 && digits(s) || len(s) == 11 && digits(s[:10]) && capitals(s[10:]))
}

// ParsePassportNumber reads the number of a passport of a country (three letters of ISO 3166). Passports of China have a letter and eight digits,
// or two letters, the second neither I nor O, and seven digits; all others five to seventeen capital letters and digits.
func ParsePassportNumber(country, text string) (string, error) {
	s := TidyNumber(text)
	if country != "CHN" {
		return s, form(len(s) >= 5 && len(s) <= 17 && strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == "")
	}
	if len(s) != 9 || !capitals(s[:1]) {
		return s, ErrDocumentNumber
	}
	return s, form(digits(s[1:]) || capitals(s[1:2]) && s[1] != 'I' && s[1] != 'O' && digits(s[2:]))
}

// ParseFreeNumber reads a number without a fixed form, as on birth certificates and military papers: at most thirty characters, one letter or
// digit at least, and nothing that cannot be seen.
func ParseFreeNumber(text string) (string, error) {
	s := TidyNumber(text)
	seen := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	odd := func(r rune) bool { return !unicode.IsPrint(r) || r == utf8.RuneError }
	return s, form(utf8.RuneCountInString(s) <= maxFreeNumber && strings.ContainsFunc(s, seen) && !strings.ContainsFunc(s, odd))
}

func form(ok bool) error {
	if ok {
		return nil
	}
	return ErrDocumentNumber
}

func capitals(s string) bool {
	return s != "" && !slices.ContainsFunc([]byte(s), func(b byte) bool { return b < 'A' || b > 'Z' })
}
