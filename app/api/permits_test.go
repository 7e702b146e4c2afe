package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/devices/idcard"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
)

// issue hands a permit out to somebody of the register, and answers its id. Who is logged on afterwards is the clerk.
func (o *hall) issue(card idcard.Card, number string) string {
	o.tb.Helper()
	today := calendarDay(o)
	order := card.IDNumber[14:17]
	o.settle(card, today.AddMonths(-7).String())
	o.logIn("clerk")
	taken := read[Application](o.post("/api/v1/permit-applications", IntakeInput{
		RequestID: uuid.NewString(), PersonID: "person-" + order, RegistrationID: "res-" + order, Condition: "dwelling", AppliedBy: "self", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}))
	path := "/api/v1/permit-applications/" + taken.ID
	o.post(path+"/accept", AcceptInput{uuid.NewString(), list(taken.Documents, func(d DocumentRow) string { return d.ID })}).want(http.StatusOK)
	o.logIn("recorder")
	o.post(path+"/approve", ApproveInput{uuid.NewString(), "2026-17", today}).want(http.StatusOK)
	o.logIn("clerk")
	o.post(path+"/make", MakeInput{uuid.NewString(), number, today}).want(http.StatusOK)
	done := read[Application](o.post(path+"/hand-out", HandOutInput{uuid.NewString(), "holder", true}))
	return done.Permit.ID
}

