package ledger

import (
	"bytes"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sync"

	"jiezhan/station/store"
)

//go:embed schema.sql
var schema string

// Entry is one entry of the log: an index and the commands it carries.
type Entry struct {
	Index     uint64
	Envelopes []Envelope
}

// Machine applies the log to one SQLite file. Fed the same entries, in whatever batches and with whatever restarts between,
// two machines end with the same rows and the same chain head.
type Machine struct {
	kinds Kinds
	db    *store.DB
	// watch hears of every commit after it happened, with the changes it made (often none).
	watch func(index uint64, changes []Change)

	mu     sync.Mutex
	state  state
	failed error
}

// state is what ledger_meta holds.
type state struct {
	applied uint64
	seq     uint64
	head    Head
}

// Open prepares the file: an empty one gets the tables of version 1.
func Open(db *store.DB, slices []Slice, watch func(index uint64, changes []Change)) (*Machine, error) {
	kinds, err := NewKinds(slices)
	if err != nil {
		return nil, err
	}
	m := &Machine{kinds: kinds, db: db, watch: watch}
	if err := m.create(slices); err != nil {
		return nil, err
	}
	return m, m.Reload()
}

func (m *Machine) create(slices []Slice) error {
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
	if err := tx.Script(schema); err != nil {
		return errors.Join(fmt.Errorf("create ledger: %w", err), tx.Rollback())
	}
	for _, slice := range slices {
		if err := tx.Script(slice.Schema); err != nil {
			return errors.Join(fmt.Errorf("create %s: %w", slice.Name, err), tx.Rollback())
		}
	}
	return tx.Commit()
}

// Reload reads the state again after the file was replaced by a snapshot.
func (m *Machine) Reload() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	tx, err := m.db.Begin() // on the writer, so that nothing can be in between
	if err != nil {
		return err
	}
	var s state
	var head []byte
	err = tx.Row(`SELECT applied, audit_seq, chain_head FROM ledger_meta`).Scan(&s.applied, &s.seq, &head)
	if err != nil {
		return errors.Join(fmt.Errorf("read ledger state: %w", err), tx.Rollback())
	}
	copy(s.head[:], head)
	m.state, m.failed = s, nil
	return tx.Rollback()
}

// Applied is the log index of the last entry in the file, and Head the end of its audit chain.
func (m *Machine) Applied() (uint64, Head) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.state.applied, m.state.head
}

// Kinds are the commands this machine understands.
func (m *Machine) Kinds() Kinds { return m.kinds }

// Apply applies a batch of entries in one transaction and answers one outcome for each command of each entry.
// Entries already in the file are skipped and answer their stored outcomes. After an error the machine stands still: skipping an entry
// would part this station from its peers, so every later call answers the same error until Reload.
func (m *Machine) Apply(batch []Entry) ([][]Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed != nil {
		return nil, m.failed
	}
	done, err := m.commit(batch, false)
	if errors.Is(err, errRefusedLate) {
		done, err = m.commit(batch, true)
	}
	if err != nil {
		m.failed = fmt.Errorf("apply: %w", err)
		return nil, m.failed
	}
	m.state = done.state
	if m.watch != nil {
		m.watch(done.state.applied, done.changes)
	}
	return done.outcomes, nil
}

// errRefusedLate says that a command wrote before it refused. The whole batch is then applied again with a savepoint around
// each command; savepoints cost about a quarter of the rate, so they are not used before.
var errRefusedLate = errors.New("a command refused after it had written")

// work is the result of one transaction.
type work struct {
	state    state
	outcomes [][]Outcome
	changes  []Change
}

func (m *Machine) commit(batch []Entry, savepoints bool) (work, error) {
	tx, err := m.db.Begin()
	if err != nil {
		return work{}, err
	}
	w := work{state: m.state}
	for _, entry := range batch {
		outcomes, err := m.applyEntry(tx, &w, entry, savepoints)
		if err != nil {
			return work{}, errors.Join(err, tx.Rollback())
		}
		w.outcomes = append(w.outcomes, outcomes)
	}
	if _, err := tx.Exec(`UPDATE ledger_meta SET applied = ?, audit_seq = ?, chain_head = ?`,
		w.state.applied, w.state.seq, w.state.head[:]); err != nil {
		return work{}, errors.Join(fmt.Errorf("advance: %w", err), tx.Rollback())
	}
	return w, tx.Commit()
}

