package permit

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// holder is a settler with a permit.
type holder struct {
	settler
	permit string
}

// holds hands a permit out to a new person, all on one day.
func (o *office) holds(name, issued string) holder {
	o.tb.Helper()
	day := o.day(issued)
	s := o.settle(name, "1992-05-04", day.AddMonths(-7).String())
	o.on(issued)
	id := o.apply(s)
	o.must(o.clerk, o.accept(id))
	o.must(o.recorder, o.approve(id))
	o.must(o.clerk, o.make(id, fmt.Sprintf("3399991100%06d", o.Drawn)))
	o.must(o.clerk, o.handOut(id))
	return holder{s, o.read(id).Permit.ID}
}

func (h holder) endorse() EndorsePermit {
	return EndorsePermit{PermitID: h.permit, Condition: Employment, Statement: true, Channel: Kiosk}
}

func (o *office) file(id string) File {
	o.tb.Helper()
	var f File
	o.view(func(q store.Query) error {
		var found bool
		var err error
		if f, found, err = FileOf(q, id, o.today()); err == nil && !found {
			o.tb.Fatalf("permit %s is not there", id)
		}
		return err
	})
	return f
}

// stands writes how a permit stands: state, continuous since, next window, years.
func (f File) stands() string {
	s := f.Standing
	return fmt.Sprintf("%s since %s, %s..%s, %d years", f.State, s.ContinuousSince, s.From, s.Until, f.Years)
}

// local sets local rules, with two officers.
func (o *office) local(change func(*Rules)) {
	o.tb.Helper()
	r := DefaultRules()
	r.RuleRef = "范本市居住证管理办法第十九条"
	change(&r)
	o.must(o.admin, SetRules{Rules: r, SecondOfficer: o.second.ID})
}

// The worked examples of the yearly endorsement, by number, through the command of the holder at the kiosk.
func TestWorkedExamplesOfTheEndorsement(t *testing.T) {
	for name, c := range map[string]struct {
		issued, on string
		answer     string
		stands     string // on the day asked
	}{
		"1 a day too early":    {"2025-03-15", "2026-02-14", "permit.endorse_too_early", "active since 2025-03-15, 2026-02-15..2026-03-15, 0 years"},
		"2 on the first day":   {"2025-03-15", "2026-02-15", "applied", "active since 2025-03-15, 2027-02-15..2027-03-15, 0 years"},
		"3 on the last day":    {"2025-03-15", "2026-03-15", "applied", "active since 2025-03-15, 2027-02-15..2027-03-15, 1 years"},
		"5 late":               {"2025-03-15", "2026-06-01", "applied", "active since 2026-06-01, 2027-02-15..2027-03-15, 0 years"},
		"6 of a leap day":      {"2024-02-29", "2025-01-28", "applied", "active since 2024-02-29, 2026-01-28..2026-02-28, 0 years"},
		"6 of a leap day, day": {"2024-02-29", "2025-01-27", "permit.endorse_too_early", "active since 2024-02-29, 2025-01-28..2025-02-28, 0 years"},
		"7 of the 31st":        {"2025-03-31", "2026-02-28", "applied", "active since 2025-03-31, 2027-02-28..2027-03-31, 0 years"},
		"7 of the 31st, day":   {"2025-03-31", "2026-02-27", "permit.endorse_too_early", "active since 2025-03-31, 2026-02-28..2026-03-31, 0 years"},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			h := o.holds("范例", c.issued)
			o.on(c.on)
			if strings.HasPrefix(name, "3") { // at the last minute of the day
				o.now = o.day(c.on).Start().Add(24*time.Hour - 2*time.Second)
			}
			if got := o.answer(h.actor, h.endorse()); got != c.answer {
				t.Errorf("answer = %s, want %s", got, c.answer)
			}
			if got := o.file(h.permit).stands(); got != c.stands {
				t.Errorf("stands %s, want %s", got, c.stands)
			}
		})
	}
}

// Example 4: nobody did anything, and no timer fired; the state follows from the day it is asked for.
func TestAPermitNobodyEndorsedIsSuspendedAtMidnight(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-03-15")
	for day, want := range map[string]CardState{"2026-03-15": CardActive, "2026-03-16": CardSuspended} {
		o.view(func(q store.Query) error {
			p, found, err := On(q, h.permit, o.day(day))
			if err != nil || !found || p.State != want || p.InForce() != (want == CardActive) {
				t.Errorf("on %s: %s, %v, %v; want %s", day, p.State, found, err, want)
			}
			return nil
		})
	}
}

