package statistics

import (
	"fmt"
	"testing"

	"jiezhan/station/identity"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
)

// brings takes over a permit that was handed out before the register was kept.
func (o *office) brings(id, number, permitNumber, issued, until string) {
	o.tb.Helper()
	b := permit.BroughtPermit{ID: id, IDNumber: number, PermitNumber: permitNumber, IssuedOn: day(o.tb, issued)}
	if until != "" {
		b.EndorsedUntil = day(o.tb, until)
	}
	must[permit.Brought](o, o.clerk, permit.BringPermits{Permits: []permit.BroughtPermit{b}})
}

func (o *office) endorse(id string) {
	o.tb.Helper()
	must[permit.Endorsed](o, o.clerk, permit.EndorsePermit{PermitID: id, Condition: permit.Dwelling, Statement: true, Channel: permit.Counter})
}

// visitor registers somebody from Hong Kong in a room and answers the number.
func (o *office) visitor(room string) string {
	o.tb.Helper()
	c := card(o.tb, 9)
	head := "810000" + c.IDNumber[6:17]
	c.Kind, c.EthnicCode, c.IDNumber = registry.HMTPermit, "", head+string(identity.Check(head))
	must[registry.RegisteredResidence](o, o.clerk, registry.RegisterResidence{
		Card: c, RoomID: room, Since: day(o.tb, "2025-12-01"), Statement: true, Channel: "counter",
	})
	return c.IDNumber
}

// Permits that came in from older lists stand in table 2 as all others, in the community where their holders lived then; a card that is exchanged at its
// last day stands with those exchanged because of what they show.
func TestPermitsOlderThanTheRegisterStandInTable2(t *testing.T) {
	o := openOffice(t)
	first := o.register(1, "qs-1", "")
	o.register(2, "wt-1", "")
	for n := range 2 {
		o.brings(fmt.Sprint("older-", n+1), card(t, n+1).IDNumber, fmt.Sprintf("339999110099%04d", n+1), "2024-01-20", "2026-01-20")
	}
	o.register(1, "wt-2", first) // a move afterwards rewrites nothing
	o.endorse("older-1")

	visitor := o.visitor("wt-3")
	o.brings("hmt", visitor, visitor, "2021-02-01", "")
	reported := must[permit.ReportedCard](o, o.clerk, permit.ReportCard{PermitID: "hmt", Cause: permit.Expiring, Statement: true, Channel: permit.Counter})
	must[permit.NewCard](o, o.clerk, permit.RecordNewCard{ReplacementID: reported.ID, PermitNumber: visitor, IssuedOn: o.today()})
	must[permit.NewCard](o, o.clerk, permit.HandOutNewCard{ReplacementID: reported.ID, ReceivedBy: permit.ByHolder, IdentityChecked: true, OldCardReceived: true})

	o.on("2026-02-10")
	o.endorse("older-2")
	for text, want := range map[string]string{
		"2026-01": "c1 0/1/1/0/0/0, c2 0/1/0/0/1/1",
		"2026-02": "c1 0/0/0/0/0/0, c2 0/0/0/1/0/0",
	} {
		if got := o.counted(text).stands(Issued, Due, Done, Late, Suspended, Changed); got != want {
			t.Errorf("%s = %s, want %s", text, got, want)
		}
	}
}
