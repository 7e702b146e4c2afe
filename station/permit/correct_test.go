package permit

import (
	"fmt"
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/registry"
)

// correct puts the day of issue right.
func (h holder) correct(issued calendar.Date) CorrectPermit {
	return CorrectPermit{PermitID: h.permit, IssuedOn: issued, Reason: "照卡面更正。"}
}

// A slip of the finger is put right: the number is found anew and free for whose it is, the day moves the window, and both versions stay.
func TestAMistypedPermitIsCorrected(t *testing.T) {
	o := openOffice(t)
	first := o.settle("范例", "1992-05-04", "2025-01-10")
	o.on("2026-05-01")
	id := o.apply(first)
	o.must(o.clerk, o.accept(id))
	o.must(o.recorder, o.approve(id))
	o.on("2026-05-09")
	o.must(o.clerk, o.make(id, "3399991100990017"))
	o.on("2026-05-12")
	o.must(o.clerk, o.handOut(id))
	h := holder{first, o.read(id).Permit.ID}
	if got := o.answer(o.clerk, CorrectPermit{PermitID: h.permit, PermitNumber: "3399991100990071", IssuedOn: o.day("2026-05-06"), Reason: " 照卡面更正。"}); got != "applied" {
		t.Fatalf("answer = %s", got)
	}
	f := o.file(h.permit)
	if got, want := f.stands(), "active since 2026-05-06, 2027-04-06..2027-05-06, 0 years"; got != want || f.Number != "3399991100990071" || f.IssuedOn.String() != "2026-05-06" {
		t.Errorf("stands %s with number %s, want %s", got, f.Number, want)
	}
	if len(f.Corrections) != 1 || f.Corrections[0].NumberBefore != "3399991100990017" || f.Corrections[0].IssuedBefore.String() != "2026-05-09" ||
		f.Corrections[0].Reason != "照卡面更正。" || f.Corrections[0].Officer != o.clerk.ID || f.Steps[len(f.Steps)-1].Action != CardCorrect {
		t.Errorf("corrections = %+v, steps %+v", f.Corrections, f.Steps)
	}
	other := o.settle("吴玉兰", "1958-03-08", "2022-01-10")
	if got := o.answer(o.clerk, other.brings("3399991100990017", "2025-12-01")); got != "applied" {
		t.Errorf("the number that was nobody's = %s", got)
	}
}

