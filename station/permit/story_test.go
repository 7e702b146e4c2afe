package permit

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

func TestAPermitFromTheKioskToItsHolder(t *testing.T) {
	o := openOffice(t)
	fan := o.settle("范例", "1992-05-04", "2026-05-21")
	stands := func(step string, id string, state State, clock ClockState, allowed string) {
		t.Helper()
		a := o.read(id)
		if got := fmt.Sprint(a.AllowedFor(staffRole(o.clerk)), a.AllowedFor(staffRole(o.recorder))); a.State != state || a.Clock.State != clock || got != allowed {
			t.Errorf("%s: state %s, clock %s, allowed %s; want %s, %s, %s", step, a.State, a.Clock.State, got, state, clock, allowed)
		}
	}

	// On the day before half a year is complete the kiosk says no, and says when.
	o.on("2026-11-20")
	if got := o.answer(fan.actor, fan.application()); got != "registration_id:permit.half_year_not_reached" {
		t.Fatalf("a day early = %s", got)
	}
	o.on("2026-11-21")
	id := o.apply(fan)
	stands("applied", id, Submitted, NotStarted, "[request_completion accept withdraw] []")
	if got := o.answer(fan.actor, fan.application()); got != "permit.already_open" {
		t.Errorf("a second application = %s, want permit.already_open", got)
	}

	// The labour contract is a copy: one notice, the papers come three days later.
	o.must(o.clerk, o.ask(id))
	stands("asked", id, Returned, NotStarted, "[supply withdraw] []")
	if got := o.answer(o.clerk, o.ask(id)); got != "permit.notice_already_given" {
		t.Errorf("a second notice = %s, want permit.notice_already_given", got)
	}
	o.on("2026-11-24")
	o.must(o.clerk, o.supply(id))
	stands("supplied", id, Submitted, NotStarted, "[accept withdraw] []")

	o.must(o.clerk, o.accept(id))
	stands("accepted", id, Accepted, Running, "[withdraw] [approve refuse]")
	o.on("2026-12-01")
	if got := o.answer(o.clerk, o.approve(id)); got != "permit.not_permitted" {
		t.Errorf("a clerk who approves = %s, want permit.not_permitted", got)
	}
	o.must(o.recorder, o.approve(id))
	stands("approved", id, Approved, Running, "[make] []")
	o.on("2026-12-05")
	stands("four days left", id, Approved, Amber, "[make] []")
	o.must(o.clerk, o.make(id, "3399991100000081"))
	o.on("2026-12-09")
	stands("on the last day", id, Made, Red, "[hand_out] []")
	o.must(o.clerk, o.handOut(id))
	stands("handed out", id, Delivered, Met, "[] []")

	a := o.read(id)
	if a.Permit == nil || a.Permit.State != CardActive || a.Permit.Number != "3399991100000081" || a.Permit.HandedOutOn.String() != "2026-12-09" {
		t.Errorf("permit = %+v", a.Permit)
	}
	if a.Decision == nil || a.Decision.OfficerName != "李想" || a.Decision.Ref != "范公居〔2026〕118号" {
		t.Errorf("decision = %+v", a.Decision)
	}
	if a.Notice == nil || a.Notice.SupplyBy.String() != "2026-12-07" || len(a.Notice.Items) != 1 {
		t.Errorf("notice = %+v", a.Notice)
	}
	if got := o.answer(fan.actor, fan.application()); got != "permit.already_holds" {
		t.Errorf("an application by a holder = %s, want permit.already_holds", got)
	}
	o.tellsTheHistory(a)
}