func TestTheWindowIsNamedInARefusal(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-03-15")
	o.on("2026-02-14")
	p := o.do(h.actor, h.endorse()).Refusal.Problems[0]
	if p.Params["from"] != "2026-02-15" || p.Params["until"] != "2026-03-15" {
		t.Errorf("params = %v", p.Params)
	}
	o.on("2026-02-15")
	o.must(h.actor, h.endorse())
	if got := o.answer(h.actor, h.endorse()); got != "permit.endorse_too_early" {
		t.Errorf("a second one = %s, want permit.endorse_too_early", got)
	}
}

func TestWhoMayEndorseWhat(t *testing.T) {
	o := openOffice(t)
	h, other := o.holds("范例", "2025-03-15"), o.holds("吴玉兰", "2025-03-15")
	away := o.holds("孙丽", "2025-03-15")
	o.on("2026-03-01")
	o.must(o.clerk, registry.EndResidence{ResidenceID: away.registration, On: o.today(), Reason: registry.MovedAway})
	for name, c := range map[string]struct {
		actor  ledger.Actor
		permit string
		change func(*EndorsePermit)
		want   string
	}{
		"somebody else's":        {other.actor, h.permit, nil, "permit_id:permit.not_own"},
		"one that is not there":  {o.clerk, "nothing", nil, "permit_id:permit.card_unknown"},
		"by the administrator":   {o.admin, h.permit, nil, "permit.not_permitted"},
		"by the recorder":        {o.recorder, h.permit, nil, "permit.not_permitted"},
		"without the statement":  {h.actor, h.permit, func(c *EndorsePermit) { c.Statement = false }, "statement:statement.required"},
		"an unknown condition":   {h.actor, h.permit, func(c *EndorsePermit) { c.Condition = "luck" }, "condition:permit.condition_unknown"},
		"by somebody who left":   {away.actor, away.permit, nil, "permit.no_registration"},
		"with no condition left": {h.actor, h.permit, func(c *EndorsePermit) { c.Condition = "" }, "applied"},
		"at the window":          {o.clerk, other.permit, func(c *EndorsePermit) { c.Channel = Counter }, "applied"},
	} {
		t.Run(name, func(t *testing.T) {
			endorse := EndorsePermit{PermitID: c.permit, Condition: Employment, Statement: true, Channel: Kiosk}
			if c.change != nil {
				c.change(&endorse)
			}
			if got := o.answer(c.actor, endorse); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
	f := o.file(other.permit)
	if len(f.Endorsements) != 1 || f.Endorsements[0].Condition != Employment || f.Endorsements[0].Late || f.Endorsements[0].Number == "" {
		t.Errorf("endorsements = %+v", f.Endorsements)
	}
	if len(f.Steps) != 1 || f.Steps[0].Action != CardEndorse || f.Steps[0].ActorName != "周敏" {
		t.Errorf("steps = %+v", f.Steps)
	}
}

func TestLocalRulesOfTheEndorsement(t *testing.T) {
	for name, c := range map[string]struct {
		rules     func(*Rules)
		on        string
		condition Condition
		answer    string
		stands    string
	}{
		"counted from the last endorsement": {
			func(r *Rules) { r.Anchor = FromEndorsement }, "2026-03-01", Study, "applied", "active since 2025-03-15, 2027-02-01..2027-03-01, 0 years",
		},
		"late, counted from the endorsement": {
			func(r *Rules) { r.Anchor = FromEndorsement }, "2026-06-01", Study, "applied", "active since 2026-06-01, 2027-05-01..2027-06-01, 0 years",
		},
		"on the last day of being late": {
			func(r *Rules) { r.LateMonths = 6 }, "2026-09-15", Study, "applied", "active since 2026-09-15, 2027-02-15..2027-03-15, 0 years",
		},
		"a day too late": {
			func(r *Rules) { r.LateMonths = 6 }, "2026-09-16", Study, "permit.endorse_too_late", "suspended since 2025-03-15, 2026-02-15..2026-03-15, 1 years",
		},
		"no condition holds": {
			func(r *Rules) { r.ConditionRequired = true }, "2026-03-01", "", "condition:permit.endorse_no_condition",
			"active since 2025-03-15, 2026-02-15..2026-03-15, 0 years",
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			h := o.holds("范例", "2025-03-15")
			o.local(c.rules)
			o.on(c.on)
			endorse := h.endorse()
			endorse.Condition = c.condition
			if got := o.answer(h.actor, endorse); got != c.answer {
				t.Errorf("answer = %s, want %s", got, c.answer)
			}
			if got := o.file(h.permit).stands(); got != c.stands {
				t.Errorf("stands %s, want %s", got, c.stands)
			}
		})
	}
}

// An endorsement made in time at a station that was cut off arrives after a late one made elsewhere: the day at the desk counts.
func TestAnEndorsementThatArrivesLaterCountsFromItsDay(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-03-15")
	o.on("2026-03-20")
	o.must(o.clerk, EndorsePermit{PermitID: h.permit, Condition: Dwelling, Statement: true, Channel: Counter})
	if got, want := o.file(h.permit).stands(), "active since 2026-03-20, 2027-02-15..2027-03-15, 0 years"; got != want {
		t.Fatalf("stands %s, want %s", got, want)
	}
	o.on("2026-03-14")
	o.must(h.actor, h.endorse())
	o.on("2026-03-20")
	if got, want := o.file(h.permit).stands(), "active since 2025-03-15, 2027-02-15..2027-03-15, 1 years"; got != want {
		t.Errorf("stands %s, want %s", got, want)
	}
}

func TestSettingTheRules(t *testing.T) {
	o := openOffice(t)
	for name, c := range map[string]struct {
		actor  ledger.Actor
		change func(*SetRules)
		want   string
	}{
		"by a clerk":                {o.clerk, func(*SetRules) {}, "permit.not_permitted"},
		"without a source":          {o.admin, func(c *SetRules) { c.Rules.RuleRef = " " }, "rule_ref:permit.rule_ref_required"},
		"beyond thirty days":        {o.admin, func(c *SetRules) { c.Rules.IssueDays = 31 }, "issue_days:permit.issue_days_range"},
		"no days":                   {o.admin, func(c *SetRules) { c.Rules.IssueDays = 0 }, "issue_days:permit.issue_days_range"},
		"late for ever after":       {o.admin, func(c *SetRules) { c.Rules.LateMonths = -1 }, "late_months:permit.late_months_range"},
		"an anchor of our own":      {o.admin, func(c *SetRules) { c.Rules.Anchor = "moon" }, "anchor:permit.anchor_unknown"},
		"a card dearer than gold":   {o.admin, func(c *SetRules) { c.Rules.LostCost = 100_01 }, "lost_cost:permit.cost_range"},
		"alone":                     {o.admin, func(c *SetRules) { c.SecondOfficer = "" }, "second_officer:permit.second_officer_required"},
		"with oneself":              {o.admin, func(c *SetRules) { c.SecondOfficer = o.admin.ID }, "second_officer:permit.second_officer_same"},
		"with a clerk":              {o.admin, func(c *SetRules) { c.SecondOfficer = o.clerk.ID }, "second_officer:permit.second_officer_role"},
		"shorter, without a source": {o.admin, func(c *SetRules) { c.Rules = DefaultRules(); c.Rules.IssueDays = 7 }, "applied"},
		"thirty days by a rule":     {o.admin, func(*SetRules) {}, "applied"},
	} {
		t.Run(name, func(t *testing.T) {
			set := SetRules{Rules: DefaultRules(), SecondOfficer: o.second.ID}
			set.Rules.IssueDays, set.Rules.RuleRef = 30, "范本省实施办法第十条"
			c.change(&set)
			if got := o.answer(c.actor, set); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
}

func TestTheOfficesTimeFollowsTheRuleOnAcceptance(t *testing.T) {
	o := openOffice(t)
	before := o.apply(o.settle("范例", "1992-05-04", "2026-01-10"))
	o.must(o.clerk, o.accept(before))
	o.local(func(r *Rules) { r.IssueDays = 20 })
	after := o.apply(o.settle("吴玉兰", "1958-03-08", "2026-01-10"))
	o.must(o.clerk, o.accept(after))
	for id, want := range map[string]string{before: "2026-12-06 15 running", after: "2026-12-11 20 running"} {
		if c := o.read(id).Clock; fmt.Sprint(c.DueOn, " ", c.LimitDays, " ", c.State) != want {
			t.Errorf("clock = %+v, want %s", c, want)
		}
	}
	o.on("2026-12-05")
	for id, want := range map[string]ClockState{before: Amber, after: Amber} { // one day left of 15, six of 20
		if c := o.read(id).Clock; c.State != want {
			t.Errorf("clock = %+v, want %s", c, want)
		}
	}
	o.view(func(q store.Query) error {
		history, err := RulesHistory(q)
		if err != nil || len(history) != 1 || history[0].SecondOfficer != o.second.ID || history[0].Rules.RuleRef == "" {
			t.Errorf("history = %+v, %v", history, err)
		}
		return nil
	})
	if got := o.counts().Due; got != 2 {
		t.Errorf("due = %d, want 2", got)
	}
	if !staff.Admin.May(staff.OfficeManage) {
		t.Error("nobody can set the rules")
	}
}
