package cluster

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"sync/atomic"

	"github.com/hashicorp/raft"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Machine is what the log is applied to; *ledger.Machine in the program.
type Machine interface {
	// Apply applies a batch in one transaction. After an error nothing more may be applied.
	Apply(batch []ledger.Entry) ([][]ledger.Outcome, error)
	// Applied is the index of the last entry in the file, and the head of its audit chain.
	Applied() (uint64, ledger.Head)
	// Reload reads the state again after the file was replaced.
	Reload() error
	// Kinds are the commands this station understands.
	Kinds() ledger.Kinds
	// Version is the cluster version in the file: which kinds every station understands.
	Version() int
	// Chain is the end of the audit chain: the number of its last row, and its hash.
	Chain() (seq uint64, head ledger.Head)
	// AuditAt reads one row of the audit chain.
	AuditAt(ctx context.Context, seq uint64) (entry ledger.AuditEntry, found bool, err error)
}

// fsm stands between the log and the machine. Raft calls it from one goroutine, except for a snapshot's Persist.
type fsm struct {
	machine  Machine
	register *store.DB
	log      *slog.Logger
	// fail hears of the first error that stops this station, advanced of every batch that was handed over.
	fail     func(error)
	advanced func()

	// applied is the last index in the file, delivered the last one the log handed over.
	applied, delivered atomic.Uint64
	restores           atomic.Int64
	failed             error // owned by the goroutine that applies
}

var _ raft.BatchingFSM = (*fsm)(nil)

func newFSM(machine Machine, register *store.DB, log *slog.Logger, fail func(error), advanced func()) *fsm {
	f := &fsm{machine: machine, register: register, log: log, fail: fail, advanced: advanced}
	applied, _ := machine.Applied()
	f.applied.Store(applied)
	return f
}

// Apply takes a single entry.
func (f *fsm) Apply(l *raft.Log) any { return f.ApplyBatch([]*raft.Log{l})[0] }

// ApplyBatch applies the commands of a batch in one transaction. It answers one value for each entry: the outcomes of a
// command group, an error where this station has stopped, nil for all else. Entries about members come here too; they are no commands
// and their bytes are not looked at.
func (f *fsm) ApplyBatch(logs []*raft.Log) []any {
	answers := make([]any, len(logs))
	outcomes, err := f.apply(logs)
	for i, l := range logs {
		switch group, ok := outcomes[l.Index]; {
		case err != nil:
			answers[i] = err
		case ok:
			answers[i] = group
		}
	}
	return answers
}

// apply answers the outcomes by log index. After its first error it applies nothing any more: to skip an entry would part this
// station from its peers.
func (f *fsm) apply(logs []*raft.Log) (map[uint64][]ledger.Outcome, error) {
	if f.failed != nil {
		return nil, f.failed
	}
	batch, err := f.decode(logs)
	if err != nil {
		return nil, f.stop(err)
	}
	outcomes := make(map[uint64][]ledger.Outcome, len(batch))
	if len(batch) > 0 {
		decided, err := f.machine.Apply(batch)
		if err != nil {
			return nil, f.stop(err)
		}
		for i, entry := range batch {
			outcomes[entry.Index] = decided[i]
		}
		f.applied.Store(batch[len(batch)-1].Index)
	}
	f.delivered.Store(logs[len(logs)-1].Index)
	f.advanced()
	return outcomes, nil
}

// decode picks the commands that are not in the file yet. After a restart the log delivers older ones again; nobody waits for those.
func (f *fsm) decode(logs []*raft.Log) ([]ledger.Entry, error) {
	var batch []ledger.Entry
	for _, l := range logs {
		if l.Type != raft.LogCommand || l.Index <= f.applied.Load() {
			continue
		}
		group, err := ledger.DecodeGroup(l.Data)
		if err != nil {
			return nil, fmt.Errorf("entry %d: %w", l.Index, err)
		}
		batch = append(batch, ledger.Entry{Index: l.Index, Envelopes: group})
	}
	return batch, nil
}

// reached is how far the log was handed over; after a restart it is at least what the file holds.
func (f *fsm) reached() uint64 { return max(f.applied.Load(), f.delivered.Load()) }

func (f *fsm) stop(err error) error {
	f.failed = err
	f.fail(err)
	return err
}

// snapshotMagic begins every snapshot; its last byte is the version.
const snapshotMagic = "JZSNAP\x00\x01"

// snapshotHead is the magic and the applied index, big-endian.
const snapshotHead = len(snapshotMagic) + 8

// Snapshot notes the index reached. The copy is made in Persist, while the log goes on; it may hold later entries too, which the machine
// then skips when they are delivered again.
func (f *fsm) Snapshot() (raft.FSMSnapshot, error) {
	if f.failed != nil {
		return nil, f.failed
	}
	return &snapshot{applied: f.applied.Load(), register: f.register, damaged: f.fail}, nil
}

// Restore replaces the register by a snapshot.
func (f *fsm) Restore(from io.ReadCloser) error {
	err := f.restore(from)
	if err != nil {
		return f.stop(fmt.Errorf("restore a snapshot: %w", err))
	}
	f.failed = nil
	return nil
}

func (f *fsm) restore(from io.Reader) error {
	contains, err := readSnapshotHead(from)
	if err != nil {
		return err
	}
	return f.replace(contains, from)
}

// replace takes the file of a snapshot whose head is read already.
func (f *fsm) replace(contains uint64, file io.Reader) error {
	if err := f.register.Replace(file); err != nil {
		return err
	}
	if err := f.machine.Reload(); err != nil {
		return err
	}
	applied, _ := f.machine.Applied()
	if applied < contains {
		return fmt.Errorf("the snapshot says %d but its file ends at %d", contains, applied)
	}
	f.applied.Store(applied)
	f.restores.Add(1)
	f.log.Info("register replaced by a snapshot", "applied", applied)
	return nil
}

func readSnapshotHead(from io.Reader) (applied uint64, err error) {
	var head [snapshotHead]byte
	if _, err := io.ReadFull(from, head[:]); err != nil {
		return 0, fmt.Errorf("read the head of the snapshot: %w", err)
	}
	if string(head[:len(snapshotMagic)]) != snapshotMagic {
		return 0, fmt.Errorf("not a snapshot of a station, or of another version: % x", head[:len(snapshotMagic)])
	}
	return binary.BigEndian.Uint64(head[len(snapshotMagic):]), nil
}

func encodeSnapshotHead(applied uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte(snapshotMagic), applied)
}
