package cluster

import (
	"fmt"
	"maps"
	"sync"

	"github.com/hashicorp/raft"
)

// book knows at what address each member lives. Raft itself calls members by their id, so that a station that moves is found again
// without a change of the list.
type book struct {
	mu      sync.Mutex
	members map[raft.ServerID]raft.Server
}

var _ raft.ServerAddressProvider = (*book)(nil)

// turn takes a list of members, and answers whether it is another one.
func (b *book) turn(members []raft.Server) (changed bool) {
	page := make(map[raft.ServerID]raft.Server, len(members))
	for _, m := range members {
		page[m.ID] = m
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	changed = !maps.Equal(page, b.members)
	b.members = page
	return changed
}

func (b *book) address(id string) (string, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	m, listed := b.members[raft.ServerID(id)]
	if !listed {
		return "", fmt.Errorf("station %q is no member", id)
	}
	return string(m.Address), nil
}

// votes says whether a station has a vote.
func (b *book) votes(id string) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	m, listed := b.members[raft.ServerID(id)]
	return listed && m.Suffrage == raft.Voter
}

// ServerAddr is what raft calls instead of an address: the id. The door looks the address up when it dials.
func (b *book) ServerAddr(id raft.ServerID) (raft.ServerAddress, error) {
	return raft.ServerAddress(id), nil
}
