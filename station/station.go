// Package station assembles what one station knows: the ledger with all slices of the domain, reading, writing, and the feed of changes, also
// while it is cut off from its office. It knows no Raft and no HTTP: the log it writes to is an interface, and nobody's screen is its business.
package station

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/alarm"
	"jiezhan/station/area"
	"jiezhan/station/attachment"
	"jiezhan/station/conflict"
	"jiezhan/station/journal"
	"jiezhan/station/ledger"
	"jiezhan/station/office"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/staff"
	"jiezhan/station/statistics"
	"jiezhan/station/store"
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

// Sources are what a command may not find out for itself, and what the station is told from outside.
type Sources struct {
	Now func() time.Time
	// NewID draws identifiers; UUIDv7 where nil.
	NewID func() string
	// Before says that the station has worked before, though its register may be empty now: where its own file is new, an earlier one was lost with
	// the numbers drawn today.
	Before bool
	// Isolation says when the station takes itself for cut off.
	Isolation Isolation
	// Unreplayable is told of an entry that the leader does not take at all, with the code of the reason, so that staff see to it. It is asked again,
	// also after a restart, until it answers nil: the same entry twice must do no harm. Nil means that nobody wants to know.
	Unreplayable func(ctx context.Context, e journal.Entry, reason string) error
}

// Station is one node's knowledge.
type Station struct {
	identity Identity
	sources  Sources
	boot     string
	register *store.DB
	local    *journal.File
	journal  *journal.Journal
	machine  *ledger.Machine
	numbers  *numbers
	feed     *feed
	line     line
	wishes   wishes

	situation *situation
	// desk is held while an entry is accepted and while the mode changes: nothing is accepted into a mode that is over.
	desk     sync.Mutex
	greeting *ledger.Envelope // the opening of this start's session, once made; guarded by desk
	// building ends with the building of the tentative transaction that is under way; nil where none is. Guarded by desk.
	building chan struct{}
}

// slices lists the rooms of the house, each after those it leans on.
func slices() []ledger.Slice {
	return append([]ledger.Slice{area.Slice(), registry.Slice(), permit.Slice(), staff.Slice(), office.Slice(), conflict.Slice(), alarm.Slice(), attachment.Slice(), rental.Slice(), statistics.Slice()}, next()...)
}

// Open opens the two files in folder: the register, equal on all stations, and the station's own file.
// The station reads at once; it writes after Connect.
func Open(folder string, identity Identity, sources Sources) (*Station, error) {
	if sources.NewID == nil {
		sources.NewID = newID
	}
	sources.Isolation = sources.Isolation.complete()
	register, err := store.Open(filepath.Join(folder, "station.db"), store.Replayable)
	if err != nil {
		return nil, err
	}
	local, err := journal.OpenFile(filepath.Join(folder, "local.db"))
	if err != nil {
		return nil, errors.Join(err, register.Close())
	}
	s := &Station{
		identity: identity, sources: sources, boot: sources.NewID(), register: register, local: local, feed: newFeed(),
		situation: newSituation(sources.Now), wishes: wishes{now: sources.Now},
	}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Station) open() error {
	var err error
	if s.machine, err = ledger.Open(s.register, slices(), s.published); err != nil {
		return fmt.Errorf("open the register: %w", err)
	}
	if s.journal, err = journal.Open(s.local, s.sources.NewID, s.machine.Kinds().Quiet()...); err != nil {
		return err
	}
	if s.journal.Count().Pending > 0 { // from the first moment, so that no command overtakes them
		s.situation.note(func(c *course) { c.pending = true })
		s.situation.move()
	}
	if err := s.Drafts().Expire(s.sources.Now()); err != nil {
		return err
	}
	applied, _ := s.machine.Applied()
	s.feed.publish(applied, nil)
	s.numbers, err = openNumbers(s.local, s.identity, applied > 0 || s.sources.Before, s.sources.Now())
	return err
}

// newID is a UUIDv7: its head is the time, so that new rows land at the end of an index.
func newID() string {
	return uuid.Must(uuid.NewV7()).String()
}

// Connect gives the station the log it writes to. Before it the station has no leader. It may be connected anew, to the log of a node that was
// started again.
func (s *Station) Connect(log Log) { s.line.connect(log) }

// Identity is who this station is.
func (s *Station) Identity() Identity { return s.identity }

// Machine is what the log applies its entries to.
func (s *Station) Machine() *ledger.Machine { return s.machine }

// Register is the replicated file, for snapshots and digests. Nothing but the machine writes to it.
func (s *Station) Register() *store.DB { return s.register }

// Drafts are the forms that somebody at this station has not finished. They are on this disk alone.
func (s *Station) Drafts() journal.Drafts { return journal.DraftsIn(s.local) }

// Now is the station's clock.
func (s *Station) Now() time.Time { return s.sources.Now() }

// View reads the register, while cut off with what this station accepted itself. The Query must not be kept after read returns, and read must not
// call View: while cut off the reads go one at a time.
func (s *Station) View(ctx context.Context, read func(store.Query) error) error {
	return s.register.View(ctx, read)
}

// ViewCommitted reads what the office has decided, for long reports: it keeps nobody waiting.
func (s *Station) ViewCommitted(ctx context.Context, read func(store.Query) error) error {
	return s.register.ViewCommitted(ctx, read)
}

// published tells the listeners what the machine did. The machine holds its lock meanwhile.
func (s *Station) published(index uint64, changes []ledger.Change) {
	s.feed.publish(index, changes)
	for _, c := range changes {
		if c.Topic == ledger.Everything { // the log may have withdrawn what was accepted here
			s.situation.call()
		}
	}
}

// Close closes both files. The log and Run must be stopped before.
func (s *Station) Close() error {
	s.feed.close()
	return errors.Join(s.register.Close(), s.local.Close())
}
