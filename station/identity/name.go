package identity

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"golang.org/x/text/unicode/norm"
)

// Separator stands between the parts of a minority name (间隔号), U+00B7 as in GB 18030.
const Separator = '·'

// cardNameUnits is how much of a name the chip holds, in UTF-16 units; longer names are cut there.
const cardNameUnits = 15

// NormaliseName brings a name into the one form in which it is kept and compared: NFC (never NFKC, which would change characters),
// one kind of separator, no padding. It changes no character into another variant and drops none; a character of a private
// table becomes the one it stands for, or stays where that is not known, and earns a warning either way.
func NormaliseName(text string) (string, []Warning) {
	runes := []rune(norm.NFC.String(text))
	out := make([]rune, 0, len(runes))
	private := false
	for i, r := range runes {
		r, old := fromPrivate(r)
		private = private || old
		switch {
		case separator(r), (r == '.' || r == '．' || r == '。') && hanBeside(runes, i):
			out = appendSeparator(out)
		case unicode.IsSpace(r):
			out = appendSpace(out)
		case !unicode.IsControl(r):
			out = append(out, r)
		}
	}
	name := joinHan(out)
	if private {
		return name, []Warning{PrivateUse}
	}
	return name, nil
}

// separator tells the characters which devices and keyboards use for the separator.
func separator(r rune) bool { return strings.ContainsRune("·•‧・･᛫⋅", r) }

// hanBeside tells whether a dot stands between two Han characters; in "J. Smith" it does not.
func hanBeside(runes []rune, i int) bool {
	return i > 0 && i+1 < len(runes) && unicode.Is(unicode.Han, runes[i-1]) && unicode.Is(unicode.Han, runes[i+1])
}

func appendSeparator(out []rune) []rune {
	for len(out) > 0 && out[len(out)-1] == ' ' {
		out = out[:len(out)-1]
	}
	if len(out) == 0 || out[len(out)-1] == Separator {
		return out
	}
	return append(out, Separator)
}

func appendSpace(out []rune) []rune {
	if len(out) == 0 || out[len(out)-1] == ' ' || out[len(out)-1] == Separator {
		return out
	}
	return append(out, ' ')
}

// joinHan drops the spaces that pad short Han names and what trails.
func joinHan(runes []rune) string {
	var b strings.Builder
	for i, r := range runes {
		last := i+1 == len(runes)
		if r == ' ' && (last || runes[i+1] == Separator || unicode.Is(unicode.Han, runes[i-1]) || unicode.Is(unicode.Han, runes[i+1])) {
			continue
		}
		if r == Separator && last {
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// SearchName is the form of a name in which it is looked up: normalised, without separators and spaces, letters small.
func SearchName(text string) string {
	name, _ := NormaliseName(text)
	return strings.ToLower(strings.Map(func(r rune) rune {
		if r == Separator || r == ' ' {
			return -1
		}
		return r
	}, name))
}

// EqualNames tells whether two writings are the same name. Separators do not count, and a name as long as the chip's field equals every longer
// name that begins with it.
func EqualNames(a, b string) bool {
	if SearchName(a) == SearchName(b) {
		return true
	}
	return cut(a, b) || cut(b, a)
}

// cut tells whether short is what the chip's field leaves of long.
func cut(short, long string) bool {
	units := len(utf16.Encode([]rune(strings.TrimSpace(short))))
	full := units >= cardNameUnits-1 && units <= cardNameUnits // a pair of surrogates may not fit into the last unit
	return full && strings.HasPrefix(SearchName(long), SearchName(short))
}
