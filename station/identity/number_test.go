package identity_test

import (
	"slices"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
)

func day(tb testing.TB, s string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(s)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

// numbers are the samples of the standard and of the permits' models; the last two are invented, with an area nobody has.
var numbers = []string{
	"11010519491231002X", "440524188001010014", "810000199408230021", "830000199201300022", "110101199003077715", withCheck("33999919900101001"),
	withCheck("91115619810803002"),
}

func TestParseNumber(t *testing.T) {
	cases := map[string]struct {
		text, want, code string
		warnings         []identity.Warning
	}{
		"as printed":             {text: "11010519491231002X", want: "11010519491231002X"},
		"small x":                {text: "11010519491231002x", want: "11010519491231002X"},
		"full width and spaces":  {text: " １１０１０５ 19491231　002ｘ ", want: "11010519491231002X"},
		"born in 1880":           {text: "440524188001010014", want: "440524188001010014"},
		"Hong Kong and Macau":    {text: "810000199408230021", want: "810000199408230021"},
		"Taiwan":                 {text: "830000199201300022", want: "830000199201300022"},
		"a district that ended":  {text: withCheck("11010319600101001"), want: withCheck("11010319600101001")},
		"an area on no list":     {text: withCheck("33999919900101001"), want: withCheck("33999919900101001"), warnings: []identity.Warning{identity.UnknownArea}},
		"fifteen digits":         {text: "110105491231002", code: "citizen_number.fifteen_digits"},
		"wrong check character":  {text: "110105194912310021", code: "citizen_number.checksum"},
		"30 February":            {text: withCheck("11010519900230001"), code: "citizen_number.birth"},
		"month 13":               {text: withCheck("11010519901301001"), code: "citizen_number.birth"},
		"too short":              {text: "11010519491231002", code: "citizen_number.format"},
		"too long":               {text: "11010519491231002XX", code: "citizen_number.format"},
		"X in the middle":        {text: "11010519491X31002X", code: "citizen_number.format"},
		"nothing":                {text: "", code: "citizen_number.format"},
		"Arabic digits":          {text: "١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", code: "citizen_number.format"},
		"letters of the reader?": {text: "ABCDEFGHIJKLMNOPQR", code: "citizen_number.format"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, warnings, err := identity.ParseNumber(c.text)
			if got.String() != c.want || identity.Code(err) != c.code || !slices.Equal(warnings, c.warnings) {
				t.Errorf("got = %q %q %v, want %q %q %v", got, identity.Code(err), warnings, c.want, c.code, c.warnings)
			}
		})
	}
}

func withCheck(seventeen string) string { return seventeen + string(identity.Check(seventeen)) }

func TestNumberSaysBirthSexAndKind(t *testing.T) {
	cases := []struct {
		text, birth, sex string
		foreign, hmt     bool
	}{
		{"11010519491231002X", "1949-12-31", "2", false, false},
		{"440524188001010014", "1880-01-01", "1", false, false},
		{"810000199408230021", "1994-08-23", "2", false, true},
		{"110101199003077715", "1990-03-07", "1", false, false},
		{withCheck("91115619810803002"), "1981-08-03", "2", true, false},
	}
	for _, c := range cases {
		n, _, err := identity.ParseNumber(c.text)
		if err != nil {
			t.Fatalf("%s: %v", c.text, err)
		}
		if n.Birth().String() != c.birth || n.Sex() != c.sex || n.Foreign() != c.foreign || n.HMT() != c.hmt {
			t.Errorf("%s: got = %s %s %v %v, want %+v", c.text, n.Birth(), n.Sex(), n.Foreign(), n.HMT(), c)
		}
	}
}

func TestAnyWrongDigitIsNoticed(t *testing.T) {
	for _, sample := range numbers[:5] {
		for i := range sample {
			for _, wrong := range "0123456789X" {
				changed := sample[:i] + string(wrong) + sample[i+1:]
				if _, _, err := identity.ParseNumber(changed); changed != sample && err == nil {
					t.Errorf("%s passes for %s", changed, sample)
				}
			}
		}
	}
}

func TestBirthIsJudgedOnADay(t *testing.T) {
	n, _, err := identity.ParseNumber("110101199003077715")
	if err != nil {
		t.Fatal(err)
	}
	cases := map[string]struct{ on, code string }{
		"the day before":   {"1990-03-06", "citizen_number.birth"},
		"the day of birth": {"1990-03-07", ""},
		"150 years":        {"2140-03-07", ""},
		"a day more":       {"2140-03-08", "citizen_number.birth"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := identity.Code(n.BornBy(day(t, c.on))); got != c.code {
				t.Errorf("got = %q, want %q", got, c.code)
			}
		})
	}
}

func TestCardIsComparedWithItsNumber(t *testing.T) {
	n, _, err := identity.ParseNumber("110101199003077715")
	if err != nil {
		t.Fatal(err)
	}
	cases := []struct {
		birth, sex string
		want       []identity.Warning
	}{
		{"1990-03-07", "1", nil},
		{"1990-03-07", "9", nil},
		{"1990-03-08", "1", []identity.Warning{identity.BirthMismatch}},
		{"1990-03-08", "2", []identity.Warning{identity.BirthMismatch, identity.SexMismatch}},
	}
	for _, c := range cases {
		if got := n.Compare(day(t, c.birth), c.sex); !slices.Equal(got, c.want) {
			t.Errorf("%s %s: got = %v, want %v", c.birth, c.sex, got, c.want)
		}
	}
}

func TestUpgrade(t *testing.T) {
	got, ok := identity.Upgrade("110105491231002")
	if !ok || got != "11010519491231002X" {
		t.Errorf("got = %q %v, want 11010519491231002X", got, ok)
	}
	if _, ok := identity.Upgrade("11010519491231002X"); ok {
		t.Error("eighteen characters need no upgrade")
	}
}

// Whatever is accepted reads the same again, has eighteen characters that check, and a day of birth that exists.
func FuzzParseNumber(f *testing.F) {
	for _, n := range numbers {
		f.Add(n)
	}
	f.Add("１１０１０５19491231 002x")
	f.Fuzz(func(t *testing.T, text string) {
		n, _, err := identity.ParseNumber(text)
		if err != nil {
			if identity.Code(err) == "" || !n.IsZero() {
				t.Fatalf("%q: error without a code or with a number: %v %v", text, err, n)
			}
			return
		}
		again, _, err := identity.ParseNumber(n.String())
		if err != nil || again != n || len(n.String()) != 18 || n.Birth().IsZero() || n.Sex() != "1" && n.Sex() != "2" {
			t.Fatalf("%q reads as %v, again as %v, %v", text, n, again, err)
		}
	})
}

func BenchmarkParseNumber(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := identity.ParseNumber("11010519491231002X"); err != nil {
			b.Fatal(err)
		}
	}
}
