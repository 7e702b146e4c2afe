package cluster

import (
	"fmt"

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

func (w watchedLog) report(what string, err error) error {
	if err == nil {
		return nil
	}
	err = fmt.Errorf("%s: %w", what, err)
	w.fail(err)
	return err
}