// The year of a permit: issued, too early, told, endorsed at the kiosk, lost, replaced, and ended when its holder moves away.
func TestTheYearOfAPermit(t *testing.T) {
	o := openOffice(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	id := o.issue(card, "B3399990000017")
	path := "/api/v1/permits/" + id
	f := read[PermitFile](o.get(path))
	if f.Permit.State != "active" || f.Permit.Holder != "吴*兰" || f.Permit.NumberMasked != "**********0017" || f.Endorse.Code != "permit.endorse_too_early" ||
		f.Endorse.Params["from"] != "2027-10-21" {
		t.Fatalf("file = %+v", f)
	}
	if got, want := o.post(path+"/endorse", EndorseInput{uuid.NewString(), "dwelling", true}).problem(), "409 permit.endorse_too_early"; got != want {
		t.Errorf("a day early = %s, want %s", got, want)
	}

	o.clock.forward(335 * 24 * time.Hour) // 22 October 2027
	o.logIn("clerk")
	opening := read[PermitList](o.get("/api/v1/permits?view=opening&community=339999001001"))
	if len(opening.Items) != 1 || opening.Items[0].ID != id || opening.Items[0].Told != nil || opening.Items[0].Phone != "138****6620" {
		t.Fatalf("opening = %+v", opening)
	}
	told := ReminderInput{uuid.NewString(), []string{id}, "phone"}
	if done := read[Reminded](o.post("/api/v1/permit-reminders", told)); len(done.Told) != 1 {
		t.Errorf("told = %+v", done)
	}
	told.RequestID = uuid.NewString()
	if done := read[Reminded](o.post("/api/v1/permit-reminders", told)); len(done.Skipped) != 1 || len(done.Told) != 0 {
		t.Errorf("told again = %+v", done)
	}
	if row := read[PermitList](o.get("/api/v1/permits?view=open")).Items; len(row) != 1 || row[0].Told == nil || row[0].Told.Officer != "姓clerk" {
		t.Errorf("open = %+v", row)
	}

	token := o.place(card)
	holder := read[Holder](o.post("/api/v1/kiosk/confirm", ConfirmInput{token}))
	if len(holder.Permits) != 1 || !holder.Permits[0].Endorsable || !holder.Permits[0].Reportable {
		t.Fatalf("holder = %+v", holder.Permits)
	}
	endorse := KioskEndorseInput{uuid.NewString(), token, id, "dwelling", true}
	first := o.post("/api/v1/kiosk/endorsements", endorse).want(http.StatusCreated)
	if r := read[EndorsementReceipt](first); r.Late || r.EndorseUntil.String() != "2028-11-21" || r.Number == "" || r.Holder != "吴*兰" {
		t.Errorf("receipt = %+v", r)
	}
	if again := o.post("/api/v1/kiosk/endorsements", endorse); string(again.raw) != string(first.raw) {
		t.Errorf("sent again = %s, want %s", again.raw, first.raw)
	}
	report := read[ReportReceipt](o.post("/api/v1/kiosk/permit-reports", KioskReportInput{uuid.NewString(), token, id, "lost", true}))
	if report.Number == "" || report.Next[0] != "receipt.next.number_void" {
		t.Errorf("report = %+v", report)
	}

	f = read[PermitFile](o.get(path))
	if f.Permit.Card != "void" || f.Permit.Replacement == nil || len(f.Endorsements) != 1 || f.Permit.State != "active" {
		t.Fatalf("file = %+v", f)
	}
	replacement := f.Permit.Replacement.ID
	made := read[PermitFile](o.post(path+"/new-card", NewCardInput{uuid.NewString(), replacement, "B3399990000018", calendarDay(o)}))
	if len(made.Cards) != 2 || made.Replacements[0].State != "made" {
		t.Errorf("made = %+v", made)
	}
	o.post(path+"/hand-out-new", HandOutNewInput{RequestID: uuid.NewString(), ReplacementID: replacement, ReceivedBy: "holder", IdentityChecked: true}).want(http.StatusOK)
	fresh := "/api/v1/permits/" + made.Cards[1].ID
	o.do(registry.EndResidence{ResidenceID: "res-124", On: calendarDay(o), Reason: registry.MovedAway})
	if left := read[PermitList](o.get("/api/v1/permits?view=unregistered")).Items; len(left) != 1 || left[0].LeftFor != "moved_away" {
		t.Errorf("unregistered = %+v", left)
	}
	over := read[PermitFile](o.post(fresh+"/end", EndPermitInput{RequestID: uuid.NewString(), Reason: "moved_away", On: calendarDay(o), CardReceived: true}))
	if over.Permit.State != "ended" || over.EndReason != "moved_away" || over.Permit.Card != "handed_in" {
		t.Errorf("ended = %+v", over)
	}
	o.logIn("auditor")
	if looks := read[LookList](o.get("/api/v1/people/person-124/looks")); len(looks.Items) < 4 {
		t.Errorf("looks = %+v", looks)
	}
}

// Nobody endorses or reports the permit of another, whatever the page sends.
func TestTheKioskKnowsOneHolder(t *testing.T) {
	o := openOffice(t)
	id := o.issue(cardOf("吴玉兰", "1990-05-01", "124"), "B3399990000017")
	o.settle(cardOf("范例", "1990-05-01", "125"), "2026-04-01")
	token := o.place(cardOf("范例", "1990-05-01", "125"))
	if got, want := o.post("/api/v1/kiosk/endorsements", KioskEndorseInput{uuid.NewString(), token, id, "study", true}).problem(), "403 permit.not_own permit_id:permit.not_own"; got != want {
		t.Errorf("another's permit = %s, want %s", got, want)
	}
	stranger := o.place(cardOf("陈志强", "1990-05-01", "126"))
	if got, want := o.post("/api/v1/kiosk/permit-reports", KioskReportInput{uuid.NewString(), stranger, id, "lost", true}).problem(), "404 permit.card_unknown permit_id:permit.card_unknown"; got != want {
		t.Errorf("a stranger = %s, want %s", got, want)
	}
}

// Rules take two officers; decisions come as a list; benefits have their days.
func TestTheOfficesPartOfPermits(t *testing.T) {
	o := openOffice(t)
	o.logIn("admin")
	rules := read[PermitRulesAnswer](o.get("/api/v1/permit-rules"))
	if rules.Rules.IssueDays != 15 || rules.Rules.Anchor != "issue" || len(rules.History) != 0 {
		t.Errorf("rules = %+v", rules)
	}
	set := PermitRulesInput{RequestID: uuid.NewString(), Rules: rules.Rules, SecondOfficer: LoginInput{"second", "wrong password"}}
	set.Rules.IssueDays, set.Rules.RuleRef = 20, "范本省实施办法第十条"
	put := func() answered {
		set.RequestID = uuid.NewString()
		return o.send(http.MethodPut, "/api/v1/permit-rules", set)
	}
	if got, want := put().problem(), "422 validation second_officer.password:login.wrong"; got != want {
		t.Errorf("wrong password = %s, want %s", got, want)
	}
	set.SecondOfficer.Password = password
	if got := read[PermitRulesAnswer](put()); got.Rules.IssueDays != 20 || len(got.History) != 1 || got.History[0].SecondOfficer != "姓second" {
		t.Errorf("rules = %+v", got)
	}
	benefit := PermitBenefitInput{RequestID: uuid.NewString(), Kind: "service", Words: "社区图书馆借书", From: dateOf("2026-12-01"), RuleRef: "通知"}
	if all := read[PermitBenefitList](o.post("/api/v1/permit-benefits", benefit)); len(all.Items) != 15 || all.Items[8].Words != "社区图书馆借书" || all.Items[8].Now {
		t.Errorf("benefits = %+v", all)
	}

	card := cardOf("吴玉兰", "1990-05-01", "124")
	o.settle(card, "2026-04-01")
	o.logIn("clerk")
	taken := read[Application](o.post("/api/v1/permit-applications", IntakeInput{
		RequestID: uuid.NewString(), PersonID: "person-124", RegistrationID: "res-124", Condition: "dwelling", AppliedBy: "self", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}))
	o.post("/api/v1/permit-applications/"+taken.ID+"/accept", AcceptInput{uuid.NewString(), list(taken.Documents, func(d DocumentRow) string { return d.ID })}).want(http.StatusOK)
	decisions := DecisionsInput{RequestID: uuid.NewString(), Rows: []DecisionRow{
		{Number: taken.Number, Decision: "refused", ReasonCode: "refusal.other", ReasonText: "理由", DecisionRef: "2026-18", DecidedOn: dateOf("2026-11-21")},
		{Number: "261121-9999-9", Decision: "approved", DecisionRef: "2026-19", DecidedOn: dateOf("2026-11-21")},
	}}
	o.logIn("recorder")
	if got, want := o.post("/api/v1/permit-decisions", decisions).problem(), "422 validation second_officer:permit.second_officer_required"; got != want {
		t.Errorf("alone = %s, want %s", got, want)
	}
	decisions.RequestID, decisions.SecondOfficer = uuid.NewString(), &LoginInput{"second", password}
	done := read[DecisionsAnswer](o.post("/api/v1/permit-decisions", decisions))
	if done.Rows[0].Outcome != "recorded" || done.Rows[0].ApplicationID != taken.ID || done.Rows[1].Problem == nil || done.Rows[1].Problem.Code != "permit.number_of_none" {
		t.Errorf("decisions = %+v", done)
	}
}

// calendarDay is today at the office.
func calendarDay(o *hall) calendar.Date { return calendar.On(o.clock.Now()) }

// Two stations endorse one permit while they cannot hear each other: the day counts once, and the second entry goes to the conflict desk.
func TestAnEndorsementMadeTwice(t *testing.T) {
	o := openHasty(t)
	card := cardOf("吴玉兰", "1990-05-01", "124")
	id := o.issue(card, "B3399990000017")
	o.clock.forward(335 * 24 * time.Hour)
	o.cutOff()
	receipt := read[EndorsementReceipt](o.post("/api/v1/kiosk/endorsements", KioskEndorseInput{uuid.NewString(), o.place(card), id, "study", true}))
	if !receipt.Waiting || receipt.Number == "" || receipt.EndorseUntil.String() != "2028-11-21" {
		t.Errorf("receipt = %+v", receipt)
	}
	o.elsewhere(ledger.Actor{Kind: ledger.System}, "N-9", permit.EndorsePermit{PermitID: id, Condition: permit.Dwelling, Statement: true, Channel: permit.Counter})
	o.reconnect()
	o.logIn("clerk")
	open := read[ConflictList](o.get("/api/v1/conflicts"))
	if len(open.Items) != 1 || open.Items[0].Code != "permit.endorse_too_early" || open.Items[0].PersonID != "person-124" {
		t.Fatalf("conflicts = %+v", open)
	}
	shown := read[Conflict](o.get("/api/v1/conflicts/" + open.Items[0].ID))
	if got, want := factsOf(shown.Theirs), "number=**********0017 permit_state=active endorse_until=2028-11-21"; got != want {
		t.Errorf("as it stands = %s, want %s", got, want)
	}
	if f := read[PermitFile](o.get("/api/v1/permits/" + id)); len(f.Endorsements) != 1 || f.Endorsements[0].Condition != "dwelling" {
		t.Errorf("endorsements = %+v", f.Endorsements)
	}
}
