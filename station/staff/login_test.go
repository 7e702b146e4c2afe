package staff

import (
	"strings"
	"testing"
)

func TestLogins(t *testing.T) {
	for text, want := range map[string]string{"zhoumin": "zhoumin", " Zhou.Min-2 ": "zhou.min-2", "ＺＨＯＵ＿ＭＩＮ": "zhou_min"} {
		if got, err := ParseLogin(text); err != nil || got != want {
			t.Errorf("ParseLogin(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
	for _, text := range []string{"", "ab", "1abc", "周敏", "zhou min", "a'--", strings.Repeat("a", 33), "zhou\x00", "İstanbul"} {
		if got, err := ParseLogin(text); err == nil {
			t.Errorf("ParseLogin(%q) = %q, want an error", text, got)
		}
	}
}

func FuzzParseLogin(f *testing.F) {
	for _, seed := range []string{"zhoumin", " Zhou.Min ", "ＺＨＯＵ", "周敏", "", "\xff"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		login, err := ParseLogin(text)
		if err != nil {
			if login != "" {
				t.Errorf("ParseLogin(%q) answers both %q and %v", text, login, err)
			}
			return
		}
		if again, err := ParseLogin(login); err != nil || again != login || len(login) > maxLogin {
			t.Errorf("ParseLogin(%q) = %q, which reads as %q, %v", text, login, again, err)
		}
	})
}

func BenchmarkParseLogin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseLogin("ZhouMin"); err != nil {
			b.Fatal(err)
		}
	}
}
