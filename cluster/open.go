package cluster

import (
	"errors"
	"fmt"
	"path/filepath"

	"jiezhan/station/store"
)

// logFolder is where the log lives in the folder of a station. Beside it, while the office begins again, the log that takes its place, and the one that
// made room for it.
const (
	logFolder  = "raft"
	logComing  = "raft.coming"
	logLeaving = "raft.leaving"
)

// Open starts a node whose log lives in folder/raft: raft.db for term and vote, entries beside it as Config.LogStore says, snapshots/ for the
// newest snapshot. Shutdown closes what Open opened; machine and register stay the caller's. After Shutdown it may be opened again.
func Open(config Config, folder string, machine Machine, register *store.DB, network Network) (*Node, error) {
	config, err := config.complete()
	if err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	if err := resume(folder); err != nil {
		return nil, fmt.Errorf("cluster: %w", err)
	}
	s, err := openStores(filepath.Join(folder, logFolder), config.LogStore, newLogger(config.Log, config.Now))
	if err != nil {
		return nil, err
	}
	n, err := New(config, Parts{
		Machine: machine, Register: register, Logs: s.logs, Stable: s.stable, Snapshots: s.snapshots, Network: network,
	})
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	n.closers = append(n.closers, s.close)
	return n, nil
}