// tellsTheHistory holds every step against the story above: who, from where to where, and why.
func (o *office) tellsTheHistory(a Application) {
	o.tb.Helper()
	want := []string{
		"2026-11-21 submit  > submitted resident -",
		"2026-11-21 request_completion submitted > returned_for_completion 周敏 -",
		"2026-11-24 supply returned_for_completion > submitted 周敏 -",
		"2026-11-24 accept submitted > accepted 周敏 -",
		"2026-12-01 approve accepted > approved 李想 范公居〔2026〕118号",
		"2026-12-05 make approved > made 周敏 -",
		"2026-12-09 hand_out made > delivered 周敏 received_by:holder",
	}
	var got []string
	for _, s := range a.Steps {
		who, note := s.ActorName, s.Note
		if who == "" {
			who = string(s.Actor.Kind)
		}
		if note == "" {
			note = "-"
		}
		got = append(got, fmt.Sprintf("%s %s %s > %s %s %s", s.At[:10], s.Action, s.From, s.To, who, note))
		if s.Station != "s1" {
			o.tb.Errorf("step %s is of station %q", s.Action, s.Station)
		}
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		o.tb.Errorf("history =\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestARefusalNamesItsReasonAndTwoOfficers(t *testing.T) {
	o := openOffice(t)
	wu := o.settle("吴玉兰", "1958-03-08", "2026-01-10")
	id := o.apply(wu)
	o.must(o.clerk, o.accept(id))
	for name, c := range map[string]struct {
		change func(*RecordRefusal)
		want   string
	}{
		"no code":            {func(r *RecordRefusal) { r.ReasonCode = "" }, "reason_code:permit.refusal_reason_required"},
		"a code of our own":  {func(r *RecordRefusal) { r.ReasonCode = "refusal.mood" }, "reason_code:permit.refusal_reason_required"},
		"no text":            {func(r *RecordRefusal) { r.ReasonText = " 　" }, "reason_text:permit.refusal_reason_required"},
		"a text without end": {func(r *RecordRefusal) { r.ReasonText = strings.Repeat("长", 501) }, "reason_text:text.too_long"},
		"no reference":       {func(r *RecordRefusal) { r.DecisionRef = "" }, "decision_ref:permit.decision_ref_required"},
		"no day":             {func(r *RecordRefusal) { r.DecidedOn = o.day("2026-11-21").AddDays(-99999) }, "decided_on:permit.decided_before_accepted"},
		"decided tomorrow":   {func(r *RecordRefusal) { r.DecidedOn = o.day("2026-11-22") }, "decided_on:permit.decided_in_future"},
		"no second officer":  {func(r *RecordRefusal) { r.SecondOfficer = "" }, "second_officer:permit.second_officer_required"},
		"the same officer":   {func(r *RecordRefusal) { r.SecondOfficer = o.recorder.ID }, "second_officer:permit.second_officer_same"},
		"a clerk as second":  {func(r *RecordRefusal) { r.SecondOfficer = o.clerk.ID }, "second_officer:permit.second_officer_role"},
		"nobody as second":   {func(r *RecordRefusal) { r.SecondOfficer = "nobody" }, "second_officer:permit.second_officer_role"},
		"everything at once": {func(r *RecordRefusal) { *r = RecordRefusal{ID: id} }, "reason_code:permit.refusal_reason_required reason_text:permit.refusal_reason_required decision_ref:permit.decision_ref_required decided_on:required second_officer:permit.second_officer_required"},
	} {
		t.Run(name, func(t *testing.T) {
			refusal := o.refuse(id)
			c.change(&refusal)
			if got := o.answer(o.recorder, refusal); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	if got := o.answer(o.clerk, o.refuse(id)); got != "permit.not_permitted" {
		t.Errorf("a clerk who refuses = %s, want permit.not_permitted", got)
	}
	o.must(o.recorder, o.refuse(id))
	a := o.read(id)
	if d := a.Decision; a.State != Refused || d == nil || d.OfficerName != "李想" || d.SecondOfficerName != "赵亮" || d.ReasonCode != "refusal.no_condition" {
		t.Errorf("state %s, decision %+v", a.State, a.Decision)
	}
	if last := a.Steps[len(a.Steps)-1]; last.Note != "所交劳动合同已终止。" {
		t.Errorf("the step's reason = %q", last.Note)
	}
	if o.apply(wu) == id { // refused people may try again
		t.Error("the second application has the first one's id")
	}
}

func TestADisabledOfficerDoesNotStandBy(t *testing.T) {
	o := openOffice(t)
	id := o.apply(o.settle("陈志强", "1980-03-08", "2026-01-10"))
	o.must(o.clerk, o.accept(id))
	o.must(o.admin, disable(o.second.ID))
	if got := o.answer(o.recorder, o.refuse(id)); got != "second_officer:permit.second_officer_role" {
		t.Errorf("answer = %s, want permit.second_officer_role", got)
	}
}

func TestTheLogGivesTheSameRowsInAnotherBatch(t *testing.T) {
	o := openOffice(t)
	id := o.apply(o.settle("范例", "1992-05-04", "2026-01-10"))
	o.do(o.clerk, o.approve(id))
	o.must(o.clerk, o.ask(id))
	o.must(o.clerk, o.supply(id))
	o.must(o.clerk, o.accept(id))
	o.must(o.recorder, o.approve(id))
	o.must(o.clerk, o.make(id, "3399991100000081"))
	o.must(o.clerk, o.handOut(id))
	o.local(func(r *Rules) { r.LateMonths, r.ExtendedDays = 6, 30 })
	longer := o.reach(Accepted)
	o.must(o.clerk, ExtendTime{ID: longer, Days: 30, ReasonText: "制证设备检修。", Means: ByLetter})
	o.reach(Over)
	older := o.settle("陈志强", "1980-03-08", "2024-01-10")
	o.must(o.clerk, older.brings("3399991100990077", "2024-08-01"))
	h := o.holds("吴玉兰", "2026-11-22")
	o.must(h.actor, h.report(Damaged))
	o.on("2027-11-22")
	o.must(h.actor, h.endorse())
	o.must(o.clerk, RemindHolders{PermitIDs: []string{h.permit, o.read(id).Permit.ID}, Means: ByPhone})

	db, err := store.Open(filepath.Join(t.TempDir(), "other.DB"), store.Replayable)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close() // thrown away
	other, err := ledger.Open(db, house(), nil)
	if err != nil {
		t.Fatal(err)
	}
	entries := make([]ledger.Entry, len(o.Log))
	for i, e := range o.Log {
		entries[i] = ledger.Entry{Index: uint64(i + 1), Envelopes: []ledger.Envelope{e}}
	}
	if _, err := other.Apply(entries); err != nil {
		t.Fatal(err)
	}
	_, head := o.Machine.Applied()
	if _, got := other.Applied(); got != head {
		t.Errorf("chain head = %x, want %x", got, head)
	}
	if got, want := digest(t, db), digest(t, o.DB); got != want {
		t.Errorf("rows = %s, want %s", got, want)
	}
}

func digest(tb testing.TB, db *store.DB) (text string) {
	tb.Helper()
	err := db.View(tb.Context(), func(q store.Query) error {
		sums, err := store.Digest(q)
		text = fmt.Sprint(sums)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return text
}
