package registry_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// hire makes an account and answers its id.
func (o *office) hire(login string, role staff.Role) string {
	o.tb.Helper()
	hash, err := staff.HashPassword("Qingsong-2026", staff.Cost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		o.tb.Fatal(err)
	}
	was := o.actor
	o.actor = ledger.Actor{Kind: ledger.System}
	defer func() { o.actor = was }()
	made, err := ledger.Result[staff.AccountResult](o.do(staff.CreateAccount{Login: login, Name: "周敏", Role: role, Station: "s1", PasswordHash: hash}))
	if err != nil {
		o.tb.Fatal(err)
	}
	return made.ID
}

// corrections tells what was corrected, the latest first, as "field: before → after".
func (o *office) corrections(personID string) string {
	o.tb.Helper()
	var lines []string
	o.view(func(q store.Query) error {
		list, err := registry.CorrectionsOf(q, personID)
		for _, c := range list {
			lines = append(lines, fmt.Sprintf("%s: %s → %s", c.Field, c.Before, c.After))
		}
		return err
	})
	return strings.Join(lines, ", ")
}

// typed is fan's registration with everything typed by a clerk.
func typed() registry.RegisterResidence {
	c := movesIn()
	c.Card.Verified, c.Channel = registry.VerifiedSeen, "counter"
	return c
}

func TestACorrectionKeepsBothVersions(t *testing.T) {
	o := openOffice(t)
	second := o.hire("lixiang", staff.Recorder)
	r := o.register(typed())
	right := number("33999919900317771")
	for _, c := range []registry.CorrectRecord{
		{Field: "name_full", Value: "范小利"},
		{Field: "phone", Value: "139 0000 6620"},
		{Field: "sex_code", Value: "2"},
		{Field: "birth", Value: "1990-03-17", SecondOfficer: second},
		{Field: "id_number", Value: right, SecondOfficer: second},
		{Field: "since", Value: "2026-11-03", ResidenceID: r.ID},
	} {
		c.PersonID, c.Reason = r.PersonID, "打错"
		o.do(c)
	}
	want := "since: 2026-11-01 → 2026-11-03, id_number: " + fan().IDNumber + " → " + right + ", birth: 1990-03-07 → 1990-03-17, sex_code: 1 → 2, " +
		"phone: +8613812346620 → +8613900006620, name_full: 范小例 → 范小利"
	if got := o.corrections(r.PersonID); got != want {
		t.Errorf("got = %s\nwant = %s", got, want)
	}
	p := o.person(r.PersonID)
	if p.NameFull != "范小利" || p.IDNumber != right || p.Birth != day("1990-03-17") || p.Phone != "+8613900006620" {
		t.Errorf("person = %+v", p)
	}
	// The warnings are of the record as it is now: the number says male.
	if got, want := p.Warnings, []string{"card.sex_mismatch", "citizen_number.unknown_area"}; !slices.Equal(got, want) {
		t.Errorf("warnings = %v, want %v", got, want)
	}
	for text, want := range map[string]string{right: "范小利 by id_number", fan().IDNumber: "", "范小利": "范小利 by name", "范小例": "", "fxl": "范小利 by pinyin", "13900006620": "范小利 by phone"} {
		if got := o.found(text); got != want {
			t.Errorf("found %s: got = %q, want %q", text, got, want)
		}
	}
}

