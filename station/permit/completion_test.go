package permit

import (
	"fmt"
	"strings"
	"testing"

	"jiezhan/station/registry"
)

func TestTheNoticeSaysWhatIsMissingAndWhatWouldBeRight(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Submitted)
	for name, c := range map[string]struct {
		change func(*RequestCompletion)
		want   string
	}{
		"nothing named":            {func(c *RequestCompletion) { c.Items = nil }, "items:permit.notice_empty"},
		"no word of what is right": {func(c *RequestCompletion) { c.Items[0].Note = "　" }, "items.0.note:permit.notice_note_required"},
		"a word without end":       {func(c *RequestCompletion) { c.Items[0].Note = strings.Repeat("长", 501) }, "items.0.note:text.too_long"},
		"a proof not listed":       {func(c *RequestCompletion) { c.Items[0].Kind = "payslip" }, "items.0:permit.document_unknown"},
		"a group not listed":       {func(c *RequestCompletion) { c.Items[0] = NoticeItem{Group: "income", Note: "x"} }, "items.0:permit.document_unknown"},
		"a group not needed":       {func(c *RequestCompletion) { c.Items[0] = NoticeItem{Group: StudyGroup, Note: "x"} }, "items.0:permit.document_not_needed"},
		"until today":              {func(c *RequestCompletion) { c.SupplyBy = o.today() }, "supply_by:permit.supply_by_past"},
		"without an end":           {func(c *RequestCompletion) { c.SupplyBy = o.today().AddYears(1) }, "supply_by:permit.supply_by_too_late"},
	} {
		t.Run(name, func(t *testing.T) {
			notice := o.ask(id)
			c.change(&notice)
			if got := o.answer(o.clerk, notice); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	notice := RequestCompletion{ID: id, SupplyBy: o.day("2026-12-31"), Items: []NoticeItem{
		{Group: EmploymentGroup, Note: "请带劳动合同原件。"}, {Group: DwellingGroup, Kind: "tenancy_contract", Note: "租房合同缺出租人签名。"},
	}}
	o.must(o.clerk, notice)
	a := o.read(id)
	if fmt.Sprint(a.MissingGroups) != "[dwelling employment]" || a.Notice.SupplyBy.String() != "2026-12-31" || fmt.Sprint(a.Notice.Items) != fmt.Sprint(notice.Items) {
		t.Errorf("missing %v, notice %+v", a.MissingGroups, a.Notice)
	}
}

func TestPapersBroughtAfterTheNotice(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Submitted)
	o.must(o.clerk, RequestCompletion{ID: id, Items: []NoticeItem{{Group: EmploymentGroup, Note: "x"}, {Group: DwellingGroup, Note: "y"}}})
	for name, c := range map[string]struct {
		documents []DocumentRef
		want      string
	}{
		"nothing":            {nil, "documents:required"},
		"a proof not listed": {[]DocumentRef{{EmploymentGroup, "payslip"}}, "documents:permit.document_unknown"},
		"a group not needed": {[]DocumentRef{{StudyGroup, "student_card"}}, "documents.study:permit.document_not_needed"},
		"named twice":        {[]DocumentRef{{DwellingGroup, "title_document"}, {DwellingGroup, "title_document"}}, "documents.dwelling:permit.document_twice"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := o.answer(o.clerk, SupplyDocuments{ID: id, Documents: c.documents}); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	o.must(o.clerk, o.supply(id)) // the labour contract; the address is still missing
	if a := o.read(id); a.State != Returned || fmt.Sprint(a.MissingGroups) != "[dwelling]" {
		t.Errorf("with one of two: state %s, missing %v", a.State, a.MissingGroups)
	}
	o.must(o.clerk, SupplyDocuments{ID: id, Documents: []DocumentRef{{DwellingGroup, "title_document"}}})
	a := o.read(id)
	var states []string
	for _, d := range a.Documents {
		states = append(states, d.Kind+":"+string(d.State))
	}
	want := "resident_id_card:declared portrait:declared tenancy_contract:missing labour_contract:supplied title_document:supplied"
	if got := strings.Join(states, " "); a.State != Submitted || got != want {
		t.Errorf("state %s, documents %s; want %s", a.State, got, want)
	}
}

func TestANoticeAfterAcceptanceStopsTheClock(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Accepted)
	o.on("2026-11-26")
	o.must(o.clerk, o.ask(id))
	if a := o.read(id); a.State != Returned || a.Clock.State != Stopped {
		t.Errorf("asked: state %s, clock %s", a.State, a.Clock.State)
	}
	o.on("2026-11-30")
	o.must(o.clerk, o.supply(id))
	a := o.read(id)
	if a.State != Accepted || a.Clock.AcceptedOn.String() != "2026-11-21" || a.Clock.DueOn.String() != "2026-12-10" || *a.Clock.DaysLeft != 10 {
		t.Errorf("supplied: state %s, clock %+v", a.State, a.Clock)
	}
}

func TestAcceptanceNeedsOneProofOfEveryGroup(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Submitted)
	other := o.seen(o.reach(Submitted))
	all := o.seen(id)
	for name, c := range map[string]struct {
		seen []string
		want string
	}{
		"nothing seen":       {nil, "documents.identity:permit.documents_missing documents.photo:permit.documents_missing documents.dwelling:permit.documents_missing documents.employment:permit.documents_missing"},
		"no portrait":        {[]string{all[0], all[2], all[3]}, "documents.photo:permit.documents_missing"},
		"another's portrait": {[]string{all[0], other[1], all[2], all[3]}, "seen:permit.document_of_other_application documents.photo:permit.documents_missing"},
		"a list without end": {make([]string, 21), "seen:permit.documents_too_many"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := o.answer(o.clerk, AcceptApplication{ID: id, Seen: c.seen}); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	o.must(o.clerk, o.accept(id))
	for _, d := range o.read(id).Documents {
		if d.State != Seen {
			t.Errorf("%s is %s, want seen", d.Kind, d.State)
		}
	}
}

func TestNobodyWhoMovedAwayIsAccepted(t *testing.T) {
	o := openOffice(t)
	s := o.settle("范例", "1992-05-04", "2026-01-10")
	id := o.apply(s)
	o.must(o.clerk, registry.EndResidence{ResidenceID: s.registration, On: o.today(), Reason: registry.MovedAway})
	if got := o.answer(o.clerk, o.accept(id)); got != "permit.no_registration" {
		t.Errorf("answer = %s, want permit.no_registration", got)
	}
	withdrawal := o.withdraw(id)
	withdrawal.ReasonText = ""
	if got := o.answer(o.clerk, withdrawal); got != "reason_text:permit.withdrawal_reason_required" {
		t.Errorf("withdrawn without a word = %s", got)
	}
	o.must(o.clerk, o.withdraw(id))
	if a := o.read(id); a.State != Withdrawn || a.Clock.State != Stopped || a.Steps[len(a.Steps)-1].Note != "本人撤回。" {
		t.Errorf("state %s, clock %s, steps %+v", a.State, a.Clock.State, a.Steps)
	}
}
