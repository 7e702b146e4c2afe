package ledger

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"jiezhan/station/store"
)

func enter(tb testing.TB, m *Machine, pending ...Envelope) []Outcome {
	tb.Helper()
	outcomes, err := m.Enter(pending)
	if err != nil {
		tb.Fatal(err)
	}
	return outcomes
}

// try judges tentatively and says whether the command was to be kept.
func try(tb testing.TB, m *Machine, e Envelope) (o Outcome, kept bool) {
	tb.Helper()
	o, err := m.Try(e, func() error { kept = true; return nil })
	if err != nil {
		tb.Fatal(err)
	}
	return o, kept
}

func marbles(tb testing.TB, db *store.DB, jar string) (n int) {
	tb.Helper()
	view(tb, db, func(q store.Query) error {
		return q.Row(`SELECT coalesce(sum(marbles), 0) FROM jar WHERE name = ?`, jar).Scan(&n)
	})
	return n
}

func TestAStationCutOffSeesItsOwnWorkByTheSameRules(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	apply(t, m, 5, seal(t, 1, put{"a", 5}))
	committed := fmt.Sprint(digest(t, db))
	enter(t, m)
	for _, step := range []struct {
		name    string
		e       Envelope
		want    string
		waiting bool
		kept    bool
		left    int
	}{
		{"accepted", seal(t, 2, take{"a", 3}), auditApplied, true, true, 2},
		{"the same again", seal(t, 2, take{"a", 3}), auditApplied, true, false, 2},
		{"the same id for something else", seal(t, 2, take{"a", 1}), codeReused, false, false, 2},
		{"refused by what was accepted", seal(t, 3, take{"a", 3}), "jar.too_few", false, false, 2},
		{"refused after writing", seal(t, 4, fumble{"a"}), "jar.fumbled", false, false, 2},
		{"decided before", seal(t, 1, put{"a", 5}), auditApplied, false, false, 2},
		{"a refusal is judged anew", seal(t, 3, take{"a", 2}), auditApplied, true, true, 0},
		{"an unknown kind", Envelope{Kind: "shelf.dust.v9", Stamp: seal(t, 6, put{}).Stamp}, codeUnknownKind, false, false, 0},
		{"not the time of the version", seal(t, 7, paint{"a", "red"}), codeNotRaised, false, false, 0},
	} {
		o, kept := try(t, m, step.e)
		if code(o) != step.want || o.Waiting != step.waiting || kept != step.kept || o.Waiting && o.Index != 0 {
			t.Errorf("%s = %s, waiting %v, kept %v, index %d; want %s, %v, %v", step.name, code(o), o.Waiting, kept, o.Index, step.want, step.waiting, step.kept)
		}
		if got := marbles(t, db, "a"); got != step.left {
			t.Errorf("%s: marbles = %d, want %d", step.name, got, step.left)
		}
	}
	if index, _ := m.Applied(); index != 5 || !m.Tentative() {
		t.Errorf("applied, tentative = %d, %v, want 5, true", index, m.Tentative())
	}
	if err := m.Withdraw(); err != nil {
		t.Fatal(err)
	}
	if got := fmt.Sprint(digest(t, db)); got != committed || m.Tentative() {
		t.Errorf("afterwards = %s, tentative %v, want %s", got, m.Tentative(), committed)
	}
	if err := m.Withdraw(); err != nil {
		t.Errorf("withdraw again = %v", err)
	}
}

func TestWhatCannotBeKeptDoesNotStand(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	if _, err := m.Try(seal(t, 1, put{"a", 1}), func() error { return nil }); !errors.Is(err, ErrNotTentative) {
		t.Errorf("try in the normal mode = %v, want %v", err, ErrNotTentative)
	}
	enter(t, m)
	if _, err := m.Enter(nil); !errors.Is(err, store.ErrTentative) {
		t.Errorf("enter twice = %v, want %v", err, store.ErrTentative)
	}
	for _, keep := range []func() error{func() error { return errDisk }, func() error { return fmt.Errorf("journal: %w", errDisk) }} {
		if _, err := m.Try(seal(t, 1, put{"a", 1}), keep); !errors.Is(err, errDisk) {
			t.Errorf("try = %v, want %v", err, errDisk)
		}
	}
	if _, err := m.Try(seal(t, 2, spill{}), func() error { return nil }); !errors.Is(err, errDisk) {
		t.Errorf("try = %v, want %v", err, errDisk)
	}
	if got := marbles(t, db, "a"); got != 0 {
		t.Errorf("marbles = %d, want 0", got)
	}
	if o, kept := try(t, m, seal(t, 1, put{"a", 1})); !o.Waiting || !kept {
		t.Errorf("with the disk back = %+v, kept %v, want it accepted", o, kept)
	}
}

