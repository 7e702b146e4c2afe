package app

import (
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"jiezhan/station/backup"
	"jiezhan/station/office"
	"jiezhan/station/store"
)

// A recovery that breaks off has already left the old office, whose majority may come back and decide otherwise; the second attempt finishes it.
func TestARecoveryThatBreaksOffLeavesTheOldLife(t *testing.T) {
	path, _ := configure(t, t.TempDir())
	r := began(t, path)
	c := r.config
	if err := r.Close(); err != nil {
		t.Fatal(err)
	}
	before := r.identity.Epoch()
	recovering := func() (int, string) {
		_, shown, _ := asked(t, Program{Stdin: strings.NewReader("")}, "office", "recover", "--config", path)
		entries := regexp.MustCompile(`holds (\d+) entries`).FindStringSubmatch(shown)
		if entries == nil {
			t.Fatalf("shown = %s", shown)
		}
		code, _, problem := asked(t, Program{}, "office", "recover", "--config", path, "--confirm-office", c.Office.Name, "--confirm-entries", entries[1])
		return code, problem
	}
	log := filepath.Join(c.Data, "raft", "raft.db")
	sound, err := os.ReadFile(log)
	if err == nil {
		err = os.WriteFile(log, []byte("no log"), 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if code, _ := recovering(); code != 1 {
		t.Fatal("recovered with a log that cannot be read")
	}
	fenced, err := identify(c)
	if err != nil || fenced.Epoch() == before {
		t.Errorf("epoch = %s %v, want another than %s", fenced.Epoch(), err, before)
	}
	if err := os.WriteFile(log, sound, 0o600); err != nil {
		t.Fatal(err)
	}
	if code, problem := recovering(); code != 0 {
		t.Fatalf("recover again = %d %s", code, problem)
	}
	again := began(t, path)
	if got := again.identity.Epoch(); got == before || got == fenced.Epoch() {
		t.Errorf("epoch = %s, want one of its own", got)
	}
	at, err := committed(again, func(q store.Query) (office.Office, error) {
		o, _, err := office.Current(q)
		return o, err
	})
	if err != nil || at.Epoch != again.identity.Epoch() {
		t.Errorf("the register is in the epoch %s %v, want %s", at.Epoch, err, again.identity.Epoch())
	}
}

// Two lives that begin with the same backup are two; a restore that broke off at its last step goes on by itself.
func TestRestoringTheSameBackupTwice(t *testing.T) {
	path, _ := configure(t, t.TempDir())
	r := began(t, path)
	key, recipient, err := backup.NewKey()
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	saved, err := backup.Save(t.Context(), r.Station.Register(), folder, []string{recipient}, r.upkeep.manifest(), r.setting.Wall())
	if err != nil {
		t.Fatal(err)
	}
	keys := filepath.Join(folder, "key")
	if err := os.WriteFile(keys, []byte(key+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	epochs := map[string]bool{r.identity.Epoch(): true}
	for range 2 {
		path, _ := writeConfig(t, t.TempDir())
		c, err := LoadConfig(path)
		if err != nil {
			t.Fatal(err)
		}
		restoring := func() string {
			code, out, problem := asked(t, Program{}, "restore", saved.File, "--identity", keys, "--config", path)
			if code != 0 {
				t.Fatalf("restore = %d %s", code, problem)
			}
			return out
		}
		restoring()
		id, err := identify(c)
		if err != nil || epochs[id.Epoch()] {
			t.Fatalf("epoch = %s %v, want one that no other life has", id.Epoch(), err)
		}
		epochs[id.Epoch()] = true
		restored := filepath.Join(c.Data, restoredName) // power went when errand and log had moved
		if err := os.Mkdir(restored, 0o700); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{"trust", "station.db", "local.db"} {
			if err := os.Rename(filepath.Join(c.Data, name), filepath.Join(restored, name)); err != nil {
				t.Fatal(err)
			}
		}
		if out := restoring(); !strings.Contains(out, "it is done now") {
			t.Errorf("restore again = %s", out)
		}
		if again, err := identify(c); err != nil || again.Epoch() != id.Epoch() {
			t.Errorf("identity = %v", err)
		}
		if _, err := os.Stat(restored); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("left over: %v", err)
		}
	}
}
