package app

import (
	"bytes"
	"encoding/json"
	"testing"
)

// The bench brings its whole table in and says so.
func TestBenchImport(t *testing.T) {
	var out, trouble bytes.Buffer
	code := Main(Program{Stdout: &out, Stderr: &trouble, Env: func(string) string { return "" }},
		[]string{"bench", "import", "--json", "--rows", "250", "--quiet", "200ms", "--folder", t.TempDir()})
	var report struct {
		Added int `json:"added"`
	}
	if err := json.Unmarshal(out.Bytes(), &report); err != nil || code != 0 || report.Added != 250 {
		t.Errorf("got = %d, %+v, %v\n%s", code, report, err, trouble.String())
	}
}
