package alarm

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// maxText is the most a signal keeps of free text, in bytes.
const maxText = 512

// readable is text from a wire as UTF-8: as it is, or from GBK, which Chinese receivers send. What is neither comes with U+FFFD in
// it, and control characters become blanks.
func readable(s string) string {
	if !utf8.ValidString(s) {
		// GB18030 takes in GBK; its decoder writes U+FFFD instead of failing.
		s, _ = simplifiedchinese.GB18030.NewDecoder().String(s)
	}
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) {
			return ' '
		}
		return r
	}, s)
	end := min(len(s), maxText)
	for end < len(s) && !utf8.RuneStart(s[end]) {
		end--
	}
	return strings.TrimSpace(s[:end])
}
