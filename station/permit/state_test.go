package permit

import (
	"fmt"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
)

func staffRole(a ledger.Actor) staff.Role { return staff.Role(a.Role) }

func disable(id string) staff.DisableAccount { return staff.DisableAccount{ID: id} }

// reach brings a fresh application into a state by the shortest way.
func (o *office) reach(state State) string {
	o.tb.Helper()
	id := o.apply(o.settle("范例", "1992-05-04", "2026-01-10"))
	path := map[State][]Action{
		Submitted: nil,
		Returned:  {ActionRequestCompletion},
		Accepted:  {ActionAccept},
		Approved:  {ActionAccept, ActionApprove},
		Refused:   {ActionAccept, ActionRefuse},
		Made:      {ActionAccept, ActionApprove, ActionMake},
		Delivered: {ActionAccept, ActionApprove, ActionMake, ActionHandOut},
		Withdrawn: {ActionWithdraw},
		Over:      {ActionAccept, ActionApprove, ActionClose},
	}[state]
	for _, action := range path {
		actor, c := o.act(action, id)
		o.must(actor, c)
	}
	if got := o.read(id).State; got != state {
		o.tb.Fatalf("reached %s, want %s", got, state)
	}
	return id
}

// act is an action by the officer whose it is.
func (o *office) act(action Action, id string) (ledger.Actor, ledger.Command) {
	switch action {
	case ActionRequestCompletion:
		return o.clerk, o.ask(id)
	case ActionSupply:
		return o.clerk, o.supply(id)
	case ActionAccept:
		return o.clerk, o.accept(id)
	case ActionApprove:
		return o.recorder, o.approve(id)
	case ActionRefuse:
		return o.recorder, o.refuse(id)
	case ActionMake:
		return o.clerk, o.make(id, fmt.Sprintf("3399991100%06d", o.Drawn))
	case ActionHandOut:
		return o.clerk, o.handOut(id)
	case ActionExtend:
		return o.clerk, ExtendTime{ID: id, Days: 20, ReasonText: "制证设备检修。", Means: ByPhone}
	case ActionClose: // the applicant leaves first
		if id != "nobody" {
			o.do(o.clerk, registry.EndResidence{ResidenceID: o.read(id).Registration.ID, On: o.today(), Reason: registry.MovedAway})
		}
		return o.clerk, CloseApplication{ID: id, Reason: registry.MovedAway, On: o.today()}
	default:
		return o.clerk, o.withdraw(id)
	}
}

func TestEveryArrowAndNoOther(t *testing.T) {
	actions := []Action{
		ActionRequestCompletion, ActionSupply, ActionAccept, ActionApprove, ActionRefuse, ActionMake, ActionHandOut, ActionWithdraw,
		ActionExtend, ActionClose,
	}
	leads := map[State]map[Action]State{
		Submitted: {ActionRequestCompletion: Returned, ActionAccept: Accepted, ActionWithdraw: Withdrawn},
		Returned:  {ActionSupply: Submitted, ActionWithdraw: Withdrawn},
		Accepted:  {ActionRequestCompletion: Returned, ActionApprove: Approved, ActionRefuse: Refused, ActionWithdraw: Withdrawn, ActionExtend: Accepted},
		Approved:  {ActionMake: Made, ActionExtend: Approved, ActionClose: Over},
		Made:      {ActionHandOut: Delivered, ActionClose: Over},
		Refused:   {}, Delivered: {}, Withdrawn: {}, Over: {},
	}
	o := openOffice(t)
	o.local(func(r *Rules) { r.ExtendedDays = 30 })
	for _, from := range States() {
		for _, action := range actions {
			t.Run(string(from)+" "+string(action), func(t *testing.T) {
				id := o.reach(from)
				before := o.read(id)
				actor, c := o.act(action, id)
				want, allowed := leads[from][action]
				answer := "applied"
				switch {
				case !allowed && action == ActionRequestCompletion && before.Notice != nil:
					want, answer = from, "permit.notice_already_given"
				case !allowed:
					want, answer = from, "permit.wrong_state"
				}
				if got := o.answer(actor, c); got != answer {
					t.Errorf("answer = %s, want %s", got, answer)
				}
				after := o.read(id)
				if after.State != want {
					t.Errorf("state = %s, want %s", after.State, want)
				}
				if steps := len(after.Steps) - len(before.Steps); (steps == 1) != allowed {
					t.Errorf("%d steps were written", steps)
				}
			})
		}
	}
}

func TestAnArrowGoesWithThePermission(t *testing.T) {
	o := openOffice(t)
	auditor := o.hire("shenjing", "沈静", staff.Auditor)
	o.local(func(r *Rules) { r.ExtendedDays = 30 })
	for _, from := range States() {
		for _, a := range Arrows() {
			if a.From != from {
				continue
			}
			t.Run(string(from)+" "+string(a.Action), func(t *testing.T) {
				id := o.reach(from)
				right, c := o.act(a.Action, id)
				strangers := []ledger.Actor{auditor, o.admin, {Kind: ledger.Resident, ID: o.read(id).Person.ID}, {Kind: ledger.Staff, ID: "x", Role: "owner"}}
				if right.ID == o.clerk.ID {
					strangers = append(strangers, o.recorder)
				} else {
					strangers = append(strangers, o.clerk)
				}
				for _, stranger := range strangers {
					if got := o.answer(stranger, c); got != "permit.not_permitted" {
						t.Errorf("%s %s = %s, want permit.not_permitted", stranger.Kind, stranger.Role, got)
					}
				}
				if got := o.answer(right, c); got != "applied" {
					t.Errorf("the right officer = %s", got)
				}
			})
		}
	}
}

func TestAnUnknownApplicationIsNotFound(t *testing.T) {
	o := openOffice(t)
	for _, action := range []Action{ActionRequestCompletion, ActionSupply, ActionApprove, ActionRefuse, ActionMake, ActionHandOut, ActionWithdraw, ActionExtend, ActionClose} {
		actor, c := o.act(action, "nobody")
		if got := o.answer(actor, c); got != "id:permit.unknown" {
			t.Errorf("%s = %s, want id:permit.unknown", action, got)
		}
	}
	if got := o.answer(o.clerk, AcceptApplication{ID: "nobody"}); got != "id:permit.unknown" {
		t.Errorf("accept = %s, want id:permit.unknown", got)
	}
}
