package identity

import (
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jiezhan/station/calendar"
)

// parse reads a number by the parser of a kind; what is no kind is a country.
func parse(kind, text string) (string, error) {
	number := func(n Number, err error) (string, error) { return n.String(), err }
	switch kind {
	case "resident":
		return number(ParseResidentNumber(text))
	case "hmt":
		return number(ParseHMTNumber(text))
	case "foreign":
		return number(ParseForeignNumber(text))
	case "foreign 2017":
		return ParseForeignNumber2017(text)
	case "hm travel":
		return ParseHMTravelNumber(text)
	case "taiwan travel":
		return ParseTaiwanTravelNumber(text)
	case "free":
		return ParseFreeNumber(text)
	}
	return ParsePassportNumber(kind, text)
}

// parsed is the stored form, or the code of what is wrong.
func parsed(kind, text string) string {
	s, err := parse(kind, text)
	if err != nil {
		return Code(err)
	}
	return s
}

func TestNumbersOfEveryKindOfDocument(t *testing.T) {
	for _, c := range []struct{ kind, text, want string }{
		{"resident", "11010519491231002x", "11010519491231002X"},
		{"resident", "４４０５２４188001010014", "440524188001010014"},
		{"resident", "110101 19900307 7715", "110101199003077715"},
		{"resident", "110101199003077716", "citizen_number.checksum"},
		{"resident", "440524880101001", "citizen_number.fifteen_digits"},
		{"hmt", "810000199408230021", "810000199408230021"},
		{"hmt", "830000199201300022", "830000199201300022"},
		{"hmt", "110101199003077715", "card.number_of_other_kind"},
		{"foreign", "110101199003077715", "card.number_of_other_kind"},
		{"foreign", "911156199003070010", "citizen_number.checksum"},
		{"foreign 2017", "can110178050101", "CAN110178050101"},
		{"foreign 2017", "CA1110178050101", "card.number_invalid"},
		{"hm travel", "h12345678", "H12345678"},
		{"hm travel", "M1234567801", "M1234567801"},
		{"hm travel", "H123456780", "card.number_invalid"},
		{"hm travel", "T12345678", "card.number_invalid"},
		{"taiwan travel", "12345678", "12345678"},
		{"taiwan travel", "1234567890(b)", "1234567890B"},
		{"taiwan travel", "1234567890", "card.number_invalid"},
		{"CHN", "e12345678", "E12345678"},
		{"CHN", "EA1234567", "EA1234567"},
		{"CHN", "EI1234567", "card.number_invalid"},
		{"CHN", "EO1234567", "card.number_invalid"},
		{"CHN", "E1234567", "card.number_invalid"},
		{"UTO", "L898902C3", "L898902C3"},
		{"UTO", "L89-8902", "card.number_invalid"},
		{"UTO", "L898", "card.number_invalid"},
		{"UTO", strings.Repeat("7", 18), "card.number_invalid"},
		{"free", "出生证 T330001234", "出生证T330001234"},
		{"free", "--", "card.number_invalid"},
		{"free", strings.Repeat("7", 31), "card.number_invalid"},
		{"free", "A\u200b1", "card.number_invalid"},
	} {
		if got := parsed(c.kind, c.text); got != c.want {
			t.Errorf("%s %q: got = %q, want %q", c.kind, c.text, got, c.want)
		}
	}
}

// Any other digit in any of the places of a good number must fail (2.1).
func TestEveryChangedDigitFails(t *testing.T) {
	for _, good := range []string{"11010519491231002X", "440524188001010014", "810000199408230021", "830000199201300022", "110101199003077715"} {
		for i := range 18 {
			for d := byte('0'); d <= '9'; d++ {
				changed := good[:i] + string(d) + good[i+1:]
				if _, _, err := ParseNumber(changed); err == nil && changed != good {
					t.Errorf("%s passes", changed)
				}
			}
		}
	}
}

// What a parser takes it takes again, unchanged: the stored form is a fixed point.
func FuzzDocumentNumbers(f *testing.F) {
	kinds := []string{"resident", "hmt", "foreign", "foreign 2017", "hm travel", "taiwan travel", "free", "CHN", "UTO"}
	for _, seed := range []string{"11010519491231002x", "H12345678", "1234567890(b)", "EA1234567", "can110178050101", "０", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, kind := range kinds {
			first, err := parse(kind, text)
			if err != nil {
				continue
			}
			if again, err := parse(kind, first); again != first || err != nil {
				t.Errorf("%s: %q, then %q, %v", kind, first, again, err)
			}
		}
	})
}

