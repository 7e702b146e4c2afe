package statistics

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

// Amend puts figures of a frozen month right (更正), by counting the register again as of the end of that month. Nothing is overwritten: the former
// version stays and is shown beside the new one. It takes a reason and a second officer.
type Amend struct {
	Month Month `json:"month"`
	// Version is the one that was seen and is to be amended.
	Version int    `json:"version"`
	Rows    Rows   `json:"rows"`
	Reason  string `json:"reason"`
	// SecondOfficer is the account of the officer who stood by. Whoever makes the command has checked that officer's password.
	SecondOfficer string `json:"second_officer"`
}

// maxReason bounds the reason, in characters.
const maxReason = 200

// Kind is the verb on the wire.
func (Amend) Kind() string { return "statistics.amend.v1" }

// Validate judges the form and the counts.
func (c Amend) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(!c.Month.IsZero(), "month", "statistics.month_invalid")
	v.That(strings.TrimSpace(c.Reason) != "", "reason", "statistics.reason_required")
	v.That(utf8.RuneCountInString(c.Reason) <= maxReason, "reason", "statistics.reason_too_long", "limit", strconv.Itoa(maxReason))
	v.That(c.SecondOfficer != "", "second_officer", "statistics.second_officer_required")
	v.That(c.SecondOfficer == "" || c.SecondOfficer != stamp.Actor.ID, "second_officer", "statistics.second_officer_same")
	c.Rows.check(&v)
	return v.Refusal()
}

// Apply keeps the counts as the next version.
func (c Amend) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayFreeze(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	versions, err := Versions(tx, c.Month)
	if err != nil {
		return nil, err
	}
	switch {
	case len(versions) == 0:
		return nil, ledger.Refuse(ledger.WrongState, "month", "statistics.not_frozen")
	case len(versions) != c.Version:
		return nil, ledger.Refuse(ledger.WrongState, "version", "statistics.changed_meanwhile")
	}
	before, err := rowsOf(tx, c.Month, c.Version)
	if err != nil {
		return nil, err
	}
	if len(Differences(before, c.Rows)) == 0 {
		return nil, ledger.Refuse(ledger.Conflict, "", "statistics.nothing_differs")
	}
	second, found, err := staff.ByID(tx, c.SecondOfficer)
	if err != nil {
		return nil, err
	}
	if !found || second.Disabled || !second.Role.May(staff.StatisticsFreeze) {
		return nil, ledger.Refuse(ledger.NotPermitted, "second_officer", "statistics.second_officer_role")
	}
	return keep(tx, Version{Number: c.Version + 1, Second: c.SecondOfficer, Reason: strings.TrimSpace(c.Reason)}, c.Month, c.Rows)
}
