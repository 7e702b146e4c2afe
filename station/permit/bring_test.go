package permit

import (
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
)

// brings is the permit that somebody had before the office began, first card and all.
func (s settler) brings(number, issued string) BringPermits {
	day, err := calendar.ParseDate(issued)
	if err != nil {
		panic(err) // a constant of the test
	}
	return BringPermits{Permits: []BroughtPermit{{ID: "older-" + s.id, IDNumber: s.number, PermitNumber: number, IssuedOn: day}}}
}

// A new office takes over permits of years ago, and knows their windows and years on its first day.
func TestAPermitOlderThanTheOffice(t *testing.T) {
	for name, c := range map[string]struct {
		issued, since, until, continuous string
		stands                           string
	}{
		"never endorsed, its window open":   {"2025-12-01", "", "", "", "active since 2025-12-01, 2026-11-01..2026-12-01, 0 years"},
		"never endorsed, suspended":         {"2025-11-20", "", "", "", "suspended since 2025-11-20, 2026-10-20..2026-11-20, 1 years"},
		"endorsed every year":               {"2022-12-01", "", "2026-12-01", "", "active since 2022-12-01, 2026-11-01..2026-12-01, 3 years"},
		"endorsed late once":                {"2022-12-01", "", "2026-12-01", "2024-02-03", "active since 2024-02-03, 2026-11-01..2026-12-01, 2 years"},
		"a second card":                     {"2025-05-01", "2022-12-01", "2026-12-01", "", "active since 2022-12-01, 2026-11-01..2026-12-01, 3 years"},
		"counted from the endorsement":      {"2022-12-01", "", "2027-06-30", "", "active since 2022-12-01, 2027-05-30..2027-06-30, 3 years"},
		"of a leap day, one anniversary on": {"2024-02-29", "", "", "", "suspended since 2024-02-29, 2025-01-28..2025-02-28, 2 years"},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			s := o.settle("范例", "1992-05-04", "2022-01-10")
			bring := s.brings("3399991100990001", c.issued)
			for text, day := range map[string]*calendar.Date{c.since: &bring.Permits[0].SinceOn, c.until: &bring.Permits[0].EndorsedUntil, c.continuous: &bring.Permits[0].ContinuousSince} {
				if text != "" {
					*day = o.day(text)
				}
			}
			if done := result[Brought](o, o.must(o.clerk, bring)); done.Added != 1 || done.Known != 0 {
				t.Fatalf("brought = %+v", done)
			}
			f := o.file("older-" + s.id)
			if got := f.stands(); got != c.stands {
				t.Errorf("stands %s, want %s", got, c.stands)
			}
			if f.Card != CardHeld || f.HandedOutOn.String() != c.issued || len(f.Steps) != 1 || f.Steps[0].Action != CardBrought || f.Steps[0].ActorName != "周敏" {
				t.Errorf("file = %+v, steps %+v", f.Permit, f.Steps)
			}
			if done := result[Brought](o, o.must(o.clerk, bring)); done.Added != 0 || done.Known != 1 {
				t.Errorf("brought again = %+v", done)
			}
			if got := o.answer(s.actor, s.application()); got != "permit.already_holds" {
				t.Errorf("an application beside it = %s", got)
			}
		})
	}
}