// The specimen of ICAO Doc 9303: a land that does not exist.
const specimen = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

func dayOf(t *testing.T, s string) calendar.Date {
	t.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestTheMachineReadableZone(t *testing.T) {
	today := dayOf(t, "2026-11-21")
	want := MRZ{
		Issuer: "UTO", Nationality: "UTO", Surname: "ERIKSSON", Given: "ANNA MARIA", Number: "L898902C3", SexCode: "2",
		Birth: dayOf(t, "1974-08-12"), Expiry: dayOf(t, "2012-04-15"),
	}
	for _, text := range []string{specimen, strings.ToLower(specimen), strings.ReplaceAll(specimen, "<<ANNA", "<<ANNA")} {
		if got, err := ParseMRZ(text, today); err != nil || got != want || got.Name() != "ERIKSSON ANNA MARIA" {
			t.Errorf("got = %+v, %v", got, err)
		}
	}
	german := "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4"
	if got, err := ParseMRZ(german, today); err != nil || got.Issuer != "DEU" || got.Expiry != dayOf(t, "2027-02-28") {
		t.Errorf("got = %+v, %v", got, err)
	}
	for name, c := range map[string]struct{ text, want string }{
		"one line":      {specimen[:44], "mrz.format"},
		"a wrong digit": {strings.Replace(specimen, "7408122", "7408132", 1), "mrz.checksum"},
		"a card":        {"I" + specimen[1:], "mrz.format"},
		"other letters": {strings.Replace(specimen, "ANNA", "ANNÄ", 1), "mrz.format"},
	} {
		if _, err := ParseMRZ(c.text, today); Code(err) != c.want {
			t.Errorf("%s: got = %v, want %s", name, err, c.want)
		}
	}
}

// A single wrong character in a checked field is always found, and whatever is read is within life.
func FuzzMRZ(f *testing.F) {
	f.Add(specimen, uint8(3), uint8(1))
	f.Add("P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<C01X00T478D<<6408125F2702283<<<<<<<<<<<<<<<4", uint8(20), uint8(4))
	today := calendar.NewDate(2026, 11, 21)
	f.Fuzz(func(t *testing.T, text string, at, by uint8) {
		m, err := ParseMRZ(text, today)
		if err != nil {
			return
		}
		if m.Birth.After(today) || m.Number == "" {
			t.Errorf("got = %+v", m)
		}
		s := []byte(TidyNumber(text))
		i := mrzLine + 13 + int(at)%6 // a digit of the day of birth
		s[i] = '0' + (s[i]-'0'+1+by%9)%10
		if _, err := ParseMRZ(string(s), today); Code(err) != string(ErrMRZChecksum) {
			t.Errorf("%s passes", s)
		}
	})
}

// The table agrees with the encoding of GB 18030 that everybody uses, wherever that one has left the private characters behind.
func TestPrivateCharactersAreThoseOfGB18030(t *testing.T) {
	known := 0
	for i, want := range assigned {
		low := 0x50 + i
		if low >= 0x7f { // 7F is no second byte
			low++
		}
		got, err := simplifiedchinese.GB18030.NewDecoder().String(string([]byte{0xfe, byte(low)}))
		if err != nil {
			t.Fatal(err)
		}
		r := []rune(got)[0]
		if r == '\uFFFD' { // fourteen of them this decoder does not take
			continue
		}
		known++
		if r != want {
			t.Errorf("FE%02X: got = %U, want %U", low, want, r)
		}
	}
	if known < 60 {
		t.Errorf("compared only %d characters", known)
	}
}

func TestPrivateCharactersBecomeTheirOwn(t *testing.T) {
	for text, want := range map[string]string{"范\ue863": "范䶮", "范\ue816": "范\U00020087", "范\uf000": "范\uf000"} {
		name, warnings := NormaliseName(text)
		if name != want || len(warnings) != 1 || warnings[0] != PrivateUse {
			t.Errorf("%q: got = %q %v, want %q and a warning", text, name, warnings, want)
		}
	}
}
