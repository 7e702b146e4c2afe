package api

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/uuid"

	"jiezhan/station/registry"
)

// takenUp takes an application of somebody in at the window and accepts it; the clerk is logged on.
func (o *hall) takenUp(order string) Application {
	o.tb.Helper()
	o.settle(cardOf("吴玉兰", "1990-05-01", order), "2026-04-01")
	o.logIn("clerk")
	taken := read[Application](o.post("/api/v1/permit-applications", IntakeInput{
		RequestID: uuid.NewString(), PersonID: "person-" + order, RegistrationID: "res-" + order, Condition: "dwelling", AppliedBy: "self", Statement: true,
		Documents: []GroupKind{{"identity", "resident_id_card"}, {"photo", "portrait"}, {"dwelling", "tenancy_contract"}},
	}))
	seen := list(taken.Documents, func(d DocumentRow) string { return d.ID })
	return read[Application](o.post("/api/v1/permit-applications/"+taken.ID+"/accept", AcceptInput{uuid.NewString(), seen}))
}

// One application gets more time: only by a local rule, with a second officer where the rules ask for one, and once.
func TestMoreTimeForOneApplication(t *testing.T) {
	o := openOffice(t)
	taken := o.takenUp("124")
	path := "/api/v1/permit-applications/" + taken.ID
	if taken.MostDays != 0 || strings.Contains(strings.Join(taken.Allowed, " "), "extend") || taken.SupplyBy.String() != "2026-12-07" {
		t.Errorf("before a rule: most %d, allowed %v, papers by %s", taken.MostDays, taken.Allowed, taken.SupplyBy)
	}
	extend := ExtendInput{RequestID: uuid.NewString(), Days: 25, ReasonText: "制证设备检修。", Means: "phone"}
	if got, want := o.post(path+"/extend", extend).problem(), "409 permit.extend_no_rule"; got != want {
		t.Errorf("without a rule = %s, want %s", got, want)
	}
	o.logIn("admin")
	rules := read[PermitRulesAnswer](o.get("/api/v1/permit-rules")).Rules
	rules.ExtendedDays, rules.ExtendByTwo, rules.RuleRef = 30, true, "范本省实施办法第十条"
	set := PermitRulesInput{RequestID: uuid.NewString(), Rules: rules, SecondOfficer: LoginInput{"second", password}}
	if got := read[PermitRulesAnswer](o.send(http.MethodPut, "/api/v1/permit-rules", set)).Rules; got.ExtendedDays != 30 || !got.ExtendByTwo {
		t.Errorf("rules = %+v", got)
	}
	o.logIn("clerk")
	if now := read[Application](o.get(path)); now.MostDays != 30 || !now.ExtendByTwo {
		t.Errorf("with a rule: most %d, by two %v", now.MostDays, now.ExtendByTwo)
	}
	for _, c := range []struct {
		second *LoginInput
		want   string
	}{
		{nil, "422 validation second_officer:permit.second_officer_required"},
		{&LoginInput{"second", "wrong password"}, "422 validation second_officer.password:login.wrong"},
	} {
		extend.RequestID, extend.SecondOfficer = uuid.NewString(), c.second
		if got := o.post(path+"/extend", extend).problem(); got != c.want {
			t.Errorf("answer = %s, want %s", got, c.want)
		}
	}
	extend.RequestID, extend.SecondOfficer = uuid.NewString(), &LoginInput{"second", password}
	longer := read[Application](o.post(path+"/extend", extend))
	if e := longer.Extension; e == nil || e.Days != 25 || e.DaysBefore != 15 || e.RuleRef != "范本省实施办法第十条" || longer.Clock.LimitDays != 25 || longer.Clock.DueOn.String() != "2026-12-16" {
		t.Errorf("extended = %+v, clock %+v", e, longer.Clock)
	}
	extend.RequestID = uuid.NewString()
	if got, want := o.post(path+"/extend", extend).problem(), "409 permit.extended_already"; got != want {
		t.Errorf("again = %s, want %s", got, want)
	}
}

