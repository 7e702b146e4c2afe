package registry

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// MergePeople says that two records are one person: all that belongs to the loser moves to the survivor. The loser's row stays, so that UndoMerge can
// take it all back. Whoever looked at either record stands in both logs, which are not rewritten; see LooksAt.
type MergePeople struct {
	SurvivorID string `json:"survivor_id"`
	LoserID    string `json:"loser_id"`
	// Take lists the fields, of CorrectableFields, in which the loser's version is the right one.
	Take   []string `json:"take,omitempty"`
	Reason string   `json:"reason"`
}

// Merged is the answer to MergePeople and UndoMerge.
type Merged struct {
	ID       string `json:"id"`
	Survivor string `json:"survivor_id"`
	Loser    string `json:"loser_id"`
}

// Kind is the verb on the wire.
func (MergePeople) Kind() string { return "person.merge.v1" }

// Validate judges the form.
func (c MergePeople) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.SurvivorID != "", "survivor_id", "person.unknown")
	v.That(c.LoserID != "", "loser_id", "person.unknown")
	v.That(c.SurvivorID == "" || c.SurvivorID != c.LoserID, "loser_id", "merge.same_record")
	unknown := func(field string) bool { return !slices.Contains(CorrectableFields(), field) }
	v.That(!slices.ContainsFunc(c.Take, unknown), "take", "correction.field_unknown")
	reasoned(&v, c.Reason)
	return v.Refusal()
}

// Apply moves everything, and writes down what went where.
func (c MergePeople) Apply(tx *ledger.Tx) (any, error) {
	if refusal := clerk(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	survivor, err := present(tx, c.SurvivorID)
	if err != nil {
		return nil, err
	}
	loser, err := present(tx, c.LoserID)
	if err != nil {
		return nil, err
	}
	tx.About(survivor.ID)
	id := tx.NewID()
	if err := c.write(tx, id, survivor, loser); err != nil {
		return nil, err
	}
	tx.Changed("person", survivor.ID)
	tx.Changed("person", loser.ID)
	return Merged{ID: id, Survivor: survivor.ID, Loser: loser.ID}, nil
}

func (c MergePeople) write(tx *ledger.Tx, id string, survivor, loser Person) error {
	before, err := fieldsOf(tx, survivor.ID, c.Take)
	if err != nil {
		return err
	}
	after, err := fieldsOf(tx, loser.ID, c.Take)
	if err != nil {
		return err
	}
	before[householdField] = survivor.HouseholdID
	_, err = tx.Exec(`INSERT INTO person_merge VALUES (?,?,?,?,?,?,?,?,?,?,?,'','','')`, id, survivor.ID, loser.ID, before.text(), after.text(),
		loser.Phone, loser.HouseholdID, strings.TrimSpace(c.Reason), ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor.ID, tx.Stamp.Station)
	if err != nil {
		return fmt.Errorf("keep merge: %w", err)
	}
	return both(tx, survivor, loser, func() error {
		if err := moveHoldings(tx, id, loser.ID, survivor.ID); err != nil {
			return err
		}
		for _, field := range CorrectableFields() {
			if value, taken := after[field]; taken {
				if err := setField(tx, survivor.ID, field, value); err != nil {
					return err
				}
			}
		}
		// The household goes along where the survivor has none; a record that is no person's any more is in no household and answers no telephone.
		_, err := tx.Exec(`UPDATE person SET household_id = ? WHERE id = ? AND household_id IS NULL`, orNull(loser.HouseholdID), survivor.ID)
		if err == nil {
			_, err = tx.Exec(`UPDATE person SET household_id = NULL, phone = '' WHERE id = ?`, loser.ID)
		}
		return err
	})
}

// both runs a change of two people's rows and brings their keys and marks after it.
func both(tx *ledger.Tx, survivor, loser Person, change func() error) error {
	if err := reindex(tx, survivor, func() error { return reindex(tx, loser, change) }); err != nil {
		return err
	}
	for _, id := range []string{survivor.ID, loser.ID} {
		for _, mark := range []func(*ledger.Tx, string) error{noteTwoOpen, forgetTwoOpen} {
			if err := mark(tx, id); err != nil {
				return err
			}
		}
	}
	return nil
}

func moveHoldings(tx *ledger.Tx, id, from, to string) error {
	all, err := holdings(tx)
	if err != nil {
		return err
	}
	for _, h := range all {
		moved, left, err := h.move(tx, from, to)
		if err != nil {
			return err
		}
		if left > 0 { // one application at a time, one registration in a room: both records have one
			return ledger.Refuse(ledger.Conflict, "", "merge.both_have_one", "what", h.table)
		}
		for _, key := range moved {
			if _, err := tx.Exec(`INSERT INTO person_merge_row VALUES (?,?,?)`, id, h.table, key); err != nil {
				return fmt.Errorf("keep what moved: %w", err)
			}
		}
	}
	return nil
}

// values are fields of a person by name.
type values map[string]string

// householdField is the household that the survivor had, among the values of before.
const householdField = "household_id"

// text is the values as JSON, in the order of names.
func (v values) text() string {
	b, _ := json.Marshal(v) //nolint:errchkjson // a map of texts always encodes
	return string(b)
}

// fieldsOf reads some fields of a person.
func fieldsOf(q store.Query, personID string, fields []string) (values, error) {
	v := values{}
	for _, field := range fields {
		var value string
		if err := q.Row(`SELECT `+field+` FROM person WHERE id = ?`, personID).Scan(&value); err != nil {
			return nil, fmt.Errorf("read %s of %s: %w", field, personID, err)
		}
		v[field] = value
	}
	return v, nil
}

// present finds a person whose record is in use: one that was merged into another, or is only stored, is refused.
func present(q store.Query, id string) (Person, error) {
	p, found, err := PersonByID(q, id)
	if err != nil || !found {
		return Person{}, orRefuse(err, ledger.Refuse(ledger.NotFound, "person_id", "person.unknown"))
	}
	merged, err := MergedInto(q, id)
	if err != nil {
		return Person{}, err
	}
	if merged != "" {
		return Person{}, ledger.Refuse(ledger.WrongState, "person_id", "person.merged")
	}
	restricted, err := Restricted(q, id)
	if err != nil || restricted {
		return Person{}, orRefuse(err, ledger.Refuse(ledger.NotPermitted, "person_id", "person.restricted"))
	}
	return p, nil
}

// MergedInto is the record that a record was merged into, or empty where it was not.
func MergedInto(q store.Query, id string) (string, error) {
	var survivor string
	err := q.Row(`SELECT survivor FROM person_merge WHERE loser = ? AND undone_at = ''`, id).Scan(&survivor)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return survivor, err
}
