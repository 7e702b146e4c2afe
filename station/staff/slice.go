// Package staff knows the accounts of the people who work at the stations, their roles, what each role may do, and how a password
// is kept. It knows no session and no lock-out: those belong to the station that is logged on to.
package staff

import (
	_ "embed"

	"jiezhan/station/ledger"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station. Accounts need the majority: a station that is cut off creates and disables nobody. What staff did
// there counts only if they may still do it when the office hears of it.
func Slice() ledger.Slice {
	return ledger.Slice{Name: "staff", Schema: schema, Admit: admit, Commands: []ledger.Declaration{
		ledger.Declare[CreateAccount](ledger.OnlineOnly),
		ledger.Declare[DisableAccount](ledger.OnlineOnly),
		ledger.Declare[SetPassword](ledger.OnlineOnly),
	}}
}

// topic is the topic of every change to an account.
const topic = "account"

// Codes lists every refusal code this package can answer, in order.
func Codes() []string {
	return []string{
		"account.hash_invalid",
		"account.last_admin",
		"account.login_invalid",
		"account.login_taken",
		"account.name_required",
		"account.name_too_long",
		"account.not_permitted",
		"account.role_unknown",
		"account.unknown",
		"actor.not_permitted",
		"password.too_common",
		"password.too_long",
		"password.too_short",
	}
}
