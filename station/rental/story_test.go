package rental

import (
	"slices"
	"strings"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

func TestAFileFromOpeningToItsEnd(t *testing.T) {
	o := openOffice(t)
	f := must[StoredFile](o, clerk(), OpenFile{RoomID: "r1203", Terms: o.terms()})
	if got := o.file(f.ID); got.Number != f.Number || got.LandlordPhone != "+8613800006620" || got.Address != "青松家园3号楼1203室" || got.State != Active || got.CompoundID != "qs" {
		t.Fatalf("file = %+v", got)
	}
	if got := o.answer(clerk(), OpenFile{RoomID: "r1203", Terms: o.terms()}); got != "room_id:rental.file_open" {
		t.Errorf("a second file = %q", got)
	}
	terms := o.terms()
	terms.Rooms = append(terms.Rooms, LetRoom{"阳台", Balcony})
	changed := must[StoredFile](o, clerk(), ChangeFile{ID: f.ID, BasedOn: 1, Terms: terms})
	if changed.Version != 2 || o.findings(f.ID) != "room_not_allowed" || o.listed(FileQuery{Which: ToLook}) != "r1203" {
		t.Errorf("changed = %+v, findings %q, to look %q", changed, o.findings(f.ID), o.listed(FileQuery{Which: ToLook}))
	}
	if got := o.answer(clerk(), ChangeFile{ID: f.ID, BasedOn: 1, Terms: terms}); got != "based_on:rental.changed_meanwhile" {
		t.Errorf("changed by two = %q", got)
	}
	must[StoredFile](o, clerk(), ChangeFile{ID: f.ID, BasedOn: 2, Terms: o.terms()})
	tenant := must[StoredTenant](o, clerk(), AddTenant{RentalID: f.ID, Name: "租客一", IDNumber: number("102"), Since: day(t, "2026-10-01")})
	if got := o.answer(clerk(), AddTenant{RentalID: f.ID, Name: "租客一", IDNumber: number("102"), Since: day(t, "2026-10-05")}); got != "id_number:rental.tenant_there" {
		t.Errorf("the same tenant again = %q", got)
	}
	elsewhere, here := o.registered("104", "r1203", "2026-10-02"), o.registered("102", "r1203", "2026-09-28")
	match := MatchTenant{RentalID: f.ID, TenantID: tenant.ID, ResidenceID: elsewhere.ID}
	if got := o.answer(clerk(), match); got != "residence_id:rental.match_differs" {
		t.Errorf("matched to another = %q", got)
	}
	match.ResidenceID = here.ID
	must[StoredTenant](o, clerk(), match)
	if got := o.findings(f.ID); got != "registered_before" {
		t.Errorf("findings = %q, want registered_before", got)
	}
	renewal := RenewFile{ID: f.ID, BasedOn: 3, Begins: day(t, "2026-09-01"), Until: day(t, "2028-09-30"), Written: true}
	if got := o.answer(clerk(), renewal); got != "begins:rental.renewal_before" {
		t.Errorf("renewed backwards = %q", got)
	}
	renewal.Begins = day(t, "2027-10-01")
	must[StoredFile](o, clerk(), renewal)
	must[StoredFile](o, clerk(), EndFile{ID: f.ID, BasedOn: 4, On: day(t, "2026-11-18"), Reason: "收回自住"})
	if got := o.answer(clerk(), EndFile{ID: f.ID, BasedOn: 5, On: day(t, "2026-11-18"), Reason: "x"}); got != "id:rental.ended" {
		t.Errorf("ended twice = %q", got)
	}
	if got := o.findings(f.ID) + " " + o.listed(FileQuery{Which: ToLook}); got != "past_end r1203" {
		t.Errorf("ended with a registration open = %q", got)
	}
	must[registry.EndedResidence](o, clerk(), registry.EndResidence{ResidenceID: here.ID, On: day(t, "2026-11-18"), Reason: registry.MovedAway})
	if got := o.findings(f.ID) + o.listed(FileQuery{Which: ToLook}); got != "" {
		t.Errorf("with the registration ended = %q", got)
	}
	must[StoredFile](o, clerk(), OpenFile{RoomID: "r1203", Terms: o.terms()})
	steps := read(o, func(q store.Query) ([]Step, error) { return StepsOf(q, f.ID) })
	var actions []string
	for _, s := range steps {
		actions = append(actions, s.Action)
	}
	if got, want := strings.Join(actions, " "), "opened changed changed tenant_added tenant_matched renewed ended"; got != want {
		t.Errorf("history = %q, want %q", got, want)
	}
}

func TestALandlordReportsAndAClerkTakesIn(t *testing.T) {
	o := openOffice(t)
	reporter, premises := o.landlord()
	report := ReportTenant{PremisesID: premises, Name: "租客一", IDNumber: strings.ToLower(number("102")), Since: day(t, "2026-11-12"), HeadCount: 1}
	sent := must[SentReport](o, by(reporter), report)
	if sent.DueOn.String() != "2026-11-17" || !sent.Late {
		t.Errorf("sent = %+v, want due 2026-11-17 and late", sent)
	}
	if got := o.answer(by(reporter), report); got != "id_number:report.already_sent" {
		t.Errorf("sent twice = %q", got)
	}
	leaving := ReportLeaving{StartID: sent.ID, On: day(t, "2026-11-18")}
	left := must[SentReport](o, by(reporter), leaving)
	if got := o.answer(by(reporter), leaving); got != "start_id:report.left_already" {
		t.Errorf("left twice = %q", got)
	}
	if got := o.answer(clerk(), AcceptReport{ID: left.ID}); got != "id:report.start_waiting" {
		t.Errorf("the leaving first = %q", got)
	}
	judged := must[JudgedReport](o, clerk(), AcceptReport{ID: sent.ID})
	f := o.file(judged.RentalID)
	if f.Landlord != "房东一" || f.RoomID != "r1203" || f.HeadCount != 1 || len(f.Rooms) != 1 || f.Rooms[0].Use != Living || f.ReporterID != reporter {
		t.Errorf("file = %+v", f)
	}
	waiting := read(o, func(q store.Query) ([]Tenant, error) { l, _, err := Unregistered(q, 0, 10); return l, err })
	if len(waiting) != 1 || waiting[0].IDNumber != number("102") {
		t.Errorf("to register = %+v", waiting)
	}
	must[JudgedReport](o, clerk(), AcceptReport{ID: left.ID})
	tenants := read(o, func(q store.Query) ([]Tenant, error) { return TenantsOf(q, f.ID) })
	if len(tenants) != 1 || tenants[0].LeftOn.String() != "2026-11-18" || o.file(f.ID).HeadCount != 0 {
		t.Errorf("tenants = %+v", tenants)
	}
	if got := o.answer(clerk(), ReturnReport{ID: sent.ID, Reason: "x"}); got != "id:report.judged" {
		t.Errorf("judged twice = %q", got)
	}
	again := must[SentReport](o, by(reporter), report) // moves in again
	must[JudgedReport](o, clerk(), ReturnReport{ID: again.ID, Reason: "身份证号与姓名不符"})
	must[SentReport](o, by(reporter), report) // and may be reported again, once returned
	own := read(o, func(q store.Query) ([]Report, error) { return ReportsOf(q, reporter, 10) })
	var states []string
	for _, r := range own {
		states = append(states, string(r.Kind)+"/"+string(r.State))
	}
	if got, want := strings.Join(states, " "), "start/waiting start/returned leaving/accepted start/accepted"; got != want {
		t.Errorf("own reports = %q, want %q", got, want)
	}
}

func TestAReturnedLeavingLetsTheTenancyGoOn(t *testing.T) {
	o := openOffice(t)
	reporter, premises := o.landlord()
	start := must[SentReport](o, by(reporter), ReportTenant{PremisesID: premises, Name: "租客一", IDNumber: number("102"), Since: day(t, "2026-11-17"), HeadCount: 1})
	must[JudgedReport](o, clerk(), AcceptReport{ID: start.ID})
	left := must[SentReport](o, by(reporter), ReportLeaving{StartID: start.ID, On: day(t, "2026-11-18")})
	must[JudgedReport](o, clerk(), ReturnReport{ID: left.ID, Reason: "租客仍在"})
	if got := o.answer(by(reporter), ReportLeaving{StartID: start.ID, On: day(t, "2026-11-18")}); got != "" {
		t.Errorf("left after all = %q", got)
	}
}

func TestATenantWithoutANameIsNamedByTheRegister(t *testing.T) {
	o := openOffice(t)
	reporter, premises := o.landlord()
	o.registered("102", "r1204", "2026-10-02")
	for order, want := range map[string]string{"102": "租客一", "104": ""} {
		sent := must[SentReport](o, by(reporter), ReportTenant{PremisesID: premises, IDNumber: number(order), Since: day(t, "2026-11-17"), HeadCount: 1})
		judged := must[JudgedReport](o, clerk(), AcceptReport{ID: sent.ID})
		tenants := read(o, func(q store.Query) ([]Tenant, error) { return TenantsOf(q, judged.RentalID) })
		if got := tenants[len(tenants)-1]; got.IDNumber != number(order) || got.Name != want {
			t.Errorf("tenant = %+v, want the name %q", got, want)
		}
	}
}

func TestWhatIsNoReport(t *testing.T) {
	o := openOffice(t)
	reporter, premises := o.landlord()
	other := must[StoredReporter](o, clerk(), CreateReporter{Who: Operator, Name: "旅馆一", Phone: "13800006621", PINHash: hash(t)})
	hotel := must[StoredPremises](o, clerk(), BindPremises{ReporterID: other.ID, What: Lodging, Title: "和平旅馆", AreaID: "b3"})
	for name, c := range map[string]struct {
		actor  ledger.Actor
		change func(*ReportTenant)
		want   string
	}{
		"a digit wrong":        {by(reporter), func(c *ReportTenant) { c.IDNumber = c.IDNumber[:16] + "90" }, "id_number:citizen_number.checksum"},
		"no number":            {by(reporter), func(c *ReportTenant) { c.IDNumber = "" }, "id_number:citizen_number.format"},
		"a name without end":   {by(reporter), func(c *ReportTenant) { c.Name = strings.Repeat("长", 61) }, "name:rental.text_too_long"},
		"far ahead":            {by(reporter), func(c *ReportTenant) { c.Since = day(t, "2027-11-18") }, "since:report.since_out_of_range"},
		"long ago":             {by(reporter), func(c *ReportTenant) { c.Since = day(t, "2006-11-18") }, "since:report.since_out_of_range"},
		"an end before it":     {by(reporter), func(c *ReportTenant) { c.Until = day(t, "2026-11-16") }, "until:rental.until_before_begin"},
		"nobody lives there":   {by(reporter), func(c *ReportTenant) { c.HeadCount = 0 }, "head_count:rental.head_count_invalid"},
		"a dwelling of others": {by(other.ID), func(*ReportTenant) {}, "premises_id:premises.unknown"},
		"a guest of a hotel":   {by(other.ID), func(c *ReportTenant) { c.PremisesID = hotel.ID }, "premises_id:premises.no_dwelling"},
		"by a clerk":           {clerk(), func(*ReportTenant) {}, "rental.not_permitted"},
		"by nobody known":      {by("x"), func(*ReportTenant) {}, "reporter.disabled"},
	} {
		report := ReportTenant{PremisesID: premises, Name: "租客一", IDNumber: number("102"), Since: day(t, "2026-11-17"), HeadCount: 1}
		c.change(&report)
		if got := o.answer(c.actor, report); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
	must[StoredReporter](o, clerk(), DisableReporter{ID: reporter, Disabled: true})
	if got := o.answer(by(reporter), ReportTenant{PremisesID: premises, Name: "租客一", IDNumber: number("102"), Since: day(t, "2026-11-17"), HeadCount: 1}); got != "reporter.disabled" {
		t.Errorf("disabled = %q", got)
	}
	must[StoredReporter](o, clerk(), DisableReporter{ID: reporter})
	must[StoredPremises](o, clerk(), UnbindPremises{ID: premises})
	if got := o.answer(by(reporter), ReportTenant{PremisesID: premises, Name: "租客一", IDNumber: number("102"), Since: day(t, "2026-11-17"), HeadCount: 1}); got != "premises_id:premises.unknown" {
		t.Errorf("for what was let go = %q", got)
	}
}

func TestAHotelReportsThatItsRegisterIsKept(t *testing.T) {
	o := openOffice(t)
	r := must[StoredReporter](o, clerk(), CreateReporter{Who: Operator, Name: "旅馆一", Phone: "13800006621", PINHash: hash(t)})
	p := must[StoredPremises](o, clerk(), BindPremises{ReporterID: r.ID, What: Lodging, Title: "和平旅馆", AreaID: "b3"})
	overdue := func() int {
		return len(read(o, func(q store.Query) ([]Premises, error) { return Overdue(q, calendar.On(o.now), 10) }))
	}
	if got := overdue(); got != 0 {
		t.Errorf("on the day it was bound %d are overdue, want none", got)
	}
	o.now = o.now.AddDate(0, 0, 2)
	if got := overdue(); got != 1 {
		t.Errorf("two days later %d are overdue, want 1", got)
	}
	keep := KeepRegister{PremisesID: p.ID, Day: day(t, "2026-11-19"), Guests: 12}
	must[KeptRegister](o, by(r.ID), keep)
	keep.Guests = 13
	must[KeptRegister](o, by(r.ID), keep) // corrected
	days := read(o, func(q store.Query) ([]KeptDay, error) { return KeptDays(q, p.ID, 10) })
	if len(days) != 1 || days[0].Guests != 13 || overdue() != 0 {
		t.Errorf("days = %+v, overdue %d", days, overdue())
	}
	must[StoredReporter](o, by(r.ID), NoteSeen{On: day(t, "2026-11-20")})
	must[StoredReporter](o, by(r.ID), NoteSeen{On: day(t, "2026-11-18")}) // comes late from a station that was cut off
	seen := read(o, func(q store.Query) (Reporter, error) {
		got, _, err := ReporterByLogin(q, "138 0000 6621")
		return got, err
	})
	if seen.SeenOn.String() != "2026-11-20" {
		t.Errorf("seen = %+v", seen)
	}
	for name, c := range map[string]struct {
		change func(*KeepRegister)
		want   string
	}{
		"tomorrow":             {func(c *KeepRegister) { c.Day = day(t, "2026-11-21") }, "day:premises.day_out_of_range"},
		"long ago":             {func(c *KeepRegister) { c.Day = day(t, "2026-11-01") }, "day:premises.day_out_of_range"},
		"more than can be":     {func(c *KeepRegister) { c.Guests = 5001 }, "guests:premises.guests_out_of_range"},
		"premises of somebody": {func(c *KeepRegister) { c.PremisesID = "x" }, "premises_id:premises.unknown"},
	} {
		form := keep
		c.change(&form)
		if got := o.answer(by(r.ID), form); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
}

func TestReportingPoints(t *testing.T) {
	o := openOffice(t)
	reporter, _ := o.landlord()
	for name, c := range map[string]struct {
		actor   ledger.Actor
		command ledger.Command
		want    string
	}{
		"a phone of another":      {clerk(), CreateReporter{Who: Landlord, Name: "房东二", Phone: "+86 138 0000 6620", PINHash: hash(t)}, "phone:reporter.phone_taken"},
		"everything wrong":        {clerk(), CreateReporter{}, "kind:reporter.kind_unknown name:reporter.name_required phone:phone.invalid pin:reporter.pin_invalid"},
		"by themselves":           {by(reporter), SetPIN{ID: reporter, PINHash: hash(t)}, "rental.not_permitted"},
		"a PIN for nobody":        {clerk(), SetPIN{ID: "x", PINHash: hash(t)}, "id:reporter.unknown"},
		"the same room twice":     {clerk(), BindPremises{ReporterID: reporter, What: Dwelling, AreaID: "r1203"}, "area_id:premises.already_bound"},
		"a house as dwelling":     {clerk(), BindPremises{ReporterID: reporter, What: Dwelling, AreaID: "b3"}, "area_id:premises.room_required"},
		"a hotel without a name":  {clerk(), BindPremises{ReporterID: reporter, What: Lodging, AreaID: "b3"}, "title:premises.title_required"},
		"nowhere":                 {clerk(), BindPremises{ReporterID: reporter, What: Dwelling, AreaID: "x"}, "area_id:premises.area_unknown"},
		"for nobody":              {clerk(), BindPremises{ReporterID: "x", What: Dwelling, AreaID: "r1204"}, "reporter_id:reporter.unknown"},
		"rules by a clerk":        {clerk(), SetRules{PeoplePerRoom: 3, Reference: "x"}, "rental.not_permitted"},
		"rules without a source":  {program(), SetRules{PeoplePerRoom: 3}, "reference:rental.reference_required"},
		"a duty without a source": {program(), SetRules{Undertaking: true}, "reference:rental.reference_required"},
	} {
		if got := o.answer(c.actor, c.command); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
	if r := read(o, func(q store.Query) (Reporter, error) { got, _, err := ReporterByLogin(q, "100001"); return got, err }); r.ID != reporter {
		t.Errorf("by number = %+v", r)
	}
}

func TestANewLimitShowsTheFilesAboveIt(t *testing.T) {
	o := openOffice(t)
	crowded := o.terms()
	crowded.HeadCount = 7
	must[StoredFile](o, clerk(), OpenFile{RoomID: "r1203", Terms: crowded})
	must[StoredFile](o, clerk(), OpenFile{RoomID: "r1204", Terms: o.terms()})
	if got := o.listed(FileQuery{Which: ToLook}); got != "" {
		t.Errorf("without a limit = %q", got)
	}
	must[StoredRules](o, program(), SetRules{PeoplePerRoom: 3, Reference: "市住建局 2026 年 8 号"})
	if got := o.listed(FileQuery{Which: ToLook}); got != "r1203" {
		t.Errorf("with a limit = %q, want r1203", got)
	}
	for fq, want := range map[FileQuery]string{
		{Which: ActiveFiles}: "r1204 r1203",
		{Which: ActiveFiles, Limit: 1, After: cursor("", 2)}: "r1203",
		{Which: ActiveFiles, CompoundID: "qs"}:               "r1204 r1203",
		{Which: ActiveFiles, CompoundID: "c1"}:               "",
		{Which: EndedFiles}:                                  "",
		{Which: Undertakings}:                                "",
	} {
		if got := o.listed(fq); got != want {
			t.Errorf("%+v = %q, want %q", fq, got, want)
		}
	}
	bare := must[StoredFile](o, clerk(), OpenFile{RoomID: "r1205", Terms: Terms{Landlord: "房东一", Begins: crowded.Begins, Written: true, Rooms: crowded.Rooms, HeadCount: 1}})
	if got := o.findings(bare.ID); got != "" {
		t.Errorf("without an undertaking = %q", got)
	}
	must[StoredRules](o, program(), SetRules{Undertaking: true, Reference: "市住建局 2026 年 8 号"})
	if got := o.listed(FileQuery{Which: ToLook}); got != "r1205" || o.findings(bare.ID) != "undertaking_missing" {
		t.Errorf("where the city asks for one = %q", got)
	}
	o.now = o.now.AddDate(0, 10, 0)
	if got := o.listed(FileQuery{Which: Undertakings}); got != "r1203 r1204" {
		t.Errorf("undertakings that end = %q", got)
	}
}

func TestWhatIsNoFile(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		change func(*OpenFile)
		want   string
	}{
		"nobody lets it":          {func(c *OpenFile) { c.Terms.Landlord = " " }, "landlord:rental.landlord_required"},
		"an agent without paper":  {func(c *OpenFile) { c.Terms.Agent = "中介一" }, "authority:rental.authority_required"},
		"no beginning":            {func(c *OpenFile) { c.Terms.Begins = calendar.Date{} }, "begins:rental.begin_required"},
		"an end before":           {func(c *OpenFile) { c.Terms.Until = day(t, "2026-09-30") }, "until:rental.until_before_begin"},
		"no room":                 {func(c *OpenFile) { c.Terms.Rooms = nil }, "rooms:rental.rooms_required"},
		"a room of our own":       {func(c *OpenFile) { c.Terms.Rooms = []LetRoom{{"塔楼", "tower"}} }, "rooms.0:rental.room_invalid"},
		"half an undertaking":     {func(c *OpenFile) { c.Terms.UndertakenTo = calendar.Date{} }, "undertaken_to:rental.undertaking_incomplete"},
		"a visit tomorrow":        {func(c *OpenFile) { c.Terms.VisitedOn = day(t, "2026-11-19") }, "visited_on:rental.day_in_future"},
		"a phone that is none":    {func(c *OpenFile) { c.Terms.AgentPhone = "12" }, "agent_phone:phone.invalid"},
		"no such room":            {func(c *OpenFile) { c.RoomID = "x" }, "room_id:rental.room_unknown"},
		"a reporter that is none": {func(c *OpenFile) { c.Terms.ReporterID = "x" }, "reporter_id:reporter.unknown"},
	} {
		form := OpenFile{RoomID: "r1203", Terms: o.terms()}
		c.change(&form)
		if got := o.answer(clerk(), form); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
	if got := o.answer(ledger.Actor{Kind: ledger.Staff, Role: "admin"}, OpenFile{RoomID: "r1203", Terms: o.terms()}); got != "rental.not_permitted" {
		t.Errorf("by an administrator = %q", got)
	}
}

// Lists walk along an index; what is sorted or scanned grows with nothing.
func TestQueriesUseAnIndex(t *testing.T) {
	o := openOffice(t)
	today := calendar.On(o.now)
	queries := map[string]func(store.Query) error{
		"active": func(q store.Query) error {
			_, err := Files(q, FileQuery{Which: ActiveFiles, Today: today, Limit: 5})
			return err
		},
		"compound": func(q store.Query) error {
			_, err := Files(q, FileQuery{Which: EndedFiles, CompoundID: "x", Today: today, Limit: 5})
			return err
		},
		"to look": func(q store.Query) error {
			_, err := Files(q, FileQuery{Which: ToLook, Today: today, Limit: 5})
			return err
		},
		"undertaking": func(q store.Query) error {
			_, err := Files(q, FileQuery{Which: Undertakings, Today: today, Limit: 5})
			return err
		},
		"file":        func(q store.Query) error { _, _, err := ActiveFile(q, "x"); return err },
		"tenants":     func(q store.Query) error { _, err := TenantsOf(q, "x"); return err },
		"to register": func(q store.Query) error { _, _, err := Unregistered(q, 0, 5); return err },
		"waiting":     func(q store.Query) error { _, err := WaitingReports(q, "", 5); return err },
		"own":         func(q store.Query) error { _, err := ReportsOf(q, "x", 5); return err },
		"open":        func(q store.Query) error { _, _, err := openStart(q, "x", "y"); return err },
		"overdue":     func(q store.Query) error { _, err := Overdue(q, today, 5); return err },
		"premises":    func(q store.Query) error { _, err := PremisesOf(q, "x"); return err },
		"kept":        func(q store.Query) error { _, err := KeptDays(q, "x", 5); return err },
		"login":       func(q store.Query) error { _, _, err := ReporterByLogin(q, "100001"); return err },
		"reporters":   func(q store.Query) error { _, err := Reporters(q, 0, 5); return err },
		"steps":       func(q store.Query) error { _, err := StepsOf(q, "x"); return err },
	}
	for name, ask := range queries {
		plans := read(o, func(q store.Query) ([]string, error) { return storetest.Plans(t, q, ask), nil })
		bad := slices.DeleteFunc(plans, func(plan string) bool { return strings.HasPrefix(plan, "SEARCH ") || plan == "SCAN rental_rules" })
		if len(plans) == 0 || len(bad) > 0 {
			t.Errorf("%s: plans = %q", name, bad)
		}
	}
}
