package api

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/paper/forms"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// rented opens the file of room 1204 with one tenant, and answers its path.
func (o *hall) rented() string {
	o.tb.Helper()
	o.logIn("clerk")
	landlord, phone := "房东一", "13900001111"
	file := read[RentalFile](o.post("/api/v1/rentals", RentalForm{uuid.NewString(), "room-1204", RentalTerms{
		Landlord: &landlord, LandlordPhone: &phone, Begins: date(o.tb, "2026-11-01"), Rooms: []RentalRoom{{"主卧", "living"}, {"阳台", "balcony"}}, HeadCount: 3,
	}}).want(http.StatusCreated))
	path := "/api/v1/rentals/" + file.ID
	o.post(path+"/tenants", TenantForm{uuid.NewString(), "租客二", numberOf("1991-01-01", "103"), date(o.tb, "2026-11-01")}).want(http.StatusOK)
	return path
}

// The sheet of a rental file says what the file says, masked because it goes to the landlord, and every look at somebody in it is on record.
func TestTheSheetOfARentalFile(t *testing.T) {
	o := openOffice(t)
	path := o.rented()
	file := read[RentalFile](o.get(path))
	want := forms.Rental{
		Issuer: o.api.issuer(), Number: file.Number, Dwelling: file.Address, Landlord: "房*一", Phone: "139****1111", From: date(t, "2026-11-01"),
		Rooms: []string{"主卧"}, NotAllowed: []string{"阳台"}, HeadCount: 3,
		Tenants: []forms.Tenant{{Name: "租*二", IDNumber: file.Tenants[0].IDNumber, Since: date(t, "2026-11-01")}},
		Checks: []forms.Check{
			{Code: "not_written", OK: true},
			{Code: "too_long", OK: true},
			{Code: "room_not_allowed"},
			{Code: "past_end", OK: true},
			{Code: "registered_before", OK: true},
			{Code: "undertaking_over", OK: true},
		},
	}
	o.get(path + "/papers/file").is(want)
	if got := o.get(path + "/papers/file?format=png&lang=en").want(http.StatusOK).header.Get("Content-Type"); got != "image/png" {
		t.Errorf("preview = %s", got)
	}
	o.post(path+"/end", RentalEnd{uuid.NewString(), file.Version, date(t, "2026-11-21"), "收回自住"}).want(http.StatusOK)
	want.EndedOn, want.Checks = date(t, "2026-11-21"), []forms.Check{{Code: "past_end", OK: true}}
	o.get(path + "/papers/file").is(want)
	if got := o.get("/api/v1/rentals/nothing/papers/file").problem(); got != "404 not_found" {
		t.Errorf("a file that is none = %s", got)
	}
	for _, record := range []string{file.ID, file.Tenants[0].ID} { // the landlord's, and that of a tenant whom the register does not know
		looks, err := view(t.Context(), o.api, func(q store.Query) ([]registry.Look, error) { return registry.LooksAt(q, record) })
		if err != nil {
			t.Fatal(err)
		}
		printed := 0
		for _, l := range looks {
			if l.What == registry.Printed && l.Field == "rental" && l.Purpose == "rental" {
				printed++
			}
		}
		if printed != 3 {
			t.Errorf("looks at %s = %d, want 3", record, printed)
		}
	}
}

// The list of reminders names whose window opens this month, says who was told, and leaves a look at each of them.
func TestTheListOfReminders(t *testing.T) {
	o := openOffice(t)
	none := forms.Reminders{Issuer: o.api.issuer(), Month: o.api.today()}
	o.logIn("clerk")
	o.get("/api/v1/papers/reminders").is(none)
	first := o.issue(cardOf("吴玉兰", "1990-05-01", "124"), "B3399990000017")
	o.issue(cardOf("范例", "1991-05-01", "125"), "B3399990000025")
	o.clock.forward(335 * 24 * time.Hour) // 22 October 2027
	o.logIn("clerk")
	o.post("/api/v1/permit-reminders", ReminderInput{uuid.NewString(), []string{first}, "phone"}).want(http.StatusOK)
	from, until := date(t, "2027-10-21"), date(t, "2027-11-21")
	want := forms.Reminders{Issuer: o.api.issuer(), Month: o.api.today(), Rows: []forms.Reminder{
		{PermitNumber: "**********0017", Name: "吴*兰", Phone: "138****6620", From: from, Until: until, Told: true},
		{PermitNumber: "**********0025", Name: "范*", Phone: "138****6620", From: from, Until: until},
	}}
	o.get("/api/v1/papers/reminders?community=339999001001").is(want)
	want.Rows = nil
	o.get("/api/v1/papers/reminders?community=339999001002").is(want)
	o.logIn("auditor")
	printed := 0
	for _, l := range read[LookList](o.get("/api/v1/people/person-125/looks").want(http.StatusOK)).Items {
		if l.What == "printed" && l.Field == "reminders" {
			printed++
		}
	}
	if printed != 1 {
		t.Errorf("looks = %d, want 1", printed)
	}
}
