package permit

import (
	"fmt"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// leave ends the registration behind an application.
func (o *office) leave(id, reason string) {
	o.tb.Helper()
	o.must(o.clerk, registry.EndResidence{ResidenceID: o.read(id).Registration.ID, On: o.today(), Reason: reason})
}

// A card goes to nobody who died or left; what to do instead is offered, and nobody stays locked out by a case that cannot end.
func TestNoCardIsHandedOutForWhoLeft(t *testing.T) {
	for reason, want := range map[string]string{
		registry.MovedAway: "permit.left_before_hand_out", registry.Settled: "permit.left_before_hand_out", registry.Deceased: "permit.holder_died",
	} {
		t.Run(reason, func(t *testing.T) {
			o := openOffice(t)
			id := o.reach(Made)
			card := o.read(id).Permit.ID
			o.leave(id, reason)
			if got := o.answer(o.clerk, o.handOut(id)); got != want {
				t.Errorf("handing out = %s, want %s", got, want)
			}
			if a := o.read(id); fmt.Sprint(a.AllowedFor(staffRole(o.clerk))) != "[close]" || a.LeftFor != reason {
				t.Errorf("allowed %v for %q", a.AllowedFor(staffRole(o.clerk)), a.LeftFor)
			}
			o.must(o.clerk, CloseApplication{ID: id, Reason: reason, On: o.today(), Note: "家属来电。"})
			a, p := o.read(id), o.file(card)
			if a.State != Over || a.Clock.State != Stopped || p.State != CardEnded || p.EndReason != reason || p.HandedOutOn.String() != "" {
				t.Errorf("application %s, clock %s, permit %s for %s", a.State, a.Clock.State, p.State, p.EndReason)
			}
			if last := a.Steps[len(a.Steps)-1]; last.Note != reason+" 家属来电。" || last.ActorName != "周敏" || last.Station != "s1" {
				t.Errorf("last step = %+v", last)
			}
			if got := o.answer(o.clerk, o.handOut(id)); got != "permit.wrong_state" {
				t.Errorf("handing out after the end = %s", got)
			}
		})
	}
}

func TestACaseEndsOnlyForWhoLeft(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Approved)
	end := CloseApplication{ID: id, Reason: registry.MovedAway, On: o.today()}
	if got := o.answer(o.clerk, end); got != "permit.still_registered" {
		t.Errorf("while registered = %s", got)
	}
	o.leave(id, registry.MovedAway)
	for name, c := range map[string]struct {
		change func(*CloseApplication)
		want   string
	}{
		"for no reason": {func(c *CloseApplication) { c.Reason = "mood" }, "reason:permit.end_reason_unknown"},
		"tomorrow":      {func(c *CloseApplication) { c.On = o.today().AddDays(1) }, "on:permit.end_in_future"},
		"years ago":     {func(c *CloseApplication) { c.On = o.today().AddYears(-9) }, "applied"},
	} {
		t.Run(name, func(t *testing.T) {
			e := end
			c.change(&e)
			if got := o.answer(o.clerk, e); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
}

// Somebody who comes back after their case ended applies anew, half a year later.
func TestWhoComesBackAppliesAnew(t *testing.T) {
	o := openOffice(t)
	s := o.settle("范例", "1992-05-04", "2026-01-10")
	id := o.apply(s)
	o.must(o.clerk, o.accept(id))
	o.must(o.recorder, o.approve(id))
	o.leave(id, registry.MovedAway)
	o.must(o.clerk, CloseApplication{ID: id, Reason: registry.MovedAway, On: o.today()})
	o.on("2026-12-01")
	card := o.card("范例", "1992-05-04", registry.ResidentCard)
	card.IDNumber = s.number
	card.Birth = o.day(s.number[6:10] + "-" + s.number[10:12] + "-" + s.number[12:14])
	s.registration = result[registry.RegisteredResidence](o, o.must(o.clerk, registry.RegisterResidence{
		Card: card, RoomID: o.rooms[1], Since: o.today(), Statement: true, Channel: "counter",
	})).ID
	o.on("2027-05-31")
	if got := o.answer(s.actor, s.application()); got != "registration_id:permit.half_year_not_reached" {
		t.Errorf("a day early = %s", got)
	}
	o.on("2027-06-01")
	if got := o.answer(s.actor, s.application()); got != "applied" {
		t.Errorf("half a year on = %s", got)
	}
}

// A permit that ended while its card lay at the station cannot come back to life by being handed out.
func TestAnEndedCardIsNotHandedOut(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Made)
	card := o.read(id).Permit.ID
	o.must(o.recorder, WithdrawForFraud{
		PermitID: card, ReasonText: "所交合同系伪造。", DecisionRef: "范公居〔2026〕7号", DecidedOn: o.today(), SecondOfficer: o.second.ID,
	})
	if got := o.answer(o.clerk, o.handOut(id)); got != "permit.wrong_state" {
		t.Errorf("handing out = %s", got)
	}
	if a := o.read(id); a.State != Over || o.file(card).State != CardEnded {
		t.Errorf("application %s, permit %s", a.State, o.file(card).State)
	}
}

// The same for the new card of a replacement, whichever card of the chain the end was recorded at.
func TestAnEndClosesTheReplacementOfTheWholeChain(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2026-03-15")
	r := result[ReportedCard](o, o.must(h.actor, h.report(Lost)))
	made := result[NewCard](o, o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100999998", IssuedOn: o.today()}))
	o.must(o.recorder, WithdrawForFraud{
		PermitID: made.PermitID, ReasonText: "所交合同系伪造。", DecisionRef: "范公居〔2026〕7号", DecidedOn: o.today(), SecondOfficer: o.second.ID,
	})
	if got := o.answer(o.clerk, HandOutNewCard{ReplacementID: r.ID, ReceivedBy: ByHolder, IdentityChecked: true}); got != "permit.replacement_state" {
		t.Errorf("handing out = %s", got)
	}
	for _, id := range []string{h.permit, made.PermitID} {
		if f := o.file(id); f.State != CardEnded {
			t.Errorf("card = %s, want ended", f.State)
		}
	}
}

func TestNothingIsAskedForSomebodyWhoDied(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-03-15")
	o.on("2026-03-01")
	r := result[ReportedCard](o, o.must(h.actor, h.report(Damaged)))
	o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100999998", IssuedOn: o.today()})
	o.must(o.clerk, registry.EndResidence{ResidenceID: h.registration, On: o.today(), Reason: registry.Deceased})
	for _, c := range []struct {
		command ledger.Command
		want    string
	}{
		{HandOutNewCard{ReplacementID: r.ID, ReceivedBy: ByHolder, IdentityChecked: true, OldCardReceived: true}, "permit.holder_died"},
		{EndorsePermit{PermitID: h.permit, Condition: Dwelling, Statement: true, Channel: Counter}, "permit.holder_died"},
		{ReportCard{PermitID: h.permit, Cause: Lost, Statement: true, Channel: Counter}, "permit.holder_died"},
	} {
		if got := o.answer(o.clerk, c.command); got != c.want {
			t.Errorf("%s = %s, want %s", c.command.Kind(), got, c.want)
		}
	}
	if told := result[Reminded](o, o.must(o.clerk, RemindHolders{PermitIDs: []string{h.permit}, Means: ByLetter})); len(told.Told) != 0 {
		t.Error("a letter goes to somebody who died")
	}
	if got := o.eligible(h.id).Code; got != "permit.holder_died" {
		t.Errorf("eligible = %s", got)
	}
	o.must(o.clerk, EndPermit{PermitID: h.permit, Reason: registry.Deceased, On: o.today()})
}

// The new card goes to the holder, or to who applied in the holder's place.
func TestANewCardGoesIntoTheRightHands(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2026-03-15")
	r := result[ReportedCard](o, o.must(h.actor, h.report(Damaged)))
	o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100999998", IssuedOn: o.today()})
	hand := HandOutNewCard{ReplacementID: r.ID, ReceivedBy: ByProxyHand, IdentityChecked: true, OldCardReceived: true}
	if got := o.answer(o.clerk, hand); got != "received_by:permit.no_proxy" {
		t.Errorf("to somebody else = %s", got)
	}
	hand.ReceivedBy, hand.OldCardLost = ByHolder, true
	if got := o.answer(o.clerk, hand); got != "old_card_received:permit.lost_and_received" {
		t.Errorf("received and lost = %s", got)
	}
	hand.OldCardReceived = false
	o.must(o.clerk, hand)
	if old := o.file(h.permit); old.Card != CardVoid || old.State != CardReplaced {
		t.Errorf("an old card lost on the way = %s, %s", old.Card, old.State)
	}

	child := o.settle("袁小满", "2014-06-01", "2025-06-01")
	form := child.application()
	form.Channel, form.AppliedBy = Counter, Guardian
	form.Proxy = &Proxy{Name: "袁国", IDNumber: citizen(o.day("1985-02-03"), 11), Relation: "父亲", Reason: ReasonMinor}
	id := result[Applied](o, o.must(o.clerk, form)).ID
	o.must(o.clerk, o.accept(id))
	o.must(o.recorder, o.approve(id))
	o.must(o.clerk, o.make(id, "3399991100000083"))
	o.must(o.clerk, HandOutPermit{ID: id, ReceivedBy: ByProxyHand, IdentityChecked: true})
	card := o.read(id).Permit.ID
	lost := result[ReportedCard](o, o.must(o.clerk, ReportCard{PermitID: card, Cause: Lost, Statement: true, Channel: Counter}))
	o.must(o.clerk, RecordNewCard{ReplacementID: lost.ID, PermitNumber: "3399991100000084", IssuedOn: o.today()})
	o.must(o.clerk, HandOutNewCard{ReplacementID: lost.ID, ReceivedBy: ByProxyHand, IdentityChecked: true})
}

// Two stations take up one application while they cannot hear each other: the second entry meets the first, and nothing counts twice.
func TestTwoStationsAcceptOneApplication(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Submitted)
	accept := o.accept(id)
	o.must(o.clerk, accept)
	o.on("2026-11-23")
	if got := o.answer(o.clerk, accept); got != "permit.wrong_state" {
		t.Errorf("accepted again = %s", got)
	}
	if c := o.read(id).Clock; c.AcceptedOn.String() != "2026-11-21" {
		t.Errorf("clock = %+v", c)
	}
}

// The address changes twice: each change is a card of its own, and windows and years go on.
func TestTwoChangesOfAddress(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-03-15")
	card := h.permit
	for i, day := range []string{"2025-06-01", "2025-09-01"} {
		o.on(day)
		r := result[ReportedCard](o, o.must(o.clerk, ReportCard{PermitID: card, Cause: Changed, Statement: true, OldCardReceived: true, Channel: Counter}))
		made := result[NewCard](o, o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: fmt.Sprint("33999911009999", 10+i), IssuedOn: o.today()}))
		o.must(o.clerk, HandOutNewCard{ReplacementID: r.ID, ReceivedBy: ByHolder, IdentityChecked: true})
		card = made.PermitID
	}
	f := o.file(card)
	if got, want := f.stands(), "active since 2025-03-15, 2026-02-15..2026-03-15, 0 years"; got != want || len(f.Cards) != 3 || f.RootID != h.permit {
		t.Errorf("stands %s, want %s; %d cards", got, want, len(f.Cards))
	}
	o.on("2026-02-15")
	o.must(h.actor, EndorsePermit{PermitID: card, Condition: Employment, Statement: true, Channel: Kiosk})
}

// Reminders tell what is near; told too early, somebody would not be told when it matters.
func TestNobodyIsToldYearsAhead(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-03-15")
	remind := RemindHolders{PermitIDs: []string{h.permit, h.permit}, Means: ByPhone}
	o.on("2026-01-31")
	if told := result[Reminded](o, o.must(o.clerk, remind)); len(told.Told) != 0 || len(told.Skipped) != 2 {
		t.Errorf("the month before = %+v", told)
	}
	o.on("2026-02-01")
	if told := result[Reminded](o, o.must(o.clerk, remind)); len(told.Told) != 1 || len(told.Skipped) != 1 {
		t.Errorf("in the month, named twice = %+v", told)
	}
	if told := result[Reminded](o, o.must(o.clerk, remind)); len(told.Told) != 0 {
		t.Errorf("told again = %+v", told)
	}
	o.on("2026-03-16") // suspended is another thing to tell
	if told := result[Reminded](o, o.must(o.clerk, remind)); len(told.Told) != 1 {
		t.Errorf("after the suspension = %+v", told)
	}
}
