package cluster

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/raft"

	"jiezhan/station/store"
)

var (
	// ErrForgotten says that the register, a snapshot or entries are there, but the log or its term and vote are gone. A voter that forgot its log could undo what the others
	// decided with its vote, so it must not simply start again.
	ErrForgotten = errors.New("the register holds entries, but the log of this station is gone")
	// ErrLogGap says that the log begins after the end of the register, and no snapshot fills the gap.
	ErrLogGap = errors.New("the log begins after the end of the register")
	// ErrDamaged says that the register failed its check: before a snapshot of it, or at a start where no snapshot can replace it.
	ErrDamaged = errors.New("the register is damaged")
)

// guard brings the register to where the log takes over. Normally it does nothing: the file is ahead of every snapshot, and
// the log brings the rest. Only a file that is missing, damaged or behind the newest snapshot is replaced by it.
func guard(f *fsm, p Parts) error {
	known, err := raft.HasExistingState(p.Logs, p.Stable, p.Snapshots)
	if err != nil {
		return fmt.Errorf("look for an existing log: %w", err)
	}
	if !known {
		if f.applied.Load() > 0 {
			return ErrForgotten
		}
		return nil
	}
	if term, err := p.Stable.GetUint64(termKey()); isAbsent(err) || err == nil && term == 0 {
		return ErrForgotten // snapshots or entries are there, but not what it promised
	} else if err != nil {
		return fmt.Errorf("look for the term: %w", err)
	}
	list, err := p.Snapshots.List() // newest first
	if err != nil {
		return fmt.Errorf("list the snapshots: %w", err)
	}
	sound := quickCheck(p.Register)
	if len(list) == 0 {
		return withoutSnapshot(p.Logs, sound)
	}
	if err := fromSnapshot(f, p.Snapshots, list[0].ID, sound); err != nil {
		return fmt.Errorf("snapshot %s: %w", list[0].ID, err)
	}
	return nil
}

// termKey is where raft keeps the term.
func termKey() []byte { return []byte("CurrentTerm") }

// withoutSnapshot holds where no snapshot was ever made: the log must be whole from its first entry.
func withoutSnapshot(logs raft.LogStore, sound bool) error {
	if !sound {
		return ErrDamaged
	}
	first, err := logs.FirstIndex()
	if err != nil {
		return fmt.Errorf("find the beginning of the log: %w", err)
	}
	if first > 1 {
		return fmt.Errorf("%w: it begins at %d", ErrLogGap, first)
	}
	return nil
}

func fromSnapshot(f *fsm, snapshots raft.SnapshotStore, id string, sound bool) error {
	_, content, err := snapshots.Open(id)
	if err != nil {
		return err
	}
	defer content.Close() // only read from
	contains, err := readSnapshotHead(content)
	if err != nil {
		return err
	}
	// The index in the head counts, not raft's own: that one may belong to an entry that is no command.
	if sound && f.applied.Load() >= contains {
		return nil
	}
	return f.replace(contains, content)
}

// quickCheck asks SQLite whether the file is sound. Damage may also show as an error of the question itself.
func quickCheck(register *store.DB) bool {
	var verdict string
	err := register.ViewCommitted(context.Background(), func(q store.Query) error {
		return q.Row(`PRAGMA quick_check(1)`).Scan(&verdict)
	})
	return err == nil && verdict == "ok"
}
