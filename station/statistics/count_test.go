package statistics

import (
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/registry"
	"jiezhan/station/rental"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

// A month of registrations, counted as of its end whenever it is counted.
func TestNewcomersOfAMonth(t *testing.T) {
	o := openOffice(t)
	stays := o.register(1, "qs-1", "")
	o.on("2026-01-20")
	moves := o.register(2, "qs-2", "")
	wrong := o.register(3, "qs-3", "")
	o.end(wrong, "2026-01-20", registry.EnteredInError) // within the month: it never counts
	late := o.register(4, "wt-1", "")
	o.on("2026-02-10")
	o.register(2, "wt-2", moves) // from the one community to the other
	o.end(late, "2026-02-09", registry.EnteredInError)
	o.register(1, "qs-4", stays) // within the community: neither in nor out
	o.on("2026-03-02")
	gone := o.register(5, "qs-5", "")
	o.on("2026-03-15")
	o.end(gone, "2026-02-20", registry.MovedAway) // before the office knew of the registration
	for _, today := range []string{"2026-04-02", "2026-12-01"} {
		o.on(today)
		for text, want := range map[string]string{
			"2025-12": "", // before the communities were there
			"2026-01": "c1 2/2/0, c2 1/1/0",
			"2026-02": "c1 1/0/1, c2 1/1/1",
			"2026-03": "c1 1/1/1, c2 1/0/0",
		} {
			if got := o.counted(text).stands(Newcomers, In, Out); got != want {
				t.Errorf("%s on %s = %s, want %s", text, today, got, want)
			}
		}
	}
}

func TestAMonthThatIsNotOverCountsUpToToday(t *testing.T) {
	o := openOffice(t)
	o.register(1, "qs-1", "")
	if got, want := o.counted("2026-01").stands(Newcomers, In), "c1 1/1, c2 0/0"; got != want {
		t.Errorf("today = %s, want %s", got, want)
	}
}

func TestHouseholdsBuildingsAndDwellings(t *testing.T) {
	o := openOffice(t)
	table := registry.ImportPeople{People: []registry.ImportedPerson{
		{Card: card(t, 1)}, {Card: card(t, 2)}, {Card: card(t, 3), RoomID: "wt-1", HouseholdID: "h2"},
	}}
	must[registry.ImportedPeople](o, program(), table)
	person := func(n int) string {
		return read(o, func(q store.Query) (string, error) {
			p, _, err := registry.PersonByNumber(q, card(t, n).IDNumber)
			return p.ID, err
		})
	}
	home := must[registry.HouseholdChanged](o, o.clerk, registry.CreateHousehold{RoomID: "qs-1", HeadID: person(1), On: o.today()})
	must[registry.HouseholdChanged](o, o.clerk, registry.JoinHousehold{HouseholdID: home.HouseholdID, PersonID: person(2), Relation: "1", On: o.today()})
	o.on("2026-02-03")
	must[registry.VerifiedNumbers](o, o.clerk, registry.VerifyNumbers{CompoundID: "qs", Buildings: []area.VerifiedNumber{{ID: "qs3", Number: "3"}}})
	o.register(3, "qs-7", "") // registered elsewhere: no longer of the permanent ones of her household
	terms := rental.Terms{
		Landlord: "房东一", Begins: day(t, "2026-02-01"), Until: day(t, "2027-01-31"), Written: true, HeadCount: 1, Rooms: []rental.LetRoom{{Name: "主卧", Use: rental.Living}},
	}
	let := must[rental.StoredFile](o, o.clerk, rental.OpenFile{RoomID: "qs-9", Terms: terms})
	o.on("2026-03-05")
	must[rental.StoredFile](o, o.clerk, rental.EndFile{ID: let.ID, BasedOn: 1, On: o.today(), Reason: "合同到期"})
	must[registry.HouseholdChanged](o, o.clerk, registry.LeaveHousehold{PersonID: person(2), On: o.today()})
	o.on("2026-06-01")
	for text, want := range map[string]string{
		"2026-01": "c1 1/0/2/0/0, c2 1/0/1/0/0",
		"2026-02": "c1 1/1/2/1/1, c2 1/0/0/0/0",
		"2026-03": "c1 1/1/1/0/1, c2 1/0/0/0/0",
	} {
		if got := o.counted(text).stands(Households, VerifiedHouseholds, Permanent, Rentals, VerifiedBuildings); got != want {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
}

// Communities are merged in March: what was counted before stays with them, what comes after is of the new one.
func TestFiguresStayWithTheCommunityOfThen(t *testing.T) {
	o := openOffice(t)
	o.register(1, "qs-1", "")
	o.register(2, "wt-1", "")
	o.on("2026-03-10")
	must[area.Reorganised](o, program(), area.Reorganise{Effective: day(t, "2026-03-01"), New: []area.NewCommunity{
		{ID: "c9", Name: "松梧社区", Number: "339999001009", From: []string{"c1", "c2"}},
	}})
	o.register(3, "wt-2", "")
	o.on("2026-04-10")
	for text, want := range map[string]string{"2026-01": "c1 1/1, c2 1/1", "2026-02": "c1 1/0, c2 1/0", "2026-03": "c9 3/1"} {
		if got := o.counted(text).stands(Newcomers, In); got != want {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
	report := o.report("2026-03", 0)
	tables := report.Tables([]string{"c1", "c2", "c9"}, true)
	var lines []string
	for _, line := range tables[0].Lines {
		lines = append(lines, line.Community+":"+strings.Join([]string{line.Cells[ThisMonth][3], line.Cells[ThisMonth][4], line.Cells[YearToDate][3], line.Cells[YearToDate][4]}, "/"))
	}
	if got, want := strings.Join(lines, " "), "c1:///1 c2:///1 c9:3/1//1 :3/1//3"; got != want {
		t.Errorf("March = %s, want %s", got, want)
	}
}

// No count of a month reads a table from end to end, however many people and rooms there are.
func TestCountsAreReadAlongIndexes(t *testing.T) {
	o := openOffice(t)
	for name, ask := range map[string]func(store.Query) error{
		"month": func(q store.Query) error { _, err := Count(q, month(t, "2026-01"), o.today()); return err },
		"flows": func(q store.Query) error { _, err := countFlows(q, month(t, "2026-01"), o.today()); return err },
		"report": func(q store.Query) error {
			_, _, err := ReportOn(q, month(t, "2026-01"), 0, o.today())
			return err
		},
	} {
		plans := read(o, func(q store.Query) ([]string, error) { return storetest.Plans(t, q, ask), nil })
		for _, plan := range plans {
			// What a query itself made (windows, files, households of one compound), and the list of communities.
			made := plan == "SCAN x" || plan == "SCAN f" || plan == "SCAN l" || plan == "SCAN n USING INDEX area_community"
			if strings.HasPrefix(plan, "SCAN") && !made {
				t.Errorf("%s: plan = %q", name, plan)
			}
		}
	}
}
