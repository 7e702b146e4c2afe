package permit

import (
	"fmt"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

func (o *office) benefits(day string) map[BenefitKind]int {
	o.tb.Helper()
	n := map[BenefitKind]int{}
	o.view(func(q store.Query) error {
		all, err := BenefitsOn(q, o.day(day))
		for _, b := range all {
			n[b.Kind]++
		}
		return err
	})
	return n
}

func TestWhatAHolderGets(t *testing.T) {
	o := openOffice(t)
	add := PutBenefit{
		Kindred: Convenience, Words: "可办理本市公交优惠卡", From: o.day("2026-07-01"), RuleRef: "范本市人民政府公告〔2026〕3号",
	}
	id := result[BenefitResult](o, o.must(o.admin, add)).ID
	for day, want := range map[string]string{
		"2015-12-31": "map[]", "2016-01-01": "map[convenience:6 right:3 service:5]", "2026-07-01": "map[convenience:7 right:3 service:5]",
	} {
		if got := fmt.Sprint(o.benefits(day)); got != want {
			t.Errorf("on %s: %s, want %s", day, got, want)
		}
	}
	add.ID, add.Until = id, o.day("2026-12-31")
	o.must(o.admin, add)
	if got := o.benefits("2027-01-01")[Convenience]; got != 6 {
		t.Errorf("after its last day: %d, want 6", got)
	}
	for name, c := range map[string]struct {
		actor  ledger.Actor
		change func(*PutBenefit)
		want   string
	}{
		"by a clerk":          {o.clerk, func(*PutBenefit) {}, "permit.not_permitted"},
		"of the Decree":       {o.admin, func(c *PutBenefit) { c.ID = "benefit.work" }, "id:permit.benefit_unknown"},
		"of no kind":          {o.admin, func(c *PutBenefit) { c.Kindred = "gift" }, "kind:permit.benefit_kind_unknown"},
		"without words":       {o.admin, func(c *PutBenefit) { c.Words = "" }, "words:required"},
		"without a source":    {o.admin, func(c *PutBenefit) { c.RuleRef = "" }, "rule_ref:permit.rule_ref_required"},
		"ended before it was": {o.admin, func(c *PutBenefit) { c.Until = o.day("2026-06-30") }, "until:permit.until_before_from"},
	} {
		t.Run(name, func(t *testing.T) {
			put := add
			c.change(&put)
			if got := o.answer(c.actor, put); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
}
