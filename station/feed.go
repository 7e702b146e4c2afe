package station

import (
	"context"
	"sync"

	"jiezhan/station/ledger"
)

// feedDepth is how many commits a slow listener may lag before it is told to read everything again.
const feedDepth = 256

// Commit is one step of the register: the index reached and what changed.
type Commit struct {
	Index   uint64
	Changes []ledger.Change
	// Gap says that earlier commits were dropped because the listener was too slow: it must read everything again.
	Gap bool
}

// feed tells listeners of commits. It never makes the applying goroutine wait.
type feed struct {
	mu        sync.Mutex
	index     uint64
	moved     chan struct{} // closed and renewed at each commit
	listeners map[chan Commit]bool
}

func newFeed() *feed {
	return &feed{moved: make(chan struct{}), listeners: map[chan Commit]bool{}}
}

func (f *feed) publish(index uint64, changes []ledger.Change) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.index = max(f.index, index)
	close(f.moved)
	f.moved = make(chan struct{})
	if len(changes) == 0 {
		return
	}
	for ch, gap := range f.listeners {
		select {
		case ch <- Commit{Index: index, Changes: changes, Gap: gap}:
			f.listeners[ch] = false
		default:
			f.listeners[ch] = true
		}
	}
}

// waitFor returns when this station's copy holds the entry at index, or when ctx ends.
func (f *feed) waitFor(ctx context.Context, index uint64) {
	for {
		f.mu.Lock()
		reached, moved := f.index >= index, f.moved
		f.mu.Unlock()
		if reached {
			return
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return
		}
	}
}

func (f *feed) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for ch := range f.listeners {
		close(ch)
	}
	clear(f.listeners)
}

// Changes listens to commits from now on, until stop is called or the station closes.
func (s *Station) Changes() (commits <-chan Commit, stop func()) {
	ch := make(chan Commit, feedDepth)
	f := s.feed
	f.mu.Lock()
	f.listeners[ch] = false
	f.mu.Unlock()
	return ch, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		if _, on := f.listeners[ch]; on {
			delete(f.listeners, ch)
			close(ch)
		}
	}
}
