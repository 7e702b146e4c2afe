package cluster

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/hashicorp/raft"
	boltstore "github.com/hashicorp/raft-boltdb/v2"
	"go.etcd.io/bbolt"

	"jiezhan/station/store"
)

// Open starts a node whose log lives in folder/raft: raft.db for log and vote, snapshots/ for the newest snapshot.
// Shutdown closes what Open opened; machine and register stay the caller's.
func Open(config Config, folder string, machine Machine, register *store.DB, network Network) (*Node, error) {
	folder = filepath.Join(folder, "raft")
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("create the folder of the log: %w", err)
	}
	path := filepath.Join(folder, "raft.db")
	if err := compact(path, compactAbove); err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	// Every append is on the disk before it counts: NoSync stays off. A second process is told at once instead of waiting.
	bolt, err := boltstore.New(boltstore.Options{Path: path, BoltOptions: &bbolt.Options{Timeout: time.Second}})
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	config, err = config.complete()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("cluster: %w", err), bolt.Close())
	}
	snapshots, err := raft.NewFileSnapshotStoreWithLogger(folder, 1, newLogger(config.Log, config.Now))
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open the snapshots: %w", err), bolt.Close())
	}
	n, err := New(config, Parts{
		Machine: machine, Register: register, Logs: bolt, Stable: bolt, Snapshots: snapshots, Network: network,
	})
	if err != nil {
		return nil, errors.Join(err, bolt.Close())
	}
	n.closers = append(n.closers, bolt.Close)
	return n, nil
}
