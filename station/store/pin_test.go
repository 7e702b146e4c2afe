package store

import (
	"os"
	"os/exec"
	"strings"
	"testing"
)

// TestTheEngineStandsOnItsOwnLibc compares the libc in this module with the one that the engine's own go.mod names: they are
// translated together and break apart.
func TestTheEngineStandsOnItsOwnLibc(t *testing.T) {
	list := func(format, module string) string {
		out, err := exec.CommandContext(t.Context(), "go", "list", "-m", "-f", format, module).Output()
		if err != nil {
			t.Fatalf("go list %s: %v", module, err)
		}
		return strings.TrimSpace(string(out))
	}
	engine, err := os.ReadFile(list("{{.GoMod}}", "modernc.org/sqlite"))
	if err != nil {
		t.Fatal(err)
	}
	used := "modernc.org/libc " + list("{{.Version}}", "modernc.org/libc")
	if !strings.Contains(string(engine), used+"\n") {
		t.Errorf("this module uses %s, which is not what modernc.org/sqlite names", used)
	}
}
