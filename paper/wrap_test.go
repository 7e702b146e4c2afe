package paper

import (
	"slices"
	"strings"
	"testing"
	"unicode"
)

func testRuler(tb testing.TB) ruler {
	tb.Helper()
	font, err := Sans()
	if err != nil {
		tb.Fatal(err)
	}
	return ruler{font, 1000}
}

// The ruler's em is 1000, so that a line of n Han characters is n × 1000 wide.
func TestWrap(t *testing.T) {
	u := testRuler(t)
	for name, c := range map[string]struct {
		text   string
		across Length
		want   string
	}{
		"fits":                           {"一二三", 3000, "一二三"},
		"Han breaks anywhere":            {"一二三四五", 2000, "一二|三四|五"},
		"no closing mark at the front":   {"一二三，四", 3000, "一二|三，四"},
		"no opening mark at the end":     {"一二（三四", 3000, "一二|（三四"},
		"words stay whole":               {"ab cd ef", 2700, "ab cd|ef"},
		"a word too long is cut":         {"abcdefgh", 2000, "abc|def|gh"},
		"numbers stay whole":             {"第1203室", 3000, "第|1203|室"},
		"paragraphs":                     {"一\n二", 5000, "一|二"},
		"an empty paragraph is a line":   {"一\n\n二", 5000, "一||二"},
		"nothing":                        {"", 5000, ""},
		"control characters are blanks":  {"一\t二", 5000, "一 二"},
		"narrower than a character":      {"一二", 500, "一|二"},
		"supplementary planes":           {"𬭎𫖯䶮𠅤", 2000, "𬭎𫖯|䶮𠅤"},
		"a choice of form is not a mark": {"范\U000E0100例", 5000, "范例"},
	} {
		t.Run(name, func(t *testing.T) {
			lines := u.wrap(c.text, c.across)
			texts := make([]string, len(lines))
			for i, line := range lines {
				texts[i] = string(line)
			}
			if got := strings.Join(texts, "|"); got != c.want {
				t.Errorf("lines = %s, want %s", got, c.want)
			}
		})
	}
}

// What no typeface has is as wide as its code in a box, and never nothing.
func TestMissingCharacterTakesRoom(t *testing.T) {
	u := testRuler(t)
	if got := u.width(0x24B62); got < 2000 || got > 5000 {
		t.Errorf("width of a missing character = %d", got)
	}
	for r, want := range map[rune]string{0xE000: "U+E000", 0x24B62: "U+24B62", 0x5: "U+0005"} {
		if got := code(r); got != want {
			t.Errorf("code = %s, want %s", got, want)
		}
	}
}

// No line is wider than its column, unless it is one character; and no character is lost but blanks.
func FuzzWrap(f *testing.F) {
	f.Add("吴𬭎兰，青松家园3号楼2单元1203室（北）。Residence permit 2026-11-21", 30)
	f.Add("\n \t，，，（（（abc\u0301\U000E0100\U00024B62·", 7)
	f.Add("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 1)
	u := testRuler(f)
	f.Fuzz(func(t *testing.T, text string, tenths int) {
		if tenths < 0 || tenths > 1000 || len(text) > 2000 {
			return
		}
		across := Length(tenths) * 100
		var kept []rune
		for _, line := range u.wrap(text, across) {
			if u.line(line) > across && len(line) > 1 {
				t.Errorf("%q is %d wide, want at most %d", string(line), u.line(line), across)
			}
			kept = append(kept, line...)
		}
		if got, want := solid(string(kept)), solid(u.clean(text)); got != want {
			t.Errorf("kept %q of %q", got, want)
		}
	})
}

// solid is a text without blanks.
func solid(text string) string {
	return string(slices.DeleteFunc([]rune(text), unicode.IsSpace))
}
