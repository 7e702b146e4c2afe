package station

import (
	"fmt"
	"maps"
	list "slices" // slices is this package's own
	"strings"
	"testing"

	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// Each case is an office of two stations whose link breaks: what south, with the log, does meanwhile, and what north, alone, takes in. The
// person is 范例, who is registered in room 1203 since May and may apply for a permit.
func TestWhatBecomesOfWhatACutOffStationTookIn(t *testing.T) {
	for name, c := range map[string]struct {
		before func(o *pair)
		south  func(o *pair)
		north  func(o *pair) []ledger.Command
		// want are the items on the desk as "kind outcome code", in order; empty where everything is taken.
		want string
	}{
		"two people, nothing in common": {
			south: func(o *pair) { o.online(o.clerk, o.arrival("钱二", 2, "room2")) },
			north: func(o *pair) []ledger.Command {
				return []ledger.Command{o.arrival("孙三", 3, "room1"), o.application()}
			},
		},
		"the same person in two rooms: both are kept": {
			south: func(o *pair) { o.online(o.clerk, o.arrival("钱二", 2, "room2")) },
			north: func(o *pair) []ledger.Command { return []ledger.Command{o.arrival("钱二", 2, "room1")} },
		},
		"the same person in the same room": {
			south: func(o *pair) { o.online(o.clerk, o.arrival("钱二", 2, "room1")) },
			north: func(o *pair) []ledger.Command { return []ledger.Command{o.arrival("钱二", 2, "room1")} },
			want:  "residence.register.v1 taken residence.already_registered",
		},
		"two applications of one person": {
			south: func(o *pair) { o.online(o.clerk, o.application()) },
			north: func(o *pair) []ledger.Command { return []ledger.Command{o.application()} },
			want:  "permit.apply.v1 taken permit.already_open",
		},
		"an application on a registration that was ended": {
			south: func(o *pair) { o.online(o.clerk, o.end()) },
			north: func(o *pair) []ledger.Command { return []ledger.Command{o.application()} },
			want:  "permit.apply.v1 superseded permit.no_registration",
		},
		"a registration ended twice": {
			south: func(o *pair) { o.online(o.clerk, o.end()) },
			north: func(o *pair) []ledger.Command { return []ledger.Command{o.end()} },
			want:  "residence.end.v1 superseded residence.not_active",
		},
		"a move from a registration that was ended": {
			south: func(o *pair) { o.online(o.clerk, o.end()) },
			north: func(o *pair) []ledger.Command {
				move := o.arrival("范例", 1, "room2")
				move.MovedFrom = o.registration
				return []ledger.Command{move}
			},
			want: "residence.register.v1 superseded residence.not_active",
		},
		"an application taken back and accepted": {
			before: func(o *pair) { o.apply() },
			south: func(o *pair) {
				o.online(o.clerk, permit.WithdrawApplication{ID: o.applied, ReasonText: "本人撤回。"})
			},
			north: func(o *pair) []ledger.Command { return []ledger.Command{o.accept()} },
			want:  "permit.accept.v1 superseded permit.wrong_state",
		},
		"an application accepted and taken back": {
			before: func(o *pair) { o.apply() },
			south:  func(o *pair) { o.online(o.clerk, o.accept()) },
			north: func(o *pair) []ledger.Command {
				return []ledger.Command{permit.WithdrawApplication{ID: o.applied, ReasonText: "本人撤回。"}}
			},
		},
		"an application approved and taken back": {
			before: func(o *pair) { o.apply(); o.online(o.clerk, o.accept()) },
			south: func(o *pair) {
				o.online(o.recorder, permit.RecordApproval{ID: o.applied, DecisionRef: "范公居〔2026〕118号", DecidedOn: o.today()})
			},
			north: func(o *pair) []ledger.Command {
				return []ledger.Command{permit.WithdrawApplication{ID: o.applied, ReasonText: "本人撤回。"}}
			},
			want: "permit.withdraw.v1 superseded permit.wrong_state",
		},
		"papers for an application that was taken back": {
			before: func(o *pair) { o.apply(); o.online(o.clerk, o.notice()) },
			south: func(o *pair) {
				o.online(o.clerk, permit.WithdrawApplication{ID: o.applied, ReasonText: "本人撤回。"})
			},
			north: func(o *pair) []ledger.Command { return []ledger.Command{o.supply()} },
			want:  "permit.supply.v1 superseded permit.wrong_state",
		},
		"a day's work that hangs together": {
			before: func(o *pair) { o.apply(); o.online(o.clerk, o.notice()) },
			north: func(o *pair) []ledger.Command {
				return []ledger.Command{o.supply(), o.accept(), o.arrival("孙三", 3, "room2"), o.arrival("李四", 4, "room2")}
			},
		},
		"one entry falls, and what hangs on it": {
			before: func(o *pair) { o.apply(); o.online(o.clerk, o.notice()) },
			south: func(o *pair) {
				o.online(o.clerk, permit.WithdrawApplication{ID: o.applied, ReasonText: "本人撤回。"})
			},
			north: func(o *pair) []ledger.Command {
				return []ledger.Command{o.supply(), o.accept(), o.arrival("孙三", 3, "room2")}
			},
			want: "permit.supply.v1 superseded permit.wrong_state, permit.accept.v1 superseded permit.wrong_state",
		},
		"a clerk who was disabled meanwhile": {
			south: func(o *pair) { o.online(o.system(), staff.DisableAccount{ID: o.clerk.ID}) },
			north: func(o *pair) []ledger.Command {
				return []ledger.Command{o.arrival("孙三", 3, "room2"), o.application()}
			},
			want: "residence.register.v1 not_permitted actor.not_permitted, permit.apply.v1 not_permitted actor.not_permitted",
		},
		"looks of a clerk who was disabled stay recorded": {
			south: func(o *pair) { o.online(o.system(), staff.DisableAccount{ID: o.clerk.ID}) },
			north: func(o *pair) []ledger.Command { return []ledger.Command{o.look()} },
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := openPair(t)
			if c.before != nil {
				c.before(o)
			}
			o.cut()
			if c.south != nil {
				c.south(o)
			}
			var taken []ledger.Outcome
			for _, command := range c.north(o) {
				actor := o.clerk
				if _, looks := command.(registry.RecordLooks); looks {
					actor = o.system() // the program records them, whoever looked
				}
				taken = append(taken, o.alone(actor, command))
			}
			o.heal()
			if got := o.desk(); got != c.want {
				t.Errorf("on the desk = %q, want %q", got, c.want)
			}
			o.checkReceipts(taken)
			o.checkEqual()
		})
	}
}

