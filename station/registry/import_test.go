package registry_test

import (
	"fmt"
	"strings"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

func lan() registry.ImportedPerson {
	return registry.ImportedPerson{
		ID: "lan", Card: card("吴兰", "33999919850505002"), Phone: "13912346620", HouseholdID: "h1", RoomID: "qs-1203",
		ResidenceID: "r1", Number: "R1", Since: day("2024-05-01"), RegisteredOn: day("2024-05-02"),
	}
}

func TestImportPeople(t *testing.T) {
	type line = registry.ImportedPerson
	cases := map[string]struct {
		change func(*line)
		want   string
	}{
		"complete":                       {func(*line) {}, ""},
		"without a registration":         {func(p *line) { p.Since, p.Number = calendar.Date{}, "" }, ""},
		"without household":              {func(p *line) { p.HouseholdID = "" }, ""},
		"without ids":                    {func(p *line) { p.ID, p.ResidenceID = "", "" }, ""},
		"nowhere":                        {func(p *line) { p.RoomID, p.HouseholdID, p.Since = "", "", calendar.Date{} }, ""},
		"registered nowhere":             {func(p *line) { p.RoomID = "" }, "people.0.room_id: residence.room_required"},
		"unknown room":                   {func(p *line) { p.RoomID = "x" }, "people.0.room_id: residence.room_unknown"},
		"no number of the registration":  {func(p *line) { p.Number = "" }, "people.0.number: residence.number_required"},
		"registered tomorrow":            {func(p *line) { p.RegisteredOn = day("2026-11-22") }, "people.0.registered_on: residence.registered_on_invalid"},
		"moves in tomorrow":              {func(p *line) { p.Since = day("2026-11-22") }, "people.0.since: residence.since_in_future"},
		"moved in before birth":          {func(p *line) { p.Since = day("1980-01-01") }, "people.0.since: residence.since_before_birth"},
		"bad phone":                      {func(p *line) { p.Phone = "1" }, "people.0.phone: phone.invalid"},
		"bad number":                     {func(p *line) { p.Card.IDNumber = "1" }, "people.0.card.id_number: citizen_number.format"},
		"identifier of somebody else":    {func(p *line) { p.ID = "taken" }, "people.0.id: person.id_taken"},
		"identifier of another register": {func(p *line) { p.ResidenceID = "taken-r" }, "people.0.residence_id: residence.id_taken"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			other := lan()
			other.ID, other.ResidenceID, other.Card = "taken", "taken-r", fan()
			o.do(registry.ImportPeople{People: []line{other}})
			p := lan()
			c.change(&p)
			if got := o.ask(registry.ImportPeople{People: []line{p}}); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

// Either all lines are taken or none, and whoever is known stays as known.
func TestImportIsWholeAndSkipsTheKnown(t *testing.T) {
	o := openOffice(t)
	bad := lan()
	bad.ID, bad.Card, bad.RoomID = "bad", fan(), "nowhere"
	if got := o.ask(registry.ImportPeople{People: []registry.ImportedPerson{lan(), bad}}); got != "people.1.room_id: residence.room_unknown" {
		t.Errorf("got = %q", got)
	}
	if got := o.found("吴兰"); got != "" {
		t.Errorf("after a refusal: got = %q", got)
	}
	twin, son := lan(), lan()
	twin.ID, twin.Card.Name = "twin", "吴大兰"
	son.ID, son.Card, son.RoomID, son.Since, son.Phone = "son", card("吴小", "33999920150505001"), "wy-101", calendar.Date{}, ""
	people := []registry.ImportedPerson{lan(), twin, son}
	for step, want := range []registry.ImportedPeople{{Added: 2, Known: 1}, {Added: 0, Known: 3, Again: 2}} {
		got, err := ledger.Result[registry.ImportedPeople](o.do(registry.ImportPeople{People: people}))
		if got != want || err != nil {
			t.Errorf("step %d: got = %+v, want %+v", step, got, want)
		}
	}
	o.view(func(q store.Query) error {
		got, err := registry.Counts(q)
		if want := (registry.Totals{People: 2, Households: 1, Registrations: 1, Active: 1}); got != want {
			t.Errorf("got = %+v, want %+v", got, want)
		}
		return err
	})
	if got := o.found("青松 1203"); got != "吴兰 by address, 吴小 by address" {
		t.Errorf("a household lives where its first member does: got = %q", got)
	}
}

func TestImportHasALimit(t *testing.T) {
	o := openOffice(t)
	for count, want := range map[int]string{0: "people: registry.nothing", registry.MaxImport + 1: "people: registry.too_many"} {
		if got := o.ask(registry.ImportPeople{People: make([]registry.ImportedPerson, count)}); got != want {
			t.Errorf("%d: got = %q, want %q", count, got, want)
		}
	}
}

func TestSuggestions(t *testing.T) {
	o := openOffice(t)
	o.do(registry.ImportPeople{People: []registry.ImportedPerson{{ID: "fan", Card: fan(), HouseholdID: "h", RoomID: "wy-101"}}})
	suggest := func() string {
		var lines []string
		o.view(func(q store.Query) error {
			list, err := registry.Suggestions(q, "fan")
			for _, s := range list {
				lines = append(lines, fmt.Sprintf("%s %s %s", s.RoomID, s.Address, s.Reason))
			}
			return err
		})
		return strings.Join(lines, ", ")
	}
	household := "wy-101 梧叶小区A座101室 household"
	if got := suggest(); got != household {
		t.Errorf("only a household: got = %q", got)
	}
	r := o.register(movesIn())
	if got := suggest(); got != household {
		t.Errorf("registered: got = %q, want %q", got, household)
	}
	next := movesIn()
	next.RoomID, next.MovedFrom = "qs-1204", r.ID
	r = o.register(next)
	want := "qs-1203 青松家园3号楼2单元1203室 previous, " + household
	if got := suggest(); got != want {
		t.Errorf("moved: got = %q, want %q", got, want)
	}
	o.do(registry.EndResidence{ResidenceID: r.ID, On: day("2026-11-21"), Reason: registry.EnteredInError})
	if got, want := suggest(), "qs-1203 青松家园3号楼2单元1203室 previous, "+household; got != want {
		t.Errorf("a mistake is not offered again: got = %q, want %q", got, want)
	}
}
