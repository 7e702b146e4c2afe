//go:build trials

package trials

import (
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

var programs sync.Map // tags → path

// build makes the program once for each set of build tags.
func build(t *testing.T, tags string) string {
	t.Helper()
	once, _ := programs.LoadOrStore(tags, sync.OnceValues(func() (string, error) {
		folder, err := os.MkdirTemp("", "jiezhan-trials-")
		if err != nil {
			return "", err
		}
		program := filepath.Join(folder, "jiezhan")
		make := exec.Command("go", "build", "-tags", tags, "-o", program, "jiezhan")
		make.Env = append(os.Environ(), "CGO_ENABLED=0")
		if out, err := make.CombinedOutput(); err != nil {
			return "", fmt.Errorf("build with %s: %w\n%s", tags, err, out)
		}
		return program, nil
	}))
	program, err := once.(func() (string, error))()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// side is how many trials may run side by side, where they allow it: they wait for the most part.
const side = "5"

func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", side); err != nil {
		panic(err)
	}
	code := m.Run()
	programs.Range(func(_, once any) bool {
		if program, err := once.(func() (string, error))(); err == nil {
			os.RemoveAll(filepath.Dir(program))
		}
		return true
	})
	os.Exit(code)
}