// checkReceipts holds what north answered while it was alone against what the office made of it: an entry that was taken has the same record under the
// same number.
func (o *pair) checkReceipts(taken []ledger.Outcome) {
	o.tb.Helper()
	for i, alone := range taken {
		decided := o.decided[i]
		if !alone.Waiting || decided.Waiting || alone.RequestID != decided.RequestID {
			o.tb.Errorf("entry %d waits: %v alone, %v decided", i+1, alone.Waiting, decided.Waiting)
		}
		if decided.Refusal == nil && numberIn(alone) != numberIn(decided) {
			o.tb.Errorf("entry %d: the receipt says %s, the office %s", i+1, numberIn(alone), numberIn(decided))
		}
	}
}

func numberIn(o ledger.Outcome) string {
	_, after, _ := strings.Cut(string(o.Result), `"number":"`)
	number, _, _ := strings.Cut(after, `"`)
	return number
}

// checkEqual holds the registers of both stations against each other, row for row.
func (o *pair) checkEqual() {
	o.tb.Helper()
	north, south := digest(o.tb, o.north), digest(o.tb, o.south)
	if !maps.Equal(north, south) {
		o.tb.Error("the registers differ")
	}
	_, one := o.north.machine.Applied()
	if _, other := o.south.machine.Applied(); one != other {
		o.tb.Error("the audit chains differ")
	}
	o.south.view(func(q store.Query) error {
		verified, err := ledger.VerifyChain(q)
		if verified.Broken != nil {
			o.tb.Errorf("the chain is broken at %+v", verified.Broken)
		}
		return err
	})
}