func TestTheGuessIsBuiltAgainFromTheJournal(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	var told []string
	m.watch = func(index uint64, changes []Change) { told = append(told, fmt.Sprint(index, changes)) }
	apply(t, m, 1, system(t, 1, OpenSession{Epoch: "a", Start: 1}), seal(t, 2, put{"a", 1}))
	journal := []Envelope{
		captured(t, 2, put{"a", 1}, "a", 1), captured(t, 3, put{"a", 1}, "a", 2), captured(t, 4, take{"a", 9}, "a", 3), captured(t, 5, take{"a", 2}, "a", 4),
	}
	outcomes := enter(t, m, journal...)
	for i, want := range []string{auditApplied, auditApplied, "jar.too_few", auditApplied} {
		if code(outcomes[i]) != want || outcomes[i].Waiting != (i == 1 || i == 3) {
			t.Errorf("outcome %d = %s, waiting %v, want %s", i, code(outcomes[i]), outcomes[i].Waiting, want)
		}
	}
	if got := desk(t, db); len(got) != 0 {
		t.Errorf("desk = %v, want nothing while the log has not decided", got)
	}
	apply(t, m, 2, captured(t, 2, put{"a", 1}, "a", 1), seal(t, 9, put{"b", 1}))
	if m.Tentative() || marbles(t, db, "a") != 1 {
		t.Errorf("after an entry of the log: tentative %v, marbles %d, want false, 1", m.Tentative(), marbles(t, db, "a"))
	}
	enter(t, m, journal[1:]...)
	if got := marbles(t, db, "a"); got != 0 {
		t.Errorf("marbles = %d, want 0", got)
	}
	try(t, m, captured(t, 6, put{"a", 4}, "a", 5))
	if err := m.Withdraw(); err != nil {
		t.Fatal(err)
	}
	want := []string{"1 [{jar a}]", "1 [{* }]", "2 [{jar b} {* }]", "2 [{* }]", "2 [{jar a}]", "2 [{* }]"}
	if fmt.Sprint(told) != fmt.Sprint(want) {
		t.Errorf("told = %v, want %v", told, want)
	}
}

func TestASnapshotEndsTheGuess(t *testing.T) {
	folder := t.TempDir()
	m, db := openShelf(t, folder)
	defer db.Close()
	apply(t, m, 1, seal(t, 1, put{"a", 1}))
	copied := filepath.Join(folder, "copy.db")
	if err := db.CopyTo(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	enter(t, m)
	try(t, m, seal(t, 2, put{"a", 1}))
	f, err := os.Open(copied)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := db.Replace(f); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Try(seal(t, 3, put{"a", 1}), func() error { return nil }); !errors.Is(err, ErrNotTentative) {
		t.Errorf("try on the new file = %v, want %v", err, ErrNotTentative)
	}
	if err := m.Reload(); err != nil {
		t.Fatal(err)
	}
	enter(t, m)
	if err := m.Reload(); err != nil || m.Tentative() {
		t.Errorf("reload = %v, tentative %v, want it ended", err, m.Tentative())
	}
	apply(t, m, 2, seal(t, 4, put{"a", 1}))
	if got := marbles(t, db, "a"); got != 2 {
		t.Errorf("marbles = %d, want 2", got)
	}
}

// TestEverybodyReadsWhileTheStationComesAndGoes has readers ask the machine from inside their views, while commands are tried and the log goes on.
func TestEverybodyReadsWhileTheStationComesAndGoes(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 3 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				err := db.View(t.Context(), func(q store.Query) error {
					var tentative, decided int
					err := q.Row(`SELECT count(*) FILTER (WHERE log_index = 0), count(*) FILTER (WHERE log_index > 0) FROM outcome`).Scan(&tentative, &decided)
					applied, _ := m.Applied()
					if tentative > 1 || decided > int(applied)+1 { // a commit may be read before the machine says so
						return fmt.Errorf("%d tentative, %d decided at %d", tentative, decided, applied)
					}
					return err
				})
				if err != nil {
					t.Error(err)
					return
				}
			}
		})
	}
	for n := 1; n <= 50; n++ {
		enter(t, m)
		try(t, m, seal(t, n, put{"a", 1}))
		apply(t, m, uint64(n), seal(t, n, put{"a", 1}))
	}
	close(done)
	readers.Wait()
	if got := marbles(t, db, "a"); got != 50 {
		t.Errorf("marbles = %d, want 50", got)
	}
}

// A long journal is gone through in pieces; the log may end it between two of them.
func TestAJournalIsJudgedInPieces(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	apply(t, m, 5, seal(t, 1, put{"a", 5}))
	if _, err := m.Extend([]Envelope{seal(t, 2, take{"a", 1})}); !errors.Is(err, ErrNotTentative) {
		t.Errorf("extend nothing = %v, want %v", err, ErrNotTentative)
	}
	enter(t, m, seal(t, 2, take{"a", 3}))
	outcomes, err := m.Extend([]Envelope{seal(t, 3, take{"a", 3}), seal(t, 4, take{"a", 1})})
	if err != nil || code(outcomes[0]) != "jar.too_few" || !outcomes[1].Waiting {
		t.Errorf("extended = %+v %v, want the first refused for what came before it", outcomes, err)
	}
	if got := marbles(t, db, "a"); got != 1 {
		t.Errorf("marbles = %d, want 1", got)
	}
	apply(t, m, 6, seal(t, 5, put{"b", 1}))
	if _, err := m.Extend(nil); !errors.Is(err, ErrNotTentative) {
		t.Errorf("extend after the log came = %v, want %v", err, ErrNotTentative)
	}
	if got := marbles(t, db, "a"); got != 5 {
		t.Errorf("marbles = %d, want 5", got)
	}
}
