package identity_test

import (
	"strings"
	"testing"

	"jiezhan/station/identity"
)

func TestNormalisePhone(t *testing.T) {
	cases := map[string]struct{ text, want string }{
		"mobile":                     {"13812346620", "+8613812346620"},
		"mobile with spaces":         {"138 1234 6620", "+8613812346620"},
		"mobile with hyphens":        {"138-1234-6620", "+8613812346620"},
		"full width":                 {"１３８１２３４６６２０", "+8613812346620"},
		"country code":               {"+86 138 1234 6620", "+8613812346620"},
		"country code without plus":  {"8613812346620", "+8613812346620"},
		"country code with zeros":    {"008613812346620", "+8613812346620"},
		"as stored":                  {"+8613812346620", "+8613812346620"},
		"landline":                   {"0571-88886666", "+8657188886666"},
		"landline in brackets":       {"（0571）88886666", "+8657188886666"},
		"landline of Beijing":        {"01088886666", "+861088886666"},
		"landline of seven digits":   {"0578-2226666", "+865782226666"},
		"landline with extension":    {"0571-88886666-123", "+8657188886666-123"},
		"landline as stored":         {"+8657188886666-123", "+8657188886666-123"},
		"landline with country code": {"+86 571 88886666", "+8657188886666"},
		"no such mobile":             {"12812346620", ""},
		"a digit short":              {"1381234662", ""},
		"a digit long":               {"138123466201", ""},
		"landline without area":      {"88886666", ""},
		"extension too long":         {"0571-88886666-1234567", ""},
		"service number":             {"12345", ""},
		"letters":                    {"138abcd6620", ""},
		"another country":            {"+1 202 555 0100", ""},
		"nothing":                    {"", ""},
		"area code of zeros":         {"000088886666", ""},
		"Arabic digits":              {"١٣٨١٢٣٤٦٦٢٠", ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, err := identity.NormalisePhone(c.text)
			if got != c.want || (err == nil) != (c.want != "") {
				t.Errorf("got = %q %v, want %q", got, err, c.want)
			}
			if err != nil && identity.Code(err) != "phone.invalid" {
				t.Errorf("code = %q", identity.Code(err))
			}
		})
	}
}

// What is accepted is stored the same again, and can be dialled within the country.
func FuzzNormalisePhone(f *testing.F) {
	for _, s := range []string{"13812346620", "0571-88886666-123", "+86 10 88886666", "（0571）88886666", "8613812346620"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		phone, err := identity.NormalisePhone(text)
		if err != nil {
			return
		}
		if again, err := identity.NormalisePhone(phone); err != nil || again != phone {
			t.Fatalf("%q is stored as %q, that as %q, %v", text, phone, again, err)
		}
		national := identity.NationalPhone(phone)
		if !strings.HasPrefix(phone, "+86") || len(national) < 10 || len(national) > 12 || strings.Trim(national, "0123456789") != "" {
			t.Fatalf("%q is stored as %q and dialled as %q", text, phone, national)
		}
	})
}

func BenchmarkNormalisePhone(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := identity.NormalisePhone("138 1234 6620"); err != nil {
			b.Fatal(err)
		}
	}
}
