package api

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/station/calendar"
)

const pin = "482915"

// landlord has the clerk give a landlord an account for room 1203, and answers it with its premises.
func (o *hall) landlord() Reporter {
	o.tb.Helper()
	o.logIn("clerk")
	input := ReporterInput{RequestID: uuid.NewString(), Kind: "landlord", Name: "房东一", Phone: "13900001111", PIN: pin}
	made := read[Reporter](o.post("/api/v1/reporters", input).want(http.StatusCreated))
	bound := PremisesInput{RequestID: uuid.NewString(), Kind: "dwelling", AreaID: "room-1203"}
	return read[Reporter](o.post("/api/v1/reporters/"+made.ID+"/premises", bound))
}

// atTerminal logs a reporting point on in a browser of its own.
func (o *hall) atTerminal(login string) ReporterSession {
	o.tb.Helper()
	o.browser = o.newBrowser()
	return read[ReporterSession](o.post("/api/v1/reporter/session", ReporterLogin{login, pin}))
}

func date(tb testing.TB, text string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		tb.Fatal(err)
	}
	return d
}

func (o *hall) tenantReport(premises string) TenantReport {
	o.tb.Helper()
	return TenantReport{
		RequestID: uuid.NewString(), PremisesID: premises, Name: "租客一", IDNumber: numberOf("1990-01-01", "102"), Since: date(o.tb, "2026-11-18"),
		Until: date(o.tb, "2027-11-17"), Written: true, HeadCount: 1,
	}
}

// A landlord reports, the clerk takes it in, the tenant registers, the clerk matches, the tenant leaves.
func TestATenancyFromTheTerminalToItsEnd(t *testing.T) {
	o := openOffice(t)
	point := o.landlord()
	if point.Number != 100001 || point.Name != "房*一" || point.Phone != "139****1111" || len(point.Premises) != 1 {
		t.Fatalf("reporter = %+v", point)
	}
	session := o.atTerminal("139 0000 1111")
	if session.Number != 100001 || session.Today.String() != "2026-11-21" || session.Premises[0].Label != "青松家园3号楼2单元1203室" {
		t.Fatalf("session = %+v", session)
	}
	report := o.tenantReport(point.Premises[0].ID)
	sent := read[SentReport](o.post("/api/v1/reporter/reports", report).want(http.StatusCreated))
	if again := read[SentReport](o.post("/api/v1/reporter/reports", report)); again != sent || sent.Late || sent.DueOn.String() != "2026-11-23" {
		t.Errorf("sent = %+v, again %+v", sent, again)
	}
	report.RequestID = uuid.NewString()
	if got := o.post("/api/v1/reporter/reports", report).problem(); got != "409 report.already_sent id_number:report.already_sent" {
		t.Errorf("reported twice = %s", got)
	}
	own := read[OwnReports](o.get("/api/v1/reporter/reports"))
	if len(own.Items) != 1 || own.Items[0].Name != "租*一" || own.Items[0].IDNumber != "339999********"+report.IDNumber[14:] {
		t.Errorf("own reports = %+v", own)
	}
	terminal := o.browser
	o.logIn("clerk")
	waiting := read[WaitingReportList](o.get("/api/v1/tenancy-reports"))
	if len(waiting.Items) != 1 || waiting.Items[0].Number != sent.Number || waiting.Items[0].FileNumber != "" || waiting.Items[0].Registered {
		t.Fatalf("waiting = %+v", waiting)
	}
	number := read[Revealed](o.post("/api/v1/tenancy-reports/"+waiting.Items[0].ID+"/reveal", ReportReveal{"id_number", "核对登记"}))
	if number.Value != report.IDNumber {
		t.Errorf("revealed = %+v", number)
	}
	judged := read[JudgedReport](o.post("/api/v1/tenancy-reports/"+waiting.Items[0].ID+"/accept", RequestOnly{uuid.NewString()}))
	if l := read[ToRegisterList](o.get("/api/v1/tenants-to-register")); len(l.Items) != 1 || l.Items[0].RentalID != judged.RentalID {
		t.Errorf("to register = %+v", l)
	}
	o.settle(cardOf("租客一", "1990-01-01", "102"), "2026-11-20")
	path := "/api/v1/rentals/" + judged.RentalID
	file := read[RentalFile](o.get(path))
	if len(file.Tenants) != 1 || file.Tenants[0].Candidate == "" || file.Landlord != "房*一" || file.HeadCount != 1 {
		t.Fatalf("file = %+v", file)
	}
	match := TenantMatch{uuid.NewString(), file.Tenants[0].ID, file.Tenants[0].Candidate}
	if file = read[RentalFile](o.post(path+"/tenants/match", match)); !file.Tenants[0].Registered || len(file.Findings) != 0 {
		t.Errorf("matched = %+v", file)
	}
	o.browser = terminal
	left := LeavingReport{uuid.NewString(), own.Items[0].ID, date(t, "2026-11-21"), 0}
	read[SentReport](o.post("/api/v1/reporter/leavings", left).want(http.StatusCreated))
	o.logIn("clerk")
	waiting = read[WaitingReportList](o.get("/api/v1/tenancy-reports"))
	read[JudgedReport](o.post("/api/v1/tenancy-reports/"+waiting.Items[0].ID+"/accept", RequestOnly{uuid.NewString()}))
	file = read[RentalFile](o.get(path))
	if file.Tenants[0].LeftOn.String() != "2026-11-21" || len(file.Findings) != 1 || file.Findings[0].Code != "rental.check.past_end" {
		t.Errorf("left = %+v", file)
	}
	if l := read[RentalList](o.get("/api/v1/rentals?which=to_look")); len(l.Items) != 1 || l.Items[0].ID != file.ID {
		t.Errorf("to look = %+v", l)
	}
}

