package cluster

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/raft"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Refound replaces the log in folder by one that begins with the register as it is, with this station as the only member. It is for an office that
// begins again: from a backup, or from a survivor after the majority was lost. The station must not run. Whatever the old log held
// and the register does not is given up; Drain comes before. The other stations join again, by snapshot.
func Refound(folder string, machine Machine, register *store.DB, id, address string) error {
	final, fresh, old := filepath.Join(folder, logFolder), filepath.Join(folder, logComing), filepath.Join(folder, logLeaving)
	if err := resume(folder); err != nil {
		return err
	}
	term, err := lastTerm(final)
	if err != nil {
		return fmt.Errorf("begin a log: %w", err)
	}
	if err := errors.Join(os.RemoveAll(fresh), os.RemoveAll(old)); err != nil {
		return fmt.Errorf("begin a log: %w", err)
	}
	self := raft.Server{Suffrage: raft.Voter, ID: raft.ServerID(id), Address: raft.ServerAddress(address)}
	if err := beginLog(fresh, term+1, machine, register, self); err != nil {
		return errors.Join(fmt.Errorf("begin a log: %w", err), os.RemoveAll(fresh))
	}
	if err := move(final, old); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("put the old log aside: %w", err)
	}
	if err := move(fresh, final); err != nil {
		return fmt.Errorf("put the new log in place: %w", err)
	}
	return os.RemoveAll(old)
}

// resume finishes a Refound that broke off: the old log makes room only when the new one is whole.
func resume(folder string) error {
	final, fresh, old := filepath.Join(folder, logFolder), filepath.Join(folder, logComing), filepath.Join(folder, logLeaving)
	if !exists(old) {
		return nil
	}
	if !exists(final) {
		if err := move(fresh, final); err != nil {
			return fmt.Errorf("put the new log in place: %w", err)
		}
	}
	return os.RemoveAll(old)
}

// beginLog writes a folder whose log begins behind a snapshot of the register. New entries get indexes above the applied one.
func beginLog(folder string, term uint64, machine Machine, register *store.DB, self raft.Server) (err error) {
	s, err := openStores(folder, Bolt, quiet())
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	applied, _ := machine.Applied()
	index := max(applied, 1)
	_, names := raft.NewInmemTransport(self.Address) // writes the address into the old-fashioned part of the snapshot
	sink, err := s.snapshots.Create(raft.SnapshotVersionMax, index, term, raft.Configuration{Servers: []raft.Server{self}}, index, names)
	if err != nil {
		return err
	}
	if err := (&snapshot{applied: applied, register: register}).Persist(sink); err != nil {
		return err
	}
	return s.stable.SetUint64(termKey(), term)
}

// lastTerm is the term that the log in folder knows, 0 where there is no log.
func lastTerm(folder string) (term uint64, err error) {
	if !exists(filepath.Join(folder, boltFile)) {
		return 0, nil
	}
	s, err := openStores(folder, present(folder), quiet())
	if err != nil {
		return 0, err
	}
	term, err = s.stable.GetUint64(termKey())
	if isAbsent(err) {
		err = nil
	}
	return term, errors.Join(err, s.close())
}

// present is the log store that folder has.
func present(folder string) LogStore {
	if exists(filepath.Join(folder, walFolder)) {
		return WAL
	}
	return Bolt
}

// quiet is a log for tools that run once.
func quiet() logger { return newLogger(slog.New(slog.DiscardHandler), time.Now) }

// Drain applies what the local log still holds behind the register, decided or not, and answers the last applied index and the last of the log. It is for a
// survivor whose majority is lost: nobody is left who could decide otherwise. The station must not run. ErrLogGap says that the register is
// too far behind.
func Drain(folder string, machine Machine) (applied, last uint64, err error) {
	if err := resume(folder); err != nil {
		return 0, 0, err
	}
	folder = filepath.Join(folder, logFolder)
	s, err := openStores(folder, present(folder), quiet())
	if err != nil {
		return 0, 0, err
	}
	defer func() { err = errors.Join(err, s.close()) }()
	applied, _ = machine.Applied()
	first, last, err := bounds(s.logs)
	if err != nil {
		return applied, last, err
	}
	covered, err := covered(s.snapshots, applied)
	if err != nil {
		return applied, last, err
	}
	if last > 0 && first > covered+1 {
		return applied, last, fmt.Errorf("%w: it begins at %d, the register ends at %d", ErrLogGap, first, applied)
	}
	err = eachStep(s.logs, applied+1, func(step []*raft.Log) error { return applyStep(machine, step) })
	applied, _ = machine.Applied()
	return applied, last, err
}

func applyStep(machine Machine, step []*raft.Log) error {
	var batch []ledger.Entry
	for _, l := range step {
		if l.Type != raft.LogCommand {
			continue
		}
		group, err := ledger.DecodeGroup(l.Data)
		if err != nil {
			return fmt.Errorf("entry %d: %w", l.Index, err)
		}
		batch = append(batch, ledger.Entry{Index: l.Index, Envelopes: group})
	}
	if len(batch) == 0 {
		return nil
	}
	_, err := machine.Apply(batch)
	return err
}

// covered is the index up to which the register certainly holds every entry: its own, or that of the newest snapshot where that has no more
// commands.
func covered(snapshots raft.SnapshotStore, applied uint64) (uint64, error) {
	list, err := snapshots.List()
	if err != nil || len(list) == 0 {
		return applied, err
	}
	_, content, err := snapshots.Open(list[0].ID)
	if err != nil {
		return 0, err
	}
	defer content.Close() // only read from
	contains, err := readSnapshotHead(content)
	if err != nil || contains > applied {
		return applied, err
	}
	return max(applied, list[0].Index), nil
}
