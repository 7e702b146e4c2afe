package statistics

import (
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

func (o *office) report(text string, version int) Report {
	o.tb.Helper()
	return read(o, func(q store.Query) (Report, error) {
		r, found, err := ReportOn(q, month(o.tb, text), version, o.today())
		if err == nil && !found {
			o.tb.Fatalf("%s has no version %d", text, version)
		}
		return r, err
	})
}

func TestAMonthIsFrozenOnceAndCountsAsOfItsEnd(t *testing.T) {
	o := openOffice(t)
	o.register(1, "qs-1", "")
	freeze := Freeze{Month: month(t, "2026-01"), Rows: o.counted("2026-01")}
	o.on("2026-02-03")
	if got := o.answer(o.recorder, freeze); got != "month:statistics.too_early" {
		t.Errorf("on the second working day = %q", got)
	}
	o.register(2, "qs-2", "") // in February, before January is frozen
	o.on("2026-02-04")
	freeze.Rows = o.counted("2026-01")
	if got := o.answer(o.clerk, freeze); got != "statistics.not_permitted" {
		t.Errorf("a clerk = %q", got)
	}
	if r := o.report("2026-01", 0); r.Shown != 0 || len(r.Open) != 1 || r.BeforeOpen {
		t.Errorf("before = %+v", r)
	}
	if got := must[Frozen](o, o.recorder, freeze); got.Version != 1 {
		t.Errorf("frozen = %+v", got)
	}
	if got := o.answer(o.recorder, freeze); got != "month:statistics.frozen_already" {
		t.Errorf("again = %q", got)
	}
	r := o.report("2026-01", 0)
	if got, want := r.Year[0].stands(Newcomers, In), "c1 1/1, c2 0/0"; got != want || r.Shown != 1 || len(r.Open) != 0 || r.Versions[0].Officer != o.recorder.ID {
		t.Errorf("January = %s, want %s; %+v", got, want, r.Versions)
	}
}

func TestWhatCannotBeFrozen(t *testing.T) {
	o := openOffice(t)
	rows := o.counted("2026-01")
	o.on("2026-02-04")
	with := func(change func(Counts)) Rows {
		counts := Counts{}
		counts.plus(rows[0].Counts)
		change(counts)
		return Rows{{"c1", counts}, rows[1]}
	}
	for name, c := range map[string]struct {
		rows Rows
		want string
	}{
		"nothing":                   {nil, "rows:statistics.counts_invalid"},
		"a community twice":         {Rows{rows[0], rows[0]}, "rows:statistics.counts_invalid"},
		"no community":              {Rows{{"qs", rows[0].Counts}}, "rows:statistics.counts_invalid"},
		"fewer than none":           {with(func(c Counts) { c[In] = -1 }), "rows:statistics.counts_invalid"},
		"a figure nobody knows":     {with(func(c Counts) { c["risk"] = 1 }), "rows:statistics.counts_invalid"},
		"more on time than at all":  {with(func(c Counts) { c[OnTime] = 1 }), "rows:statistics.counts_invalid"},
		"more endorsed than due":    {with(func(c Counts) { c[Done] = 1 }), "rows:statistics.counts_invalid"},
		"more verified than living": {with(func(c Counts) { c[VerifiedHouseholds] = 1 }), "rows:statistics.counts_invalid"},
	} {
		if got := o.answer(o.recorder, Freeze{Month: month(t, "2026-01"), Rows: c.rows}); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
	if got := o.answer(o.recorder, Freeze{Rows: rows}); got != "month:statistics.month_invalid" {
		t.Errorf("no month = %q", got)
	}
	if r := o.report("2026-01", 0); len(r.Versions) != 0 {
		t.Errorf("versions = %+v", r.Versions)
	}
}

func TestAnAmendmentKeepsBothVersions(t *testing.T) {
	o := openOffice(t)
	id := o.register(1, "qs-1", "")
	o.on("2026-02-04")
	m := month(t, "2026-01")
	amend := Amend{Month: m, Version: 1, Rows: o.counted("2026-01"), Reason: "迁出日期补报", SecondOfficer: o.second.ID}
	if got := o.answer(o.recorder, amend); got != "month:statistics.not_frozen" {
		t.Errorf("before the freeze = %q", got)
	}
	must[Frozen](o, o.recorder, Freeze{Month: m, Rows: amend.Rows})
	if got := o.answer(o.recorder, amend); got != "statistics.nothing_differs" {
		t.Errorf("the same again = %q", got)
	}
	o.on("2026-03-10")
	o.end(id, "2026-01-30", registry.MovedAway) // told late
	amend.Rows = o.counted("2026-01")
	disabled := o.hire("wangwei", staff.Recorder)
	must[staff.AccountResult](o, program(), staff.DisableAccount{ID: disabled.ID})
	for name, c := range map[string]struct {
		change func(*Amend)
		by     ledger.Actor
		want   string
	}{
		"without a reason":       {func(a *Amend) { a.Reason = " " }, o.recorder, "reason:statistics.reason_required"},
		"alone":                  {func(a *Amend) { a.SecondOfficer = "" }, o.recorder, "second_officer:statistics.second_officer_required"},
		"with oneself":           {func(a *Amend) { a.SecondOfficer = o.recorder.ID }, o.recorder, "second_officer:statistics.second_officer_same"},
		"with a clerk":           {func(a *Amend) { a.SecondOfficer = o.clerk.ID }, o.recorder, "second_officer:statistics.second_officer_role"},
		"with somebody disabled": {func(a *Amend) { a.SecondOfficer = disabled.ID }, o.recorder, "second_officer:statistics.second_officer_role"},
		"a version nobody saw":   {func(a *Amend) { a.Version = 2 }, o.recorder, "version:statistics.changed_meanwhile"},
		"by a clerk":             {func(*Amend) {}, o.clerk, "statistics.not_permitted"},
	} {
		a := amend
		c.change(&a)
		if got := o.answer(c.by, a); got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
	if got := must[Frozen](o, o.recorder, amend); got.Version != 2 {
		t.Errorf("amended = %+v", got)
	}
	if got := o.answer(o.recorder, amend); got != "version:statistics.changed_meanwhile" {
		t.Errorf("on the version before = %q", got)
	}
	first, second := o.report("2026-01", 1), o.report("2026-01", 0)
	if got, want := first.Year[0].stands(Newcomers, Out), "c1 1/0, c2 0/0"; got != want || first.Shown != 1 {
		t.Errorf("version 1 = %s, want %s", got, want)
	}
	if got, want := second.Year[0].stands(Newcomers, Out), "c1 0/1, c2 0/0"; got != want || second.Shown != 2 || second.Versions[1].Reason != "迁出日期补报" {
		t.Errorf("version 2 = %s, want %s; %+v", got, want, second.Versions)
	}
	if got := Differences(first.Year[0], second.Year[0]); len(got) != 2 || got[0] != (Difference{"c1", Newcomers, 1, 0}) || got[1] != (Difference{"c1", Out, 0, 1}) {
		t.Errorf("differences = %+v", got)
	}
}

// A sum over the year takes every month as it was last published, and counts only those that were not.
func TestTheYearIsTheSumOfItsMonths(t *testing.T) {
	o := openOffice(t)
	o.register(1, "qs-1", "")
	o.on("2026-02-04")
	must[Frozen](o, o.recorder, Freeze{Month: month(t, "2026-01"), Rows: o.counted("2026-01")})
	o.register(2, "qs-2", "")
	o.on("2026-03-10")
	o.register(3, "qs-3", "")
	r := o.report("2026-03", 0)
	if got, want := r.Year[1].stands(Newcomers, In), "c1 2/1, c2 0/0"; got != want {
		t.Errorf("February, counted from March = %s, want %s", got, want)
	}
	if len(r.Open) != 2 || r.Open[0].String() != "2026-02" {
		t.Errorf("not frozen = %v", r.Open)
	}
	line := r.Tables([]string{"c1", "c2"}, true)[0].Lines[0]
	if line.Cells[ThisMonth][3] != "3" || line.Cells[ThisMonth][4] != "1" || line.Cells[YearToDate][3] != Nothing || line.Cells[YearToDate][4] != "3" {
		t.Errorf("line = %v", line.Cells)
	}
}
