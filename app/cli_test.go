package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"jiezhan/app/bench"
	"jiezhan/app/desktop"
)

// asked runs the command line in English and answers exit code and what was written.
func asked(t *testing.T, p Program, args ...string) (code int, out, problem string) {
	t.Helper()
	var stdout, stderr bytes.Buffer
	p.Stdout, p.Stderr = &stdout, &stderr
	p.Env = func(string) string { return "en_US.UTF-8" }
	code = Main(p, args)
	return code, stdout.String(), stderr.String()
}

func TestCommandLine(t *testing.T) {
	folder := t.TempDir()
	broken := filepath.Join(folder, "broken.toml")
	if err := os.WriteFile(broken, []byte("[station]\nnmae = \"x\"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	idle, _ := writeConfig(t, folder)
	for name, c := range map[string]struct {
		args    []string
		code    int
		out     string
		problem string
	}{
		"version":               {[]string{"version"}, 0, "jiezhan 1.2.3", ""},
		"version, Chinese":      {[]string{"--lang=zh-CN", "version"}, 0, "街站 1.2.3", ""},
		"help":                  {[]string{"--help"}, 0, "run one station without a window", ""},
		"help, Chinese":         {[]string{"--lang", "zh", "serve", "--help"}, 0, "运行一个站点", ""},
		"openapi":               {[]string{"openapi"}, 0, `"openapi": "3.1.0"`, ""},
		"nothing":               {nil, 2, "", "Run jiezhan --help"},
		"a typo":                {[]string{"serv"}, 2, "", "unexpected argument serv"},
		"an unknown flag":       {[]string{"serve", "--confg", "x"}, 2, "", "unknown flag --confg"},
		"no window":             {[]string{"kiosk"}, 1, "", "built without a window"},
		"no configuration":      {[]string{"serve", "--config", filepath.Join(folder, "none.toml")}, 1, "", "cannot be read: no such file"},
		"a broken one":          {[]string{"serve", "--config", broken}, 1, "", "Did you mean station.name?"},
		"no station here":       {[]string{"office", "code", "--config", idle}, 1, "", "No station runs on the data folder"},
		"removed for no reason": {[]string{"office", "remove", "s1"}, 2, "", "missing flags: --reason"},
		"a code mistyped":       {[]string{"office", "join", "ABCD", "--config", idle}, 1, "", "The code is mistyped"},
		"nothing to verify":     {[]string{"verify", filepath.Join(folder, "none.db")}, 1, "", "There is no register"},
		"no key to restore":     {[]string{"restore", "x.age", "--identity", filepath.Join(folder, "none")}, 1, "", "cannot be read: no such file"},
		"watch: no port":        {[]string{"device", "watch"}, 2, "", "missing flags: --port"},
		"watch: no such":        {[]string{"device", "watch", "--port", filepath.Join(folder, "tty")}, 1, "", "There is no serial port"},
		"watch: other kind":     {[]string{"device", "watch", "--kind", "camera", "--port", "x"}, 1, "", `no device of kind "camera"`},
		"watch: other baud":     {[]string{"device", "watch", "--port", "x", "--baud", "14400"}, 1, "", "14400 is not possible"},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && name == "no configuration" {
				c.problem = "cannot be read"
			}
			code, out, problem := asked(t, Program{Version: "1.2.3"}, c.args...)
			if code != c.code || !strings.Contains(out, c.out) || !strings.Contains(problem, c.problem) {
				t.Errorf("code %d, out %q, problem %q", code, out, problem)
			}
			if (c.code != 0) != (problem != "") || strings.Count(strings.TrimSpace(problem), "\n") > 0 {
				t.Errorf("problem = %q, want one line", problem)
			}
		})
	}
}

// configure founds an office of one station on free ports, and answers the path of its configuration.
func configure(t *testing.T, folder string) (path, http string) {
	t.Helper()
	path, http = writeConfig(t, folder)
	if code, _, problem := asked(t, Program{}, "office", "init", "--config", path); code != 0 {
		t.Fatalf("office init: %s", problem)
	}
	return path, http
}

// writeConfig writes a configuration on free ports and answers its path.
func writeConfig(t *testing.T, folder string) (path, http string) {
	t.Helper()
	addresses := make([]string, 2)
	for i := range addresses {
		address, err := bench.FreePort("127.0.0.1")
		if err != nil {
			t.Fatal(err)
		}
		addresses[i] = address
	}
	path = filepath.Join(folder, "jiezhan.toml")
	raw := "[http]\nlisten = " + strconv.Quote(addresses[0]) + "\n[raft]\nlisten = " + strconv.Quote(addresses[1]) + "\n"
	if err := os.WriteFile(path, []byte(raw), 0o600); err != nil {
		t.Fatal(err)
	}
	return path, addresses[0]
}

