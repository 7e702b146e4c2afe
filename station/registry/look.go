package registry

import (
	"cmp"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// What somebody saw of a record.
const (
	// Listed says that the masked line stood in a list of results.
	Listed = "listed"
	// Opened says that the masked record was opened.
	Opened = "opened"
	// Revealed says that one field was shown whole.
	Revealed = "revealed"
	// Printed says that a paper about the person was made, or its preview; the field is the sort of paper.
	Printed = "printed"
	// Exported says that the record stood in a file that was handed out; see RecordExport, which alone writes it.
	Exported = "exported"
	// AtKiosk says that the holder saw the record with the own card on the reader.
	AtKiosk = "kiosk"
)

const (
	// MaxLooks is how many looks one command records.
	MaxLooks  = 500
	maxReason = 200 // characters
)

// Look is one look at a person's record (查阅). It names the person by identifier and holds no value.
type Look struct {
	At       time.Time    `json:"at"`
	Actor    ledger.Actor `json:"actor"`
	PersonID string       `json:"person_id"`
	What     string       `json:"what"`
	// Field is the one revealed, Reason what was given for it.
	Field   string `json:"field,omitempty"`
	Purpose string `json:"purpose"`
	Reason  string `json:"reason,omitempty"`
	Station string `json:"station"`

	seq int64
}

// RecordLooks keeps who saw whose record. It cannot conflict, so a station that is cut off goes on recording.
type RecordLooks struct {
	Looks []Look `json:"looks"`
}

// RecordedLooks is the answer to RecordLooks.
type RecordedLooks struct {
	Count int `json:"count"`
}

// Kind is the verb on the wire.
func (RecordLooks) Kind() string { return "look.record.v1" }

// Validate judges every look alone.
func (c RecordLooks) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Looks) > 0, "looks", "look.nothing")
	v.That(len(c.Looks) <= MaxLooks, "looks", "look.too_many", "limit", strconv.Itoa(MaxLooks))
	if len(v) > 0 {
		return v.Refusal()
	}
	for i, l := range c.Looks {
		field := fmt.Sprintf("looks.%d.", i)
		v.That(l.PersonID != "", field+"person_id", "look.person_required")
		v.That(slices.Contains([]string{Listed, Opened, Revealed, Printed, AtKiosk}, l.What), field+"what", "look.what_unknown")
		v.That(!l.At.IsZero(), field+"at", "look.time_required")
		v.That(l.Purpose != "", field+"purpose", "look.purpose_required")
		v.That(l.What != Revealed || l.Field != "" && l.Reason != "", field+"reason", "look.reason_required")
		v.That(shorter(l.Reason, maxReason), field+"reason", "look.reason_too_long", "limit", strconv.Itoa(maxReason))
	}
	return v.Refusal()
}

// Apply writes the looks in their order.
func (c RecordLooks) Apply(tx *ledger.Tx) (any, error) {
	if len(c.Looks) == 1 {
		tx.About(c.Looks[0].PersonID)
	}
	rows := make([][]string, len(c.Looks))
	for i, l := range c.Looks {
		rows[i] = []string{l.PersonID, ledger.FormatTime(l.At), string(l.Actor.Kind), l.Actor.ID, l.Actor.Role, l.Station, l.What, l.Field, l.Purpose, l.Reason}
	}
	list, err := json.Marshal(rows)
	if err != nil {
		return nil, fmt.Errorf("encode looks: %w", err)
	}
	_, err = tx.Exec(`INSERT INTO look (person_id, at, actor_kind, actor_id, actor_role, station, what, field, purpose, reason)
		SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9
		FROM json_each(?) ORDER BY key`, string(list))
	if err != nil {
		return nil, fmt.Errorf("record looks: %w", err)
	}
	return RecordedLooks{Count: len(c.Looks)}, nil
}

// maxLooks is how many looks an auditor sees of one person.
const maxLooks = 500

// LooksAt lists who saw a person's record, or one that was merged into it, the latest first, 500 at most.
func LooksAt(q store.Query, personID string) ([]Look, error) {
	records, err := recordsOf(q, personID)
	if err != nil {
		return nil, err
	}
	var all []Look
	for _, record := range records {
		looks, err := looksAtRecord(q, record)
		if err != nil {
			return nil, err
		}
		all = append(all, looks...)
	}
	slices.SortStableFunc(all, func(a, b Look) int { return cmp.Compare(b.seq, a.seq) })
	return all[:min(len(all), maxLooks)], nil
}

// recordsOf lists a record and all that were merged into it.
func recordsOf(q store.Query, personID string) ([]string, error) {
	records := []string{personID}
	for i := 0; i < len(records); i++ { // grows while it is walked
		losers, err := collect(q, func(scan func(...any) error) (id string, err error) { return id, scan(&id) },
			`SELECT loser FROM person_merge WHERE survivor = ? AND undone_at = '' ORDER BY id`, records[i])
		if err != nil {
			return nil, fmt.Errorf("records of %s: %w", personID, err)
		}
		records = append(records, losers...)
	}
	return records, nil
}

func looksAtRecord(q store.Query, personID string) ([]Look, error) {
	return collect(q, func(scan func(...any) error) (Look, error) {
		l := Look{PersonID: personID}
		var at string
		err := scan(&l.seq, &at, &l.Actor.Kind, &l.Actor.ID, &l.Actor.Role, &l.Station, &l.What, &l.Field, &l.Purpose, &l.Reason)
		if err != nil {
			return Look{}, err
		}
		l.At, err = ledger.ParseTime(at)
		return l, err
	}, `SELECT seq, at, actor_kind, actor_id, actor_role, station, what, field, purpose, reason FROM look WHERE person_id = ?
		ORDER BY seq DESC LIMIT ?`, personID, maxLooks)
}
