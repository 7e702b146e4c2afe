package staff

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestCodesListsEveryCode(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`"((?:account|actor|password)\.[a-z0-9_]+)"`)
	var used []string
	for _, file := range files {
		if file == "slice.go" || file == "role.go" || strings.HasSuffix(file, "_test.go") { // role.go names permissions
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(source), -1) {
			used = append(used, m[1])
		}
	}
	slices.Sort(used)
	used = slices.Compact(used)
	if got := Codes(); !slices.Equal(got, used) {
		t.Errorf("Codes() =\n%s\nthe source answers\n%s", strings.Join(got, "\n"), strings.Join(used, "\n"))
	}
}