func TestWhichCorrectionsAreTaken(t *testing.T) {
	o := openOffice(t)
	other := o.holds("吴玉兰", "2026-03-02")
	h := o.holds("范例", "2026-03-10")
	o.on("2026-03-20")
	r := result[ReportedCard](o, o.must(h.actor, h.report(Lost)))
	void := o.file(h.permit).Number
	made := result[NewCard](o, o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100990002", IssuedOn: o.today()}))
	fresh := holder{h.settler, made.PermitID}
	number := func(of holder, n string) CorrectPermit {
		return CorrectPermit{PermitID: of.permit, PermitNumber: n, Reason: "照卡面更正。"}
	}
	for _, c := range []struct {
		name    string
		command CorrectPermit
		want    string
	}{
		{"no reason", CorrectPermit{PermitID: h.permit, PermitNumber: "3399991100990009"}, "reason:permit.correct_reason_required"},
		{"nothing", CorrectPermit{PermitID: h.permit, Reason: "x"}, "permit.correct_nothing"},
		{"the same", CorrectPermit{PermitID: h.permit, PermitNumber: void, IssuedOn: o.day("2026-03-10"), Reason: "x"}, "permit.correct_nothing"},
		{"no such permit", CorrectPermit{PermitID: "x", PermitNumber: "3399991100990009", Reason: "x"}, "permit_id:permit.card_unknown"},
		{"no number", number(h, "x"), "permit_number:permit.number_invalid"},
		{"another's number", number(h, o.file(other.permit).Number), "permit_number:permit.number_taken"},
		{"the number of the lost card", number(fresh, void), "permit_number:permit.number_void"},
		{"tomorrow", h.correct(o.day("2026-03-21")), "issued_on:permit.issued_in_future"},
		{"before the decision", h.correct(o.day("2026-03-09")), "issued_on:permit.issued_before_decision"},
		{"after it was handed out", h.correct(o.day("2026-03-11")), "issued_on:permit.issued_too_late"},
		{"the new card before the old", fresh.correct(o.day("2026-03-09")), "issued_on:permit.issued_before_old"},
		{"the new card", fresh.correct(o.day("2026-03-18")), "applied"},
		{"another spelling of the lost number", number(h, void[:4]+" "+void[4:]), "applied"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := o.answer(o.clerk, c.command); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	if got := o.answer(h.actor, number(h, "3399991100990009")); got != "permit.not_permitted" {
		t.Errorf("by the holder = %s", got)
	}
	if got, want := o.file(fresh.permit).stands(), "made since 2026-03-10, 2027-02-10..2027-03-10, 0 years"; got != want {
		t.Errorf("a replacement moves no window: %s, want %s", got, want)
	}
}

// Windows follow the first card's day through all that was endorsed since; what was endorsed in time stays so, or the day cannot be corrected.
func TestACorrectionAfterEndorsements(t *testing.T) {
	for name, c := range map[string]struct {
		issued, endorsed, right string
		answer, stands, work    string
	}{
		"still in its window": {
			"2025-03-15", "2026-03-10", "2025-03-12", "applied",
			"active since 2025-03-12, 2027-02-12..2027-03-12, 1 years", counted("due 1 done 1 late 0 suspended 0 replaced map[]"),
		},
		"late by the typing error only": {
			"2025-03-15", "2026-03-18", "2025-03-20", "applied",
			"active since 2025-03-20, 2027-02-20..2027-03-20, 1 years", counted("due 1 done 1 late 0 suspended 0 replaced map[]"),
		},
		"it would have been late": {
			"2025-03-15", "2026-03-14", "2025-03-12", "issued_on:permit.correct_endorsed",
			"active since 2025-03-15, 2027-02-15..2027-03-15, 1 years", counted("due 1 done 1 late 0 suspended 0 replaced map[]"),
		},
		"it would have been too early": {
			"2025-03-01", "2026-02-02", "2025-03-10", "issued_on:permit.correct_endorsed",
			"active since 2025-03-01, 2027-02-01..2027-03-01, 1 years", counted("due 1 done 1 late 0 suspended 0 replaced map[]"),
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			s := o.settle("范例", "1992-05-04", "2022-01-10")
			o.must(o.clerk, s.brings("3399991100990001", c.issued)) // the days of a card that the register did not see are free
			h := holder{s, "older-" + s.id}
			o.on(c.endorsed)
			o.must(h.actor, h.endorse())
			o.on("2026-04-20")
			if got := o.answer(o.clerk, h.correct(o.day(c.right))); got != c.answer {
				t.Errorf("answer = %s, want %s", got, c.answer)
			}
			if got := o.file(h.permit).stands(); got != c.stands {
				t.Errorf("stands %s, want %s", got, c.stands)
			}
			o.worked("March", "2026-03-01", "2026-03-31", "2026-04-20", c.work)
		})
	}
}

// What a card told of itself when it was brought has to agree with the day.
func TestACorrectionOfAPermitOlderThanTheRegister(t *testing.T) {
	for name, c := range map[string]struct {
		since, until, right, answer, stands string
	}{
		"never endorsed":               {"", "", "2025-11-25", "applied", "active since 2025-11-25, 2026-10-25..2026-11-25, 0 years"},
		"endorsed on the card":         {"", "2027-12-01", "2025-11-25", "applied", "active since 2025-11-25, 2027-11-01..2027-12-01, 0 years"},
		"the window before the day":    {"", "2026-12-02", "2025-12-05", "issued_on:permit.correct_brought", "active since 2025-12-01, 2026-11-02..2026-12-02, 0 years"},
		"a second card":                {"2022-12-01", "2026-12-01", "2025-06-01", "applied", "active since 2022-12-01, 2026-11-01..2026-12-01, 3 years"},
		"a second card before a first": {"2022-12-01", "2026-12-01", "2022-06-01", "issued_on:permit.brought_since_after_issue", "active since 2022-12-01, 2026-11-01..2026-12-01, 3 years"},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			s := o.settle("范例", "1992-05-04", "2022-01-10")
			bring := s.brings("3399991100990001", "2025-12-01")
			if c.since != "" {
				bring.Permits[0].SinceOn = o.day(c.since)
			}
			if c.until != "" {
				bring.Permits[0].EndorsedUntil = o.day(c.until)
			}
			o.on("2026-11-21")
			o.must(o.clerk, bring)
			o.on("2026-12-31")
			correct := holder{s, "older-" + s.id}.correct(o.day(c.right))
			o.on("2026-11-21")
			if got := o.answer(o.clerk, correct); got != c.answer {
				t.Errorf("answer = %s, want %s", got, c.answer)
			}
			if got := o.file("older-" + s.id).stands(); got != c.stands {
				t.Errorf("stands %s, want %s", got, c.stands)
			}
		})
	}
}

// A card with a term ends five years after the right day.
func TestACorrectionMovesTheTerm(t *testing.T) {
	o := openOffice(t)
	s := o.visitor("陈范例", "1990-05-01")
	o.must(o.clerk, BringPermits{Permits: []BroughtPermit{{ID: "hmt", IDNumber: s.number, PermitNumber: s.number, IssuedOn: o.day("2022-12-01")}}})
	if got := o.answer(o.clerk, CorrectPermit{PermitID: "hmt", PermitNumber: "3399991100990001", Reason: "x"}); got != "permit_number:permit.number_not_hmt" {
		t.Errorf("a number of the other kind = %s", got)
	}
	o.must(o.clerk, CorrectPermit{PermitID: "hmt", IssuedOn: o.day("2022-12-10"), Reason: "照卡面更正。"})
	if f := o.file("hmt"); f.ValidTo.String() != "2027-12-10" || !f.Standing.Until.IsZero() || f.HandedOutOn.String() != "2022-12-10" {
		t.Errorf("file = %+v", f.Permit)
	}
}

// A permit that is over can still block another's number, and is put right; one whose record only the archive opens is not.
func TestACorrectionOfAPermitThatIsOver(t *testing.T) {
	for reason, want := range map[string]string{registry.MovedAway: "applied", registry.Deceased: "person.closed"} {
		t.Run(reason, func(t *testing.T) {
			o := openOffice(t)
			h := o.holds("范例", "2026-03-10")
			o.must(o.clerk, registry.EndResidence{ResidenceID: h.registration, On: o.today(), Reason: reason})
			o.must(o.clerk, EndPermit{PermitID: h.permit, Reason: reason, On: o.today()})
			if got := o.answer(o.clerk, CorrectPermit{PermitID: h.permit, PermitNumber: "3399991100990009", Reason: "x"}); got != want {
				t.Errorf("answer = %s, want %s", got, want)
			}
			if got := fmt.Sprint(o.file(h.permit).AllowedFor(staffRole(o.recorder))); got != "[]" {
				t.Errorf("a recorder may %s", got)
			}
		})
	}
}
