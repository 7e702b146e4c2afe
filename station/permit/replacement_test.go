package permit

import (
	"fmt"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

func (h holder) report(cause Cause) ReportCard {
	return ReportCard{PermitID: h.permit, Cause: cause, Statement: true, Channel: Kiosk}
}

func TestALostCard(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-03-15")
	number := o.file(h.permit).Number
	o.on("2026-01-10")
	o.local(func(r *Rules) { r.LostCost = 20_00 })
	reported := result[ReportedCard](o, o.must(h.actor, h.report(Lost)))
	if f := o.file(h.permit); f.Card != CardVoid || reported.CostFen != 20_00 || f.State != CardActive {
		t.Errorf("reported %+v, card %s, state %s", reported, f.Card, f.State)
	}
	if got := o.answer(h.actor, h.report(Lost)); got != "permit_id:permit.replacement_open" {
		t.Errorf("a second report = %s", got)
	}

	// The permit goes on without a card: the window opens, and the holder endorses.
	o.on("2026-02-20")
	o.must(h.actor, h.endorse())
	fresh := RecordNewCard{ReplacementID: reported.ID, PermitNumber: number, IssuedOn: o.today()}
	if got := o.answer(o.clerk, fresh); got != "permit_number:permit.number_void" {
		t.Errorf("the void number again = %s", got)
	}
	fresh.PermitNumber = "3399991100999999"
	made := result[NewCard](o, o.must(o.clerk, fresh))
	hand := HandOutNewCard{ReplacementID: reported.ID, ReceivedBy: ByHolder, IdentityChecked: true}
	if got := o.answer(o.clerk, hand); got != "cost_receipt:permit.cost_receipt_required" {
		t.Errorf("unpaid = %s", got)
	}
	hand.CostReceipt = "0081234"
	o.must(o.clerk, hand)

	if old := o.file(h.permit); old.State != CardReplaced {
		t.Errorf("old card = %s, want replaced", old.State)
	}
	f := o.file(made.PermitID)
	if got, want := f.stands(), "active since 2025-03-15, 2027-02-15..2027-03-15, 0 years"; got != want || len(f.Cards) != 2 || f.Replaces != h.permit {
		t.Errorf("new card stands %s, want %s; chain %d", got, want, len(f.Cards))
	}
	if got := o.answer(h.actor, h.application()); got != "permit.already_holds" {
		t.Errorf("an application beside it = %s", got)
	}

	// The old card turns up.
	o.must(o.clerk, ReceiveOldCard{PermitID: h.permit})
	if old := o.file(h.permit); old.Card != CardDestroyed {
		t.Errorf("the found card is %s, want destroyed", old.Card)
	}
	if got := o.answer(o.clerk, ReceiveOldCard{PermitID: h.permit}); got != "permit.old_card_done" {
		t.Errorf("found twice = %s", got)
	}
	// In the following year the new card is endorsed, and late counts for it as for the first.
	o.on("2027-03-01")
	o.must(h.actor, EndorsePermit{PermitID: made.PermitID, Condition: Study, Statement: true, Channel: Kiosk})
	if got, want := o.file(made.PermitID).stands(), "active since 2025-03-15, 2028-02-15..2028-03-15, 1 years"; got != want {
		t.Errorf("new card stands %s, want %s", got, want)
	}
	if got := o.answer(h.actor, h.endorse()); got != "permit_id:permit.card_state" {
		t.Errorf("endorsing the old card = %s", got)
	}
	o.tells(made.PermitID, "report lost; endorse employment; new_card ************9999; hand_out_new received_by:holder; destroy_old "+MaskNumber(number)+"; endorse study; ")
}

// tells holds the history of a chain of cards against what happened.
func (o *office) tells(id, want string) {
	o.tb.Helper()
	got := ""
	for _, s := range o.file(id).Steps {
		got += fmt.Sprintf("%s %s; ", s.Action, s.Note)
	}
	if got != want {
		o.tb.Errorf("history = %s\nwant %s", got, want)
	}
}

func TestADamagedCardIsHandedIn(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2026-03-15")
	o.on("2026-05-01")
	if got := o.answer(o.clerk, ReceiveOldCard{PermitID: h.permit}); got != "permit.card_in_force" {
		t.Errorf("cutting a card in force = %s", got)
	}
	for name, c := range map[string]struct {
		change func(*ReportCard)
		want   string
	}{
		"no cause":               {func(c *ReportCard) { c.Cause = "" }, "cause:permit.cause_unknown"},
		"no statement":           {func(c *ReportCard) { c.Statement = false }, "statement:statement.required"},
		"changed at the kiosk":   {func(c *ReportCard) { c.Cause = Changed }, "cause:permit.change_at_window"},
		"handed in at the kiosk": {func(c *ReportCard) { c.OldCardReceived = true }, "old_card_received:permit.old_card_at_window"},
		"lost and yet received":  {func(c *ReportCard) { c.Cause, c.OldCardReceived, c.Channel = Lost, true, Counter }, "old_card_received:permit.lost_and_received"},
	} {
		t.Run(name, func(t *testing.T) {
			report := h.report(Damaged)
			c.change(&report)
			if got := o.answer(h.actor, report); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	first := result[ReportedCard](o, o.must(h.actor, h.report(Damaged)))
	o.must(o.clerk, WithdrawReport{ReplacementID: first.ID, ReasonText: "能读了。"})
	second := result[ReportedCard](o, o.must(h.actor, h.report(Damaged)))
	o.must(o.clerk, RecordNewCard{ReplacementID: second.ID, PermitNumber: "3399991100999998", IssuedOn: o.today()})
	hand := HandOutNewCard{ReplacementID: second.ID, ReceivedBy: ByHolder, IdentityChecked: true}
	if got := o.answer(o.clerk, hand); got != "old_card_received:permit.old_card_missing" {
		t.Errorf("without the old card = %s", got)
	}
	hand.OldCardReceived = true
	o.must(o.clerk, hand)
	if old := o.file(h.permit); old.State != CardReplaced || old.Card != CardHandedIn {
		t.Errorf("old card = %s, %s", old.State, old.Card)
	}
}

func TestTheStepsOfAReplacementKeepTheirOrder(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2026-03-15")
	r := result[ReportedCard](o, o.must(h.actor, h.report(Damaged)))
	hand := HandOutNewCard{ReplacementID: r.ID, ReceivedBy: ByHolder, IdentityChecked: true, OldCardReceived: true}
	for _, c := range []struct {
		actor ledger.Actor
		c     ledger.Command
		want  string
	}{
		{o.clerk, hand, "permit.replacement_state"},
		{h.actor, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100999998", IssuedOn: o.today()}, "permit.not_permitted"},
		{o.clerk, RecordNewCard{ReplacementID: "nothing", PermitNumber: "3399991100999998", IssuedOn: o.today()}, "id:permit.replacement_unknown"},
		{o.recorder, RecordNewCard{ReplacementID: "nothing", PermitNumber: "3399991100999998", IssuedOn: o.today()}, "permit.not_permitted"},
		{o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100999998", IssuedOn: o.day("2026-03-14")}, "issued_on:permit.issued_before_old"},
		{o.clerk, ReceiveOldCard{PermitID: h.permit}, "applied"},
		{o.clerk, WithdrawReport{ReplacementID: r.ID, ReasonText: "不换了。"}, "permit.card_given_up"},
		{o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100999998", IssuedOn: o.today()}, "applied"},
		{o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100999997", IssuedOn: o.today()}, "permit.replacement_state"},
		{o.clerk, hand, "applied"},
	} {
		if got := o.answer(c.actor, c.c); got != c.want {
			t.Errorf("%+v = %s, want %s", c.c, got, c.want)
		}
	}
}

func TestTheEndOfAPermit(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2026-03-15")
	o.on("2026-06-01")
	end := EndPermit{PermitID: h.permit, Reason: registry.MovedAway, On: o.today()}
	if got := o.answer(o.clerk, end); got != "permit.still_registered" {
		t.Errorf("while registered = %s", got)
	}
	o.must(h.actor, h.report(Lost))
	o.must(o.clerk, registry.EndResidence{ResidenceID: h.registration, On: o.today(), Reason: registry.MovedAway})
	if lines := o.permits(CardFilter{View: Unregistered}).Rows; len(lines) != 1 || lines[0].ID != h.permit || lines[0].LeftFor != registry.MovedAway {
		t.Errorf("unregistered = %+v", lines)
	}
	for name, c := range map[string]struct {
		actor  ledger.Actor
		change func(*EndPermit)
		want   string
	}{
		"by the holder":        {h.actor, func(*EndPermit) {}, "permit.not_permitted"},
		"for no reason":        {o.clerk, func(c *EndPermit) { c.Reason = "mood" }, "reason:permit.end_reason_unknown"},
		"for fraud":            {o.clerk, func(c *EndPermit) { c.Reason = ObtainedByFraud }, "reason:permit.end_reason_unknown"},
		"tomorrow":             {o.clerk, func(c *EndPermit) { c.On = o.day("2026-06-02") }, "on:permit.end_in_future"},
		"before it was issued": {o.clerk, func(c *EndPermit) { c.On = o.day("2026-03-14") }, "on:permit.end_before_issue"},
	} {
		t.Run(name, func(t *testing.T) {
			e := end
			c.change(&e)
			if got := o.answer(c.actor, e); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	o.must(o.clerk, end)
	f := o.file(h.permit)
	if f.State != CardEnded || f.EndReason != registry.MovedAway || f.Open() != nil || len(f.AllowedFor(staffRole(o.recorder))) != 0 {
		t.Errorf("ended = %s for %s, open %v, allowed %v", f.State, f.EndReason, f.Open(), f.AllowedFor(staffRole(o.recorder)))
	}
	if got := o.answer(o.clerk, end); got != "permit_id:permit.card_state" {
		t.Errorf("ended twice = %s", got)
	}
	if lines := o.permits(CardFilter{View: Unregistered}).Rows; len(lines) != 0 {
		t.Errorf("unregistered = %+v", lines)
	}
}

func TestAPermitObtainedByFraudTakesTwoOfficers(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2026-03-15")
	o.on("2026-06-01")
	withdraw := WithdrawForFraud{
		PermitID: h.permit, ReasonText: "所交租赁合同系伪造。", DecisionRef: "范公居〔2026〕7号", DecidedOn: o.today(), SecondOfficer: o.second.ID,
	}
	if got := o.answer(o.clerk, withdraw); got != "permit.not_permitted" {
		t.Errorf("by a clerk = %s", got)
	}
	alone := withdraw
	alone.SecondOfficer = o.recorder.ID
	if got := o.answer(o.recorder, alone); got != "second_officer:permit.second_officer_same" {
		t.Errorf("alone = %s", got)
	}
	o.must(o.recorder, withdraw)
	f := o.file(h.permit)
	if last := f.Steps[len(f.Steps)-1]; f.State != CardEnded || f.EndReason != ObtainedByFraud || last.SecondName != "赵亮" || last.ActorName != "李想" {
		t.Errorf("ended = %s, %s, %+v", f.State, f.EndReason, f.Steps)
	}
	o.apply(h.settler) // somebody who qualifies may apply again
}

func (o *office) permits(f CardFilter) (page CardPage) {
	o.tb.Helper()
	f.Day = o.today()
	o.view(func(q store.Query) (err error) {
		page, err = Permits(q, f)
		return err
	})
	return page
}
