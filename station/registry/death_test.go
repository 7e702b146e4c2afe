package registry_test

import (
	"slices"
	"strings"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// A householder with two open registrations dies: nothing of hers stays open, because her record is closed to the window from then on.
func TestAfterADeathNothingStaysOpen(t *testing.T) {
	o := openOffice(t)
	fan, wu, chen := family(o)
	made, err := ledger.Result[registry.HouseholdChanged](o.do(registry.CreateHousehold{RoomID: "qs-1203", HeadID: wu, On: day("2026-11-01")}))
	if err != nil {
		t.Fatal(err)
	}
	for id, relation := range map[string]string{fan: "1", chen: "2"} {
		o.do(registry.JoinHousehold{HouseholdID: made.HouseholdID, PersonID: id, Relation: relation, On: day("2026-11-05")})
	}
	elsewhere := movesIn()
	elsewhere.Card, elsewhere.RoomID, elsewhere.Since, elsewhere.Phone = card("吴玉兰", "33999919900501124"), "wy-101", day("2026-11-18"), ""
	second := o.register(elsewhere)
	o.do(registry.EndResidence{ResidenceID: second.ID, On: day("2026-11-19"), Reason: registry.Deceased})

	if got, want := o.residences(wu), "wy-101 ended, qs-1203 ended"; got != want {
		t.Errorf("registrations = %s, want %s", got, want)
	}
	if got, want := o.household(fan), "范小例 1, 范晨 2"; got != want {
		t.Errorf("household = %s, want %s", got, want)
	}
	if got := o.twoOpen(); len(got) != 0 {
		t.Errorf("two open = %v", got)
	}
	o.view(func(q store.Query) error {
		occupants, err := registry.OccupantsOf(q, "qs-1203")
		if slices.ContainsFunc(occupants, func(l registry.Occupant) bool { return l.Person.ID == wu }) {
			t.Error("she still lives in 1203")
		}
		return err
	})
	o.do(registry.ChangeHouseholder{PersonID: fan, Relations: map[string]string{chen: "2"}, On: day("2026-11-21")})
	if got, want := o.household(chen), "范小例 0, 范晨 2"; got != want {
		t.Errorf("with another householder = %s, want %s", got, want)
	}
	elsewhere.RoomID = "qs-1204"
	if got := o.ask(elsewhere); got != "card: residence.holder_deceased" {
		t.Errorf("her card again: got = %q", got)
	}
}

// The wrong row was marked: a second officer stands by, everything is in force again, and both versions stay.
func TestADeathToldOfTheWrongPersonIsTakenBack(t *testing.T) {
	o := openOffice(t)
	by := o.hire("second", staff.Recorder)
	first := o.register(movesIn())
	elsewhere := movesIn()
	elsewhere.RoomID = "wy-101"
	o.register(elsewhere)
	o.do(registry.EndResidence{ResidenceID: first.ID, On: day("2026-11-20"), Reason: registry.Deceased})
	reopen := registry.ReopenResidence{ResidenceID: first.ID, Reason: "选错了人"}
	for name, c := range map[string]struct {
		change func(*registry.ReopenResidence)
		role   string
		want   string
	}{
		"alone":          {func(*registry.ReopenResidence) {}, "clerk", "second_officer: residence.reopen_second_officer"},
		"with nobody":    {func(c *registry.ReopenResidence) { c.SecondOfficer = "x" }, "clerk", "second_officer: registry.second_officer_role"},
		"with oneself":   {func(c *registry.ReopenResidence) { c.SecondOfficer = "clerk-1" }, "clerk", "second_officer: registry.second_officer_same"},
		"without a word": {func(c *registry.ReopenResidence) { c.Reason = " " }, "clerk", "reason: registry.reason_required"},
		"no such row":    {func(c *registry.ReopenResidence) { c.ResidenceID = "x" }, "clerk", "residence_id: residence.unknown"},
		"by an auditor":  {func(*registry.ReopenResidence) {}, "auditor", ": registry.not_permitted"},
	} {
		form := reopen
		c.change(&form)
		o.actor.Role = c.role
		if got := o.ask(form); got != c.want {
			t.Errorf("%s: got = %q, want %q", name, got, c.want)
		}
	}
	o.actor.Role, reopen.SecondOfficer = "archivist", by
	o.do(reopen)
	if got, want := o.residences(first.PersonID), "wy-101 active, qs-1203 active"; got != want {
		t.Errorf("registrations = %s, want %s", got, want)
	}
	if got := o.corrections(first.PersonID); !strings.Contains(got, "ended_on: 2026-11-20 → ") {
		t.Errorf("corrections = %s", got)
	}
	if got := o.found("梧叶"); got != "范小例 by address" {
		t.Errorf("found = %s", got)
	}
	if got := o.ask(reopen); got != "residence_id: residence.not_ended" {
		t.Errorf("again: got = %q", got)
	}
}

func TestAnEndThatWasAMistakeIsTakenBack(t *testing.T) {
	o := openOffice(t)
	first := o.register(movesIn())
	end := registry.EndResidence{ResidenceID: first.ID, On: day("2026-11-20"), Reason: registry.MovedAway}
	o.do(end)
	reopen := registry.ReopenResidence{ResidenceID: first.ID, Reason: "点错了"}
	o.do(reopen)
	if got := o.residences(first.PersonID); got != "qs-1203 active" {
		t.Errorf("got = %s", got)
	}
	o.do(end)
	o.register(movesIn())
	if got := o.ask(reopen); got != "residence_id: residence.already_registered" {
		t.Errorf("registered there meanwhile: got = %q", got)
	}
	other := movesIn()
	other.Card, other.RoomID = card("吴玉兰", "33999919900501124"), "wy-101"
	second := o.register(other)
	o.do(registry.EndResidence{ResidenceID: second.ID, On: day("2026-11-20"), Reason: registry.MovedAway})
	o.do(registry.ClosePlace{ID: "wy"})
	if got := o.ask(registry.ReopenResidence{ResidenceID: second.ID, Reason: "点错了"}); got != "residence_id: residence.room_closed" {
		t.Errorf("a house that is gone: got = %q", got)
	}
	o.do(area.ReopenNode{ID: "wy"})
	o.do(registry.ReopenResidence{ResidenceID: second.ID, Reason: "点错了"})
}

// The new address may have been lived at for a while before anybody said so, but not before the old one.
func TestAMoveGoesForward(t *testing.T) {
	o := openOffice(t)
	first := o.register(movesIn())
	for _, step := range []struct{ since, want string }{
		{"2026-10-31", "since: residence.since_before_former"}, {"2026-11-22", "since: residence.since_in_future"}, {"2026-11-01", ""},
	} {
		c := movesIn()
		c.RoomID, c.MovedFrom, c.Since = "wy-101", first.ID, day(step.since)
		if got := o.ask(c); got != step.want {
			t.Errorf("since %s: got = %q, want %q", step.since, got, step.want)
		}
	}
}
