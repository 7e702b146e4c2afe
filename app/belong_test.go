package app

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/cluster/trust"
	"jiezhan/station"
)

// began starts the station of a configuration and answers once it has an office. It stops at the end of the test.
func began(t *testing.T, path string) *Running {
	t.Helper()
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	r, err := Start(c, Setting{Version: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	if _, _, err := r.upkeep.IssueCode(t.Context()); err != nil { // once there is a code, there is an office
		t.Fatal(err)
	}
	return r
}

// leave writes old files into a data folder.
func leave(t *testing.T, folder string, names ...string) {
	t.Helper()
	for _, name := range names {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("old"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

// Whatever an earlier life left in a folder, no other office is founded on it, and the station comes back under a new id with what it never sent.
func TestAStationWithoutItsIdentityComesBackUnderANewID(t *testing.T) {
	first, _ := configure(t, t.TempDir())
	began(t, first)
	for _, c := range []struct {
		name, id, machine string
		left              []string
		problem           string
	}{
		{"an identity that cannot be read", "s2", "2", []string{"trust/office.json", "station.db", "raft/raft.db", "local.db"}, "is damaged"},
		{"no identity", "s3", "3", []string{"station.db", "local.db"}, "Put the folder trust back"},
		{"a log alone", "s4", "4", []string{"raft/raft.db"}, "Put the folder trust back"},
	} {
		t.Run(c.name, func(t *testing.T) {
			path, _ := writeConfig(t, t.TempDir())
			file, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			called := func(id string) {
				fresh := append(bytes.Clone(file), "[station]\nid = \""+id+"\"\nmachine = "+c.machine+"\n"...)
				if err := os.WriteFile(path, fresh, 0o600); err != nil {
					t.Fatal(err)
				}
			}
			called(c.id)
			data := filepath.Join(filepath.Dir(path), "data")
			leave(t, data, c.left...)
			for _, command := range [][]string{{"office", "init"}, {"serve"}} {
				if code, _, problem := asked(t, Program{}, append(command, "--config", path)...); code != 1 || !strings.Contains(problem, c.problem) {
					t.Errorf("%v = %d %s, want %s", command, code, problem, c.problem)
				}
			}
			_, code, _ := asked(t, Program{}, "office", "code", "--config", first)
			code, _, _ = strings.Cut(code, "\n")
			called("station-1") // which the office knows by another key
			if got, _, problem := asked(t, Program{}, "office", "join", code, "--config", path); got != 1 || !strings.Contains(problem, "belongs to another machine") {
				t.Errorf("join under an id that is taken = %d %s", got, problem)
			}
			called(c.id)
			if got, _, problem := asked(t, Program{}, "office", "join", code, "--config", path); got != 0 {
				t.Fatalf("join = %d %s", got, problem)
			}
			id, err := trust.Load(data)
			if err != nil || id.Station() != c.id {
				t.Fatalf("identity = %v", err)
			}
			if e, err := readErrand(data); err != nil || e.Kind != errandJoin || e.Aside == "" || !e.Renew || !e.isFor(id) {
				t.Errorf("errand = %+v %v, want the old files set aside and a new epoch of the disk", e, err)
			}
		})
	}
}

// A station that is cut off could admit nobody: it says so instead of giving out a code.
func TestNoCodesWhileCutOff(t *testing.T) {
	path, _ := configure(t, t.TempDir())
	r := began(t, path)
	changes, stop := r.Station.WatchMode()
	defer stop()
	if err := r.place.end(); err != nil {
		t.Fatal(err)
	}
	deadline := time.After(time.Minute)
	for r.Station.Standing().Mode != station.Isolated {
		select {
		case <-changes:
		case <-deadline:
			t.Fatalf("mode = %s", r.Station.Standing().Mode)
		}
	}
	if code, out, problem := asked(t, Program{}, "office", "code", "--config", path); code != 1 || !strings.Contains(problem, "cut off from the others") {
		t.Errorf("code = %d %s %s", code, out, problem)
	}
	if err := r.place.tryAgain(); err != nil {
		t.Fatal(err)
	}
}
