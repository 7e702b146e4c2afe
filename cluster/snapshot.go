package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/raft"

	"jiezhan/station/store"
)

// snapshot is the register at one moment, not earlier than applied.
type snapshot struct {
	applied  uint64
	register *store.DB
	// damaged hears that the register is. Such a one is copied only where it is nil, because then it is all there is.
	damaged func(error)
}

// Persist copies the register to a file beside it and streams that file. The log goes on meanwhile. What was damaged here must not take the place of
// what is sound elsewhere.
func (s *snapshot) Persist(sink raft.SnapshotSink) error {
	if s.damaged != nil && !quickCheck(s.register) {
		s.damaged(ErrDamaged)
		return errors.Join(ErrDamaged, sink.Cancel())
	}
	if err := s.persist(sink); err != nil {
		return errors.Join(fmt.Errorf("write a snapshot: %w", err), sink.Cancel())
	}
	return sink.Close()
}

func (s *snapshot) persist(sink io.Writer) error {
	path := s.register.Path() + ".outgoing" // raft writes one snapshot at a time
	if err := removeIfThere(path); err != nil {
		return err // left by a power cut
	}
	if err := s.register.CopyTo(context.Background(), path); err != nil {
		return errors.Join(err, removeIfThere(path))
	}
	return errors.Join(s.stream(sink, path), removeIfThere(path))
}

func (s *snapshot) stream(sink io.Writer, path string) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close() // only read from
	if _, err := sink.Write(encodeSnapshotHead(s.applied)); err != nil {
		return err
	}
	_, err = io.Copy(sink, file)
	return err
}

// Release has nothing to let go: the copy begins and ends within Persist.
func (s *snapshot) Release() {}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
