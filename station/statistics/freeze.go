package statistics

import (
	"encoding/json"
	"fmt"
	"slices"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

// Freeze keeps the figures of a month that is over (冻结), from its third working day of the month after on. The station that makes the command has counted
// them as of the end of the month and takes them along: every station stores the same, and nobody's alarm waits for a count through all rooms.
type Freeze struct {
	Month Month `json:"month"`
	Rows  Rows  `json:"rows"`
}

// Frozen is the answer to Freeze and Amend.
type Frozen struct {
	Month   Month `json:"month"`
	Version int   `json:"version"`
}

// Kind is the verb on the wire.
func (Freeze) Kind() string { return "statistics.freeze.v1" }

// Validate judges month, day and counts.
func (c Freeze) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(!c.Month.IsZero(), "month", "statistics.month_invalid")
	if len(v) == 0 {
		on := c.Month.FreezeOn()
		v.That(!stamp.Today().Before(on), "month", "statistics.too_early", "date", on.String())
	}
	c.Rows.check(&v)
	return v.Refusal()
}

// maxRows bounds the communities of an office.
const maxRows = 1000

// check judges counts alone: what is part of something is no more than it.
func (r Rows) check(v *ledger.Check) {
	valid, seen := len(r) > 0 && len(r) <= maxRows, map[string]bool{}
	for _, row := range r {
		valid = valid && row.Community != "" && !seen[row.Community]
		seen[row.Community] = true
		for f, n := range row.Counts {
			valid = valid && n >= 0 && slices.Contains(Figures(), f)
		}
		c := row.Counts
		valid = valid && c[OnTime] <= c[Issued] && c[Done] <= c[Due] && c[VerifiedHouseholds] <= c[Households]
	}
	v.That(valid, "rows", "statistics.counts_invalid")
}

// Apply keeps the counts as version 1.
func (c Freeze) Apply(tx *ledger.Tx) (any, error) {
	if refusal := mayFreeze(tx.Stamp.Actor); refusal != nil {
		return nil, refusal
	}
	versions, err := Versions(tx, c.Month)
	if err != nil {
		return nil, err
	}
	if len(versions) > 0 {
		return nil, ledger.Refuse(ledger.WrongState, "month", "statistics.frozen_already")
	}
	return keep(tx, Version{Number: 1}, c.Month, c.Rows)
}

// mayFreeze refuses everybody but the program itself and staff who freeze months.
func mayFreeze(actor ledger.Actor) *ledger.Refusal {
	if actor.Kind == ledger.System || actor.Kind == ledger.Staff && staff.Role(actor.Role).May(staff.StatisticsFreeze) {
		return nil
	}
	return ledger.Refuse(ledger.NotPermitted, "", "statistics.not_permitted")
}

// keep writes a version with its counts; communities must be those of the register.
func keep(tx *ledger.Tx, v Version, month Month, rows Rows) (any, error) {
	for _, row := range rows {
		n, found, err := area.Get(tx, row.Community)
		if err != nil {
			return nil, err
		}
		if !found || n.Kind != area.Community {
			return nil, ledger.Refuse(ledger.Invalid, "rows", "statistics.counts_invalid")
		}
	}
	_, err := tx.Exec(`INSERT INTO statistics_month (month, version, at, officer, second, station, reason) VALUES (?,?,?,?,?,?,?)`,
		month.String(), v.Number, ledger.FormatTime(tx.Stamp.At), tx.Stamp.Actor.ID, v.Second, tx.Stamp.Station, v.Reason)
	if err != nil {
		return nil, fmt.Errorf("freeze %s: %w", month, err)
	}
	for i, row := range rows {
		counts, err := json.Marshal(row.Counts)
		if err != nil {
			return nil, fmt.Errorf("encode counts: %w", err)
		}
		_, err = tx.Exec(`INSERT INTO statistics_count (month, version, seq, community, counts) VALUES (?,?,?,?,?)`, month.String(), v.Number, i, row.Community, string(counts))
		if err != nil {
			return nil, fmt.Errorf("freeze %s: %w", month, err)
		}
	}
	tx.Changed(topic, month.String())
	return Frozen{Month: month, Version: v.Number}, nil
}
