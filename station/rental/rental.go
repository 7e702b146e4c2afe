// Package rental knows who reports for which dwellings and premises (申报主体), the rental file of a dwelling (租赁备案) with its tenants and checks, and what
// landlords report from their terminal. Of hotels and sites it knows that the register of a day is kept and for how many, never who slept there. It looks
// at files of dwellings and never lists people by what they have done.
package rental

import (
	_ "embed"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station. What a landlord reports is taken in while the station is cut off, because somebody stands at the
// terminal and three working days are running; files, accounts and rules wait for the majority.
func Slice() ledger.Slice {
	return ledger.Slice{Name: "rental", Schema: schema, Commands: []ledger.Declaration{
		ledger.Declare[CreateReporter](ledger.OnlineOnly),
		ledger.Declare[SetPIN](ledger.OnlineOnly),
		ledger.Declare[DisableReporter](ledger.OnlineOnly),
		ledger.Declare[BindPremises](ledger.OnlineOnly),
		ledger.Declare[UnbindPremises](ledger.OnlineOnly),
		ledger.Declare[NoteSeen](ledger.Final).Quietly(),
		ledger.Declare[KeepRegister](ledger.Provisional),
		ledger.Declare[SetRules](ledger.OnlineOnly),
		ledger.Declare[ImportRentals](ledger.OnlineOnly),
		ledger.Declare[OpenFile](ledger.OnlineOnly).WithNumber(),
		ledger.Declare[ChangeFile](ledger.OnlineOnly),
		ledger.Declare[RenewFile](ledger.OnlineOnly),
		ledger.Declare[EndFile](ledger.OnlineOnly),
		ledger.Declare[AddTenant](ledger.OnlineOnly),
		ledger.Declare[TenantLeft](ledger.OnlineOnly),
		ledger.Declare[MatchTenant](ledger.OnlineOnly),
		ledger.Declare[ReportTenant](ledger.Provisional).WithNumber(),
		ledger.Declare[ReportLeaving](ledger.Provisional).WithNumber(),
		ledger.Declare[AcceptReport](ledger.OnlineOnly).WithNumber(),
		ledger.Declare[ReturnReport](ledger.OnlineOnly),
	}}
}

// Topics of changes; the id is that of the record.
const (
	topic         = "rental"
	reporterTopic = "reporter"
	reportTopic   = "tenancy_report"
)

// mayHandle refuses everybody but those who keep rental files, and the program itself.
func mayHandle(actor ledger.Actor) *ledger.Refusal {
	if actor.Kind == ledger.System || actor.Kind == ledger.Staff && staff.Role(actor.Role).May(staff.RentalHandle) {
		return nil
	}
	return ledger.Refuse(ledger.NotPermitted, "", "rental.not_permitted")
}

// or answers the failure where there is one, else the refusal.
func or(failure error, refusal *ledger.Refusal) error {
	if failure != nil {
		return failure
	}
	return refusal
}
