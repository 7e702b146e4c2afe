package permit

import (
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// restrict has a person ask that their data are only stored, and the office grant it.
func (o *office) restrict(s settler) {
	o.tb.Helper()
	asked := result[registry.MadeDataRequest](o, o.must(o.clerk, registry.MakeDataRequest{PersonID: s.id, Request: "restriction", Channel: "counter"}))
	o.must(o.clerk, registry.AnswerDataRequest{ID: asked.ID, Granted: true, Answer: "已限制使用"})
}

// Nothing new is done with the permit of somebody whose data are only stored; what ends it goes on.
func TestThePermitOfARestrictedRecord(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-12-10")
	o.on("2026-11-21")
	r := result[ReportedCard](o, o.must(h.actor, h.report(Damaged)))
	o.restrict(h.settler)
	for name, c := range map[string]ledger.Command{
		"an endorsement":          h.endorse(),
		"a correction":            h.correct(o.day("2025-12-09")),
		"a new card":              RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100990002", IssuedOn: o.today()},
		"a report taken back":     WithdrawReport{ReplacementID: r.ID, ReasonText: "找到了。"},
		"an older permit brought": h.brings("3399991100990003", "2025-12-01"),
	} {
		if got := o.answer(o.clerk, c); got != "person.restricted" && got != "permits.0.id_number:person.restricted" {
			t.Errorf("%s = %s", name, got)
		}
	}
	if got := o.answer(h.actor, h.endorse()); got != "person.restricted" {
		t.Errorf("an endorsement by the holder = %s", got)
	}
	if told := result[Reminded](o, o.must(o.clerk, RemindHolders{PermitIDs: []string{h.permit}, Means: ByPhone})); len(told.Told) != 0 {
		t.Errorf("told = %+v", told)
	}
	if f := o.file(h.permit); f.NotNow == nil || f.NotNow.Code() != "person.restricted" {
		t.Errorf("beforehand = %v", f.NotNow)
	}
	o.must(o.clerk, ReceiveOldCard{PermitID: h.permit})
	o.must(o.clerk, registry.EndResidence{ResidenceID: h.registration, On: o.today(), Reason: registry.MovedAway})
	o.must(o.clerk, EndPermit{PermitID: h.permit, Reason: registry.MovedAway, On: o.today()})
}

// So with a case: every step is refused but those that end it, and no other case begins.
func TestTheCaseOfARestrictedRecord(t *testing.T) {
	o := openOffice(t)
	for state, c := range map[State]struct {
		action Action
		want   string
	}{
		Submitted: {ActionAccept, "person.restricted"}, Accepted: {ActionApprove, "person.restricted"}, Approved: {ActionMake, "person.restricted"},
		Made: {ActionHandOut, "person.restricted"}, Returned: {ActionWithdraw, "applied"},
	} {
		id := o.reach(state)
		o.restrict(settler{id: o.read(id).Person.ID})
		actor, command := o.act(c.action, id)
		if got := o.answer(actor, command); got != c.want {
			t.Errorf("%s from %s = %s, want %s", c.action, state, got, c.want)
		}
	}
	s := o.settle("范例", "1992-05-04", "2026-01-10")
	accepted := o.reach(Accepted)
	o.restrict(s)
	if got := o.answer(s.actor, s.application()); got != "person_id:person.restricted" {
		t.Errorf("an application = %s", got)
	}
	if e := o.eligible(s.id); e.Allowed || e.Code != "person.restricted" {
		t.Errorf("beforehand = %+v", e)
	}
	o.restrict(settler{id: o.read(accepted).Person.ID})
	row := DecisionRow{Number: o.read(accepted).Number, Decision: DecidedApproved, DecisionRef: "范公居1号", DecidedOn: o.today()}
	done := result[Imported](o, o.must(o.recorder, ImportDecisions{Rows: []DecisionRow{row}}))
	if done.Rows[0].Outcome != RowRefused || done.Rows[0].Problem.Code != "person.restricted" {
		t.Errorf("a decision from a list = %+v", done.Rows[0])
	}
}