func (m *Machine) applyEntry(tx *store.Tx, w *work, entry Entry, savepoints bool) ([]Outcome, error) {
	outcomes := make([]Outcome, len(entry.Envelopes))
	for i, e := range entry.Envelopes {
		known, found, err := recall(tx, e)
		if err != nil {
			return nil, err
		}
		if !found {
			if entry.Index <= w.state.applied {
				return nil, fmt.Errorf("entry %d is in the file but request %s has no outcome", entry.Index, e.Stamp.RequestID)
			}
			if known, err = m.applyOne(tx, w, entry.Index, e, savepoints); err != nil {
				return nil, fmt.Errorf("%s at %d: %w", e.Kind, entry.Index, err)
			}
		}
		outcomes[i] = known
	}
	w.state.applied = max(w.state.applied, entry.Index)
	return outcomes, nil
}

// recall finds the outcome of a request that was decided before. The same id with another wish is a mistake of the
// caller; it is refused, and the first outcome stays.
func recall(tx *store.Tx, e Envelope) (Outcome, bool, error) {
	var intent, body []byte
	err := tx.Row(`SELECT intent, body FROM outcome WHERE request_id = ?`, e.Stamp.RequestID).Scan(&intent, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return Outcome{}, false, nil
	}
	if err != nil {
		return Outcome{}, false, fmt.Errorf("recall %s: %w", e.Stamp.RequestID, err)
	}
	var o Outcome
	if err := json.Unmarshal(body, &o); err != nil {
		return Outcome{}, false, fmt.Errorf("recall %s: %w", e.Stamp.RequestID, err)
	}
	if !bytes.Equal(intent, e.intent()) {
		return Outcome{RequestID: o.RequestID, Index: o.Index, Refusal: Refuse(Conflict, "request_id", "request.reused")}, true, nil
	}
	return o, true, nil
}

func (m *Machine) applyOne(shared *store.Tx, w *work, index uint64, e Envelope, savepoints bool) (Outcome, error) {
	command, err := m.kinds.Decode(e)
	if err != nil {
		return Outcome{}, err
	}
	tx := &Tx{Tx: shared, Stamp: e.Stamp}
	outcome, err := judge(tx, command, savepoints)
	if err != nil {
		return Outcome{}, err
	}
	outcome.RequestID, outcome.Index = e.Stamp.RequestID, index
	if outcome.Refusal == nil {
		w.changes = append(w.changes, tx.changes...)
	}
	return outcome, m.record(tx, w, index, e, outcome)
}

func judge(tx *Tx, c Command, savepoints bool) (Outcome, error) {
	if refusal := c.Validate(tx.Stamp); refusal != nil {
		return Outcome{Refusal: refusal}, nil //nolint:nilerr // a refusal is an outcome
	}
	if savepoints {
		if err := tx.Savepoint("command"); err != nil {
			return Outcome{}, err
		}
	}
	result, err := c.Apply(tx)
	var refusal *Refusal
	switch {
	case errors.As(err, &refusal):
		if tx.wrote && !savepoints {
			return Outcome{}, errRefusedLate
		}
		return Outcome{Refusal: refusal}, leave(savepoints, tx.RollbackTo)
	case err != nil:
		return Outcome{}, err
	}
	body, err := json.Marshal(result)
	if err != nil {
		return Outcome{}, fmt.Errorf("encode result: %w", err)
	}
	return Outcome{Result: body}, leave(savepoints, tx.Release)
}

func leave(savepoints bool, how func(string) error) error {
	if !savepoints {
		return nil
	}
	return how("command")
}

// record writes the outcome and the audit row of a decided command.
func (m *Machine) record(tx *Tx, w *work, index uint64, e Envelope, o Outcome) error {
	body, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("encode outcome: %w", err)
	}
	if _, err := tx.Exec(`INSERT INTO outcome VALUES (?,?,?)`, o.RequestID, e.intent(), body); err != nil {
		return fmt.Errorf("keep outcome: %w", err)
	}
	w.state.seq++
	row := auditRow{seq: w.state.seq, index: index, envelope: e, subject: tx.subject, outcome: "applied"}
	if o.Refusal != nil {
		row.outcome = o.Refusal.Code()
	}
	w.state.head = row.link(w.state.head)
	if err := row.insert(tx, w.state.head); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}
