package ledger

import (
	"errors"

	"jiezhan/station/store"
)

// ErrNotTentative says that no tentative transaction is open; the log may have withdrawn it.
var ErrNotTentative = errors.New("the machine is not judging tentatively")

// errUndo rolls a refused command back; it never leaves this file.
var errUndo = errors.New("refused")

// A guess is what a station that is cut off takes for the register: the file, and what it accepted itself since.
type guess struct {
	tx    *store.Tentative
	state state // of the chain as it would go on
}

// Enter begins to judge tentatively: commands are applied by the same rules as from the log, on top of the file, in a transaction that is never
// committed. It applies the entries of the journal that are pending and answers what each came to; a refused one leaves no rows. Apply, Withdraw
// and Reload end it. It answers store.ErrTentative where the machine is judging tentatively already.
func (m *Machine) Enter(pending []Envelope) ([]Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failed != nil {
		return nil, m.failed
	}
	tx, err := m.db.BeginTentative()
	if err != nil {
		return nil, err
	}
	m.guess = &guess{tx: tx, state: *m.state.Load()}
	outcomes, _, err := m.extend(pending)
	if err == nil && len(pending) > 0 {
		m.tell([]Change{{Topic: Everything}})
	}
	return outcomes, err
}

// Extend applies entries of the journal that are pending behind those before. It is how a long journal is gone through in pieces, between which the log
// and the screens have their turn. ErrNotTentative: see Try; after another error the machine judges tentatively no longer.
func (m *Machine) Extend(pending []Envelope) ([]Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.guess == nil {
		return nil, ErrNotTentative
	}
	outcomes, changes, err := m.extend(pending)
	if len(changes) > 0 {
		m.tell(changes)
	}
	return outcomes, err
}

func (m *Machine) extend(pending []Envelope) (outcomes []Outcome, changes []Change, err error) {
	outcomes = make([]Outcome, len(pending))
	for i, e := range pending {
		var made []Change
		if outcomes[i], made, err = m.try(e, func() error { return nil }); err != nil {
			withdrawn, failure := m.withdraw()
			return nil, withdrawn, errors.Join(err, failure)
		}
		changes = append(changes, made...)
	}
	return outcomes, changes, nil
}

// Try judges a command tentatively. A refused one is rolled back and leaves no rows. For an accepted one Try calls keep, which must make it durable;
// only then the command stands and the screens hear of it. Where keep answers an error the command is rolled back and Try answers that error.
// A request that was decided or accepted before answers that outcome, and keep is not called. keep runs while all reads wait: it must not use the
// machine or View. ErrNotTentative: see Enter; where the disk fails Try ends judging tentatively by itself and answers it too.
func (m *Machine) Try(e Envelope, keep func() error) (Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.guess == nil {
		return Outcome{}, ErrNotTentative
	}
	outcome, changes, err := m.try(e, keep)
	if errors.Is(err, store.ErrWithdrawn) { // the disk failed, or the file is being replaced
		m.guess = nil
		m.tell([]Change{{Topic: Everything}})
		return Outcome{}, errors.Join(ErrNotTentative, err)
	}
	if len(changes) > 0 {
		m.tell(changes)
	}
	return outcome, err
}

func (m *Machine) try(e Envelope, keep func() error) (outcome Outcome, changes []Change, err error) {
	w := &work{tentative: true, savepoints: true, state: m.guess.state}
	err = m.guess.tx.Do(func(tx *store.Tx) error {
		w.tx = tx
		var found bool
		var err error
		if outcome, found, err = recall(tx, e); err != nil || found {
			return err
		}
		if outcome, err = m.applyOne(w, waitingIndex, e, nil); err != nil {
			return err
		}
		if outcome.Refusal != nil {
			return errUndo
		}
		return keep()
	})
	if errors.Is(err, errUndo) && !errors.Is(err, store.ErrWithdrawn) {
		return outcome, nil, nil
	}
	if err != nil {
		return Outcome{}, nil, err
	}
	m.guess.state = w.state
	outcome.Waiting = outcome.Refusal == nil && outcome.Index == waitingIndex
	return outcome, w.changes, nil
}

// waitingIndex stands for the place in the log that a command does not have yet; the log counts from 1.
const waitingIndex = 0

// Withdraw ends judging tentatively: what was accepted is no longer seen until the log has decided on it. Without effect where nothing is open.
func (m *Machine) Withdraw() error {
	m.mu.Lock()
	defer m.mu.Unlock()
	changes, err := m.withdraw()
	if len(changes) > 0 {
		m.tell(changes)
	}
	return err
}

// Tentative says whether the machine is judging tentatively.
func (m *Machine) Tentative() bool { return m.db.Tentative() }

// withdraw answers the change that tells the screens, where there was something to withdraw.
func (m *Machine) withdraw() ([]Change, error) {
	if m.guess == nil {
		return nil, nil
	}
	err := m.guess.tx.Withdraw()
	m.guess = nil
	return []Change{{Topic: Everything}}, err
}
