package permit

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// refusalCode finds what looks like a refusal code in the source: a text of two parts with a dot, or the code for an empty field. Kinds of
// command have three parts.
func refusalCode() *regexp.Regexp {
	return regexp.MustCompile(`"((?:permit|person|phone|statement|text)\.[a-z0-9_]+|required)"`)
}

func TestCodesListsEveryCode(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	var used []string
	for _, file := range files {
		if file == "codes.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range refusalCode().FindAllStringSubmatch(string(source), -1) {
			used = append(used, m[1])
		}
	}
	slices.Sort(used)
	used = slices.Compact(used)
	if got := Codes(); !slices.Equal(got, used) {
		t.Errorf("Codes() =\n%s\nthe source answers\n%s", strings.Join(got, "\n"), strings.Join(used, "\n"))
	}
}
