package permit

import (
	"fmt"
	"strings"
	"testing"

	"jiezhan/station/registry"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

// work writes what was counted from one day to another, as it is seen on a third; everything lies at one address.
func (o *office) work(from, to, today string) string {
	o.tb.Helper()
	var text string
	o.view(func(q store.Query) error {
		by, err := WorkBetween(q, o.day(from), o.day(to), o.day(today))
		var parts []string
		for _, w := range by {
			parts = append(parts, fmt.Sprintf("accepted %d issued %d on time %d days %d due %d done %d late %d suspended %d replaced %v refused %v",
				w.Accepted, w.Issued, w.OnTime, w.Days, w.Due, w.Done, w.Late, w.Suspended, w.Replaced, w.Refused))
		}
		text = strings.Join(parts, "; ")
		return err
	})
	return text
}

func (o *office) worked(what, from, to, today, want string) {
	o.tb.Helper()
	if got := o.work(from, to, today); got != want {
		o.tb.Errorf("%s:\n got %s\nwant %s", what, got, want)
	}
}

func TestWorkOfAMonth(t *testing.T) {
	o := openOffice(t)
	quick, slow, refused := o.settle("范例一", "1990-05-01", "2024-01-10"), o.settle("范例二", "1990-05-01", "2024-01-10"), o.settle("范例三", "1990-05-01", "2024-01-10")
	o.on("2025-03-01")
	a, b, c := o.apply(quick), o.apply(slow), o.apply(refused)
	for _, id := range []string{a, b, c} {
		o.must(o.clerk, o.accept(id))
	}
	hand := func(id, number string) {
		o.must(o.recorder, o.approve(id))
		o.must(o.clerk, o.make(id, number))
		o.must(o.clerk, o.handOut(id))
	}
	o.on("2025-03-15")
	hand(a, "3399991100000001")
	o.must(o.recorder, o.refuse(c))
	o.on("2025-03-31") // thirty days; fifteen were due
	hand(b, "3399991100000002")
	o.worked("March", "2025-03-01", "2025-03-31", "2025-04-10",
		"accepted 3 issued 2 on time 1 days 44 due 0 done 0 late 0 suspended 0 replaced map[] refused map[refusal.no_condition:1]")
	o.worked("up to the 30th", "2025-03-01", "2025-03-30", "2025-04-10",
		"accepted 3 issued 1 on time 1 days 14 due 0 done 0 late 0 suspended 0 replaced map[] refused map[refusal.no_condition:1]")
	o.worked("April", "2025-04-01", "2025-04-30", "2025-05-10", "")

	// A year later one endorses in the window's first half, in the month before; the other is late.
	o.on("2026-02-20")
	o.must(quick.actor, EndorsePermit{PermitID: o.read(a).Permit.ID, Condition: Employment, Statement: true, Channel: Kiosk})
	o.worked("in February nothing is due yet", "2026-02-01", "2026-02-28", "2026-03-03", "")
	o.worked("March on its first day", "2026-03-01", "2026-03-31", "2026-03-01",
		"accepted 0 issued 0 on time 0 days 0 due 2 done 1 late 0 suspended 0 replaced map[] refused map[]")
	o.on("2026-04-08")
	o.must(slow.actor, EndorsePermit{PermitID: o.read(b).Permit.ID, Condition: Employment, Statement: true, Channel: Kiosk})
	for _, today := range []string{"2026-04-03", "2026-06-01"} { // as of the end of the month, whenever it is counted
		o.worked("March seen on "+today, "2026-03-01", "2026-03-31", today,
			"accepted 0 issued 0 on time 0 days 0 due 2 done 1 late 0 suspended 0 replaced map[] refused map[]")
	}
	o.worked("April: late, and suspended from the first", "2026-04-01", "2026-04-30", "2026-05-06",
		"accepted 0 issued 0 on time 0 days 0 due 0 done 0 late 1 suspended 1 replaced map[] refused map[]")
	o.worked("a window ends on the last of a month: suspended the day after", "2026-03-01", "2026-04-01", "2026-04-01",
		"accepted 0 issued 0 on time 0 days 0 due 2 done 1 late 0 suspended 1 replaced map[] refused map[]")
}

func TestWorkCountsAReplacementOnceAndItsChainOnce(t *testing.T) {
	o := openOffice(t)
	h := o.holds("范例", "2025-03-15")
	o.on("2026-01-10")
	reported := result[ReportedCard](o, o.must(h.actor, h.report(Lost)))
	made := result[NewCard](o, o.must(o.clerk, RecordNewCard{ReplacementID: reported.ID, PermitNumber: "3399991100999999", IssuedOn: o.today()}))
	o.worked("the new card waits: its window is the chain's", "2026-03-01", "2026-03-31", "2026-03-20",
		"accepted 0 issued 0 on time 0 days 0 due 1 done 0 late 0 suspended 1 replaced map[] refused map[]")
	o.on("2026-02-01")
	o.must(o.clerk, HandOutNewCard{ReplacementID: reported.ID, ReceivedBy: ByHolder, IdentityChecked: true})
	o.worked("February", "2026-02-01", "2026-02-28", "2026-03-05",
		"accepted 0 issued 0 on time 0 days 0 due 0 done 0 late 0 suspended 0 replaced map[lost:1] refused map[]")
	o.worked("March", "2026-03-01", "2026-03-31", "2026-04-05",
		"accepted 0 issued 0 on time 0 days 0 due 1 done 0 late 0 suspended 1 replaced map[] refused map[]")

	// Nothing is due of a permit that ended before its window did.
	o.on("2026-03-10")
	o.must(o.clerk, registry.EndResidence{ResidenceID: h.registration, On: o.day("2026-03-01"), Reason: "moved_away"})
	o.must(o.clerk, EndPermit{PermitID: made.PermitID, Reason: "moved_away", On: o.day("2026-03-01")})
	o.worked("March after the end", "2026-03-01", "2026-03-31", "2026-04-05", "")
}

func TestWorkIsReadAlongIndexes(t *testing.T) {
	o := openOffice(t)
	o.view(func(q store.Query) error {
		plans := storetest.Plans(t, q, func(q store.Query) error {
			_, err := WorkBetween(q, o.day("2026-03-01"), o.day("2026-03-31"), o.day("2026-03-31"))
			return err
		})
		if len(plans) == 0 {
			t.Error("asks nothing")
		}
		for _, plan := range plans {
			if strings.HasPrefix(plan, "SCAN") && plan != "SCAN x" { // the windows of the month
				t.Errorf("plan = %q", plan)
			}
		}
		return nil
	})
}
