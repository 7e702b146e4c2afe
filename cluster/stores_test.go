package cluster

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/hashicorp/raft"
)

// TestEntriesMoveBetweenTheStores changes the setting back and forth, with work in between.
func TestEntriesMoveBetweenTheStores(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := openPlacesOn(t, newWire(), 1, Bolt)[0]
		for round, kind := range []LogStore{Bolt, WAL, WAL, Bolt, Bolt, WAL} {
			if round > 0 {
				p.close(t)
				p.config.LogStore = kind
				p.open(t)
			}
			if got := p.write(t, fmt.Sprint(round), "rent"); string(got.Result) != fmt.Sprint(round+1) {
				t.Errorf("round %d: outcome = %+v", round, got)
			}
			for name, want := range map[string]bool{walFolder: kind == WAL, walLeaving: false, walComing: false} {
				if got := exists(filepath.Join(p.folder, logFolder, name)); got != want {
					t.Errorf("round %d, %s: %s there = %v, want %v", round, kind, name, got, want)
				}
			}
		}
	})
}

// TestAMoveThatWasInterruptedGoesOn stops a move at each of its steps.
func TestALogThatCannotBeOpenedSaysSo(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, boltFile), []byte("no log"), 0o600); err != nil {
		t.Fatal(err)
	}
	if s, err := openStores(folder, Bolt, quiet()); s != nil || err == nil || !strings.Contains(err.Error(), folder) {
		t.Errorf("open = %v %v, want an error that names the folder", s, err)
	}
}

func TestAMoveThatWasInterruptedGoesOn(t *testing.T) {
	for name, c := range map[string]struct {
		from, to LogStore
		stop     func(t *testing.T, folder string)
	}{
		"half copied into segments": {Bolt, WAL, func(t *testing.T, folder string) {
			fillSegments(t, filepath.Join(folder, walComing), 3)
		}},
		"copied into segments and not dropped": {Bolt, WAL, func(t *testing.T, folder string) {
			fillSegments(t, filepath.Join(folder, walFolder), 600)
		}},
		"segments leave": {WAL, Bolt, func(t *testing.T, folder string) {
			if err := os.Rename(filepath.Join(folder, walFolder), filepath.Join(folder, walLeaving)); err != nil {
				t.Fatal(err)
			}
		}},
		"segments were to leave and stay": {WAL, WAL, func(t *testing.T, folder string) {
			if err := os.Rename(filepath.Join(folder, walFolder), filepath.Join(folder, walLeaving)); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			s, err := openStores(folder, c.from, quiet())
			if err != nil {
				t.Fatal(err)
			}
			if err := s.logs.StoreLogs(entries(600)); err != nil {
				t.Fatal(err)
			}
			if err := s.close(); err != nil {
				t.Fatal(err)
			}
			c.stop(t, folder)
			if s, err = openStores(folder, c.to, quiet()); err != nil {
				t.Fatal(err)
			}
			defer s.close()
			if first, last, err := bounds(s.logs); first != 1 || last != 600 || err != nil {
				t.Errorf("entries %d to %d, %v, want 1 to 600", first, last, err)
			}
			for n := uint64(1); n <= 600; n++ {
				var l raft.Log
				if err := s.logs.GetLog(n, &l); err != nil || string(l.Data) != fmt.Sprint(n) {
					t.Fatalf("entry %d = %q, %v", n, l.Data, err)
				}
			}
			if first, last, err := bounds(s.stable); c.to == WAL && last > 0 || err != nil {
				t.Errorf("entries %d to %d stayed in bolt, %v", first, last, err)
			}
		})
	}
}

func entries(count uint64) []*raft.Log {
	var list []*raft.Log
	for n := uint64(1); n <= count; n++ {
		list = append(list, &raft.Log{Index: n, Term: 1, Data: fmt.Append(nil, n)})
	}
	return list
}

func fillSegments(t *testing.T, folder string, count uint64) {
	t.Helper()
	segments, err := openSegments(folder, quiet())
	if err != nil {
		t.Fatal(err)
	}
	if err := segments.StoreLogs(entries(count)); err != nil {
		t.Fatal(err)
	}
	if err := segments.Close(); err != nil {
		t.Fatal(err)
	}
}

// TestALogThatMustNotHaveGapsSaysSo holds that raft sees through the watch what the store below needs.
func TestALogThatMustNotHaveGapsSaysSo(t *testing.T) {
	segments, err := openSegments(t.TempDir(), quiet())
	if err != nil {
		t.Fatal(err)
	}
	defer segments.Close()
	if !(watchedLog{LogStore: segments}).IsMonotonic() || (watchedLog{LogStore: raft.NewInmemStore()}).IsMonotonic() {
		t.Error("segments need no gaps, and memory does not mind them")
	}
}