// The applicant leaves between decision and card: the desk says so, hands nothing out, and ends the case.
func TestACaseOfSomebodyWhoLeft(t *testing.T) {
	o := openOffice(t)
	taken := o.takenUp("124")
	path := "/api/v1/permit-applications/" + taken.ID
	o.logIn("recorder")
	o.post(path+"/approve", ApproveInput{uuid.NewString(), "2026-17", calendarDay(o)}).want(http.StatusOK)
	o.logIn("clerk")
	end := CloseInput{RequestID: uuid.NewString(), Reason: "moved_away", On: calendarDay(o)}
	if got, want := o.post(path+"/close", end).problem(), "409 permit.still_registered"; got != want {
		t.Errorf("while registered = %s, want %s", got, want)
	}
	o.post(path+"/make", MakeInput{uuid.NewString(), "B3399990000017", calendarDay(o)}).want(http.StatusOK)
	o.do(registry.EndResidence{ResidenceID: "res-124", On: calendarDay(o), Reason: registry.MovedAway})
	if got, want := o.post(path+"/hand-out", HandOutInput{uuid.NewString(), "holder", true}).problem(), "409 permit.left_before_hand_out"; got != want {
		t.Errorf("handing out = %s, want %s", got, want)
	}
	if now := read[Application](o.get(path)); now.LeftFor != "moved_away" || strings.Join(now.Allowed, " ") != "close" {
		t.Errorf("left for %q, allowed %v", now.LeftFor, now.Allowed)
	}
	end.RequestID = uuid.NewString()
	over := read[Application](o.post(path+"/close", end))
	if over.State != "over" || over.Permit.State != "ended" || len(over.Allowed) != 0 {
		t.Errorf("ended = %s, permit %s, allowed %v", over.State, over.Permit.State, over.Allowed)
	}
}

// readFile sends a file of decisions to be read.
func (o *hall) readFile(content string) answered {
	o.tb.Helper()
	request, err := http.NewRequestWithContext(o.tb.Context(), http.MethodPost, o.server.URL+"/api/v1/permit-decisions/read", strings.NewReader(content))
	if err != nil {
		o.tb.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/octet-stream")
	return o.sendRequest(request)
}

func TestAFileOfDecisionsIsReadAndImported(t *testing.T) {
	o := openOffice(t)
	taken := o.takenUp("124")
	file := "申请编号,决定,文号,决定日期,居住证号\n" + taken.Number + ",准予,2026-18,2026-11-21,B3399990000017\nx,准予,2026-19,2026-11-21\n"
	if got, want := o.readFile(file).problem(), "403 forbidden"; got != want {
		t.Errorf("by a clerk = %s, want %s", got, want)
	}
	o.logIn("recorder")
	lines := read[DecisionLines](o.readFile(file)).Lines
	if len(lines) != 2 || lines[0].Row == nil || lines[0].Row.Number != taken.Number || lines[1].Fault != "bad_number" || lines[1].Row != nil {
		t.Fatalf("lines = %+v", lines)
	}
	if now := read[Application](o.get("/api/v1/permit-applications/" + taken.ID)); now.State != "accepted" {
		t.Errorf("reading alone left it %s", now.State)
	}
	done := read[DecisionsAnswer](o.post("/api/v1/permit-decisions", DecisionsInput{RequestID: uuid.NewString(), Rows: []DecisionRow{*lines[0].Row}}))
	if done.Rows[0].Outcome != "recorded" {
		t.Errorf("imported = %+v", done)
	}
	for content, want := range map[string]string{
		"一行字\n":            "422 file.no_headings",
		"申请编号,决定\n1,准予\n":  "422 file.columns_missing",
		"\xd0\xcf\x11\xe0": "422 file.old_format",
	} {
		if got := o.readFile(content).problem(); got != want {
			t.Errorf("%q = %s, want %s", content, got, want)
		}
	}
}
