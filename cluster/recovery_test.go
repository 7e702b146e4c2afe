package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"jiezhan/station/store"
)

// openPlacesOn opens stations with real files on a wire in memory.
func openPlacesOn(tb testing.TB, w *wire, count int, kind LogStore) []*place {
	tb.Helper()
	places := make([]*place, count)
	var members []Member
	for i := range places {
		id := fmt.Sprint("s", i+1)
		members = append(members, Member{ID: id, Address: id, Voter: true})
		places[i] = &place{
			config: Config{ID: id, Address: id, LogStore: kind, Retention: Retention{Threshold: 20, Interval: time.Hour, Trailing: 5}},
			folder: tb.TempDir(), network: w.at(id, id),
		}
	}
	for _, p := range places {
		p.config.Bootstrap = members
		p.open(tb)
	}
	tb.Cleanup(func() {
		for _, p := range places {
			if p.node != nil {
				p.close(tb)
			}
		}
	})
	return places
}

func (p *place) reached(tb testing.TB, index uint64) {
	tb.Helper()
	limit := time.After(time.Minute)
	for p.node.Status().Applied < index {
		select {
		case <-time.After(time.Millisecond):
		case <-limit:
			tb.Fatalf("%s: register at %d after a minute, want %d", p.config.ID, p.node.Status().Applied, index)
		}
	}
}

func (p *place) balance(tb testing.TB) (balance int) {
	tb.Helper()
	err := p.register.View(tb.Context(), func(q store.Query) error {
		return q.Row(`SELECT coalesce(sum(balance), 0) FROM account`).Scan(&balance)
	})
	if err != nil {
		tb.Fatal(err)
	}
	return balance
}

// TestASurvivorBeginsTheOfficeAgain loses two of three stations for good. The third drains its log, begins anew, and takes in others.
func TestASurvivorBeginsTheOfficeAgain(t *testing.T) {
	for _, kind := range []LogStore{Bolt, WAL} {
		t.Run(string(kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				w := newWire()
				places := openPlacesOn(t, w, 3, kind)
				for n := range 30 {
					leading(t, places).write(t, fmt.Sprint(n), "rent")
				}
				survivor := leading(t, places)
				if err := survivor.node.Snapshot(); err != nil {
					t.Fatal(err)
				}
				last := survivor.write(t, "last", "rent")
				for _, p := range places {
					p.reached(t, last.Index)
				}
				for _, p := range places {
					p.close(t)
				}
				survivor.read(t)
				applied, end, err := Drain(survivor.folder, survivor.machine)
				if err != nil || applied != last.Index || end < last.Index {
					t.Fatalf("drained to %d of %d, %v; want %d", applied, end, err, last.Index)
				}
				survivor.refound(t)

				var roster atomic.Pointer[[]Wanted]
				roster.Store(&[]Wanted{})
				survivor.config.Roster = func() ([]Wanted, error) { return *roster.Load(), nil }
				survivor.open(t)
				next := survivor.write(t, "after", "rent")
				if next.Index <= last.Index || string(next.Result) != "32" {
					t.Errorf("outcome = %+v, want result 32 above index %d", next, last.Index)
				}
				joiner := &place{config: Config{ID: "s9", Address: "s9", OfficeEpoch: "again"}, folder: t.TempDir(), network: w.at("s9", "s9")}
				joiner.open(t)
				defer joiner.close(t)
				roster.Store(&[]Wanted{{ID: survivor.config.ID, Address: survivor.config.Address}, {ID: "s9", Address: "s9"}})
				survivor.node.Reconcile()
				joiner.reached(t, next.Index)
				if got := joiner.balance(t); got != 32 {
					t.Errorf("balance at the new station = %d, want 32", got)
				}

				old := places[0] // left behind, and switched on again
				if old == survivor {
					old = places[1]
				}
				old.open(t)
				for old.node.Status().Fault == nil {
					<-time.After(10 * time.Millisecond)
				}
				if fault := old.node.Status().Fault; !errors.Is(fault, ErrOtherOffice) {
					t.Errorf("fault of a station left behind = %v, want %v", fault, ErrOtherOffice)
				}
			})
		})
	}
}

// TestABrokenOffBeginningIsFinished breaks Refound off where the old log has made room and the new one is not in its place.
func TestABrokenOffBeginningIsFinished(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := openPlacesOn(t, newWire(), 1, Bolt)[0]
		last := p.write(t, "before", "rent")
		p.close(t)
		p.read(t)
		p.refound(t)
		log := filepath.Join(p.folder, logFolder)
		if err := errors.Join(os.Mkdir(filepath.Join(p.folder, logLeaving), 0o700), os.Rename(log, filepath.Join(p.folder, logComing))); err != nil {
			t.Fatal(err)
		}
		p.open(t)
		if exists(filepath.Join(p.folder, logLeaving)) {
			t.Error("the old log is still there")
		}
		if got := p.write(t, "after", "rent"); got.Index <= last.Index || string(got.Result) != "2" {
			t.Errorf("outcome = %+v, want result 2 above index %d", got, last.Index)
		}
	})
}

