package cluster

import (
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/hashicorp/raft"
	boltstore "github.com/hashicorp/raft-boltdb/v2"
)

// novice says whether this station began with an empty log and may not vote yet. It may be a station that had a vote before and lost its disk: then it has
// forgotten what it promised, and its vote could undo what was decided with it. It stays a novice until a leader that leads for certain says that
// it has no vote; every later promotion counts then, because whatever it had promised is held by others.
type novice struct {
	stable raft.StableStore
	now    atomic.Bool
}

// noviceKey is where it is kept, beside term and vote.
var noviceKey = []byte("jiezhan/novice") //nolint:gochecknoglobals // a constant

func openNovice(stable raft.StableStore, empty bool) (*novice, error) {
	n := &novice{stable: stable}
	if empty {
		n.now.Store(true)
		if err := stable.SetUint64(noviceKey, 1); err != nil {
			return nil, fmt.Errorf("note that this station may not vote yet: %w", err)
		}
		return n, nil
	}
	kept, err := stable.GetUint64(noviceKey)
	if err != nil && !isAbsent(err) {
		return nil, fmt.Errorf("look whether this station may vote: %w", err)
	}
	n.now.Store(kept == 1)
	return n, nil
}

// isAbsent says that a stable store does not have a key.
func isAbsent(err error) bool { return errors.Is(err, boltstore.ErrKeyNotFound) }

func (n *novice) is() bool { return n.now.Load() }

// end lets the station vote from now on.
func (n *novice) end() error {
	if err := n.stable.SetUint64(noviceKey, 0); err != nil {
		return fmt.Errorf("note that this station may vote: %w", err)
	}
	n.now.Store(false)
	return nil
}

// errNovice is the answer of a novice to a candidate.
var errNovice = errors.New("this station may not vote yet")

// refuses says whether a call asks a novice for its vote.
func (n *novice) refuses(call any) bool {
	switch call.(type) {
	case *raft.RequestVoteRequest, *raft.RequestPreVoteRequest, *raft.TimeoutNowRequest:
		return n.is()
	default:
		return false
	}
}
