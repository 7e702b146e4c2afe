package ledger

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"modernc.org/sqlite"
	"pgregory.net/rapid"
)

// A killer takes the disk as it is at one chosen step of the machine's work: just before any row is written, or just before a
// commit. What it copied is what a station finds after a power cut at that step.
type killer struct {
	folder string
	copyTo string
	armed  bool
	steps  int // left until the cut
	cut    bool
	err    error
}

var killers sync.Map // folder -> *killer

func init() {
	sqlite.RegisterConnectionHook(func(conn sqlite.ExecQuerierContext, dsn string) error {
		hooks, ok := conn.(sqlite.HookRegisterer)
		if !ok || strings.Contains(dsn, "query_only") {
			return nil
		}
		killers.Range(func(folder, k any) bool {
			if strings.Contains(dsn, folder.(string)+"/") {
				hooks.RegisterPreUpdateHook(func(sqlite.SQLitePreUpdateData) { k.(*killer).step() })
				hooks.RegisterCommitHook(func() int32 { k.(*killer).step(); return 0 })
			}
			return true
		})
		return nil
	})
}

func (k *killer) step() {
	if !k.armed || k.cut {
		return
	}
	if k.steps--; k.steps < 0 {
		k.cut = true
		k.err = os.CopyFS(k.copyTo, os.DirFS(k.folder))
	}
}

func TestTwoMachinesAgreeWhereverOneIsKilled(t *testing.T) {
	root := t.TempDir()
	var round, cuts int
	rapid.Check(t, func(rt *rapid.T) {
		round++
		entries := drawEntries(rt, t)
		steady, steadyDB := openShelf(t, filepath.Join(root, fmt.Sprint(round), "steady"))
		defer steadyDB.Close()
		for from := 0; from < len(entries); {
			to := rapid.IntRange(from+1, len(entries)).Draw(rt, "batch end")
			if _, err := steady.Apply(entries[from:to]); err != nil {
				rt.Fatal(err)
			}
			from = to
		}
		folder, died := applyWithCuts(rt, t, filepath.Join(root, fmt.Sprint(round)), entries)
		cuts += died
		killed, killedDB := openShelf(t, folder)
		defer killedDB.Close()
		if got, want := fmt.Sprint(digest(t, killedDB)), fmt.Sprint(digest(t, steadyDB)); got != want {
			rt.Fatalf("rows differ:\n got %s\nwant %s", got, want)
		}
		gotIndex, got := killed.Applied()
		wantIndex, want := steady.Applied()
		if got != want || gotIndex != wantIndex {
			rt.Fatalf("head = %d %x, want %d %x", gotIndex, got, wantIndex, want)
		}
	})
	if cuts == 0 {
		t.Error("no run was cut; the test proves nothing")
	}
	t.Logf("%d runs, %d power cuts", round, cuts)
}

func drawEntries(rt *rapid.T, tb testing.TB) []Entry {
	jar := rapid.SampledFrom([]string{"a", "b", "c", ""})
	var entries []Entry
	for index := 1; index <= rapid.IntRange(1, 12).Draw(rt, "entries"); index++ {
		e := Entry{Index: uint64(2 * index)} // gaps, as configuration entries leave them
		for range rapid.IntRange(1, 4).Draw(rt, "commands") {
			id := rapid.IntRange(1, 30).Draw(rt, "request") // few ids: many are asked twice
			n := rapid.IntRange(0, 9).Draw(rt, "marbles")
			var c Command
			switch rapid.IntRange(0, 9).Draw(rt, "kind") {
			case 0:
				c = fumble{jar.Draw(rt, "jar")}
			case 1, 2, 3:
				c = take{jar.Draw(rt, "jar"), n}
			default:
				c = put{jar.Draw(rt, "jar"), n}
			}
			e.Envelopes = append(e.Envelopes, seal(tb, id, c))
		}
		entries = append(entries, e)
	}
	return entries
}

// applyWithCuts applies the entries in batches of its own, cutting the power at random steps, and answers the folder that survived.
func applyWithCuts(rt *rapid.T, tb testing.TB, root string, entries []Entry) (string, int) {
	var cuts int
	for life := 0; ; life++ {
		folder := filepath.Join(root, fmt.Sprintf("life%d", life))
		k := &killer{folder: folder, copyTo: filepath.Join(root, fmt.Sprintf("life%d", life+1))}
		killers.Store(folder, k)
		m, db := openShelf(tb, folder)
		k.armed, k.steps = life < 3, rapid.IntRange(0, 40).Draw(rt, "steps until the cut")
		for !k.cut {
			rest := after(m, entries)
			if len(rest) == 0 {
				break
			}
			if _, err := m.Apply(rest[:rapid.IntRange(1, len(rest)).Draw(rt, "batch")]); err != nil {
				rt.Fatal(err)
			}
		}
		killers.Delete(folder)
		if err := db.Close(); err != nil {
			rt.Fatal(err)
		}
		if k.err != nil {
			rt.Fatal(k.err)
		}
		if !k.cut {
			return folder, cuts
		}
		cuts++
	}
}

// after is what the log replays to a machine that has come back: everything it has not applied.
func after(m *Machine, entries []Entry) []Entry {
	applied, _ := m.Applied()
	for i, e := range entries {
		if e.Index > applied {
			return entries[i:]
		}
	}
	return nil
}