// The kiosk command runs the station as long as its window is open. While it runs, nobody else can use its folder or its address.
func TestAStationWithAWindow(t *testing.T) {
	folder := t.TempDir()
	path, http := configure(t, folder)
	shown := false
	window := func(_ context.Context, o desktop.Options) error {
		shown = true
		if o.URL != "http://"+http+"/kiosk" {
			t.Errorf("the window shows %s", o.URL)
		}
		secondStation(t, folder, path, http)
		return nil
	}
	if code, _, problem := asked(t, Program{Window: window}, "kiosk", "--config", path); code != 0 || !shown {
		t.Errorf("code %d: %s", code, problem)
	}
	failing := func(context.Context, desktop.Options) error { return desktop.ErrNoDisplay }
	if code, _, problem := asked(t, Program{Window: failing}, "kiosk", "--config", path); code != 1 || !strings.Contains(problem, "There is no display") {
		t.Errorf("code %d: %s", code, problem)
	}
}

func secondStation(t *testing.T, folder, path, http string) {
	t.Helper()
	code, _, problem := asked(t, Program{}, "serve", "--config", path)
	if code != 1 || !strings.Contains(problem, "is in use by another jiezhan (process "+strconv.Itoa(os.Getpid())+")") {
		t.Errorf("same folder = %d %s", code, problem)
	}
	other := filepath.Join(t.TempDir(), "other.toml")
	if err := os.WriteFile(other, []byte("[http]\nlisten = "+strconv.Quote(http)+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	code, _, problem = asked(t, Program{}, "serve", "--config", other)
	if code != 1 || !strings.Contains(problem, "The address "+http+" is taken") {
		t.Errorf("same address = %d %s", code, problem)
	}
	if _, err := os.Stat(filepath.Join(filepath.Dir(other), "data", "station.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a register was written: %v", err)
	}
	_ = folder
}

// Beginning again takes two answers that nobody gives without reading; anything else changes nothing.
func TestRecoverAsksTwice(t *testing.T) {
	path, _ := configure(t, t.TempDir())
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Start(c, Setting{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	if _, _, err := r.upkeep.IssueCode(t.Context()); err != nil { // once there is a code, there is an office
		t.Fatal(err)
	}
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	before, err := identify(c)
	if err != nil {
		t.Fatal(err)
	}
	_, shown, _ := asked(t, Program{Stdin: strings.NewReader("")}, "office", "recover", "--config", path)
	entries := regexp.MustCompile(`holds (\d+) entries`).FindStringSubmatch(shown)
	if entries == nil || !strings.Contains(shown, c.Office.Name) {
		t.Fatalf("shown = %s", shown)
	}
	for name, answers := range map[string]string{
		"nothing": "", "another office": "别的街道\n" + entries[1] + "\n", "another number": c.Office.Name + "\n" + entries[1] + "0\n", "the name alone": c.Office.Name + "\n",
	} {
		if code, _, problem := asked(t, Program{Stdin: strings.NewReader(answers)}, "office", "recover", "--config", path); code != 1 || !strings.Contains(problem, "Nothing was changed") {
			t.Errorf("%s = %d %s", name, code, problem)
		}
	}
	if now, err := identify(c); err != nil || now.Epoch() != before.Epoch() {
		t.Errorf("the epoch changed: %v", err)
	}
	if code, out, problem := asked(t, Program{Stdin: strings.NewReader(c.Office.Name + "\n" + entries[1] + "\n")}, "office", "recover", "--config", path); code != 0 || !strings.Contains(out, "begin again alone") {
		t.Fatalf("confirmed = %d %s %s", code, out, problem)
	}
	if now, err := identify(c); err != nil || now.Epoch() == before.Epoch() {
		t.Errorf("the epoch did not change: %v", err)
	}
}

func TestOpenAPICommandIsTheCommittedFile(t *testing.T) {
	_, out, _ := asked(t, Program{}, "openapi")
	want, err := os.ReadFile("../frontend/openapi.json")
	if err != nil || out != string(want) || !json.Valid([]byte(out)) {
		t.Errorf("they differ (%v)", err)
	}
}