func TestTheFormOfACorrectionIsJudged(t *testing.T) {
	type form = registry.CorrectRecord
	o := openOffice(t)
	second, auditor := o.hire("lixiang", staff.Recorder), o.hire("shenjing", staff.Auditor)
	r := o.register(typed())
	chip := movesIn()
	chip.Card, chip.Phone = card("吴玉兰", "33999919900501124"), ""
	other := o.register(chip)
	for name, c := range map[string]struct {
		form
		want string
	}{
		"no reason":               {form{Field: "phone", Value: ""}, "reason: registry.reason_required"},
		"no such field":           {form{Field: "ethnic_code", Value: "02", Reason: "x"}, "field: correction.field_unknown"},
		"a person's field":        {form{Field: "birth", Value: "1990-01-01", ResidenceID: r.ID, Reason: "x"}, "field: correction.field_unknown"},
		"nothing new":             {form{Field: "address", Value: fan().Address, Reason: "x"}, "value: correction.same_value"},
		"bad phone":               {form{Field: "phone", Value: "12", Reason: "x"}, "value: phone.invalid"},
		"nobody second":           {form{Field: "birth", Value: "1990-01-01", Reason: "x"}, "second_officer: registry.second_officer_required"},
		"the same person second":  {form{Field: "birth", Value: "1990-01-01", Reason: "x", SecondOfficer: "clerk-1"}, "second_officer: registry.second_officer_same"},
		"an auditor second":       {form{Field: "birth", Value: "1990-01-01", Reason: "x", SecondOfficer: auditor}, "second_officer: registry.second_officer_role"},
		"a stranger second":       {form{Field: "birth", Value: "1990-01-01", Reason: "x", SecondOfficer: "nobody"}, "second_officer: registry.second_officer_role"},
		"born tomorrow":           {form{Field: "birth", Value: "2026-11-22", Reason: "x", SecondOfficer: second}, "value: person.birth_invalid"},
		"a bad number":            {form{Field: "id_number", Value: "33999919900307771", Reason: "x", SecondOfficer: second}, "value: citizen_number.format"},
		"another's number":        {form{Field: "id_number", Value: number("33999919900501124"), Reason: "x", SecondOfficer: second}, "value: correction.number_of_another"},
		"what the chip says":      {form{PersonID: other.PersonID, Field: "id_number", Value: number("33999919900501144"), Reason: "x", SecondOfficer: second}, "value: correction.number_from_chip"},
		"another's registration":  {form{Field: "since", Value: "2026-11-02", ResidenceID: other.ID, Reason: "x"}, "residence_id: residence.unknown"},
		"moved in before birth":   {form{Field: "since", Value: "1990-03-06", ResidenceID: r.ID, Reason: "x"}, "value: residence.since_before_birth"},
		"nobody":                  {form{PersonID: "nobody", Field: "phone", Value: "", Reason: "x"}, "person_id: person.unknown"},
		"a name of spaces":        {form{Field: "name_full", Value: "  ", Reason: "x"}, "value: person.name_required"},
		"a nationality in words":  {form{Field: "nationality", Value: "Utopia", Reason: "x"}, "value: person.nationality_unknown"},
		"a sex that is no code":   {form{Field: "sex_code", Value: "3", Reason: "x"}, "value: person.sex_unknown"},
		"an address without end":  {form{Field: "address", Value: strings.Repeat("路", 201), Reason: "x"}, "value: person.address_too_long"},
		"no telephone any more":   {form{Field: "phone", Value: "", Reason: "停机"}, ""},
		"in the words of a chip":  {form{PersonID: other.PersonID, Field: "address", Value: "范本省新县", Reason: "迁移"}, ""},
		"a reason without an end": {form{Field: "phone", Value: "", Reason: strings.Repeat("因", 201)}, "reason: registry.reason_too_long"},
	} {
		if c.PersonID == "" {
			c.PersonID = r.PersonID
		}
		if got := o.ask(c.form); got != c.want {
			t.Errorf("%s: got = %q, want %q", name, got, c.want)
		}
	}
	o.actor = ledger.Actor{Kind: ledger.Resident, ID: r.PersonID}
	if got := o.ask(form{PersonID: r.PersonID, Field: "address", Value: "x", Reason: "x"}); got != ": registry.not_permitted" {
		t.Errorf("a resident: got = %q", got)
	}
}

// A card that was cut by the chip stays as read; the name in full stands beside it.
func TestACorrectedNameLeavesTheChipAlone(t *testing.T) {
	o := openOffice(t)
	r := o.register(movesIn())
	o.do(registry.CorrectRecord{PersonID: r.PersonID, Field: "name_full", Value: "范大例", Reason: "曾用名"})
	p := o.person(r.PersonID)
	if p.NameFull != "范大例" || !slices.Contains(p.Warnings, "person.name_differs") {
		t.Errorf("got = %+v", p)
	}
	if got := o.found("范小例"); got != "范大例 by name" {
		t.Errorf("by the card's name: got = %q", got)
	}
}
