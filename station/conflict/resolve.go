package conflict

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

// maxReason bounds the reason, in characters.
const maxReason = 200

// Resolve settles an item: it was submitted again with changes, belongs to a record that is there, or is given up.
type Resolve struct {
	Conflict string `json:"conflict"`
	Action   Action `json:"action"`
	// Successor is the request that was submitted in its place, or the record it belongs to; empty for a dropped one.
	Successor string `json:"successor,omitempty"`
	// Reason is needed to drop one.
	Reason string `json:"reason,omitempty"`
}

// Settled is the answer to Resolve.
type Settled struct {
	ID string `json:"id"`
}

// Kind is the verb on the wire.
func (Resolve) Kind() string { return "conflict.resolve.v1" }

// Validate judges the form.
func (c Resolve) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.Conflict != "", "conflict", "conflict.unknown")
	v.That(slices.Contains(Actions(), c.Action), "action", "conflict.action_unknown")
	v.That(c.Action == Dropped || c.Successor != "", "successor", "conflict.successor_required")
	v.That(c.Action != Dropped || strings.TrimSpace(c.Reason) != "", "reason", "conflict.reason_required")
	v.That(utf8.RuneCountInString(c.Reason) <= maxReason, "reason", "conflict.reason_too_long", "limit", strconv.Itoa(maxReason))
	return v.Refusal()
}

// Apply settles an open item, once.
func (c Resolve) Apply(tx *ledger.Tx) (any, error) {
	actor := tx.Stamp.Actor
	if actor.Kind != ledger.System && (actor.Kind != ledger.Staff || !staff.Role(actor.Role).May(staff.ConflictHandle)) {
		return nil, ledger.Refuse(ledger.NotPermitted, "", "conflict.not_permitted")
	}
	i, found, err := ByID(tx, c.Conflict)
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, ledger.Refuse(ledger.NotFound, "conflict", "conflict.unknown")
	}
	tx.About(i.Subject)
	if i.State != Pending {
		return nil, ledger.Refuse(ledger.WrongState, "conflict", "conflict.resolved", "action", string(i.Action))
	}
	if c.Action == Amended && len(Amendable(i.Kind)) == 0 {
		return nil, ledger.Refuse(ledger.Invalid, "action", "conflict.not_amendable")
	}
	_, err = tx.Exec(`UPDATE conflict SET state = ?, action = ?, successor = ?, reason = ?, resolved_by = ?, resolved_at = ? WHERE id = ?`,
		string(Resolved), string(c.Action), c.Successor, strings.TrimSpace(c.Reason), actor.ID, ledger.FormatTime(tx.Stamp.At), i.ID)
	if err != nil {
		return nil, fmt.Errorf("settle conflict: %w", err)
	}
	tx.Changed(topic, i.ID)
	return Settled{ID: i.ID}, nil
}
