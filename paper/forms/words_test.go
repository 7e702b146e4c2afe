package forms

import (
	"os"
	"regexp"
	"strings"
	"testing"

	"jiezhan/paper/words"
)

var line = regexp.MustCompile(`(?m)^\s*'([a-z_0-9]+\.[a-z_0-9.]+)': (?:'((?:[^'\\]|\\.)*)'|"([^"]*)"),`)

// A code means the same on paper and on the screen.
func TestWordsOfTheScreens(t *testing.T) {
	for lang, folder := range map[words.Lang]string{words.Chinese: "zh", words.English: "en"} {
		data, err := os.ReadFile("../../frontend/src/core/i18n/" + folder + "/codes.ts")
		if err != nil {
			t.Fatal(err)
		}
		same := 0
		for _, m := range line.FindAllStringSubmatch(string(data), -1) {
			area, code, _ := strings.Cut(m[1], ".")
			screen := strings.ReplaceAll(m[2]+m[3], `\'`, "'")
			switch got := lang.Code(area, code); {
			case got == screen:
				same++
			case got != code:
				t.Errorf("%s %s = %s on paper, %s on the screen", folder, m[1], got, screen)
			}
		}
		if same < 31 {
			t.Errorf("%s: %d words of the screens are on paper", folder, same)
		}
	}
}

// No page shows a key in place of its sentence, a place that was not filled, or a character that a sentence of ours should not need.
func TestPagesSayAll(t *testing.T) {
	key := regexp.MustCompile(`%!|%[sd]|\b(receipt|notice|refused|refusal|registration|slip|handout|rental|reminders|statistics|check|column|sign|doc|group|condition|applied_by|receiver|extension|copy)\.[a-z_]+`)
	for _, s := range samples(t) {
		for _, p := range s.document(t).Pages {
			for _, x := range p.Texts {
				if key.MatchString(x.Text) {
					t.Errorf("%s says %q", s.name, x.Text)
				}
				if x.Stands != 0 && s.name != "receipt-long" {
					t.Errorf("%s has no glyph for %U", s.name, x.Stands)
				}
			}
		}
	}
}

// What only this station knows of says so on its paper.
func TestCutOffReceiptSaysSo(t *testing.T) {
	want := map[words.Lang]string{words.Chinese: "本机受理，同步后生效", words.English: "in force once synchronised"}
	for lang, sentence := range want {
		for _, waiting := range []bool{true, false} {
			receipt, registration, notice := sampleReceipt(t), sampleRegistration(t), sampleNotice(t)
			receipt.Waiting, registration.Waiting, notice.Waiting = waiting, waiting, waiting
			for name, s := range map[string]sample{"receipt": {form: receipt}, "registration": {form: registration}, "notice": {form: notice}} {
				s.lang = lang
				text := ""
				for _, x := range s.document(t).Pages[0].Texts {
					text += x.Text + " "
				}
				if got := strings.Contains(text, sentence); got != waiting {
					t.Errorf("%s %s waiting %v says so: %v", lang, name, waiting, got)
				}
			}
		}
	}
}
