package permit

import (
	"fmt"
	"strings"
	"testing"
)

func (o *office) extend(id string, days int) ExtendTime {
	return ExtendTime{ID: id, Days: days, ReasonText: "制证设备检修。", Means: ByPhone}
}

func (c Clock) due() string { return fmt.Sprintf("%s %d %s", c.DueOn, c.LimitDays, c.State) }

func TestOneApplicationIsGivenMoreTime(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Accepted)
	if got := o.answer(o.clerk, o.extend(id, 20)); got != "permit.extend_no_rule" {
		t.Errorf("without a local rule = %s", got)
	}
	if a := o.read(id); a.MostDays != 0 || strings.Contains(fmt.Sprint(a.AllowedFor(staffRole(o.clerk))), "extend") {
		t.Errorf("offered up to %d days", a.MostDays)
	}
	o.local(func(r *Rules) { r.ExtendedDays = 30 })
	if a := o.read(id); a.MostDays != 30 {
		t.Errorf("offered up to %d days, want 30", a.MostDays)
	}
	for name, c := range map[string]struct {
		change func(*ExtendTime)
		want   string
	}{
		"to what it is":    {func(c *ExtendTime) { c.Days = 15 }, "days:permit.extend_range"},
		"beyond thirty":    {func(c *ExtendTime) { c.Days = 31 }, "days:permit.extend_range"},
		"without a reason": {func(c *ExtendTime) { c.ReasonText = " " }, "reason_text:permit.extend_reason_required"},
		"without telling":  {func(c *ExtendTime) { c.Means = "" }, "means:permit.means_unknown"},
		"with oneself":     {func(c *ExtendTime) { c.SecondOfficer = o.clerk.ID }, "second_officer:permit.second_officer_same"},
		"with a clerk":     {func(c *ExtendTime) { c.SecondOfficer = o.admin.ID }, "second_officer:permit.second_officer_role"},
	} {
		t.Run(name, func(t *testing.T) {
			e := o.extend(id, 25)
			c.change(&e)
			if got := o.answer(o.clerk, e); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	o.on("2026-12-06") // the last day
	o.must(o.clerk, o.extend(id, 25))
	a := o.read(id)
	if got, want := a.Clock.due(), "2026-12-16 25 running"; got != want {
		t.Errorf("clock = %s, want %s", got, want)
	}
	e := a.Extension
	if e == nil || e.Days != 25 || e.DaysBefore != 15 || e.DueBefore.String() != "2026-12-06" || e.RuleRef != "范本市居住证管理办法第十九条" || e.Reason != "制证设备检修。" || e.Means != ByPhone {
		t.Errorf("extension = %+v", e)
	}
	if got := o.answer(o.clerk, o.extend(id, 30)); got != "permit.extended_already" {
		t.Errorf("a second time = %s", got)
	}
	if last := a.Steps[len(a.Steps)-1]; last.Action != ActionExtend || last.ActorName != "周敏" || last.Note != "制证设备检修。" {
		t.Errorf("last step = %+v", last)
	}
}

func TestNoTimeIsGivenAfterTheLastDay(t *testing.T) {
	o := openOffice(t)
	o.local(func(r *Rules) { r.ExtendedDays = 30 })
	id := o.reach(Accepted)
	o.on("2026-12-07")
	if got := o.answer(o.clerk, o.extend(id, 30)); got != "permit.extend_too_late" {
		t.Errorf("answer = %s", got)
	}
}

func TestTheRulesMayAskForASecondOfficer(t *testing.T) {
	o := openOffice(t)
	o.local(func(r *Rules) { r.ExtendedDays, r.ExtendByTwo = 30, true })
	id := o.reach(Approved)
	if got := o.answer(o.clerk, o.extend(id, 30)); got != "second_officer:permit.second_officer_required" {
		t.Errorf("alone = %s", got)
	}
	e := o.extend(id, 30)
	e.SecondOfficer = o.second.ID
	o.must(o.clerk, e)
	if got := o.read(id).Extension.SecondOfficer; got != o.second.ID {
		t.Errorf("second officer = %s", got)
	}
}

// Days that the office waited for papers stay added.
func TestAnExtensionKeepsTheDaysWaited(t *testing.T) {
	o := openOffice(t)
	o.local(func(r *Rules) { r.ExtendedDays = 30 })
	id := o.reach(Accepted)
	o.must(o.clerk, o.ask(id))
	o.on("2026-11-25")
	o.must(o.clerk, o.supply(id))
	o.must(o.clerk, o.extend(id, 30))
	if got, want := o.read(id).Clock.due(), "2026-12-25 30 running"; got != want {
		t.Errorf("clock = %s, want %s", got, want)
	}
}

// Ten working days more for residents of Hong Kong, Macau and Taiwan, by their own rule.
func TestTenWorkingDaysMoreForSomebodyFromHongKong(t *testing.T) {
	o := openOffice(t)
	s := o.visitor("陈范例", "1990-05-01")
	id := result[Applied](o, o.must(o.clerk, s.hmt())).ID
	if c := o.read(id).Clock; c.LimitDays != 20 || !c.Working || c.Unannounced {
		t.Errorf("before acceptance = %+v", c)
	}
	o.must(o.clerk, o.accept(id))
	if got := o.answer(o.clerk, o.extend(id, 31)); got != "days:permit.extend_range" {
		t.Errorf("eleven more = %s", got)
	}
	o.must(o.clerk, o.extend(id, 30))
	// 18 December and ten working days: 1 January is a holiday. 2027 was not announced when the table was made, and the clerk is told.
	a := o.read(id)
	if got, want := a.Clock.due(), "2027-01-04 30 running"; got != want || !a.Clock.Unannounced {
		t.Errorf("clock = %s, want %s; unannounced %v", got, want, a.Clock.Unannounced)
	}
	if a.Extension.RuleRef != hmtRule {
		t.Errorf("rule = %s", a.Extension.RuleRef)
	}
	o.on("2026-12-21") // nine working days left
	if c := o.read(id).Clock; c.State != Amber {
		t.Errorf("clock = %s, want amber", c.State)
	}
}

// A limit in working days waits in working days: a weekend spent waiting gives nobody two days more.
func TestWaitingOverAWeekendCountsWorkingDays(t *testing.T) {
	o := openOffice(t)
	s := o.visitor("陈范例", "1990-05-01")
	o.on("2026-11-20") // a Friday
	id := result[Applied](o, o.must(o.clerk, s.hmt())).ID
	o.must(o.clerk, o.accept(id))
	due := o.read(id).Clock.DueOn
	o.must(o.clerk, o.ask(id))
	o.on("2026-11-23") // the Monday after
	o.must(o.clerk, o.supply(id))
	if got, want := o.read(id).Clock.DueOn, due.AddWorkdays(1); !got.Equal(want) || !got.Workday() {
		t.Errorf("due %s, want %s", got, want)
	}
}

func TestALongestTimeTakesARuleToo(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		change func(*Rules)
		want   string
	}{
		"without a source":      {func(r *Rules) { r.ExtendedDays, r.RuleRef = 30, "" }, "rule_ref:permit.rule_ref_required"},
		"not longer than usual": {func(r *Rules) { r.ExtendedDays = 15 }, "extended_days:permit.extended_days_range"},
		"beyond thirty":         {func(r *Rules) { r.ExtendedDays = 31 }, "extended_days:permit.extended_days_range"},
		"shorter than the own":  {func(r *Rules) { r.IssueDays, r.ExtendedDays = 25, 20 }, "extended_days:permit.extended_days_range"},
		"two officers, no rule": {func(r *Rules) { r.ExtendByTwo, r.RuleRef = true, "" }, "applied"},
		"thirty by a rule":      {func(r *Rules) { r.ExtendedDays = 30 }, "applied"},
	} {
		t.Run(name, func(t *testing.T) {
			set := SetRules{Rules: DefaultRules(), SecondOfficer: o.second.ID}
			set.Rules.RuleRef = "范本省实施办法第十条"
			c.change(&set.Rules)
			if got := o.answer(o.admin, set); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
}
