package ledger

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"

	"jiezhan/station/store"
)

//go:embed schema.sql
var schema string

// own is what the ledger brings itself.
func own() Slice {
	return Slice{Name: "ledger", Schema: schema, Commands: []Declaration{
		Declare[OpenSession](OnlineOnly), Declare[Acknowledge](OnlineOnly),
	}}
}

// Entry is one entry of the log: an index and the commands it carries.
type Entry struct {
	Index     uint64
	Envelopes []Envelope
}

// Machine applies the log to one SQLite file. Fed the same entries, in whatever batches and with whatever restarts between,
// two machines end with the same rows and the same chain head. Between the entries it may judge commands tentatively; see Enter.
type Machine struct {
	slices []Slice
	kinds  Kinds
	plan   []Migration
	db     *store.DB
	// watch hears of every commit after it happened, with the changes it made (often none).
	watch func(index uint64, changes []Change)

	// state is that of the file. It is read without the lock, so that nobody waits for a batch or a disk to learn how far the station is.
	state atomic.Pointer[state]

	mu     sync.Mutex
	failed error
	guess  *guess // nil but while tentative
}

// state is what ledger_meta holds.
type state struct {
	applied uint64
	seq     uint64
	head    Head
	version int
}

// Open prepares the file: an empty one gets the tables of version 1. It answers ErrNewer for a file whose cluster version this program does not know
// and ErrOldFile for one from before the first release.
func Open(db *store.DB, slices []Slice, watch func(index uint64, changes []Change)) (*Machine, error) {
	m := &Machine{slices: append([]Slice{own()}, slices...), db: db, watch: watch}
	var err error
	if m.kinds, err = NewKinds(m.slices); err != nil {
		return nil, err
	}
	if m.plan, err = migrationsOf(m.slices); err != nil {
		return nil, err
	}
	if err := m.create(); err != nil {
		return nil, err
	}
	return m, m.Reload()
}

// layout marks the tables of version 1 in the file. They could change before the first release, and do not after it.
const layout = 1

func (m *Machine) create() error {
	tx, err := m.db.Begin()
	if err != nil {
		return err
	}
	var tables int
	if err := tx.Row(`SELECT count(*) FROM sqlite_schema WHERE name = 'ledger_meta'`).Scan(&tables); err != nil {
		return errors.Join(fmt.Errorf("look at the schema: %w", err), tx.Rollback())
	}
	if tables > 0 {
		return tx.Rollback()
	}
	for _, slice := range m.slices {
		if err := tx.Script(slice.Schema); err != nil {
			return errors.Join(fmt.Errorf("create %s: %w", slice.Name, err), tx.Rollback())
		}
	}
	if err := tx.Script(fmt.Sprintf("PRAGMA user_version = %d", layout)); err != nil {
		return errors.Join(fmt.Errorf("mark the layout: %w", err), tx.Rollback())
	}
	return tx.Commit()
}

// Reload reads the state again after the file was replaced by a snapshot, or after the disk failed. Its errors are those of Open.
func (m *Machine) Reload() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, err := m.withdraw(); err != nil {
		return err
	}
	if err := m.db.Reopen(); err != nil {
		return err
	}
	var s state
	if err := m.db.ViewCommitted(context.Background(), func(q store.Query) (err error) {
		s, err = readState(q)
		return err
	}); err != nil {
		return err
	}
	if s.version > m.Supported() {
		return fmt.Errorf("version %d, this program knows %d: %w", s.version, m.Supported(), ErrNewer)
	}
	m.state.Store(&s)
	m.failed = nil
	return nil
}

func readState(q store.Query) (state, error) {
	var found int
	if err := q.Row(`PRAGMA user_version`).Scan(&found); err != nil {
		return state{}, fmt.Errorf("look at the layout: %w", err)
	}
	if found != layout {
		return state{}, ErrOldFile
	}
	var s state
	var head []byte
	err := q.Row(`SELECT applied, audit_seq, chain_head, cluster_version FROM ledger_meta`).Scan(&s.applied, &s.seq, &head, &s.version)
	if err != nil {
		return state{}, fmt.Errorf("read ledger state: %w", err)
	}
	copy(s.head[:], head)
	return s, nil
}

// Applied is the log index of the last entry in the file, and Head the end of its audit chain.
func (m *Machine) Applied() (uint64, Head) {
	s := m.state.Load()
	return s.applied, s.head
}

// Chain is the end of the audit chain in the file: how many rows, and the hash of the last.
func (m *Machine) Chain() (seq uint64, head Head) {
	s := m.state.Load()
	return s.seq, s.head
}

// AuditAt reads one row of the audit chain in the file.
func (m *Machine) AuditAt(ctx context.Context, seq uint64) (entry AuditEntry, found bool, err error) {
	err = m.db.ViewCommitted(ctx, func(q store.Query) error {
		entry, found, err = auditAt(q, seq)
		return err
	})
	return entry, found, err
}

// Kinds are the commands this machine understands.
func (m *Machine) Kinds() Kinds { return m.kinds }

// Apply applies a batch of entries in one transaction and answers one outcome for each command of each entry.
// Entries already in the file are skipped and answer their stored outcomes; one whose outcome was not kept answers its request id only. What
// was judged tentatively is withdrawn before. After an error the machine stands still: skipping an entry
// would part this station from its peers, so every later call answers the same error until Reload.
func (m *Machine) Apply(batch []Entry) ([][]Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed != nil {
		return nil, m.failed
	}
	changes, err := m.withdraw()
	var done *work
	if err == nil {
		done, err = m.commit(batch, false)
	}
	if errors.Is(err, errRefusedLate) {
		done, err = m.commit(batch, true)
	}
	if err != nil {
		m.failed = fmt.Errorf("apply: %w", err)
		m.tell(changes)
		return nil, m.failed
	}
	m.state.Store(&done.state)
	m.tell(append(done.changes, changes...))
	return done.outcomes, nil
}

// errRefusedLate says that a command wrote before it refused. The whole batch is then applied again with a savepoint around
// each command; savepoints cost about a quarter of the rate, so they are not used before.
var errRefusedLate = errors.New("a command refused after it had written")

func (m *Machine) tell(changes []Change) {
	if m.watch != nil {
		m.watch(m.state.Load().applied, changes)
	}
}

func (m *Machine) commit(batch []Entry, savepoints bool) (*work, error) {
	tx, err := m.db.Begin()
	if err != nil {
		return nil, err
	}
	w := &work{tx: tx, state: *m.state.Load(), savepoints: savepoints}
	for _, entry := range batch {
		outcomes, err := m.applyEntry(w, entry)
		if err != nil {
			return nil, errors.Join(err, tx.Rollback())
		}
		w.outcomes = append(w.outcomes, outcomes)
	}
	if _, err := tx.Exec(`UPDATE ledger_meta SET applied = ?, audit_seq = ?, chain_head = ?, cluster_version = ?`,
		w.state.applied, w.state.seq, w.state.head[:], w.state.version); err != nil {
		return nil, errors.Join(fmt.Errorf("advance: %w", err), tx.Rollback())
	}
	return w, tx.Commit()
}
