package cluster

import (
	"fmt"
	"runtime"

	"github.com/hashicorp/raft"
)

// watchedLog reports a disk that does not take the log any more. Raft alone would only try again and again, and might
// be elected in between.
type watchedLog struct {
	raft.LogStore
	fail func(error)
}

// StoreLog keeps one entry.
func (w watchedLog) StoreLog(l *raft.Log) error { return w.StoreLogs([]*raft.Log{l}) }

// StoreLogs keeps entries.
func (w watchedLog) StoreLogs(logs []*raft.Log) error {
	return w.report("write the log", w.LogStore.StoreLogs(logs))
}

// DeleteRange drops entries that a snapshot holds, or that another leader decided differently.
func (w watchedLog) DeleteRange(first, last uint64) error {
	return w.report("shorten the log", w.LogStore.DeleteRange(first, last))
}

// IsMonotonic says whether the log must be emptied before entries behind a gap are stored.
func (w watchedLog) IsMonotonic() bool {
	store, says := w.LogStore.(raft.MonotonicLogStore)
	return says && store.IsMonotonic()
}

func (w watchedLog) report(what string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", what, err)
	w.fail(err)
	return err
}

// watchedVotes reports a disk that does not take term or vote any more. Raft would end the whole program. Instead the goroutine that wanted to
// go on without its promise being kept ends here, before it could act on it: raft stands still, and the station stops.
type watchedVotes struct {
	raft.StableStore
	fail func(error)
}

// Set keeps whom this station voted for.
func (w watchedVotes) Set(key, value []byte) error {
	w.report(w.StableStore.Set(key, value))
	return nil
}

// SetUint64 keeps a term. The term that is kept already is not written again.
func (w watchedVotes) SetUint64(key []byte, value uint64) error {
	if kept, err := w.GetUint64(key); err == nil && kept == value {
		return nil
	}
	w.report(w.StableStore.SetUint64(key, value))
	return nil
}

func (w watchedVotes) report(err error) {
	if err == nil {
		return
	}
	w.fail(fmt.Errorf("keep term or vote: %w", err))
	runtime.Goexit()
}
