package words

import (
	"regexp"
	"slices"
	"testing"
	"time"
	"unicode"

	"jiezhan/station/calendar"
)

var verb = regexp.MustCompile(`%[0-9]*[a-z]`)

// Every sentence stands in both languages, with the same places to fill in the same order, and no key is given twice.
func TestBothLanguages(t *testing.T) {
	sum := 0
	for _, part := range []map[string]sentence{common(), codes(), applications(), handouts(), rentals(), statistics(), copies()} {
		sum += len(part)
	}
	if all := len(catalogue()); all != sum || all < 100 {
		t.Errorf("%d keys in %d entries", all, sum)
	}
	for key, s := range catalogue() {
		if s.zh == "" || s.en == "" {
			t.Errorf("%s lacks a language", key)
		}
		if slices.ContainsFunc([]rune(s.en), func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
			t.Errorf("%s is Chinese in English: %s", key, s.en)
		}
		zh, en := verb.FindAllString(s.zh, -1), verb.FindAllString(s.en, -1)
		if len(zh) != len(en) || len(Chinese.Lines(key)) != len(English.Lines(key)) {
			t.Errorf("%s has other places or lines in English", key)
		}
	}
}

func TestDay(t *testing.T) {
	d := calendar.On(time.Date(2026, 11, 30, 16, 30, 0, 0, time.UTC)) // half past midnight in Shanghai
	for lang, want := range map[Lang]string{Chinese: "2026年12月1日", English: "1 December 2026"} {
		if got := lang.Day(d); got != want {
			t.Errorf("day = %s, want %s", got, want)
		}
		if got := lang.Day(calendar.Date{}); got != "" {
			t.Errorf("no day = %q", got)
		}
	}
}

// A code that no catalogue has shows itself; so does a key.
func TestUnknown(t *testing.T) {
	if got := Chinese.Code("doc", "passport") + Chinese.Say("no.such"); got != "passportno.such" {
		t.Errorf("unknown = %s", got)
	}
}
