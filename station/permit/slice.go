// Package permit knows the residence permit (居住证) from application to hand-out: who may apply, with which papers, the one notice of what
// is missing, the office's fifteen days, the authority's decision, the card and its yearly endorsement. It decides nothing in the
// authority's place and never makes up a permit number.
//
// The articles named are those of the Interim Regulations on Residence Permits (State Council Decree 663) unless another law is named.
package permit

import (
	_ "embed"

	"jiezhan/station/ledger"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station. Intake, supply, acceptance and withdrawal go on while a station is cut off. What belongs to the
// authority, and the card itself, waits for the majority; so does the notice, because the law allows one and it goes home with the applicant. An endorsement
// goes on: its last day is the law's and does not wait for a line, and the day it was made at the desk is the day that counts. So does the report of a lost
// card, whose number has to be void at once.
func Slice() ledger.Slice {
	return ledger.Slice{Name: "permit", Schema: schema, Commands: []ledger.Declaration{
		ledger.Declare[ApplyForPermit](ledger.Provisional).WithNumber(),
		ledger.Declare[RequestCompletion](ledger.OnlineOnly),
		ledger.Declare[SupplyDocuments](ledger.Provisional),
		ledger.Declare[AcceptApplication](ledger.Provisional),
		ledger.Declare[RecordApproval](ledger.OnlineOnly),
		ledger.Declare[RecordRefusal](ledger.OnlineOnly),
		ledger.Declare[RecordPermit](ledger.OnlineOnly),
		ledger.Declare[HandOutPermit](ledger.OnlineOnly),
		ledger.Declare[WithdrawApplication](ledger.Provisional),
		ledger.Declare[ExtendTime](ledger.OnlineOnly),
		ledger.Declare[CloseApplication](ledger.OnlineOnly),
		ledger.Declare[EndorsePermit](ledger.Provisional).WithNumber(),
		ledger.Declare[ReportCard](ledger.Provisional).WithNumber(),
		ledger.Declare[ReceiveOldCard](ledger.OnlineOnly),
		ledger.Declare[WithdrawReport](ledger.OnlineOnly),
		ledger.Declare[RecordNewCard](ledger.OnlineOnly),
		ledger.Declare[HandOutNewCard](ledger.OnlineOnly),
		ledger.Declare[CorrectPermit](ledger.OnlineOnly),
		ledger.Declare[EndPermit](ledger.OnlineOnly),
		ledger.Declare[WithdrawForFraud](ledger.OnlineOnly),
		ledger.Declare[RemindHolders](ledger.OnlineOnly),
		ledger.Declare[ImportDecisions](ledger.OnlineOnly),
		ledger.Declare[BringPermits](ledger.OnlineOnly),
		ledger.Declare[SetRules](ledger.OnlineOnly),
		ledger.Declare[PutBenefit](ledger.OnlineOnly),
	}}
}

// topic is the topic of every change to an application or its permit; the id is the application's.
const topic = "permit"
