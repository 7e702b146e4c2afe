package conflict_test

import (
	"testing"

	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
)

// Each case says what was there before north was cut off, what the others did while it was, and what north took in meanwhile.
func TestEveryRefusedEntryGetsItsWord(t *testing.T) {
	wish := func(class ledger.Class, code string) set { return set{Person: "p1", Class: class, Code: code} }
	for name, c := range map[string]struct {
		before    func(*desk)
		entry     ledger.Command
		actor     func(*desk) ledger.Actor
		meanwhile func(*desk)
		change    func(*ledger.Envelope)
		want      conflict.Outcome
	}{
		"the record is there already": {
			entry: wish(ledger.Conflict, "residence.already_registered"), meanwhile: (*desk).southSets, want: conflict.Taken,
		},
		"an application is open already": {
			entry: wish(ledger.Conflict, "permit.already_open"), meanwhile: (*desk).southSets, want: conflict.Taken,
		},
		"the form was sent before, filled in otherwise": {
			entry: set{Person: "p1"}, change: func(e *ledger.Envelope) { e.Stamp.RequestID = "00000000-0000-4000-8000-000000000001" }, want: conflict.Taken,
		},
		"somebody moved the record on": {
			entry: wish(ledger.WrongState, "permit.wrong_state"), meanwhile: (*desk).southSets, want: conflict.Superseded,
		},
		"somebody changed what the form was right for": {
			entry: wish(ledger.Invalid, "residence.end_before_since"), meanwhile: (*desk).southSets, want: conflict.Superseded,
		},
		"it was so before": {
			before: (*desk).southSets, entry: wish(ledger.WrongState, "permit.wrong_state"), want: conflict.WrongState,
		},
		"an earlier entry of the same journal": {
			entry:  wish(ledger.WrongState, "permit.wrong_state"),
			before: func(d *desk) { d.decide(d.captured(d.clerk, set{Person: "p1"})) }, want: conflict.WrongState,
		},
		"somebody only looked": {
			before: (*desk).southSets, entry: wish(ledger.WrongState, "permit.wrong_state"), meanwhile: func(d *desk) {
				d.must("south", system(), registry.RecordLooks{Looks: []registry.Look{{At: d.now, PersonID: "p1", What: registry.Opened, Purpose: "case", Station: "south"}}})
			},
			want: conflict.WrongState,
		},
		"the command says not permitted": {
			entry: wish(ledger.NotPermitted, "permit.not_permitted"), meanwhile: (*desk).southSets, want: conflict.NotPermitted,
		},
		"the clerk was disabled": {
			entry: set{Person: "p1"}, meanwhile: func(d *desk) { d.must("south", system(), staff.DisableAccount{ID: d.clerk.ID}) }, want: conflict.NotPermitted,
		},
		"the clerk has another role": {
			entry: set{Person: "p1"},
			actor: func(d *desk) ledger.Actor { return ledger.Actor{Kind: ledger.Staff, ID: d.clerk.ID, Role: "recorder"} }, want: conflict.NotPermitted,
		},
		"nobody knows the clerk": {
			entry: set{Person: "p1"},
			actor: func(*desk) ledger.Actor { return ledger.Actor{Kind: ledger.Staff, ID: "nobody", Role: "clerk"} }, want: conflict.NotPermitted,
		},
		"its place was acknowledged": {
			before: func(d *desk) {
				d.decide(d.captured(d.clerk, set{Person: "p9"}))
				d.must("north", system(), ledger.Acknowledge{Epoch: epoch, Seq: 1, Index: d.index})
			},
			entry: set{Person: "p1"}, change: func(e *ledger.Envelope) { e.Stamp.Captured.Seq = 1 }, want: conflict.Expired,
		},
		"the station was set up anew": {
			entry: set{Person: "p1"}, meanwhile: func(d *desk) { d.must("north", system(), ledger.OpenSession{Epoch: "journal-2", Start: 1}) },
			want: conflict.OldEpoch,
		},
		"the office is not raised so far": {entry: later{}, want: conflict.UnknownVersion},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			if c.before != nil {
				c.before(d)
			}
			actor := d.clerk
			if c.actor != nil {
				actor = c.actor(d)
			}
			entry := d.captured(actor, c.entry)
			if c.change != nil {
				c.change(&entry)
			}
			if c.meanwhile != nil {
				c.meanwhile(d)
			}
			if got := d.decide(entry); got == "applied" {
				t.Fatal("the entry was applied")
			}
			if got := d.only(); got.Outcome != c.want {
				t.Errorf("outcome = %s (%s), want %s", got.Outcome, got.Code, c.want)
			}
		})
	}
}
