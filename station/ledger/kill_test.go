package ledger

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"modernc.org/sqlite"
	"pgregory.net/rapid"

	"jiezhan/station/store"
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
	if err := flag.Set("rapid.checks", strconv.Itoa(checks)); err != nil {
		t.Fatal(err)
	}
	root := memory(t)
	var round, cuts int
	seen := map[string]int{}
	rapid.Check(t, func(rt *rapid.T) {
		round++
		entries := (&street{rt: rt, tb: t, next: map[string]int{}}).draw()
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
		if v := verify(t, killedDB); v.Broken != nil || v.Head != got {
			rt.Fatalf("verified = %+v, want a chain to %x", v, got)
		}
		onceEach(rt, t, killedDB, seen)
	})
	if cuts == 0 {
		t.Error("no run was cut; the test proves nothing")
	}
	for _, word := range []string{
		auditApplied, auditIgnored, codeNotRaised, codeStale, codeOldEpoch, codeExpired, "jar.too_few", "jar.fumbled", "shelf.gone", "shelf.regrets", versionTwo,
	} {
		if seen[word] == 0 && !underRace { // too few runs there to meet the rare ones
			t.Errorf("no run came to %s; it is not tested", word)
		}
	}
	t.Logf("%d runs, %d power cuts, %v", round, cuts, seen)
}

// memory is a folder without a disk where there is one: the power is cut by taking a copy, so that waiting for a disk would prove nothing more.
func memory(tb testing.TB) string {
	folder, err := os.MkdirTemp("/dev/shm", "ledger") //nolint:usetesting // TempDir is on the disk
	if err != nil {
		return tb.TempDir()
	}
	tb.Cleanup(func() { os.RemoveAll(folder) })
	return folder
}

// versionTwo counts the runs that ended at version 2.
const versionTwo = "version 2"

// onceEach looks whether an entry of a journal was applied more than once, and counts what became of all commands.
func onceEach(rt *rapid.T, tb testing.TB, db *store.DB, seen map[string]int) {
	view(tb, db, func(q store.Query) error {
		rows, err := q.Rows(`SELECT request_id, outcome, count(*) FROM audit GROUP BY 1, 2`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id, outcome string
			var n int
			if err := rows.Scan(&id, &outcome, &n); err != nil {
				return err
			}
			seen[outcome] += n
			if number, _ := strconv.Atoi(id[len(id)-12:]); number >= firstOfJournals && outcome == auditApplied && n > 1 {
				rt.Fatalf("%s was applied %d times", id, n)
			}
		}
		return rows.Err()
	})
	var version int
	view(tb, db, func(q store.Query) error { return q.Row(`SELECT cluster_version FROM ledger_meta`).Scan(&version) })
	if version == 2 {
		seen[versionTwo]++
	}
}

// applyWithCuts applies the entries in batches of its own, judging tentatively in between, cutting the power at random steps, and answers the
// folder that survived.
func applyWithCuts(rt *rapid.T, tb testing.TB, root string, entries []Entry) (string, int) {
	var cuts int
	for life := 0; ; life++ {
		folder := filepath.Join(root, fmt.Sprintf("life%d", life))
		k := &killer{folder: folder, copyTo: filepath.Join(root, fmt.Sprintf("life%d", life+1))}
		killers.Store(folder, k)
		m, db := openShelf(tb, folder)
		k.armed, k.steps = life < 3, rapid.IntRange(0, 120).Draw(rt, "steps until the cut")
		for !k.cut {
			rest := after(m, entries)
			if len(rest) == 0 {
				break
			}
			if rapid.IntRange(0, 2).Draw(rt, "cut off") == 0 {
				guessAhead(rt, tb, m, rest)
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

// guessAhead judges tentatively what the log will bring, some of it from the journal and some of it fresh, and now and then withdraws by itself.
func guessAhead(rt *rapid.T, tb testing.TB, m *Machine, rest []Entry) {
	pending := rest[rapid.IntRange(0, len(rest)-1).Draw(rt, "pending")].Envelopes
	enter(tb, m, pending...)
	for _, e := range rest[rapid.IntRange(0, len(rest)-1).Draw(rt, "tried")].Envelopes {
		refused := rapid.Bool().Draw(rt, "journal is full")
		_, err := m.Try(e, func() error {
			if refused {
				return errDisk
			}
			return nil
		})
		if err != nil && !errors.Is(err, errDisk) {
			rt.Fatal(err)
		}
	}
	if rapid.IntRange(0, 3).Draw(rt, "withdraw") == 0 {
		if err := m.Withdraw(); err != nil {
			rt.Fatal(err)
		}
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