func TestAFileIsKeptAtTheWindow(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	landlord, phone := "房东一", "13900001111"
	terms := RentalTerms{
		Landlord: &landlord, LandlordPhone: &phone, Begins: date(t, "2026-11-01"), Until: date(t, "2027-10-31"), Rooms: []RentalRoom{{"主卧", "living"}, {"厨房", "kitchen"}}, HeadCount: 3,
	}
	file := read[RentalFile](o.post("/api/v1/rentals", RentalForm{uuid.NewString(), "room-1204", terms}).want(http.StatusCreated))
	var codes []string
	for _, f := range file.Findings {
		codes = append(codes, f.Code)
	}
	if got := strings.Join(codes, " "); got != "rental.check.not_written rental.check.room_not_allowed" {
		t.Errorf("findings = %s", got)
	}
	terms.Landlord, terms.LandlordPhone, terms.Written, terms.Rooms = nil, nil, true, terms.Rooms[:1]
	path := "/api/v1/rentals/" + file.ID
	file = read[RentalFile](o.send(http.MethodPut, path, RentalChange{uuid.NewString(), 1, terms}))
	if len(file.Findings) != 0 || file.Landlord != "房*一" || file.LandlordPhone != "139****1111" || file.Version != 2 {
		t.Errorf("changed = %+v", file)
	}
	if got := read[Revealed](o.post(path+"/reveal", RentalReveal{Field: "landlord_phone", Reason: "通知续签"})); got.Value != phone {
		t.Errorf("revealed = %+v", got)
	}
	o.post(path+"/tenants", TenantForm{uuid.NewString(), "租客二", numberOf("1991-01-01", "103"), date(t, "2026-11-01")}).want(http.StatusOK)
	o.post(path+"/renew", RentalRenewal{RequestID: uuid.NewString(), Version: 2, Begins: date(t, "2027-11-01"), Until: date(t, "2028-10-31"), Written: true}).want(http.StatusOK)
	file = read[RentalFile](o.post(path+"/end", RentalEnd{uuid.NewString(), 3, date(t, "2026-11-21"), "收回自住"}))
	if file.State != "ended" || file.Tenants[0].LeftOn.IsZero() || len(file.Steps) != 5 {
		t.Errorf("ended = %+v", file)
	}
	o.logIn("admin")
	rules := read[RentalRules](o.send(http.MethodPut, "/api/v1/rental-rules", RentalRulesInput{uuid.NewString(), 3, true, "市住建局 2026 年 8 号"}))
	if rules.PeoplePerRoom != 3 || !rules.Undertaking || rules.SetOn.String() != "2026-11-21" {
		t.Errorf("rules = %+v", rules)
	}
}

