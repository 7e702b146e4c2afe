package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/raft"
	boltstore "github.com/hashicorp/raft-boltdb/v2"
	wal "github.com/hashicorp/raft-wal"
	"github.com/hashicorp/raft-wal/metadb"
	"go.etcd.io/bbolt"
)

// The folder of the log: raft.db for term and vote, and for entries too unless they lie in the segments of wal/. While entries move out of the segments,
// those are called wal.leaving/ and count alone; while they move in, wal.coming/ does not count yet.
const (
	boltFile   = "raft.db"
	walFolder  = "wal"
	walLeaving = "wal.leaving"
	walComing  = "wal.coming"
	// moveStep is how many entries move in one step.
	moveStep = 256
)

// stores are the open files of one station's log.
type stores struct {
	logs      raft.LogStore
	stable    *boltstore.BoltStore
	snapshots *raft.FileSnapshotStore
	closers   []func() error
}

// openStores opens the log in folder, after its entries moved to where kind wants them.
func openStores(folder string, kind LogStore, log hclog.Logger) (_ *stores, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("create the folder of the log: %w", err)
	}
	s := &stores{}
	defer func() {
		if err != nil {
			err = errors.Join(fmt.Errorf("open the log in %s: %w", folder, err), s.close())
		}
	}()
	path := filepath.Join(folder, boltFile)
	if err := compact(path, compactAbove); err != nil {
		return nil, err
	}
	// Every append is on the disk before it counts: NoSync stays off. A second process is told at once instead of waiting.
	if s.stable, err = boltstore.New(boltstore.Options{Path: path, BoltOptions: &bbolt.Options{Timeout: time.Second}}); err != nil {
		return nil, err
	}
	s.closers = append(s.closers, s.stable.Close)
	if err := moveEntries(folder, kind, s.stable, log); err != nil {
		return nil, fmt.Errorf("move its entries to %s: %w", kind, err)
	}
	s.logs = s.stable
	if kind == WAL {
		opened, err := openSegments(filepath.Join(folder, walFolder), log)
		if err != nil {
			return nil, err
		}
		s.closers = append(s.closers, opened.Close)
		s.logs = opened
	}
	if s.snapshots, err = raft.NewFileSnapshotStoreWithLogger(folder, 1, log); err != nil {
		return nil, fmt.Errorf("its snapshots: %w", err)
	}
	return s, nil
}

func (s *stores) close() error {
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i]())
	}
	return errors.Join(errs...)
}

// segments are a log store whose file of contents closes with it; the library leaves that file open, and locked.
type segments struct {
	*wal.WAL
	contents *metadb.BoltMetaDB
}

func openSegments(folder string, log hclog.Logger) (*segments, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	contents := &metadb.BoltMetaDB{}
	opened, err := wal.Open(folder, wal.WithLogger(log), wal.WithMetaStore(contents))
	if err != nil {
		return nil, errors.Join(err, contents.Close())
	}
	return &segments{WAL: opened, contents: contents}, nil
}

// Close closes all files.
func (s *segments) Close() error { return errors.Join(s.WAL.Close(), s.contents.Close()) }

// moveEntries brings the entries to where kind wants them. It can be interrupted at any step and goes on at the next start.
func moveEntries(folder string, kind LogStore, bolt *boltstore.BoltStore, log hclog.Logger) error {
	here, leaving := filepath.Join(folder, walFolder), filepath.Join(folder, walLeaving)
	if kind == Bolt && exists(here) && !exists(leaving) {
		if err := move(here, leaving); err != nil {
			return err
		}
	}
	if exists(leaving) {
		if err := moveOut(leaving, bolt, log); err != nil {
			return err
		}
	}
	if kind == WAL {
		return moveIn(folder, bolt, log)
	}
	return nil
}

func moveOut(leaving string, bolt *boltstore.BoltStore, log hclog.Logger) error {
	from, err := openSegments(leaving, log)
	if err != nil {
		return err
	}
	err = errors.Join(empty(bolt), copyEntries(from, bolt), from.Close())
	if err != nil {
		return err
	}
	return os.RemoveAll(leaving)
}

func moveIn(folder string, bolt *boltstore.BoltStore, log hclog.Logger) error {
	here, coming := filepath.Join(folder, walFolder), filepath.Join(folder, walComing)
	if !exists(here) {
		if err := os.RemoveAll(coming); err != nil {
			return err
		}
		to, err := openSegments(coming, log)
		if err != nil {
			return err
		}
		if err := errors.Join(copyEntries(bolt, to), to.Close()); err != nil {
			return err
		}
		if err := move(coming, here); err != nil {
			return err
		}
	}
	return empty(bolt)
}

// empty drops all entries.
func empty(logs raft.LogStore) error {
	first, last, err := bounds(logs)
	if err != nil || last == 0 {
		return err
	}
	return logs.DeleteRange(first, last)
}

// bounds are the indexes of the first and the last entry, both 0 where there is none.
func bounds(logs raft.LogStore) (first, last uint64, err error) {
	first, err = logs.FirstIndex()
	if err != nil {
		return 0, 0, fmt.Errorf("find the beginning of the log: %w", err)
	}
	last, err = logs.LastIndex()
	if err != nil {
		return 0, 0, fmt.Errorf("find the end of the log: %w", err)
	}
	return first, last, nil
}

func copyEntries(from, to raft.LogStore) error {
	return eachStep(from, 1, to.StoreLogs)
}

// eachStep hands the entries from index on to take, a few at a time.
func eachStep(logs raft.LogStore, index uint64, take func([]*raft.Log) error) error {
	first, last, err := bounds(logs)
	if err != nil || last == 0 {
		return err
	}
	for next := max(first, index); next <= last; {
		var step []*raft.Log
		for ; next <= last && len(step) < moveStep; next++ {
			entry := new(raft.Log)
			if err := logs.GetLog(next, entry); err != nil {
				return fmt.Errorf("read entry %d: %w", next, err)
			}
			step = append(step, entry)
		}
		if err := take(step); err != nil {
			return err
		}
	}
	return nil
}

// move renames durably.
func move(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}
