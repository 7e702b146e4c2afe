package api

import (
	"context"
	"errors"
	"strconv"

	"jiezhan/app/bulk"
	"jiezhan/app/bulk/sheet"
	"jiezhan/station/ledger"
)

// decisionFile is a list of decisions as the authority sends it: .xlsx, or .csv in UTF-8 or GB18030.
type decisionFile struct {
	RawBody []byte `contentType:"application/octet-stream"`
}

// DecisionLine is one line of such a file: a row to import, or what is wrong with it.
type DecisionLine struct {
	Line  int          `json:"line" doc:"As spreadsheet programs count"`
	Row   *DecisionRow `json:"row,omitempty"`
	Fault string       `json:"fault,omitempty" enum:"bad_number,bad_decision,bad_date,bad_card"`
}

// DecisionLines are the lines of a file, at most one more than one list may have.
type DecisionLines struct {
	Lines []DecisionLine `json:"lines"`
}

// readDecisions reads a file and keeps nothing of it; the page shows the lines and imports them like pasted ones.
func (a *API) readDecisions(_ context.Context, in *decisionFile) (DecisionLines, error) {
	lines, err := bulk.ReadDecisions(in.RawBody, a.Bulk.Folder)
	var refusal *ledger.Refusal
	if errors.As(err, &refusal) {
		return DecisionLines{}, refuse(refusal.Code(), "columns", refusal.Problems[0].Params["columns"])
	}
	if fault, faulty := sheet.FaultOf(err); faulty {
		return DecisionLines{}, refuse(fault.Code, "line", strconv.Itoa(fault.Line))
	}
	return DecisionLines{Lines: list(lines, decisionLine)}, err
}

func decisionLine(l bulk.DecisionLine) DecisionLine {
	if l.Fault != "" {
		return DecisionLine{Line: l.Line, Fault: l.Fault}
	}
	r := l.Row
	return DecisionLine{Line: l.Line, Row: &DecisionRow{
		Number: r.Number, Decision: string(r.Decision), ReasonCode: r.ReasonCode, ReasonText: r.ReasonText, DecisionRef: r.DecisionRef,
		DecidedOn: r.DecidedOn, PermitNumber: r.PermitNumber, IssuedOn: r.IssuedOn,
	}}
}
