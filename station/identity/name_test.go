package identity_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"jiezhan/station/identity"
)

func TestNormaliseName(t *testing.T) {
	cases := map[string]struct {
		text, want string
		warnings   []identity.Warning
	}{
		"plain":                       {text: "张三", want: "张三"},
		"padded by the chip":          {text: "张三             ", want: "张三"},
		"spread over the field":       {text: "张　三", want: "张三"},
		"bullet":                      {text: "阿卜杜•热合曼", want: "阿卜杜·热合曼"},
		"hyphenation point":           {text: "阿卜杜‧热合曼", want: "阿卜杜·热合曼"},
		"katakana dot":                {text: "阿卜杜・热合曼", want: "阿卜杜·热合曼"},
		"half-width katakana dot":     {text: "阿卜杜･热合曼", want: "阿卜杜·热合曼"},
		"runic dot":                   {text: "阿卜杜᛫热合曼", want: "阿卜杜·热合曼"},
		"dot operator":                {text: "阿卜杜⋅热合曼", want: "阿卜杜·热合曼"},
		"full stop between Han":       {text: "阿卜杜.热合曼", want: "阿卜杜·热合曼"},
		"spaces at the separator":     {text: "阿卜杜 · 热合曼", want: "阿卜杜·热合曼"},
		"separator at the end":        {text: "阿卜杜·", want: "阿卜杜"},
		"two separators":              {text: "阿卜杜··热合曼", want: "阿卜杜·热合曼"},
		"three parts":                 {text: "买买提•阿不都.热合曼", want: "买买提·阿不都·热合曼"},
		"full stop in Latin":          {text: "J. Smith", want: "J. Smith"},
		"spaces in Latin":             {text: "  John   Smith ", want: "John Smith"},
		"decomposed letter":           {text: "Jose\u0301", want: "José"},
		"no compatibility folding":    {text: "ﬁ①㈱", want: "ﬁ①㈱"},
		"traditional stays":           {text: "張三", want: "張三"},
		"supplementary planes":        {text: "𬭎𫖯䶮𠅤", want: "𬭎𫖯䶮𠅤"},
		"private use becomes its own": {text: "张\ue863", want: "张䶮", warnings: []identity.Warning{identity.PrivateUse}},
		"control characters":          {text: "张\x00三\x07", want: "张三"},
		"nothing":                     {text: " · ", want: ""},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			got, warnings := identity.NormaliseName(c.text)
			if got != c.want || !slices.Equal(warnings, c.warnings) {
				t.Errorf("got = %q %v, want %q %v", got, warnings, c.want, c.warnings)
			}
		})
	}
}

func TestEqualNames(t *testing.T) {
	cases := map[string]struct {
		a, b string
		want bool
	}{
		"same":                            {"张三", "张三", true},
		"another":                         {"张三", "张四", false},
		"separator does not count":        {"阿卜杜·热合曼", "阿卜杜热合曼", true},
		"other separator":                 {"阿卜杜•热合曼", "阿卜杜·热合曼", true},
		"letters by size":                 {"JOHN SMITH", "John Smith", true},
		"the beginning is not the name":   {"张三", "张三丰", false},
		"cut by the chip":                 {"阿卜杜热合曼买买提吐尔逊江阿不", "阿卜杜热合曼买买提吐尔逊江阿不都拉", true},
		"fifteen characters, other name":  {"阿卜杜热合曼买买提吐尔逊江阿不", "阿卜杜热合曼买买提吐尔逊江买买提", false},
		"fourteen and half a pair":        {"阿卜杜热合曼买买提吐尔逊江阿", "阿卜杜热合曼买买提吐尔逊江阿𬭎", true},
		"simplified is not traditional":   {"张三", "張三", false},
		"supplementary planes":            {"𬭎𫖯", "𬭎𫖯", true},
		"supplementary, other characters": {"𬭎𫖯", "𬭎𠅤", false},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := identity.EqualNames(c.a, c.b); got != c.want {
				t.Errorf("got = %v, want %v", got, c.want)
			}
			if got := identity.EqualNames(c.b, c.a); got != c.want {
				t.Errorf("the other way round: got = %v, want %v", got, c.want)
			}
		})
	}
}

// A normalised name stays as it is, is valid text, and equals what it was made of.
func FuzzNormaliseName(f *testing.F) {
	for _, s := range []string{"张三", "阿卜杜•热合曼", " J. Smith ", "𬭎𫖯䶮𠅤", "·", "张\ue863", "e\u0301"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name, _ := identity.NormaliseName(text)
		again, _ := identity.NormaliseName(name)
		if name != again {
			t.Fatalf("%q normalises to %q, then to %q", text, name, again)
		}
		if !utf8.ValidString(name) || strings.TrimSpace(name) != name {
			t.Fatalf("%q normalises to %q", text, name)
		}
		if !identity.EqualNames(text, name) {
			t.Fatalf("%q does not equal its normal form %q", text, name)
		}
	})
}

func BenchmarkNormaliseName(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		identity.NormaliseName("阿卜杜•热合曼")
	}
}
