package rental

import (
	"context"
	"strings"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

// Whatever can grow is read along an index, in its order.
func TestListsWalkAlongAnIndex(t *testing.T) {
	o := openOffice(t)
	today := calendar.On(o.now)
	files := func(fq FileQuery) func(store.Query) error {
		fq.Today, fq.Limit = today, 50
		return func(q store.Query) error { _, err := Files(q, fq); return err }
	}
	for name, read := range map[string]func(store.Query) error{
		"files in force":      files(FileQuery{Which: ActiveFiles}),
		"of a compound":       files(FileQuery{Which: ActiveFiles, CompoundID: "qs"}),
		"ended":               files(FileQuery{Which: EndedFiles}),
		"to look at":          files(FileQuery{Which: ToLook}),
		"undertakings":        files(FileQuery{Which: Undertakings}),
		"file of a dwelling":  func(q store.Query) error { _, _, err := ActiveFile(q, "r1203"); return err },
		"tenants":             func(q store.Query) error { _, err := TenantsOf(q, "x"); return err },
		"to register":         func(q store.Query) error { _, _, err := Unregistered(q, 0, 50); return err },
		"history":             func(q store.Query) error { _, err := StepsOf(q, "x"); return err },
		"reports waiting":     func(q store.Query) error { _, err := WaitingReports(q, "", 50); return err },
		"own reports":         func(q store.Query) error { _, err := ReportsOf(q, "x", 50); return err },
		"tenants reported":    func(q store.Query) error { _, err := TenantsHere(q, "x", 50); return err },
		"the start of one":    func(q store.Query) error { _, _, err := openStart(q, "x", "y"); return err },
		"reporting points":    func(q store.Query) error { _, err := Reporters(q, 0, 50); return err },
		"by number":           func(q store.Query) error { _, _, err := ReporterByLogin(q, "100001"); return err },
		"by phone":            func(q store.Query) error { _, _, err := ReporterByLogin(q, "13800006620"); return err },
		"premises":            func(q store.Query) error { _, err := PremisesOf(q, "x"); return err },
		"registers not kept":  func(q store.Query) error { _, err := Overdue(q, today, 50); return err },
		"days of a register":  func(q store.Query) error { _, err := KeptDays(q, "x", 50); return err },
		"a file by its paper": func(q store.Query) error { _, _, err := FileByID(q, "x"); return err },
	} {
		t.Run(name, func(t *testing.T) {
			var plans []string
			err := o.DB.View(context.Background(), func(q store.Query) error {
				plans = storetest.Plans(t, q, read)
				return nil
			})
			if err != nil || len(plans) == 0 {
				t.Fatalf("plans = %v, %v", plans, err)
			}
			for _, plan := range plans {
				if strings.HasPrefix(plan, "SCAN") && plan != "SCAN rental_rules" || strings.Contains(plan, "TEMP B-TREE") { // there is one row of rules
					t.Errorf("plan = %q", plan)
				}
			}
		})
	}
}

// A tenant of long ago can still be reported as leaving, behind whatever was reported since.
func TestTenantsWhoAreStillThere(t *testing.T) {
	o := openOffice(t)
	reporter, premises := o.landlord()
	var starts []SentReport
	for _, order := range []string{"101", "102", "103"} {
		starts = append(starts, must[SentReport](o, by(reporter), ReportTenant{PremisesID: premises, IDNumber: number(order), Since: day(t, "2026-11-16"), HeadCount: 1}))
	}
	must[SentReport](o, by(reporter), ReportLeaving{StartID: starts[1].ID, On: day(t, "2026-11-17")})
	here := read(o, func(q store.Query) ([]Report, error) { return TenantsHere(q, reporter, 10) })
	if len(here) != 2 || here[0].ID != starts[2].ID || here[1].ID != starts[0].ID {
		t.Errorf("still there = %+v", here)
	}
	if others := read(o, func(q store.Query) ([]Report, error) { return TenantsHere(q, "somebody", 10) }); len(others) != 0 {
		t.Errorf("of another = %+v", others)
	}
}

// Past the end of a tenancy a registration is open whether or not somebody compared it with the tenant.
func TestARegistrationThatNobodyMatched(t *testing.T) {
	o := openOffice(t)
	file := must[StoredFile](o, clerk(), OpenFile{RoomID: "r1203", Terms: o.terms()})
	tenant := must[StoredTenant](o, clerk(), AddTenant{RentalID: file.ID, Name: "租客一", IDNumber: number("001"), Since: day(t, "2026-10-01")})
	o.registered("001", "r1203", "2026-10-05")
	if got := o.findings(file.ID); got != "" {
		t.Errorf("while the tenancy goes on = %q", got)
	}
	must[StoredTenant](o, clerk(), TenantLeft{RentalID: file.ID, TenantID: tenant.ID, On: day(t, "2026-11-17")})
	if got := o.findings(file.ID); got != "past_end" || o.listed(FileQuery{Which: ToLook}) != "r1203" {
		t.Errorf("after it = %q", got)
	}
}
