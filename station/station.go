// Package station assembles what one station knows: the ledger with all slices of the domain, reading, writing, and the feed of changes.
// It knows no Raft and no HTTP: the log it writes to is an interface, and nobody's screen is its business.
package station

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// Log puts commands into one order for all stations.
type Log interface {
	// Propose answers the outcome once the command is decided, on whatever station the leader runs. ErrNoLeader means that it was
	// not sent; ErrUncertain that it may or may not be decided, and that asking again with the same envelope is safe.
	Propose(ctx context.Context, e ledger.Envelope) (ledger.Outcome, error)
}

var (
	// ErrNoLeader says that no station leads at the moment; the command was not sent.
	ErrNoLeader = errors.New("no station leads at the moment")
	// ErrUncertain says that the answer got lost on the way; the same request may be sent again.
	ErrUncertain = errors.New("the outcome is not known yet")
)

// Identity is who this station is; it comes from the configuration.
type Identity struct {
	// ID is the station's name among its peers, such as "qingsong-1"; it goes into every stamp.
	ID string
	// Community is the 12-digit code of the community served, the head of every case number.
	Community string
	// Machine tells the machines of one community apart, 1 to 9.
	Machine int
}

// Sources are what a command may not find out for itself.
type Sources struct {
	Now   func() time.Time
	NewID func() string
}

// Station is one node's knowledge.
type Station struct {
	identity Identity
	sources  Sources
	register *store.DB
	local    *store.DB
	machine  *ledger.Machine
	numbers  *numbers
	feed     *feed
	log      Log
}

// slices lists the rooms of the house, each after those it leans on.
func slices() []ledger.Slice {
	return []ledger.Slice{area.Slice(), registry.Slice(), permit.Slice(), staff.Slice()}
}

// Open opens the two files in folder: the register, equal on all stations, and the station's own file.
// The station reads at once; it writes after Connect.
func Open(folder string, identity Identity, sources Sources) (*Station, error) {
	if sources.NewID == nil {
		sources.NewID = newID
	}
	register, err := store.Open(filepath.Join(folder, "station.db"), store.Replayable)
	if err != nil {
		return nil, err
	}
	local, err := store.Open(filepath.Join(folder, "local.db"), store.OnlyCopy)
	if err != nil {
		return nil, errors.Join(err, register.Close())
	}
	s := &Station{identity: identity, sources: sources, register: register, local: local, feed: newFeed()}
	if s.numbers, err = openNumbers(local, identity); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	if s.machine, err = ledger.Open(register, slices(), s.feed.publish); err != nil {
		return nil, errors.Join(fmt.Errorf("open the register: %w", err), s.Close())
	}
	applied, _ := s.machine.Applied()
	s.feed.publish(applied, nil)
	return s, nil
}

// newID is a UUIDv7: its head is the time, so that new rows land at the end of an index.
func newID() string {
	return uuid.Must(uuid.NewV7()).String()
}

// Connect gives the station the log it writes to. It is called once, before the first Execute.
func (s *Station) Connect(log Log) { s.log = log }

// Identity is who this station is.
func (s *Station) Identity() Identity { return s.identity }

// Machine is what the log applies its entries to.
func (s *Station) Machine() *ledger.Machine { return s.machine }

// Register is the replicated file, for snapshots and digests. Nothing but the machine writes to it.
func (s *Station) Register() *store.DB { return s.register }

// Now is the station's clock.
func (s *Station) Now() time.Time { return s.sources.Now() }

// View reads the register. The Query must not be kept after read returns.
func (s *Station) View(ctx context.Context, read func(store.Query) error) error {
	return s.register.View(ctx, read)
}

// Close closes both files. The log must be stopped before.
func (s *Station) Close() error {
	s.feed.close()
	return errors.Join(s.register.Close(), s.local.Close())
}
