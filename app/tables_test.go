package app

import (
	"testing"

	"jiezhan/app/bulk"
)

// Every reason that a row may have stands in the sheet of problems as a sentence, in both languages.
func TestEveryRowCodeHasASentence(t *testing.T) {
	words, err := tableWords()
	if err != nil {
		t.Fatal(err)
	}
	for _, lang := range []string{"zh-CN", "en"} {
		for _, code := range bulk.RowCodes() {
			if words(lang)[code] == "" {
				t.Errorf("%s: %s has no sentence", lang, code)
			}
		}
	}
	if got, want := words("")["sheet.problems"], words("zh-CN")["sheet.problems"]; got != want || got == words("en")["sheet.problems"] {
		t.Errorf("without a language: got = %q, want %q", got, want)
	}
}
