package permit

import (
	"testing"

	"jiezhan/station/registry"
)

// counted is the line of a month in which only what befalls cards that are out happened.
func counted(duties string) string {
	return "accepted 0 issued 0 on time 0 days 0 " + duties + " refused map[]"
}

// A permit older than the register is nobody's application, and is counted from the day it was brought as any other.
func TestWorkCountsAPermitOlderThanTheRegister(t *testing.T) {
	o := openOffice(t)
	s := o.settle("范例", "1992-05-04", "2022-01-10")
	bring := s.brings("3399991100990001", "2022-12-01")
	bring.Permits[0].EndorsedUntil = o.day("2026-12-01")
	o.must(o.clerk, bring)
	o.worked("it was issued before", "2022-12-01", "2022-12-31", "2026-11-21", "")
	o.worked("its window ends in December", "2026-12-01", "2026-12-31", "2026-12-31", counted("due 1 done 0 late 0 suspended 1 replaced map[]"))
	h := holder{s, "older-" + s.id}
	o.must(h.actor, h.endorse())
	o.worked("endorsed in time", "2026-12-01", "2026-12-31", "2026-12-31", counted("due 1 done 1 late 0 suspended 0 replaced map[]"))

	r := result[ReportedCard](o, o.must(h.actor, h.report(Damaged)))
	made := result[NewCard](o, o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: "3399991100990002", IssuedOn: o.today()}))
	o.must(o.clerk, HandOutNewCard{ReplacementID: r.ID, ReceivedBy: ByHolder, IdentityChecked: true, OldCardReceived: true})
	o.worked("replaced", "2026-11-01", "2026-11-30", "2026-11-30", counted("due 0 done 0 late 0 suspended 0 replaced map[damaged:1]"))

	o.on("2028-01-05")
	o.must(h.actor, EndorsePermit{PermitID: made.PermitID, Condition: Study, Statement: true, Channel: Kiosk})
	o.worked("missed", "2027-12-01", "2027-12-31", "2028-01-31", counted("due 1 done 0 late 0 suspended 1 replaced map[]"))
	o.worked("restored", "2028-01-01", "2028-01-31", "2028-01-31", counted("due 0 done 0 late 1 suspended 0 replaced map[]"))
}

// Where the holder lived when the permit was brought is where it stays: a later move to another place rewrites no month.
func TestWorkOfAnOlderPermitStaysWhereItWasBrought(t *testing.T) {
	o := openOffice(t)
	s := o.settle("范例", "1992-05-04", "2022-01-10")
	o.must(o.clerk, registry.EndResidence{ResidenceID: s.registration, On: o.day("2026-06-01"), Reason: registry.MovedAway})
	o.must(o.clerk, s.brings("3399991100990001", "2025-12-01"))
	o.worked("of who has left, where they lived last", "2026-12-01", "2026-12-31", "2026-12-31", counted("due 1 done 0 late 0 suspended 1 replaced map[]"))
}

// A case that was granted and ended before its card was handed out was accepted, and is neither issued nor refused; its card has no window.
func TestWorkOfACaseThatIsOver(t *testing.T) {
	o := openOffice(t)
	for _, reached := range []State{Approved, Made} {
		id := o.reach(reached)
		o.leave(id, registry.MovedAway)
		o.must(o.clerk, CloseApplication{ID: id, Reason: registry.MovedAway, On: o.today()})
	}
	o.worked("the month", "2026-11-01", "2026-11-30", "2026-11-30",
		"accepted 2 issued 0 on time 0 days 0 due 0 done 0 late 0 suspended 0 replaced map[] refused map[]")
	o.worked("a year later", "2027-11-01", "2027-12-31", "2028-01-01", "")
}

// A card with a term is exchanged when it ends.
func TestWorkOfAnExpiringCard(t *testing.T) {
	o := openOffice(t)
	s := o.visitor("陈范例", "1990-05-01")
	o.must(o.clerk, BringPermits{Permits: []BroughtPermit{{ID: "hmt", IDNumber: s.number, PermitNumber: s.number, IssuedOn: o.day("2021-12-01")}}})
	r := result[ReportedCard](o, o.must(o.clerk, ReportCard{PermitID: "hmt", Cause: Expiring, Statement: true, Channel: Counter}))
	o.must(o.clerk, RecordNewCard{ReplacementID: r.ID, PermitNumber: s.number, IssuedOn: o.today()})
	o.must(o.clerk, HandOutNewCard{ReplacementID: r.ID, ReceivedBy: ByHolder, IdentityChecked: true, OldCardReceived: true})
	o.worked("the month", "2026-11-01", "2026-11-30", "2026-11-30", counted("due 0 done 0 late 0 suspended 0 replaced map[expiring:1]"))
}
