package permit

import (
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestAPermitNumberIsTakenAsPrinted(t *testing.T) {
	for text, want := range map[string]Number{
		"3399991100000081":    {"3399991100000081", "3399991100000081"},
		" 3399991100000081　":  {"3399991100000081", "3399991100000081"},
		"3399 9911 0000 0081": {"3399 9911 0000 0081", "3399991100000081"},
		"３３９９９９１１００００００８１":    {"３３９９９９１１００００００８１", "3399991100000081"},
		"范居证〔2026〕第0081号":     {"范居证〔2026〕第0081号", "范居证2026第0081号"},
		"jz-2026/0081":        {"jz-2026/0081", "JZ20260081"},
		"33999919920504001x":  {"33999919920504001x", "33999919920504001X"},
	} {
		if got, err := ParseNumber(text); err != nil || got != want {
			t.Errorf("ParseNumber(%q) = %+v, %v, want %+v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "   ", "123", "abcdef", "第号", "1234\n5678", "1234;DROP", "1234é", "1234\x00", "1234\xff", strings.Repeat("1", 41), "١٢٣٤٥", "1234😀"} {
		if got, err := ParseNumber(text); !errors.Is(err, ErrNumber) {
			t.Errorf("ParseNumber(%q) = %+v, %v, want ErrNumber", text, got, err)
		}
	}
}

func TestAPermitNumberIsMasked(t *testing.T) {
	for number, want := range map[string]string{
		"3399991100000081": "************0081", "1234567": "*****67", "12345678": "****5678", "范居证〔2026〕第0081号": "***********081号", "": "",
	} {
		if got := MaskNumber(number); got != want {
			t.Errorf("MaskNumber(%q) = %q, want %q", number, got, want)
		}
	}
}

func FuzzParseNumber(f *testing.F) {
	for _, seed := range []string{"3399991100000081", "范居证〔2026〕第0081号", " jz-2026/0081 ", "１２３４", "", "\xff1234"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		n, err := ParseNumber(text)
		if err != nil {
			if n != (Number{}) {
				t.Errorf("ParseNumber(%q) answers both %+v and %v", text, n, err)
			}
			return
		}
		again, err := ParseNumber(n.Key)
		if err != nil || again.Key != n.Key || !utf8.ValidString(n.Key) {
			t.Errorf("key %q of %q reads as %+v, %v", n.Key, text, again, err)
		}
		if printed, err := ParseNumber(n.Printed); err != nil || printed != n {
			t.Errorf("%q is printed as %q, which reads as %+v, %v", text, n.Printed, printed, err)
		}
	})
}

func BenchmarkParseNumber(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseNumber("范居证〔2026〕第0081号"); err != nil {
			b.Fatal(err)
		}
	}
}
