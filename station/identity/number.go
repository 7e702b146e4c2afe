// Package identity knows what identifies a person on paper: citizen numbers (公民身份号码), names and telephone numbers, how they are
// written, compared and masked. It knows no register and no clock; what cannot be judged from the text alone takes the day as parameter.
package identity

import (
	"errors"
	"strings"

	"jiezhan/station/area/division"
	"jiezhan/station/calendar"
)

// Error is a defect of a number or telephone number by its stable code.
type Error string

// Error is the code.
func (e Error) Error() string { return string(e) }

const (
	// ErrNumberFormat says that the text is not eighteen characters of a citizen number.
	ErrNumberFormat Error = "citizen_number.format"
	// ErrNumberFifteen says that it is a number of before 1999, with two digits for the year and no check character. Documents with
	// such numbers have expired.
	ErrNumberFifteen Error = "citizen_number.fifteen_digits"
	// ErrNumberChecksum says that the check character does not belong to the other seventeen.
	ErrNumberChecksum Error = "citizen_number.checksum"
	// ErrNumberBirth says that the day of birth does not exist, lies ahead, or is more than 150 years back.
	ErrNumberBirth Error = "citizen_number.birth"
)

// Code is the stable code of an error of this package, or empty for any other.
func Code(err error) string {
	var e Error
	if errors.As(err, &e) {
		return string(e)
	}
	return ""
}

// Warning is something a person should look at, by its stable code; it never stops anybody's business.
type Warning string

const (
	// UnknownArea says that no list we have names the area code. Numbers keep the code of their birth for life, and no list is complete.
	UnknownArea Warning = "citizen_number.unknown_area"
	// BirthMismatch says that the card prints another day of birth than its number holds.
	BirthMismatch Warning = "card.birth_mismatch"
	// SexMismatch says that the card prints another sex than its number holds.
	SexMismatch Warning = "card.sex_mismatch"
	// PrivateUse says that the name holds a character of an old private table, which another machine may show differently.
	PrivateUse Warning = "name.private_use"
)

// Number is a valid citizen number of GB 11643 (公民身份号码): eighteen characters whose check character was verified. The
// permit of residents from Hong Kong, Macau and Taiwan and the foreign permanent resident card of 2023 have numbers of the same build.
type Number struct{ s string }

// maxAge is how many years back a day of birth may lie.
const maxAge = 150

// ParseNumber reads a number as people write it: full-width digits, spaces and a small x are put right. An unknown area
// code is a warning, never an error. Whether the day of birth lies ahead only BornBy can tell.
func ParseNumber(text string) (Number, []Warning, error) {
	s := TidyNumber(text)
	if len(s) == 15 && digits(s) {
		return Number{}, nil, ErrNumberFifteen
	}
	if len(s) != 18 || !digits(s[:17]) || s[17] != 'X' && !digits(s[17:]) {
		return Number{}, nil, ErrNumberFormat
	}
	if check := Check(s[:17]); check != s[17] {
		return Number{}, nil, ErrNumberChecksum
	}
	n := Number{s}
	if n.Birth().IsZero() {
		return Number{}, nil, ErrNumberBirth
	}
	if !n.Foreign() && !division.KnownArea(s[:6]) {
		return n, []Warning{UnknownArea}, nil
	}
	return n, nil, nil
}

// Upgrade turns a number of fifteen digits into the eighteen it became in 1999: the year gets its 19, and a check character follows.
// It is for searching old papers only.
func Upgrade(text string) (string, bool) {
	s := TidyNumber(text)
	if len(s) != 15 || !digits(s) {
		return "", false
	}
	s = s[:6] + "19" + s[6:]
	return s + string(Check(s)), true
}

// Check is the check character of GB 11643 over seventeen digits (ISO 7064 MOD 11-2).
func Check(seventeen string) byte {
	sum := 0
	for i := range seventeen {
		sum = (sum + int(seventeen[i]-'0')) * 2 % 11
	}
	return "10X98765432"[sum%11]
}

// String is the number in its written form, eighteen characters with a capital X.
func (n Number) String() string { return n.s }

// IsZero tells whether there is no number.
func (n Number) IsZero() bool { return n.s == "" }

// Birth is the day of birth that the number holds.
func (n Number) Birth() calendar.Date {
	if len(n.s) != 18 {
		return calendar.Date{}
	}
	d, err := calendar.ParseDate(n.s[6:10] + "-" + n.s[10:12] + "-" + n.s[12:14])
	if err != nil {
		return calendar.Date{} // ParseNumber refuses such numbers
	}
	return d
}

// Sex is the code of GB/T 2261.1 that the number holds: "1" male, "2" female.
func (n Number) Sex() string {
	if len(n.s) != 18 {
		return "0"
	}
	if (n.s[16]-'0')%2 == 1 {
		return "1"
	}
	return "2"
}

// Foreign tells whether the number belongs to a foreign permanent resident card of 2023 (外国人永久居留身份证): it begins with 9.
func (n Number) Foreign() bool { return strings.HasPrefix(n.s, "9") }

// HMT tells whether the number belongs to a residence permit for residents of Hong Kong, Macau and Taiwan (港澳台居民居住证).
func (n Number) HMT() bool {
	for _, head := range []string{"810000", "820000", "830000"} {
		if strings.HasPrefix(n.s, head) {
			return true
		}
	}
	return false
}

// BornBy tells whether the holder is born by the given day and not more than 150 years before it.
func (n Number) BornBy(day calendar.Date) error {
	b := n.Birth()
	if b.IsZero() || b.After(day) || b.AddYears(maxAge).Before(day) {
		return ErrNumberBirth
	}
	return nil
}

// Compare tells where the printed birth and sex differ from what the number holds. A zero birth or a sex code other than 1 and 2 is not compared.
func (n Number) Compare(birth calendar.Date, sexCode string) []Warning {
	var w []Warning
	if !birth.IsZero() && !birth.Equal(n.Birth()) {
		w = append(w, BirthMismatch)
	}
	if (sexCode == "1" || sexCode == "2") && sexCode != n.Sex() {
		w = append(w, SexMismatch)
	}
	return w
}

// TidyNumber is a document number as it is stored: it drops spaces, turns full-width characters into plain ones and makes letters capital.
func TidyNumber(text string) string {
	return strings.ToUpper(strings.Map(func(r rune) rune {
		switch r = narrow(r); r {
		case ' ', '\t', '\u00a0', '\u3000', '\n', '\r':
			return -1
		}
		return r
	}, text))
}

// narrow turns the full-width form of a printable ASCII character into the plain one.
func narrow(r rune) rune {
	if r >= '\uff01' && r <= '\uff5e' {
		return r - '\uff01' + '!'
	}
	return r
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
