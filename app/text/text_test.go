package text

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// places are the verbs of a sentence with the number of their argument, in order of number.
func places(sentence string) []string {
	var found []string
	next := 1
	for _, m := range regexp.MustCompile(`%(\[(\d)\])?[-0-9]*([a-z%])`).FindAllStringSubmatch(sentence, -1) {
		if m[3] == "%" {
			continue
		}
		if m[2] != "" {
			next = int(m[2][0] - '0')
		}
		found = append(found, string(rune('0'+next))+m[3])
		next++
	}
	slices.Sort(found)
	return slices.Compact(found)
}

func TestBothLanguagesSayTheSame(t *testing.T) {
	for key, s := range catalogue() {
		if s.zh == "" || s.en == "" {
			t.Errorf("%s is not there in both languages", key)
		}
		if zh, en := places(s.zh), places(s.en); !slices.Equal(zh, en) {
			t.Errorf("%s takes %v in Chinese and %v in English", key, zh, en)
		}
	}
}

// Every key in the source of the program is in the catalogue.
func TestKeys(t *testing.T) {
	literal := regexp.MustCompile(`(?:text\.Failure\([a-z]+|text\.Say\([A-Za-z.]+|Say|say|text\.Failure\(nil)(?:, |\()"([a-z_.]+)"`)
	found := 0
	err := filepath.WalkDir("..", func(path string, _ os.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		if bytes.Contains(source, []byte(`"jiezhan/paper/words"`)) {
			return err // it speaks the words of paper, which are looked for there
		}
		for _, m := range literal.FindAllStringSubmatch(string(source), -1) {
			found++
			if _, known := catalogue()[m[1]]; !known && !strings.HasSuffix(m[1], ".") {
				t.Errorf("%s: the catalogue lacks %q", path, m[1])
			}
		}
		return err
	})
	if err != nil || found < 20 {
		t.Errorf("found %d keys: %v", found, err)
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		asked, all, lang string
		want             Lang
	}{
		{"", "", "", Chinese},
		{"", "", "C.UTF-8", Chinese},
		{"", "", "en_US.UTF-8", English},
		{"", "zh_CN.UTF-8", "en_US.UTF-8", Chinese},
		{"en", "", "zh_CN", English},
		{"zh-CN", "", "en_GB", Chinese},
		{"EN", "", "", English},
		{"mn", "", "", Chinese},
	} {
		env := func(name string) string { return map[string]string{"LC_ALL": c.all, "LANG": c.lang}[name] }
		if got := Choose(c.asked, env); got != c.want {
			t.Errorf("%+v = %s", c, got)
		}
	}
}

func TestExplain(t *testing.T) {
	cause := errors.New("cause")
	err := errors.Join(errors.New("before"), Failure(cause, "folder.unusable", "data", cause))
	if got, want := Explain(English, err), "The data folder data cannot be used: cause. Check path, permissions and disk space."; got != want {
		t.Errorf("got = %s, want %s", got, want)
	}
	if !errors.Is(err, cause) {
		t.Error("the cause is lost")
	}
	nested := Failure(nil, "join.refused", Failure(nil, "refusal.other", "office.full"))
	if got, want := Explain(Chinese, nested), "街道办没有接受本站：office.full"; got != want {
		t.Errorf("got = %s, want %s", got, want)
	}
	if got, want := Explain(Chinese, cause), "出错：cause"; got != want {
		t.Errorf("got = %s, want %s", got, want)
	}
}