func TestTheTerminalLocksAndForgets(t *testing.T) {
	o := openOffice(t)
	point := o.landlord()
	clerk := o.browser
	o.browser = o.newBrowser()
	for i := range 5 {
		login := []string{"100001", " 100001 "}[i%2] // spellings count together
		if got := o.post("/api/v1/reporter/session", ReporterLogin{login, "000000"}).problem(); got != "401 reporter.wrong" {
			t.Fatalf("wrong PIN = %s", got)
		}
	}
	if got := o.post("/api/v1/reporter/session", ReporterLogin{"100001", pin}).problem(); got != "429 login.locked" {
		t.Errorf("after five = %s", got)
	}
	if got := o.post("/api/v1/reporter/session", ReporterLogin{"nobody", pin}).problem(); got != "401 reporter.wrong" {
		t.Errorf("nobody = %s", got)
	}
	o.clock.forward(15 * time.Minute)
	o.atTerminal("100001")
	terminal := o.browser
	for _, path := range []string{"/api/v1/session", "/api/v1/rentals", "/api/v1/people?q=zs"} {
		if got := o.get(path).problem(); got != "401 unauthenticated" {
			t.Errorf("a landlord at %s = %s", path, got)
		}
	}
	o.browser = clerk
	o.post("/api/v1/reporters/"+point.ID+"/pin", PINInput{uuid.NewString(), "123456"}).want(http.StatusUnprocessableEntity)
	o.post("/api/v1/reporters/"+point.ID+"/pin", PINInput{uuid.NewString(), "739104"}).want(http.StatusNoContent)
	o.browser = terminal
	if got := o.get("/api/v1/reporter/session").problem(); got != "401 unauthenticated" {
		t.Errorf("with the old PIN = %s", got)
	}
	o.browser = clerk
	off := read[Reporter](o.post("/api/v1/reporters/"+point.ID+"/disable", ReporterRight{uuid.NewString(), true}))
	if !off.Disabled || off.SeenOn.String() != "2026-11-21" {
		t.Errorf("disabled = %+v", off)
	}
	o.browser = o.newBrowser()
	if got := o.post("/api/v1/reporter/session", ReporterLogin{"100001", "739104"}).problem(); got != "401 reporter.wrong" {
		t.Errorf("disabled = %s", got)
	}
}

func TestAHotelsRegisterIsCountedAndNotRead(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	made := read[Reporter](o.post("/api/v1/reporters", ReporterInput{uuid.NewString(), "operator", "旅馆一", "13900002222", pin}))
	point := read[Reporter](o.post("/api/v1/reporters/"+made.ID+"/premises", PremisesInput{uuid.NewString(), "lodging", "和平旅馆", "qs3"}))
	o.clock.forward(48 * time.Hour)
	o.logIn("clerk")
	if l := read[OverdueList](o.get("/api/v1/premises/overdue")); len(l.Items) != 1 || l.Items[0].Title != "和平旅馆" {
		t.Errorf("overdue = %+v", l)
	}
	clerk := o.browser
	o.atTerminal("13900002222")
	kept := RegisterKept{uuid.NewString(), point.Premises[0].ID, date(t, "2026-11-22"), 12}
	o.post("/api/v1/reporter/registers", kept).want(http.StatusNoContent)
	guest := `{"request_id":"` + uuid.NewString() + `","premises_id":"` + kept.PremisesID + `","day":"2026-11-22","guests":12,"names":["客人一"]}`
	if got := o.post("/api/v1/reporter/registers", guest).problem(); got != "422 validation names:unknown_field" {
		t.Errorf("a guest's name = %s", got)
	}
	o.browser = clerk
	if l := read[OverdueList](o.get("/api/v1/premises/overdue")); len(l.Items) != 0 {
		t.Errorf("overdue = %+v", l)
	}
	o.post("/api/v1/premises/"+kept.PremisesID+"/unbind", RequestOnly{uuid.NewString()}).want(http.StatusNoContent)
	if l := read[ReporterList](o.get("/api/v1/reporters")); len(l.Items) != 1 || len(l.Items[0].Premises) != 0 {
		t.Errorf("reporters = %+v", l)
	}
	if got := read[Revealed](o.post("/api/v1/reporters/"+point.ID+"/reveal", ReporterReveal{"phone", "电话提醒"})); got.Value != "13900002222" {
		t.Errorf("revealed = %+v", got)
	}
}

