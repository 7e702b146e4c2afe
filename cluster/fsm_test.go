package cluster

import (
	"bytes"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/hashicorp/raft"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// openFSM is a machine under an fsm, with every fault it reports.
func openFSM(tb testing.TB) (f *fsm, faults *[]error) {
	tb.Helper()
	register, err := store.Open(filepath.Join(tb.TempDir(), "station.db"), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := register.Close(); err != nil {
			tb.Error(err)
		}
	})
	machine, err := ledger.Open(register, bank(), nil)
	if err != nil {
		tb.Fatal(err)
	}
	faults = new([]error)
	return newFSM(machine, register, slog.New(slog.DiscardHandler), func(err error) { *faults = append(*faults, err) }, func() {}), faults
}

func entry(tb testing.TB, index uint64, requests ...string) *raft.Log {
	tb.Helper()
	var group []ledger.Envelope
	for _, r := range requests {
		group = append(group, sealed(tb, r, "s1", deposit{Account: "rent", Amount: 1}))
	}
	data, err := ledger.EncodeGroup(group)
	if err != nil {
		tb.Fatal(err)
	}
	return &raft.Log{Index: index, Type: raft.LogCommand, Data: data}
}

// results writes a batch's answers short: how many outcomes each entry got, -1 for an error, 0 for nothing.
func results(answers []any) []int {
	short := make([]int, len(answers))
	for i, a := range answers {
		switch v := a.(type) {
		case []ledger.Outcome:
			short[i] = len(v)
		case error:
			short[i] = -1
		}
	}
	return short
}

func TestEntriesThatAreNoCommandsAreAnsweredAndNotRead(t *testing.T) {
	f, faults := openFSM(t)
	members := &raft.Log{Index: 3, Type: raft.LogConfiguration, Data: []byte("not a group")}
	got := results(f.ApplyBatch([]*raft.Log{entry(t, 2, "a"), members, entry(t, 4, "b", "c")}))
	if want := []int{1, 0, 2}; !reflect.DeepEqual(got, want) || len(*faults) > 0 {
		t.Errorf("answers = %v, faults %v, want %v and none", got, *faults, want)
	}
	if got := results(f.ApplyBatch([]*raft.Log{{Index: 5, Type: raft.LogConfiguration}})); !reflect.DeepEqual(got, []int{0}) {
		t.Errorf("answers to members alone = %v, want nothing", got)
	}
	if f.applied.Load() != 4 || f.reached() != 5 {
		t.Errorf("applied %d, reached %d, want 4 and 5", f.applied.Load(), f.reached())
	}
}

func TestAnEntryThatIsInTheFileIsSkipped(t *testing.T) {
	f, _ := openFSM(t)
	f.Apply(entry(t, 2, "a"))
	_, before := f.machine.Applied()
	got := results(f.ApplyBatch([]*raft.Log{{Index: 1, Type: raft.LogCommand, Data: []byte("never read")}, entry(t, 2, "a"), entry(t, 3, "b")}))
	if want := []int{0, 0, 1}; !reflect.DeepEqual(got, want) {
		t.Errorf("answers = %v, want %v", got, want)
	}
	if _, after := f.machine.Applied(); after == before {
		t.Error("the entry after those in the file was not applied")
	}
}

func TestAnUnreadableGroupStopsTheStation(t *testing.T) {
	f, faults := openFSM(t)
	got := results(f.ApplyBatch([]*raft.Log{entry(t, 2, "a"), {Index: 3, Type: raft.LogCommand, Data: []byte{99}}}))
	if want := []int{-1, -1}; !reflect.DeepEqual(got, want) {
		t.Errorf("answers = %v, want %v", got, want)
	}
	got = results(f.ApplyBatch([]*raft.Log{entry(t, 4, "b")}))
	if want := []int{-1}; !reflect.DeepEqual(got, want) {
		t.Errorf("answers after the fault = %v, want %v", got, want)
	}
	if len(*faults) != 1 || !errors.Is((*faults)[0], ledger.ErrGroup) {
		t.Errorf("faults = %v, want one, ErrGroup", *faults)
	}
	if applied, _ := f.machine.Applied(); applied != 0 {
		t.Errorf("applied = %d: an entry of the broken batch got in", applied)
	}
	if _, err := f.Snapshot(); err == nil {
		t.Error("a stopped station made a snapshot: it would say that the entry was applied")
	}
}

// sink keeps a snapshot in memory.
type sink struct {
	bytes.Buffer
	cancelled bool
}

func (*sink) ID() string      { return "test" }
func (*sink) Close() error    { return nil }
func (s *sink) Cancel() error { s.cancelled = true; return nil }

