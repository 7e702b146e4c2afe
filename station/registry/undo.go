package registry

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// UndoMerge takes a merge back: both records are as they were, and what was entered for the survivor since then stays with the survivor.
type UndoMerge struct {
	ID     string `json:"id"`
	Reason string `json:"reason"`
}

// Kind is the verb on the wire.
func (UndoMerge) Kind() string { return "person.undo_merge.v1" }

// Validate judges the form.
func (c UndoMerge) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ID != "", "id", "merge.unknown")
	reasoned(&v, c.Reason)
	return v.Refusal()
}

// Apply gives every row back that the merge moved.
func (c UndoMerge) Apply(tx *ledger.Tx) (any, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	m, found, err := mergeByID(tx, c.ID)
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "id", "merge.unknown"))
	}
	if m.UndoneAt != "" {
		return nil, ledger.Refuse(ledger.WrongState, "id", "merge.undone_already")
	}
	survivor, err := present(tx, m.Survivor)
	if err != nil { // it was merged on: that one has to be undone first
		return nil, err
	}
	loser, found, err := PersonByID(tx, m.Loser)
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "id", "merge.unknown"))
	}
	tx.About(survivor.ID)
	if err := both(tx, survivor, loser, func() error { return m.takeBack(tx) }); err != nil {
		return nil, err
	}
	_, err = tx.Exec(`UPDATE person_merge SET undone_at = ?, undone_by = ?, reason_undone = ? WHERE id = ?`, ledger.FormatTime(tx.Stamp.At),
		tx.Stamp.Actor.ID, strings.TrimSpace(c.Reason), m.ID)
	if err != nil {
		return nil, fmt.Errorf("undo merge: %w", err)
	}
	tx.Changed("person", survivor.ID)
	tx.Changed("person", loser.ID)
	return Merged{ID: m.ID, Survivor: survivor.ID, Loser: loser.ID}, nil
}

func (m Merge) takeBack(tx *ledger.Tx) error {
	all, err := holdings(tx)
	if err != nil {
		return err
	}
	for _, h := range all {
		keys, err := collect(tx, func(scan func(...any) error) (key string, err error) { return key, scan(&key) },
			`SELECT key FROM person_merge_row WHERE merge_id = ? AND tbl = ? ORDER BY key`, m.ID, h.table)
		if err != nil {
			return fmt.Errorf("what moved: %w", err)
		}
		for _, key := range keys {
			if err := h.moveBack(tx, key, m.Survivor, m.Loser); err != nil {
				return err
			}
		}
	}
	for _, field := range CorrectableFields() { // unless somebody has changed it since
		if _, taken := m.before[field]; !taken {
			continue
		}
		_, err := tx.Exec(`UPDATE person SET `+field+` = ? WHERE id = ? AND `+field+` = ?`, m.before[field], m.Survivor, m.after[field])
		if err != nil {
			return fmt.Errorf("give back %s: %w", field, err)
		}
		// A later merge that stands found the value of this one, and would bring it back when it is undone.
		_, err = tx.Exec(`UPDATE person_merge SET before = json_set(before, '$.' || ?1, ?2) WHERE survivor = ?3 AND id <> ?4 AND undone_at = ''
			AND at >= ?5 AND before ->> ?1 = ?6`, field, m.before[field], m.Survivor, m.ID, m.At, m.after[field])
		if err != nil {
			return fmt.Errorf("give back %s to later merges: %w", field, err)
		}
	}
	return m.takeBackHousehold(tx)
}

// takeBackHousehold gives the loser its household and telephone again, and the survivor none where it came by the merge.
func (m Merge) takeBackHousehold(tx *ledger.Tx) error {
	if m.loserHousehold != "" && m.before[householdField] == "" {
		_, err := tx.Exec(`UPDATE person SET household_id = NULL WHERE id = ? AND household_id = ?`, m.Survivor, m.loserHousehold)
		if err != nil {
			return fmt.Errorf("give back the household: %w", err)
		}
	}
	_, err := tx.Exec(`UPDATE person SET household_id = ?, phone = ? WHERE id = ?`, orNull(m.loserHousehold), m.loserPhone, m.Loser)
	if err != nil {
		return fmt.Errorf("give back the telephone: %w", err)
	}
	return nil
}

// Merge is one merge of two records.
type Merge struct {
	ID, Survivor, Loser string
	Reason              string
	// At and UndoneAt are instants in the form of ledger.FormatTime; UndoneAt is empty while the merge stands.
	At, UndoneAt string
	// ActorID and UndoneBy are accounts.
	ActorID, UndoneBy string
	ReasonUndone      string
	Station           string

	before, after              values
	loserPhone, loserHousehold string
}

const mergeColumns = `SELECT id, survivor, loser, reason, at, undone_at, actor_id, undone_by, reason_undone, station, before, after, loser_phone,
	loser_household FROM person_merge `

func scanMerge(scan func(...any) error) (Merge, error) {
	var m Merge
	var before, after string
	err := scan(&m.ID, &m.Survivor, &m.Loser, &m.Reason, &m.At, &m.UndoneAt, &m.ActorID, &m.UndoneBy, &m.ReasonUndone, &m.Station, &before, &after,
		&m.loserPhone, &m.loserHousehold)
	if err != nil {
		return m, err
	}
	return m, errors.Join(json.Unmarshal([]byte(before), &m.before), json.Unmarshal([]byte(after), &m.after))
}

func mergeByID(q store.Query, id string) (Merge, bool, error) {
	m, err := scanMerge(q.Row(mergeColumns+`WHERE id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Merge{}, false, nil
	}
	return m, err == nil, err
}

// MergesOf lists the merges a record took part in, as survivor or as loser, undone ones too, the latest first.
func MergesOf(q store.Query, personID string) ([]Merge, error) {
	return collect(q, scanMerge, mergeColumns+`WHERE survivor = ? OR loser = ? ORDER BY at DESC, id DESC`, personID, personID)
}