// desk is what waits on the conflict desk, the earliest first.
func (o *pair) desk() string {
	o.tb.Helper()
	var lines []string
	o.south.view(func(q store.Query) error {
		items, err := conflict.List(q, conflict.Pending, 100, "")
		for _, i := range items {
			lines = append([]string{fmt.Sprintf("%s %s %s", i.Kind, i.Outcome, i.Code)}, lines...)
		}
		return err
	})
	return strings.Join(lines, ", ")
}

// Both registrations stand, and the later one says that there are two.
func TestTheSamePersonAtTwoAddressesStaysAtBoth(t *testing.T) {
	o := openPair(t)
	o.cut()
	o.online(o.clerk, o.arrival("钱二", 2, "room2"))
	o.alone(o.clerk, o.arrival("钱二", 2, "room1"))
	o.heal()
	o.south.view(func(q store.Query) error {
		person, found, err := registry.PersonByNumber(q, o.card("钱二", 2).IDNumber)
		if err != nil || !found {
			t.Fatalf("person: %v, %v", found, err)
		}
		residences, err := registry.ResidencesOf(q, person.ID)
		var got []string
		for _, r := range residences {
			flagged := list.Contains(r.Warnings, "residence.two_open_registrations")
			got = append(got, fmt.Sprintf("%s %s %v", r.RoomID, r.State, flagged))
		}
		if want := "room1 active true, room2 active false"; strings.Join(got, ", ") != want {
			t.Errorf("registrations = %s, want %s", strings.Join(got, ", "), want)
		}
		return err
	})
}

// While it is alone a station sees its own work with all rules in force, and nothing of it is in the file.
func TestACutOffStationKeepsItsRules(t *testing.T) {
	o := openPair(t)
	o.cut()
	o.alone(o.clerk, o.application())
	if got := o.refusedAlone(o.clerk, o.application()); got != "permit.already_open" {
		t.Errorf("a second application = %s, want permit.already_open", got)
	}
	o.alone(o.clerk, o.end())
	if got := o.refusedAlone(o.clerk, o.end()); got != "residence.not_active" {
		t.Errorf("a second end = %s, want residence.not_active", got)
	}
	committed := 0
	err := o.north.db.ViewCommitted(t.Context(), func(q store.Query) error {
		return q.Row(`SELECT count(*) FROM application`).Scan(&committed)
	})
	if err != nil || committed != 0 {
		t.Errorf("%d applications in the file, %v, want none", committed, err)
	}
	if len(o.journal) != 2 {
		t.Errorf("%d entries in the journal, want 2", len(o.journal))
	}
}

// After a crash the tentative transaction is made again from the journal, and says what it said before.
func TestACutOffStationFindsItsWorkAgain(t *testing.T) {
	o := openPair(t)
	o.cut()
	o.alone(o.clerk, o.application())
	o.alone(o.clerk, o.arrival("孙三", 3, "room2"))
	before := digest(t, o.north)
	if err := o.north.machine.Withdraw(); err != nil {
		t.Fatal(err)
	}
	outcomes, err := o.north.machine.Enter(o.journal)
	if err != nil {
		t.Fatal(err)
	}
	for i, outcome := range outcomes {
		if outcome.Refusal != nil || !outcome.Waiting {
			t.Errorf("entry %d = %+v", i+1, outcome)
		}
	}
	if after := digest(t, o.north); !maps.Equal(before, after) {
		t.Error("the work is not the same after the crash")
	}
	o.heal()
	if got := o.desk(); got != "" {
		t.Errorf("on the desk = %s, want nothing", got)
	}
}
