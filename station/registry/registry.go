// Package registry knows the people of the street (实有人口), their documents and their residence registrations (居住登记), how they are found, and
// who looked at whose record. It knows no permit, and it neither scores people nor lists them by ethnic group.
package registry

import (
	_ "embed"
	"strings"

	"jiezhan/station/ledger"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station.
func Slice() ledger.Slice {
	return ledger.Slice{
		Name: "registry", Schema: schema,
		Commands: []ledger.Declaration{
			ledger.Declare[RegisterResidence](ledger.Provisional).WithNumber(),
			ledger.Declare[EndResidence](ledger.Provisional),
			ledger.Declare[ImportPeople](ledger.OnlineOnly),
			ledger.Declare[RecordExport](ledger.OnlineOnly),
			ledger.Declare[RecordLooks](ledger.Final).Quietly(),
			ledger.Declare[ClosePlace](ledger.OnlineOnly),
			ledger.Declare[VerifyNumbers](ledger.OnlineOnly),
			ledger.Declare[CorrectRecord](ledger.OnlineOnly),
			ledger.Declare[MergePeople](ledger.OnlineOnly),
			ledger.Declare[UndoMerge](ledger.OnlineOnly),
			ledger.Declare[TellApart](ledger.OnlineOnly),
			ledger.Declare[ConfirmLiving](ledger.OnlineOnly),
			ledger.Declare[CreateHousehold](ledger.OnlineOnly),
			ledger.Declare[JoinHousehold](ledger.OnlineOnly),
			ledger.Declare[LeaveHousehold](ledger.OnlineOnly),
			ledger.Declare[ChangeHouseholder](ledger.OnlineOnly),
			ledger.Declare[MakeDataRequest](ledger.Provisional).WithNumber(),
			ledger.Declare[AnswerDataRequest](ledger.OnlineOnly),
			ledger.Declare[LiftRestriction](ledger.OnlineOnly),
			ledger.Declare[ReopenResidence](ledger.OnlineOnly),
			ledger.Declare[ShowDocument](ledger.OnlineOnly),
		},
	}
}

// orRefuse answers the failure where there is one, else the refusal.
func orRefuse(failure error, refusal *ledger.Refusal) error {
	if failure != nil {
		return failure
	}
	return refusal
}

// joinCodes and splitCodes store a list of codes in one column.
func joinCodes(codes []string) string { return strings.Join(codes, ",") }

func splitCodes(text string) []string {
	if text == "" {
		return nil
	}
	return strings.Split(text, ",")
}

func orNull(s string) any {
	if s == "" {
		return nil
	}
	return s
}