// From then on it lives as any other: endorsed in its window, late with its consequence, replaced with its windows kept.
func TestAPermitOlderThanTheOfficeGoesOn(t *testing.T) {
	o := openOffice(t)
	s := o.settle("范例", "1992-05-04", "2022-01-10")
	bring := s.brings("3399991100990001", "2022-12-01")
	bring.Permits[0].EndorsedUntil = o.day("2026-12-01")
	o.must(o.clerk, bring)
	h := holder{s, "older-" + s.id}
	o.must(h.actor, h.endorse())
	if got, want := o.file(h.permit).stands(), "active since 2022-12-01, 2027-11-01..2027-12-01, 3 years"; got != want {
		t.Errorf("endorsed: stands %s, want %s", got, want)
	}
	r := result[ReportedCard](o, o.must(h.actor, h.report(Lost)))
	made := result[NewCard](o, o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100990002", IssuedOn: o.today()}))
	o.must(o.clerk, HandOutNewCard{ReplacementID: r.ID, ReceivedBy: ByHolder, IdentityChecked: true})
	o.on("2028-01-05")
	o.must(h.actor, EndorsePermit{PermitID: made.PermitID, Condition: Study, Statement: true, Channel: Kiosk})
	if got, want := o.file(made.PermitID).stands(), "active since 2028-01-05, 2028-11-01..2028-12-01, 0 years"; got != want {
		t.Errorf("late: stands %s, want %s", got, want)
	}
}

func TestWhichOlderPermitsAreTaken(t *testing.T) {
	o := openOffice(t)
	s, other := o.settle("范例", "1992-05-04", "2022-01-10"), o.settle("吴玉兰", "1958-03-08", "2022-01-10")
	held := o.holds("孙丽", "2026-11-20")
	died := o.settle("陈志强", "1980-03-08", "2022-01-10")
	o.must(o.clerk, registry.EndResidence{ResidenceID: died.registration, On: o.today(), Reason: registry.Deceased})
	applies := o.settle("何建军", "1985-07-07", "2026-03-01")
	o.apply(applies)
	visitor := o.visitor("陈范例", "1990-05-01")
	taken := o.file(held.permit).Number
	for _, c := range []struct {
		name   string
		actor  ledger.Actor
		change func(*BroughtPermit)
		want   string
	}{
		{"by the holder", s.actor, func(*BroughtPermit) {}, "permit.not_permitted"},
		{"by a recorder", o.recorder, func(*BroughtPermit) {}, "permit.not_permitted"},
		{"nobody's number", o.clerk, func(b *BroughtPermit) { b.IDNumber = "" }, "permits.0.id_number:citizen_number.format"},
		{"of somebody not in the register", o.clerk, func(b *BroughtPermit) { b.IDNumber = citizen(o.day("1970-01-02"), 7) }, "permits.0.id_number:permit.person_unknown"},
		{"of somebody who died", o.clerk, func(b *BroughtPermit) { b.IDNumber = died.number }, "permits.0.id_number:permit.holder_died"},
		{"of who holds another", o.clerk, func(b *BroughtPermit) { b.IDNumber = held.number }, "permits.0.id_number:permit.already_holds"},
		{"of who has applied", o.clerk, func(b *BroughtPermit) { b.IDNumber = applies.number }, "permits.0.id_number:permit.already_open"},
		{"no permit number", o.clerk, func(b *BroughtPermit) { b.PermitNumber = "x" }, "permits.0.permit_number:permit.number_invalid"},
		{"another's permit number", o.clerk, func(b *BroughtPermit) { b.PermitNumber = taken }, "permits.0.permit_number:permit.number_taken"},
		{"no day of issue", o.clerk, func(b *BroughtPermit) { b.IssuedOn = calendar.Date{} }, "permits.0.issued_on:required"},
		{"issued tomorrow", o.clerk, func(b *BroughtPermit) { b.IssuedOn = o.day("2026-11-22") }, "permits.0.issued_on:permit.issued_in_future"},
		{"the first card after this one", o.clerk, func(b *BroughtPermit) { b.SinceOn = o.day("2023-01-01") }, "permits.0.since_on:permit.brought_since_after_issue"},
		{"years before the first card", o.clerk, func(b *BroughtPermit) { b.ContinuousSince = o.day("2021-01-01") }, "permits.0.continuous_since:permit.brought_continuous_range"},
		{"endorsed for ever", o.clerk, func(b *BroughtPermit) { b.EndorsedUntil = o.day("2029-12-01") }, "permits.0.endorsed_until:permit.brought_until_range"},
		{"endorsed before a year", o.clerk, func(b *BroughtPermit) { b.EndorsedUntil = o.day("2023-11-30") }, "permits.0.endorsed_until:permit.brought_until_range"},
		{"a number of the other kind", o.clerk, func(b *BroughtPermit) { b.IDNumber = visitor.number }, "permits.0.permit_number:permit.number_not_hmt"},
		{"an endorsement for somebody from Hong Kong", o.clerk, func(b *BroughtPermit) {
			b.IDNumber, b.PermitNumber, b.EndorsedUntil = visitor.number, visitor.number, o.day("2026-12-01")
		}, "permits.0.endorsed_until:permit.endorse_not_needed"},
		{"of somebody from Hong Kong", o.clerk, func(b *BroughtPermit) { b.ID, b.IDNumber, b.PermitNumber = "hmt", visitor.number, visitor.number }, "applied"},
		{"good", o.clerk, func(*BroughtPermit) {}, "applied"},
		{"with the identifier of another", o.clerk, func(b *BroughtPermit) { b.IDNumber, b.PermitNumber = other.number, "3399991100990009" }, "permits.0.id_number:permit.brought_twice"},
	} {
		t.Run(c.name, func(t *testing.T) {
			bring := s.brings("3399991100990001", "2022-12-01")
			c.change(&bring.Permits[0])
			if got := o.answer(c.actor, bring); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	if f := o.file("hmt"); f.ValidTo.String() != "2027-12-01" || f.State != CardActive || !f.Standing.Until.IsZero() {
		t.Errorf("of somebody from Hong Kong = %+v", f.Permit)
	}
	two := other.brings("3399991100990011", "2022-12-01")
	two.Permits = append(two.Permits, two.Permits[0])
	two.Permits[1].ID, two.Permits[1].PermitNumber = "second", "3399991100990012"
	if got := o.answer(o.clerk, two); got != "permits.1.id_number:permit.brought_twice" {
		t.Errorf("one holder twice = %s", got)
	}
	if got := o.answer(o.clerk, BringPermits{}); got != "permits:permit.import_empty" {
		t.Errorf("nothing = %s", got)
	}
	if got := o.answer(o.clerk, BringPermits{Permits: make([]BroughtPermit, MaxBrought+1)}); got != "permits:permit.import_too_long" {
		t.Errorf("too many = %s", got)
	}
}