func TestASnapshotBringsTheRegister(t *testing.T) {
	from, _ := openFSM(t)
	from.ApplyBatch([]*raft.Log{entry(t, 2, "a"), entry(t, 3, "b", "c")})
	s, err := from.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	from.Apply(entry(t, 4, "late")) // after Snapshot and before Persist: the copy may hold it
	var kept sink
	if err := s.Persist(&kept); err != nil {
		t.Fatal(err)
	}
	s.Release()
	if at, err := readSnapshotHead(bytes.NewReader(kept.Bytes())); at != 3 || err != nil {
		t.Errorf("head = %d, %v, want 3", at, err)
	}
	to, _ := openFSM(t)
	if err := to.Restore(io.NopCloser(&kept)); err != nil {
		t.Fatal(err)
	}
	to.ApplyBatch([]*raft.Log{entry(t, 4, "late"), entry(t, 5, "d")})
	from.Apply(entry(t, 5, "d"))
	wantIndex, wantHead := from.machine.Applied()
	if index, head := to.machine.Applied(); index != wantIndex || head != wantHead {
		t.Errorf("restored: %d %x, want %d %x", index, head, wantIndex, wantHead)
	}
	if left, err := filepath.Glob(from.register.Path() + ".*"); len(left) > 0 || err != nil {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestASnapshotThatIsNoneStopsTheStationAndKeepsItsRegister(t *testing.T) {
	for name, b := range map[string][]byte{
		"empty":               {},
		"of another program":  bytes.Repeat([]byte("SQLite"), 10),
		"of a later version":  append([]byte("JZSNAP\x00\x02"), make([]byte, 8)...),
		"cut within its head": encodeSnapshotHead(9)[:12],
	} {
		t.Run(name, func(t *testing.T) {
			f, faults := openFSM(t)
			f.Apply(entry(t, 2, "a"))
			if err := f.Restore(io.NopCloser(bytes.NewReader(b))); err == nil || len(*faults) != 1 {
				t.Errorf("error = %v, faults %v, want both", err, *faults)
			}
			if err := f.machine.Reload(); err != nil {
				t.Error(err)
			}
			if applied, _ := f.machine.Applied(); applied != 2 {
				t.Errorf("applied = %d, want 2: the old register stays", applied)
			}
		})
	}
}

func TestASnapshotOlderThanItsHeadIsRefused(t *testing.T) {
	from, _ := openFSM(t)
	from.Apply(entry(t, 2, "a"))
	var kept sink
	if err := (&snapshot{applied: 7, register: from.register}).Persist(&kept); err != nil {
		t.Fatal(err)
	}
	to, faults := openFSM(t)
	if err := to.Restore(io.NopCloser(&kept)); err == nil || len(*faults) != 1 {
		t.Errorf("error = %v, faults %v, want both", err, *faults)
	}
}

// TestADamagedRegisterIsNotHandedOn holds that a station whose file has a bad page stops, and makes no snapshot for others of it.
func TestADamagedRegisterIsNotHandedOn(t *testing.T) {
	f, faults := openFSM(t)
	f.Apply(entry(t, 2, "a"))
	bad := filepath.Join(t.TempDir(), "station.db")
	if err := f.register.CopyTo(t.Context(), bad); err != nil {
		t.Fatal(err)
	}
	damageFile(t, bad)
	var err error
	if f.register, err = store.Open(bad, store.Replayable); err != nil {
		t.Fatal(err)
	}
	defer f.register.Close()
	s, err := f.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	var kept sink
	if err := s.Persist(&kept); !errors.Is(err, ErrDamaged) || !kept.cancelled || len(*faults) != 1 || kept.Len() > 0 {
		t.Errorf("error = %v, faults %v, %d bytes; want %v", err, *faults, kept.Len(), ErrDamaged)
	}
}

// FuzzSnapshotHead holds that a head has one form, and that nothing after it is read.
func FuzzSnapshotHead(f *testing.F) {
	f.Add(encodeSnapshotHead(12345))
	f.Add([]byte("JZSNAP"))
	f.Fuzz(func(t *testing.T, b []byte) {
		from := bytes.NewReader(b)
		applied, err := readSnapshotHead(from)
		if err != nil {
			return
		}
		if want := encodeSnapshotHead(applied); !bytes.HasPrefix(b, want) || from.Len() != len(b)-len(want) {
			t.Errorf("read %d from % x and left %d", applied, b, from.Len())
		}
	})
}

func BenchmarkSnapshotHead(b *testing.B) {
	head := encodeSnapshotHead(12345)
	for b.Loop() {
		if _, err := readSnapshotHead(bytes.NewReader(head)); err != nil {
			b.Fatal(err)
		}
	}
}
