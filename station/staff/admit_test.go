package staff

import (
	"testing"

	"jiezhan/station/ledger"
)

// captured has a command decided that s1 took in while it was cut off, as the seq-th entry of its journal.
func (b *books) captured(actor ledger.Actor, seq uint64, c ledger.Command) string {
	b.tb.Helper()
	b.next = &ledger.Captured{Epoch: "journal-1", Seq: seq}
	return b.answer(actor, c)
}

func TestWhatStaffDidWhileCutOffCountsIfTheyStillMay(t *testing.T) {
	b := openBooks(t)
	clerk, auditor := b.hire("zhoumin", Clerk), b.hire("shenjing", Auditor)
	b.hire("guanli", Admin)
	if got := b.answer(system(), ledger.OpenSession{Epoch: "journal-1", Start: 1}); got != "applied" {
		t.Fatal(got)
	}
	own := func(a ledger.Actor) ledger.Command {
		return SetPassword{ID: a.ID, PasswordHash: hashed(t, "something-new")}
	}
	promoted := clerk
	promoted.Role = string(Recorder)
	unknown := ledger.Actor{Kind: ledger.Staff, ID: "nobody", Role: string(Clerk)}
	for i, step := range []struct {
		name  string
		actor ledger.Actor
		want  string
	}{
		{"who may still", clerk, "applied"},
		{"who had another role", promoted, "actor.not_permitted"},
		{"who never was", unknown, "actor.not_permitted"},
		{"who is disabled meanwhile", auditor, "actor.not_permitted"},
		{"a resident is not on the list", ledger.Actor{Kind: ledger.Resident, ID: "p1"}, "account.not_permitted"},
		{"the program itself", system(), "applied"},
	} {
		if step.actor == auditor {
			b.answer(system(), DisableAccount{ID: auditor.ID})
		}
		target := step.actor
		if target.Kind != ledger.Staff {
			target = clerk
		}
		if got := b.captured(step.actor, uint64(i+1), own(target)); got != step.want {
			t.Errorf("%s = %s, want %s", step.name, got, step.want)
		}
	}
}
