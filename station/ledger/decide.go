package ledger

import (
	"bytes"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"jiezhan/station/store"
)

// work is one transaction under way, and then its result.
type work struct {
	tx *store.Tx
	// tentative work stands for this station alone: it has no place in the log, and journals are not looked at.
	tentative  bool
	savepoints bool

	state    state
	outcomes [][]Outcome
	changes  []Change
}

func (m *Machine) applyEntry(w *work, entry Entry) ([]Outcome, error) {
	outcomes := make([]Outcome, len(entry.Envelopes))
	inFile := entry.Index <= w.state.applied
	for i, e := range entry.Envelopes {
		known, found, err := recall(w.tx, e)
		if err != nil {
			return nil, err
		}
		switch {
		case inFile && !found:
			known = Outcome{RequestID: e.Stamp.RequestID}
		case !inFile:
			if known, err = m.decide(w, entry.Index, e, known, found); err != nil {
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
func recall(q store.Query, e Envelope) (Outcome, bool, error) {
	var intent, body []byte
	err := q.Row(`SELECT intent, body FROM outcome WHERE request_id = ?`, e.Stamp.RequestID).Scan(&intent, &body)
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
		return Outcome{RequestID: o.RequestID, Index: o.Index, Refusal: Refuse(Conflict, "request_id", codeReused)}, true, nil
	}
	return o, true, nil
}

// decide settles one command of the log, of which an outcome may be known already. One that was accepted while its station was cut off must be the
// next in that station's journal. Coming too early it is answered and otherwise passed over, so that it can come again.
func (m *Machine) decide(w *work, index uint64, e Envelope, known Outcome, found bool) (Outcome, error) {
	var refusal *Refusal
	if e.Stamp.Captured != nil {
		session, _, err := SessionOf(w.tx, e.Stamp.Station)
		if err != nil {
			return Outcome{}, err
		}
		refusal = session.turn(*e.Stamp.Captured)
		switch {
		case refusal == nil:
			if err := m.advance(w, e, known); err != nil {
				return Outcome{}, err
			}
		case refusal.Code() == codeOutOfOrder:
			return Outcome{RequestID: e.Stamp.RequestID, Refusal: refusal}, nil
		}
	}
	if !found {
		return m.applyOne(w, index, e, refusal)
	}
	if refusal != nil && known.Refusal != nil { // it was refused before it was accepted while cut off, and its journal counts no more
		return known, m.tellRefused(w, e, known.Refusal, "")
	}
	return known, nil
}

// advance moves the journal of e's station on by one. A request that was refused before it was accepted while cut off, or whose id stands for another
// wish, is not judged again, so the slices hear of it here.
func (m *Machine) advance(w *work, e Envelope, known Outcome) error {
	if err := advanceSession(w.tx, e.Stamp.Station, e.Stamp.Captured.Seq); err != nil {
		return err
	}
	if known.Refusal == nil {
		return nil
	}
	return m.tellRefused(w, e, known.Refusal, "")
}

// applyOne judges a command, refused already or not, and keeps what became of it.
func (m *Machine) applyOne(w *work, index uint64, e Envelope, refusal *Refusal) (Outcome, error) {
	tx := m.newTx(w, e)
	outcome, word := Outcome{Refusal: refusal}, auditApplied
	var err error
	switch {
	case refusal != nil:
	case e.Ignorable:
		word, err = auditIgnored, m.signal(w, e)
	default:
		outcome, err = m.judge(w, tx, e)
	}
	if err != nil {
		return Outcome{}, err
	}
	outcome.RequestID, outcome.Index = e.Stamp.RequestID, index
	if outcome.Refusal != nil {
		word = outcome.Refusal.Code()
		if e.Stamp.Captured != nil && !w.tentative {
			if err := m.tellRefused(w, e, outcome.Refusal, tx.subject); err != nil {
				return Outcome{}, err
			}
		}
	} else {
		w.changes, w.state.version = append(w.changes, tx.changes...), tx.version
	}
	return outcome, w.record(index, e, tx.subject, outcome, word)
}

func (m *Machine) newTx(w *work, e Envelope) *Tx {
	return &Tx{Tx: w.tx, Stamp: e.Stamp, machine: m, version: w.state.version}
}

// judge asks all who have a say: the version, the slices about the actor, the command.
func (m *Machine) judge(w *work, tx *Tx, e Envelope) (Outcome, error) {
	command, err := m.kinds.Decode(e)
	if err != nil && w.tentative {
		return Outcome{Refusal: Refuse(WrongState, "", codeUnknownKind)}, nil // written by a newer program: it waits for its peers
	}
	if err != nil {
		return Outcome{}, err
	}
	if !m.kinds.MayPropose(e.Kind, w.state.version) {
		return Outcome{Refusal: Refuse(WrongState, "", codeNotRaised)}, nil
	}
	if e.Stamp.Captured != nil && !w.tentative {
		if refusal, err := m.admit(w, e); err != nil || refusal != nil {
			return Outcome{Refusal: refusal}, err
		}
	}
	return perform(tx, command, w.savepoints)
}

func (m *Machine) admit(w *work, e Envelope) (*Refusal, error) {
	for _, slice := range m.slices {
		if slice.Admit == nil {
			continue
		}
		if refusal, err := slice.Admit(m.newTx(w, e), e); err != nil || refusal != nil {
			return refusal, err
		}
	}
	return nil, nil
}

func (m *Machine) tellRefused(w *work, e Envelope, r *Refusal, subject string) error {
	for _, slice := range m.slices {
		if slice.Refused == nil {
			continue
		}
		tx := m.newTx(w, e)
		tx.subject = subject
		if err := slice.Refused(tx, e, r); err != nil {
			return err
		}
		w.changes = append(w.changes, tx.changes...)
	}
	return nil
}

// perform runs the command.
func perform(tx *Tx, c Command, savepoints bool) (Outcome, error) {
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

// signal lets an ignorable command tell the screens something, where this program knows it. Its rows are undone and its answer is not kept, so that
// the register is the same at stations that do not know it.
func (m *Machine) signal(w *work, e Envelope) error {
	command, err := m.kinds.Decode(e)
	if err != nil {
		return nil //nolint:nilerr // not known here, and safe to ignore
	}
	tx := m.newTx(w, e)
	if err := tx.Savepoint("signal"); err != nil {
		return err
	}
	outcome, err := perform(tx, command, true)
	if err != nil {
		return err
	}
	if outcome.Refusal == nil {
		w.changes = append(w.changes, tx.changes...)
	}
	return tx.RollbackTo("signal")
}

// record writes the outcome and the audit row of a decided command.
func (w *work) record(index uint64, e Envelope, subject string, o Outcome, word string) error {
	body, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("encode outcome: %w", err)
	}
	if _, err := w.tx.Exec(`INSERT INTO outcome VALUES (?,?,?,?,?)`, o.RequestID, e.Stamp.Station, index, e.intent(), body); err != nil {
		return fmt.Errorf("keep outcome: %w", err)
	}
	w.state.seq++
	row := auditRow{seq: w.state.seq, index: index, envelope: e, subject: subject, outcome: word}
	w.state.head = w.state.head.next(row.chained())
	if err := row.insert(w.tx, w.state.head); err != nil {
		return fmt.Errorf("audit: %w", err)
	}
	return nil
}
