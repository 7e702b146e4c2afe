package ledger

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"

	"jiezhan/station/store"
)

// olderShelf is the same slice in the program of the version before.
func olderShelf() Slice {
	s := shelf()
	s.Migrations = nil
	s.Commands = []Declaration{Declare[put](Final), Declare[raise](OnlineOnly)}
	return s
}

func openOlder(tb testing.TB, folder string) (*Machine, *store.DB) {
	tb.Helper()
	db, err := store.Open(filepath.Join(folder, "shelf.db"), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	m, err := Open(db, []Slice{olderShelf()}, nil)
	if err != nil {
		tb.Fatal(errors.Join(err, db.Close()))
	}
	return m, db
}

func TestAVersionIsRaisedByTheLog(t *testing.T) {
	folder := t.TempDir()
	m, db := openShelf(t, folder)
	if m.Version() != 1 || m.Supported() != 2 {
		t.Errorf("version, supported = %d, %d, want 1, 2", m.Version(), m.Supported())
	}
	for n, step := range []struct {
		name    string
		e       Envelope
		want    string
		version int
	}{
		{"a jar", seal(t, 1, put{"a", 1}), auditApplied, 1},
		{"a kind of the next version", seal(t, 2, paint{"a", "red"}), codeNotRaised, 1},
		{"the same accepted while cut off", captured(t, 3, paint{"a", "red"}, "a", 1), codeOldEpoch, 1},
		{"raise to where it is", seal(t, 4, raise{To: 1}), auditApplied, 1},
		{"raise", seal(t, 5, raise{To: 2}), auditApplied, 2},
		{"raise again", seal(t, 6, raise{To: 2}), auditApplied, 2},
		{"down is not a way", seal(t, 7, raise{To: 1}), auditApplied, 2},
		{"the kind again", seal(t, 8, paint{"a", "red"}), auditApplied, 2},
	} {
		if got := code(apply(t, m, uint64(n+1), step.e)[0]); got != step.want || m.Version() != step.version {
			t.Errorf("%s = %s, version %d, want %s, %d", step.name, got, m.Version(), step.want, step.version)
		}
	}
	var colour string
	view(t, db, func(q store.Query) error { return q.Row(`SELECT colour FROM jar`).Scan(&colour) })
	if colour != "red" {
		t.Errorf("colour = %q, want red", colour)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	m, db = openShelf(t, folder)
	if m.Version() != 2 {
		t.Errorf("version after a start = %d, want 2", m.Version())
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	older, err := store.Open(filepath.Join(folder, "shelf.db"), store.Replayable)
	if err != nil {
		t.Fatal(err)
	}
	defer older.Close()
	if _, err := Open(older, []Slice{olderShelf()}, nil); !errors.Is(err, ErrNewer) {
		t.Errorf("an older program = %v, want %v", err, ErrNewer)
	}
}

func TestAnOlderProgramStopsWhereItCannotFollow(t *testing.T) {
	m, db := openOlder(t, t.TempDir())
	defer db.Close()
	if _, err := m.Apply([]Entry{{Index: 1, Envelopes: []Envelope{seal(t, 1, put{"a", 1}), seal(t, 2, raise{To: 2})}}}); !errors.Is(err, ErrNewer) {
		t.Errorf("raise = %v, want %v", err, ErrNewer)
	}
	if index, _ := m.Applied(); index != 0 || m.Version() != 1 {
		t.Errorf("applied, version = %d, %d, want 0, 1", index, m.Version())
	}
}

func TestARefusedRaiseIsNone(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	outcomes := apply(t, m, 1, seal(t, 1, put{"a", 1}), seal(t, 2, raise{To: 2, Regrets: true}), seal(t, 3, paint{"a", "red"}))
	if code(outcomes[1]) != "shelf.regrets" || code(outcomes[2]) != codeNotRaised || m.Version() != 1 {
		t.Errorf("outcomes = %s, %s, version %d, want shelf.regrets, %s, 1", code(outcomes[1]), code(outcomes[2]), m.Version(), codeNotRaised)
	}
	if got := code(apply(t, m, 2, seal(t, 4, raise{To: 2}))[0]); got != auditApplied || m.Version() != 2 {
		t.Errorf("raised afterwards = %s, version %d, want it applied once", got, m.Version())
	}
}

func TestAMigrationThatFailsStopsTheStation(t *testing.T) {
	folder := t.TempDir()
	db, err := store.Open(filepath.Join(folder, "shelf.db"), store.Replayable)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	broken := shelf()
	broken.Migrations = append(broken.Migrations, Migration{To: 3, Name: "lids", Run: func(*Tx) error { return errDisk }})
	m, err := Open(db, []Slice{broken}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := m.Apply([]Entry{{Index: 1, Envelopes: []Envelope{seal(t, 1, raise{To: 3})}}}); !errors.Is(err, errDisk) {
		t.Errorf("raise = %v, want %v", err, errDisk)
	}
	if err := m.Reload(); err != nil || m.Version() != 1 {
		t.Fatalf("reload = %v, version %d, want 1", err, m.Version())
	}
	apply(t, m, 1, seal(t, 1, raise{To: 2}), seal(t, 2, put{"a", 1}), seal(t, 3, paint{"a", "red"}))
	if m.Version() != 2 {
		t.Errorf("version = %d, want 2", m.Version())
	}
}

func TestMigrationsRunInTheOrderOfVersions(t *testing.T) {
	step := func(to int, name string) Migration { return Migration{To: to, Name: name} }
	plan, err := migrationsOf([]Slice{
		{Name: "first", Migrations: []Migration{step(2, "a"), step(3, "b")}}, {Name: "second", Migrations: []Migration{step(2, "c"), step(4, "d")}},
	})
	var names string
	for _, s := range plan {
		names += s.Name
	}
	if err != nil || names != "acbd" {
		t.Errorf("order = %s %v, want acbd", names, err)
	}
	if _, err := migrationsOf([]Slice{{Name: "first", Migrations: []Migration{step(1, "a")}}}); err == nil {
		t.Error("a migration to version 1 was taken")
	}
}

func TestKindsThatContradictThemselvesAreNotTaken(t *testing.T) {
	for name, commands := range map[string][]Declaration{
		"declared twice":             {Declare[put](Final), Declare[put](Final)},
		"urgent, and may conflict":   {Declare[put](Provisional).Urgently()},
		"urgent, and needs a leader": {Declare[put](OnlineOnly).Urgently()},
	} {
		if _, err := NewKinds([]Slice{{Name: "shelf", Commands: commands}}); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if kinds, err := NewKinds([]Slice{{Name: "shelf", Commands: []Declaration{Declare[put](Final).Urgently()}}}); err != nil || !kinds["shelf.put.v1"].Urgent {
		t.Errorf("an urgent kind = %+v %v", kinds, err)
	}
}

func TestOnlyWhatEveryStationKnowsIsProposed(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	for _, c := range []struct {
		kind    string
		version int
		want    bool
	}{
		{"shelf.put.v1", 1, true},
		{"shelf.paint.v1", 1, false},
		{"shelf.paint.v1", 2, true},
		{"shelf.wave.v1", 1, true},
		{"shelf.dust.v9", 9, false},
	} {
		if got := m.Kinds().MayPropose(c.kind, c.version); got != c.want {
			t.Errorf("%s at version %d = %v, want %v", c.kind, c.version, got, c.want)
		}
	}
}

func TestAFileOfBeforeTheFirstReleaseIsNotTouched(t *testing.T) {
	db, err := store.Open(filepath.Join(t.TempDir(), "shelf.db"), store.Replayable)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(tx.Script(`CREATE TABLE ledger_meta (one INTEGER PRIMARY KEY, applied INTEGER)`), tx.Commit()); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(db, []Slice{shelf()}, nil); !errors.Is(err, ErrOldFile) {
		t.Errorf("open = %v, want %v", err, ErrOldFile)
	}
}

// TestWhatIsSafeToIgnoreLeavesEqualRows runs one log on a program that knows the ignorable kind and on one that does not.
func TestWhatIsSafeToIgnoreLeavesEqualRows(t *testing.T) {
	newer, newerDB := openShelf(t, t.TempDir())
	defer newerDB.Close()
	older, olderDB := openOlder(t, t.TempDir())
	defer olderDB.Close()
	var told []Change
	newer.watch = func(_ uint64, changes []Change) { told = append(told, changes...) }
	sealed := func(n int, c Command) Envelope {
		e, err := newer.Kinds().Seal(c, seal(t, n, c).Stamp)
		if err != nil {
			t.Fatal(err)
		}
		return e
	}
	inJournal := sealed(4, wave{"a"})
	inJournal.Stamp.Captured = &Captured{Epoch: "a", Seq: 1}
	log := [][]Envelope{
		{system(t, 1, OpenSession{Epoch: "a", Start: 1}), sealed(2, put{"a", 1})},
		{sealed(3, wave{"a"}), inJournal},
		{sealed(3, wave{"a"}), sealed(5, put{"b", 1})},
	}
	for i, group := range log {
		index := uint64(i + 1)
		if got, want := fmt.Sprint(apply(t, newer, index, group...)), fmt.Sprint(apply(t, older, index, group...)); got != want {
			t.Errorf("outcomes of %d = %s, the older program says %s", index, got, want)
		}
	}
	if got, want := fmt.Sprint(digest(t, newerDB)), fmt.Sprint(digest(t, olderDB)); got != want {
		t.Errorf("rows = %s, the older program has %s", got, want)
	}
	if got := fmt.Sprint(told); got != "[{jar a} {wave a} {wave a} {jar b}]" {
		t.Errorf("told = %s, want a wave for each command", got)
	}
	if entry, found, err := older.AuditAt(t.Context(), 3); err != nil || !found || entry.Outcome != auditIgnored || entry.Kind != "shelf.wave.v1" {
		t.Errorf("audit = %+v %v %v, want it ignored", entry, found, err)
	}
	plain := sealed(6, wave{"a"})
	plain.Ignorable = false
	if _, err := older.Apply([]Entry{{Index: 9, Envelopes: []Envelope{plain}}}); !errors.Is(err, ErrUnknownKind) {
		t.Errorf("the same without its mark = %v, want %v", err, ErrUnknownKind)
	}
}
