package permit

import (
	"fmt"
	"strings"
	"testing"
)

// imported tells what became of each line: outcome, or the code of its problem.
func (o *office) imported(c ImportDecisions) string {
	o.tb.Helper()
	var all []string
	for _, row := range result[Imported](o, o.must(o.recorder, c)).Rows {
		if row.Problem != nil {
			all = append(all, row.Problem.Code)
			continue
		}
		all = append(all, string(row.Outcome))
	}
	return strings.Join(all, " ")
}

func TestAListOfDecisionsIsJudgedLineByLine(t *testing.T) {
	o := openOffice(t)
	numbers := make([]string, 4)
	ids := make([]string, 4)
	for i := range ids {
		ids[i] = o.apply(o.settle(fmt.Sprint("范例", i), "1992-05-04", "2026-01-10"))
		numbers[i] = o.read(ids[i]).Number
		if i < 3 {
			o.must(o.clerk, o.accept(ids[i]))
		}
	}
	o.on("2026-11-25")
	row := func(i int, kind DecisionKind) DecisionRow {
		r := DecisionRow{Number: numbers[i], Decision: kind, DecisionRef: "范公居〔2026〕1" + fmt.Sprint(i), DecidedOn: o.day("2026-11-24")}
		if kind == DecidedRefused {
			r.ReasonCode, r.ReasonText = "refusal.no_condition", "所交劳动合同已终止。"
		}
		return r
	}
	withCard := row(1, DecidedApproved)
	withCard.Number, withCard.PermitNumber, withCard.IssuedOn = tail(withCard.Number), "3399991100990001", o.day("2026-11-25")
	unread := row(0, DecidedApproved)
	unread.Number = "261121-9999-9"
	early := row(0, DecidedApproved)
	early.DecidedOn = o.day("2026-11-20")
	list := ImportDecisions{SecondOfficer: o.second.ID, Rows: []DecisionRow{
		row(0, DecidedApproved), withCard, row(2, DecidedRefused), row(3, DecidedApproved), unread, {Number: numbers[0]}, early,
	}}
	if got, want := o.imported(list), "recorded recorded recorded permit.wrong_state permit.number_of_none permit.decision_unknown permit.decided_otherwise"; got != want {
		t.Errorf("first = %s, want %s", got, want)
	}
	for i, want := range []State{Approved, Made, Refused, Submitted} {
		if a := o.read(ids[i]); a.State != want {
			t.Errorf("application %d = %s, want %s", i, a.State, want)
		}
	}
	if d := o.read(ids[2]).Decision; d == nil || d.SecondOfficerName != "赵亮" || d.OfficerName != "李想" {
		t.Errorf("decision = %+v", d)
	}

	// The same list once more changes nothing; what differs is named.
	before := digest(t, o.DB)
	again := ImportDecisions{SecondOfficer: o.second.ID, Rows: list.Rows[:3]}
	if got, want := o.imported(again), "same same same"; got != want {
		t.Errorf("again = %s, want %s", got, want)
	}
	if withoutAudit(digest(t, o.DB)) != withoutAudit(before) {
		t.Error("a list sent again changed the register")
	}
	other, otherCard := row(0, DecidedRefused), withCard
	otherCard.PermitNumber = "3399991100990002"
	later := row(0, DecidedApproved)
	later.PermitNumber, later.IssuedOn = "3399991100990003", o.day("2026-11-25")
	taken := row(0, DecidedApproved)
	taken.PermitNumber, taken.IssuedOn = "3399991100990001", o.day("2026-11-25")
	change := ImportDecisions{SecondOfficer: o.second.ID, Rows: []DecisionRow{other, otherCard, taken, later}}
	if got, want := o.imported(change), "permit.decided_otherwise permit.made_otherwise permit.number_taken recorded"; got != want {
		t.Errorf("changed = %s, want %s", got, want)
	}
	if a := o.read(ids[0]); a.State != Made || a.Permit.Number != "3399991100990003" {
		t.Errorf("with the card that came later = %s", a.State)
	}
}

// withoutAudit leaves out the tables that every command writes.
func withoutAudit(sums string) string {
	var kept []string
	for field := range strings.FieldsSeq(strings.Trim(sums, "map[]")) {
		if strings.HasPrefix(field, "application") || strings.HasPrefix(field, "decision") || strings.HasPrefix(field, "permit") {
			kept = append(kept, field)
		}
	}
	return strings.Join(kept, " ")
}

func TestAListWithRefusalsTakesTwoOfficers(t *testing.T) {
	o := openOffice(t)
	refused := []DecisionRow{{Number: "261121-0001-1", Decision: DecidedRefused}}
	for name, c := range map[string]struct {
		list ImportDecisions
		want string
	}{
		"an empty list":        {ImportDecisions{}, "rows:permit.import_empty"},
		"a list without end":   {ImportDecisions{Rows: make([]DecisionRow, MostDecisions+1)}, "rows:permit.import_too_long"},
		"refusals alone":       {ImportDecisions{Rows: refused}, "second_officer:permit.second_officer_required"},
		"with oneself":         {ImportDecisions{Rows: refused, SecondOfficer: o.recorder.ID}, "second_officer:permit.second_officer_same"},
		"with a clerk":         {ImportDecisions{Rows: refused, SecondOfficer: o.clerk.ID}, "second_officer:permit.second_officer_role"},
		"of nobody we know of": {ImportDecisions{Rows: refused, SecondOfficer: o.second.ID}, "applied"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := o.answer(o.recorder, c.list); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	if got := o.answer(o.clerk, ImportDecisions{Rows: refused, SecondOfficer: o.second.ID}); got != "permit.not_permitted" {
		t.Errorf("by a clerk = %s", got)
	}
}