func (p *place) refound(tb testing.TB) {
	tb.Helper()
	if err := Refound(p.folder, p.machine, p.register, p.config.ID, p.config.Address); err != nil {
		tb.Fatal(err)
	}
	if err := p.register.Close(); err != nil {
		tb.Fatal(err)
	}
	p.config.OfficeEpoch = "again"
	left, err := filepath.Glob(filepath.Join(p.folder, "raft.*"))
	if err != nil || len(left) > 0 {
		tb.Errorf("left behind: %v, %v", left, err)
	}
}

// TestADrainAppliesWhatTheLogStillHolds sets the register back by a few commands.
func TestADrainAppliesWhatTheLogStillHolds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := openPlacesOn(t, newWire(), 1, Bolt)[0]
		p.config.Retention.Trailing = 1
		p.write(t, "first", "rent")
		early := filepath.Join(t.TempDir(), "early.db")
		if err := p.register.CopyTo(t.Context(), early); err != nil {
			t.Fatal(err)
		}
		last := p.write(t, "second", "rent")
		late := filepath.Join(t.TempDir(), "late.db")
		if err := p.register.CopyTo(t.Context(), late); err != nil {
			t.Fatal(err)
		}
		p.close(t)
		p.put(t, early)
		p.read(t)
		applied, end, err := Drain(p.folder, p.machine)
		if err != nil || applied != last.Index || end != last.Index || p.balance(t) != 2 {
			t.Errorf("drained to %d of %d, balance %d, %v; want %d and 2", applied, end, p.balance(t), err, last.Index)
		}
		if err := p.register.Close(); err != nil {
			t.Fatal(err)
		}

		p.open(t)
		for n := range 30 {
			p.write(t, fmt.Sprint("more", n), "rent")
		}
		if err := p.node.Snapshot(); err != nil {
			t.Fatal(err)
		}
		for n := range 30 {
			p.write(t, fmt.Sprint("again", n), "rent")
		}
		p.close(t)
		p.put(t, late)
		p.read(t)
		if _, _, err := Drain(p.folder, p.machine); !errors.Is(err, ErrLogGap) {
			t.Errorf("error = %v, want %v", err, ErrLogGap)
		}
		if err := p.register.Close(); err != nil {
			t.Fatal(err)
		}
	})
}

// put replaces the register by a file.
func (p *place) put(tb testing.TB, path string) {
	tb.Helper()
	if err := os.Rename(path, filepath.Join(p.folder, "station.db")); err != nil {
		tb.Fatal(err)
	}
}

// TestARegisterFromABackupBeginsAnOffice restores into a folder that never had a log.
func TestARegisterFromABackupBeginsAnOffice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		w := newWire()
		source := openPlacesOn(t, w, 1, Bolt)[0]
		last := source.write(t, "first", "rent")
		restored := &place{config: Config{ID: "s5", Address: "s5"}, folder: t.TempDir(), network: w.at("s5", "s5")}
		if err := source.register.CopyTo(t.Context(), filepath.Join(restored.folder, "station.db")); err != nil {
			t.Fatal(err)
		}
		restored.read(t)
		restored.refound(t)
		restored.open(t)
		defer restored.close(t)
		if got := restored.write(t, "second", "rent"); string(got.Result) != "2" || got.Index <= last.Index {
			t.Errorf("outcome = %+v, want result 2 above index %d", got, last.Index)
		}
	})
}

func TestDiskUse(t *testing.T) {
	folder := t.TempDir()
	if log, snapshots, err := DiskUse(folder); log != 0 || snapshots != 0 || err != nil {
		t.Errorf("an empty folder: %d, %d, %v", log, snapshots, err)
	}
	for path, size := range map[string]int{
		"raft/raft.db": 100, "raft/wal/1.wal": 30, "raft/snapshots/2-3-4/state.bin": 7, "raft/snapshots/2-3-4/meta.json": 2, "station.db": 1000,
	} {
		path = filepath.Join(folder, path)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, make([]byte, size), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	if log, snapshots, err := DiskUse(folder); log != 130 || snapshots != 9 || err != nil {
		t.Errorf("disk use = %d, %d, %v, want 130 and 9", log, snapshots, err)
	}
}
