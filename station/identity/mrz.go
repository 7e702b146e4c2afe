package identity

import (
	"fmt"
	"strings"

	"jiezhan/station/calendar"
)

const (
	// ErrMRZFormat says that the text is not the two lines of forty-four characters at the foot of a passport's data page.
	ErrMRZFormat Error = "mrz.format"
	// ErrMRZChecksum says that a check digit does not belong to what stands before it: a letter was read or typed wrongly.
	ErrMRZChecksum Error = "mrz.checksum"
	// ErrMRZDate says that a date of the lines does not exist.
	ErrMRZDate Error = "mrz.date"
)

// MRZ is what the machine readable zone of a passport says (ICAO Doc 9303 part 4, TD3).
type MRZ struct {
	// Issuer and Nationality are three letters of ISO 3166; Germany's D is DEU here.
	Issuer, Nationality string
	// Surname and Given have spaces where the zone has fillers. Long names are cut by the issuer.
	Surname, Given string
	Number         string
	Birth, Expiry  calendar.Date
	// SexCode is of GB/T 2261.1: 1, 2, or 9 where the passport does not say.
	SexCode string
}

const mrzLine = 44

// ParseMRZ reads the two lines as typed or scanned: small letters, spaces and line ends do not matter. All five check digits must hold. Years
// have two digits; a day of birth is the latest one that does not lie behind today, a last day of validity lies within fifty years of it.
func ParseMRZ(text string, today calendar.Date) (MRZ, error) {
	s := TidyNumber(text)
	if len(s) != 2*mrzLine || s[0] != 'P' || strings.Trim(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789<") != "" {
		return MRZ{}, ErrMRZFormat
	}
	one, two := s[:mrzLine], s[mrzLine:]
	optional := two[42] == '<' && strings.Trim(two[28:42], "<") == "" // an empty field may leave its digit out
	sums := mrzCheck(two[:9]) == two[9] && mrzCheck(two[13:19]) == two[19] && mrzCheck(two[21:27]) == two[27] &&
		(optional || mrzCheck(two[28:42]) == two[42]) && mrzCheck(two[:10]+two[13:20]+two[21:43]) == two[43]
	if !sums {
		return MRZ{}, ErrMRZChecksum
	}
	sex, known := map[byte]string{'M': "1", 'F': "2", '<': "9", 'X': "9"}[two[20]]
	surname, given, _ := strings.Cut(one[5:], "<<")
	m := MRZ{
		Issuer: mrzCountry(one[2:5]), Nationality: mrzCountry(two[10:13]), Surname: mrzWords(surname), Given: mrzWords(given),
		Number: strings.TrimRight(two[:9], "<"), SexCode: sex,
	}
	if !known || m.Number == "" || strings.Contains(m.Number, "<") || m.Surname == "" {
		return MRZ{}, ErrMRZFormat
	}
	m.Birth, m.Expiry = mrzDate(two[13:19], today), mrzDate(two[21:27], today.AddYears(50))
	if m.Birth.IsZero() || m.Expiry.IsZero() {
		return MRZ{}, ErrMRZDate
	}
	return m, nil
}

// Name is surname and given names in the order of the passport.
func (m MRZ) Name() string { return strings.TrimSpace(m.Surname + " " + m.Given) }

// mrzCheck is the check digit over a field: weights 7 3 1, letters count from ten, a filler is nothing.
func mrzCheck(field string) byte {
	sum := 0
	for i := range len(field) {
		value := 0
		switch c := field[i]; {
		case c >= '0' && c <= '9':
			value = int(c - '0')
		case c >= 'A' && c <= 'Z':
			value = int(c-'A') + 10
		}
		sum += value * [3]int{7, 3, 1}[i%3]
	}
	return byte('0' + sum%10)
}

// mrzDate is the latest day with these two-digit numbers that does not lie behind the last one possible.
func mrzDate(s string, last calendar.Date) calendar.Date {
	if !digits(s) {
		return calendar.Date{}
	}
	for century := last.Year() / 100; century >= last.Year()/100-1; century-- {
		d, err := calendar.ParseDate(fmt.Sprintf("%02d%s-%s-%s", century, s[:2], s[2:4], s[4:]))
		if err == nil && !d.After(last) {
			return d
		}
	}
	return calendar.Date{}
}

func mrzWords(s string) string {
	return strings.Join(strings.Fields(strings.ReplaceAll(s, "<", " ")), " ")
}

// mrzCountry drops fillers. Germany alone has a code of one letter.
func mrzCountry(s string) string {
	if s = strings.TrimRight(s, "<"); s == "D" {
		return "DEU"
	}
	return s
}
