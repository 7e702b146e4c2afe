package bulk

import (
	"slices"
	"strings"

	"jiezhan/app/bulk/sheet"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
)

// The faults of a line of decisions, by the codes that the page has words for.
const (
	FaultNumber   = "bad_number"
	FaultDecision = "bad_decision"
	FaultDate     = "bad_date"
	FaultCard     = "bad_card" // the spreadsheet has spoiled the number of the card
)

// DecisionLine is one line of a file of decisions: a row, or what is wrong with it.
type DecisionLine struct {
	Line  int
	Row   permit.DecisionRow
	Fault string
}

// decisionColumns are those of a list as the authority sends it (审批结果名单). It is judged by permit.ImportDecisions, which asks for a second officer, and so
// is no Kind of its own.
func decisionColumns() Kind {
	return Kind{Name: "decisions", Columns: []Column{
		{Key: "number", Zh: "申请编号", En: "Application number", Also: []string{"受理编号", "办件号", "业务编号", "编号"}, Required: true},
		{Key: "decision", Zh: "决定", En: "Decision", Also: []string{"审批结果", "审批意见", "结果"}, Required: true},
		{Key: "ref", Zh: "文号", En: "Reference", Also: []string{"决定文号", "批准文号", "审批文号"}, Required: true},
		{Key: "decided_on", Zh: "决定日期", En: "Decided on", Also: []string{"审批日期", "批准日期", "日期"}, Required: true},
		{Key: "reason", Zh: "不予的理由", En: "Kind of reason", Also: []string{"不予理由", "理由种类", "不予的理由种类"}},
		{Key: "reason_text", Zh: "理由说明", En: "Reason", Also: []string{"说明"}},
		{Key: "permit_number", Zh: "居住证号码", En: "Permit number", Also: []string{"居住证号", "证号", "证件编号"}},
		{Key: "issued_on", Zh: "签发日期", En: "Issued on", Also: []string{"发证日期", "制证日期"}},
	}}
}

// ReadDecisions reads a file of decisions, at most one line more than one list may have. It writes nothing. An error is a sheet.Fault where the file is to
// blame, and a refusal where columns are missing.
func ReadDecisions(content []byte, temp string) ([]DecisionLine, error) {
	kind := decisionColumns()
	var lines []DecisionLine
	var heads headings
	found, above := false, 0
	err := sheet.ReadBytes(content, temp, func(r sheet.Row) error {
		switch {
		case strings.HasPrefix(r.Cell(0), hintMark), len(lines) > permit.MostDecisions:
			return nil
		case found:
			lines = append(lines, readDecision(Cells{Row: r, At: heads.at}))
			return nil
		}
		if heads, found = readHeadings(kind, r); found {
			if missing := heads.missing(kind); len(missing) > 0 {
				return ledger.Refuse(ledger.Invalid, "", "file.columns_missing", "columns", strings.Join(missing, "、"))
			}
			return nil
		}
		if above++; above >= headingsWithin {
			return &sheet.Fault{Code: "file.no_headings"}
		}
		return nil
	})
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, &sheet.Fault{Code: "file.no_headings"}
	case len(lines) == 0:
		return nil, &sheet.Fault{Code: "file.no_rows"}
	}
	return lines, nil
}

// readDecision reads what a line says; the first thing wrong is told.
func readDecision(c Cells) DecisionLine {
	line := DecisionLine{Line: c.Line}
	var wrong []Problem
	row := permit.DecisionRow{
		Number: c.Text("number"), Decision: decisionOf(c.Text("decision")), DecisionRef: c.Text("ref"), DecidedOn: c.date("decided_on", &wrong),
		PermitNumber: c.Text("permit_number"), IssuedOn: c.date("issued_on", &wrong),
	}
	switch {
	case !strings.ContainsAny(row.Number, "0123456789０１２３４５６７８９"):
		line.Fault = FaultNumber
	case row.Decision == "":
		line.Fault = FaultDecision
	case len(wrong) > 0 || row.DecidedOn.IsZero():
		line.Fault = FaultDate
	case sheet.DamageOf(row.PermitNumber) != sheet.Whole && sheet.DamageOf(row.PermitNumber) != sheet.Cut:
		line.Fault = FaultCard
	}
	if line.Fault != "" {
		return line
	}
	if row.Decision == permit.DecidedRefused {
		row.ReasonCode, row.ReasonText = reasonOf(c.Text("reason")), c.Text("reason_text")
	}
	switch {
	case row.PermitNumber == "":
		row.IssuedOn = calendar.Date{}
	case row.IssuedOn.IsZero():
		row.IssuedOn = row.DecidedOn
	}
	line.Row = row
	return line
}

func decisionOf(word string) permit.DecisionKind {
	switch word = plainHeading(word); {
	case slices.Contains([]string{"准予", "同意", "批准", "予以签发", "准予签发", "通过", "approved"}, word):
		return permit.DecidedApproved
	case slices.Contains([]string{"不予", "不同意", "不批准", "不予签发", "不予批准", "不予办理", "不通过", "refused"}, word):
		return permit.DecidedRefused
	default:
		return ""
	}
}

// reasonOf is the code of a reason in the words of the console, or the text itself, which ImportDecisions refuses by name.
func reasonOf(text string) string {
	words := map[string][]string{
		"refusal.half_year":    {"居住未满半年", "居住不满半年", "half_year"},
		"refusal.no_condition": {"不具备条件", "不符合条件", "不符合三个条件中的任何一个", "no_condition"},
		"refusal.false_proof":  {"材料虚假", "证明材料不真实", "false_proof"},
		"refusal.other":        {"其他", "其他原因", "other"},
	}
	for _, code := range permit.RefusalReasons() {
		if text == code || slices.Contains(words[code], text) {
			return code
		}
	}
	return text
}