// A report about a dwelling whose file is another landlord's says so before it is taken in.
func TestAReportIntoAnotherLandlordsFile(t *testing.T) {
	o := openOffice(t)
	first := o.landlord()
	report := func(login, premises, order string) {
		o.atTerminal(login)
		r := o.tenantReport(premises)
		r.IDNumber = numberOf("1990-01-01", order)
		o.post("/api/v1/reporter/reports", r).want(http.StatusCreated)
		o.logIn("clerk")
	}
	report("100001", first.Premises[0].ID, "102")
	waiting := read[WaitingReportList](o.get("/api/v1/tenancy-reports"))
	o.post("/api/v1/tenancy-reports/"+waiting.Items[0].ID+"/accept", RequestOnly{uuid.NewString()}).want(http.StatusOK)
	made := read[Reporter](o.post("/api/v1/reporters", ReporterInput{uuid.NewString(), "landlord", "新房东", "13900003333", pin}).want(http.StatusCreated))
	second := read[Reporter](o.post("/api/v1/reporters/"+made.ID+"/premises", PremisesInput{RequestID: uuid.NewString(), Kind: "dwelling", AreaID: "room-1203"}))
	report("13900003333", second.Premises[0].ID, "103")
	report("100001", first.Premises[0].ID, "104")
	waiting = read[WaitingReportList](o.get("/api/v1/tenancy-reports"))
	if len(waiting.Items) != 2 || waiting.Items[0].FileOf != "房*一" || waiting.Items[1].FileOf != "" || waiting.Items[1].FileNumber == "" {
		t.Errorf("waiting = %+v", waiting.Items)
	}
}

// What an employer reports makes no file; the clerk sees whether the person is registered anywhere in the office, and takes it in.
func TestAnEmployersReportMakesNoFile(t *testing.T) {
	o := openOffice(t)
	o.logIn("clerk")
	made := read[Reporter](o.post("/api/v1/reporters", ReporterInput{uuid.NewString(), "employer", "范例电子厂", "13900004444", pin}))
	point := read[Reporter](o.post("/api/v1/reporters/"+made.ID+"/premises", PremisesInput{uuid.NewString(), "workplace", "范例电子厂", "qs3"}))
	o.settle(cardOf("员工一", "1990-01-01", "102"), "2026-11-10")
	o.atTerminal("13900004444")
	for _, order := range []string{"102", "103"} {
		o.post("/api/v1/reporter/reports", TenantReport{
			RequestID: uuid.NewString(), PremisesID: point.Premises[0].ID, IDNumber: numberOf("1990-01-01", order), Since: date(t, "2026-11-18"),
		}).want(http.StatusCreated)
	}
	o.logIn("clerk")
	waiting := read[WaitingReportList](o.get("/api/v1/tenancy-reports")).Items
	if len(waiting) != 2 || waiting[0].Premises != "workplace" || !waiting[0].Registered || waiting[1].Registered || waiting[0].FileNumber != "" {
		t.Fatalf("waiting = %+v", waiting)
	}
	if judged := read[JudgedReport](o.post("/api/v1/tenancy-reports/"+waiting[0].ID+"/accept", RequestOnly{uuid.NewString()})); judged.RentalID != "" {
		t.Errorf("judged = %+v", judged)
	}
	if l := read[RentalList](o.get("/api/v1/rentals")); len(l.Items) != 0 {
		t.Errorf("files = %+v", l)
	}
}
