// Package statistics knows the two monthly tables that come of the register: population and housing, and residence permits. It counts, month by month
// and community by community, freezes what was counted, and leaves small groups out of what is published. It holds no list of people and knows none.
package statistics

import (
	_ "embed"

	"jiezhan/station/ledger"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station. Both commands wait for the majority (a month is frozen once, for all stations).
func Slice() ledger.Slice {
	return ledger.Slice{Name: "statistics", Schema: schema, Commands: []ledger.Declaration{
		ledger.Declare[Freeze](ledger.OnlineOnly),
		ledger.Declare[Amend](ledger.OnlineOnly),
	}}
}

// topic is the topic of every change; the id is the month.
const topic = "statistics"

// Codes lists every code this package can answer, in order.
func Codes() []string {
	return []string{
		"statistics.changed_meanwhile", "statistics.counts_invalid", "statistics.frozen_already", "statistics.month_invalid", "statistics.not_frozen",
		"statistics.not_permitted", "statistics.nothing_differs", "statistics.reason_required", "statistics.reason_too_long",
		"statistics.second_officer_required", "statistics.second_officer_role", "statistics.second_officer_same", "statistics.too_early",
	}
}
