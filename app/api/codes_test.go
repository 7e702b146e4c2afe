package api

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

func TestCodes(t *testing.T) {
	got, err := json.MarshalIndent(Codes(), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "../../frontend/src/core/api/codes.json", append(got, '\n'))
}

// Every code in the source of this package has a status, so that none falls to 500 by a slip.
func TestCodesInSource(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	literal := regexp.MustCompile(`(?:refuse\(|wrongField\("[a-z_]+", )"([^"]+)"`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, found := range literal.FindAllSubmatch(source, -1) {
			if _, listed := statuses[string(found[1])]; !listed {
				t.Errorf("%s: code %q is not listed in codes.go", file, found[1])
			}
		}
	}
	for _, m := range messages() {
		if _, listed := statuses[m.code]; !listed {
			t.Errorf("code %q is not listed in codes.go", m.code)
		}
	}
}
