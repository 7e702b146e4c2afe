package permit

import (
	"testing"

	"jiezhan/station/store"
)

func TestTheCardFromTheAuthority(t *testing.T) {
	o := openOffice(t)
	first := o.reach(Approved)
	o.on("2026-11-25")
	o.must(o.clerk, o.make(first, "范居证〔2026〕第0081号"))
	o.on("2026-11-24")
	id := o.reach(Approved)
	for name, c := range map[string]struct {
		change func(*RecordPermit)
		want   string
	}{
		"no number":                  {func(c *RecordPermit) { c.PermitNumber = "" }, "permit_number:permit.number_invalid"},
		"the number of another card": {func(c *RecordPermit) { c.PermitNumber = " 范居证〔２０２６〕第００８１号 " }, "permit_number:permit.number_taken"},
		"issued before the decision": {func(c *RecordPermit) { c.IssuedOn = o.day("2026-11-23") }, "issued_on:permit.issued_before_decision"},
		"issued tomorrow":            {func(c *RecordPermit) { c.IssuedOn = o.day("2026-11-25") }, "issued_on:permit.issued_in_future"},
		"no day":                     {func(c *RecordPermit) { c.IssuedOn = o.day("2026-11-24").AddDays(-99_999) }, "issued_on:permit.issued_before_decision"},
	} {
		t.Run(name, func(t *testing.T) {
			card := o.make(id, "3399991100000099")
			c.change(&card)
			if got := o.answer(o.clerk, card); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
}

func TestACardGoesIntoTheRightHands(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Made)
	for name, c := range map[string]struct {
		change func(*HandOutPermit)
		want   string
	}{
		"to nobody":            {func(c *HandOutPermit) { c.ReceivedBy = "" }, "received_by:permit.receiver_unknown"},
		"without looking":      {func(c *HandOutPermit) { c.IdentityChecked = false }, "identity_checked:permit.identity_not_checked"},
		"to a proxy not known": {func(c *HandOutPermit) { c.ReceivedBy = ByProxyHand }, "received_by:permit.no_proxy"},
	} {
		t.Run(name, func(t *testing.T) {
			handOut := o.handOut(id)
			c.change(&handOut)
			if got := o.answer(o.clerk, handOut); got != c.want {
				t.Errorf("answer = %s, want %s", got, c.want)
			}
		})
	}
}

func TestAPermitShowsItsStandingOnTheDay(t *testing.T) {
	o := openOffice(t)
	id := o.reach(Delivered)
	person := o.read(id).Person.ID
	for day, want := range map[string]CardState{"2026-11-21": CardActive, "2027-11-21": CardActive, "2027-11-22": CardSuspended} {
		o.view(func(q store.Query) error {
			permits, err := PermitsOf(q, person, o.day(day))
			if err != nil || len(permits) != 1 {
				t.Fatalf("permits = %+v, %v", permits, err)
			}
			if p := permits[0]; p.State != want || p.Standing.From.String() != "2027-10-21" || p.Standing.ContinuousSince.String() != "2026-11-21" {
				t.Errorf("on %s: %s, endorsement from %s, continuous since %s", day, p.State, p.Standing.From, p.Standing.ContinuousSince)
			}
			return nil
		})
	}
}
