package permit

import (
	"slices"

	"jiezhan/station/staff"
)

// State is where an application stands.
type State string

const (
	// Submitted applications lie at the station and are not accepted yet (已提交).
	Submitted State = "submitted"
	// Returned applications wait for papers the notice names (待补正).
	Returned State = "returned_for_completion"
	// Accepted applications are complete; the office's days run (已受理).
	Accepted State = "accepted"
	// Approved applications wait for the card to be made (已批准).
	Approved State = "approved"
	// Refused applications are closed with a reason (不予办理).
	Refused State = "refused"
	// Made cards wait for their holder (已制证).
	Made State = "made"
	// Delivered cards are in their holder's hands (已发放).
	Delivered State = "delivered"
	// Withdrawn applications were taken back by the applicant (已撤回).
	Withdrawn State = "withdrawn"
	// Over applications were granted, and ended before the card was handed out, because the applicant left, settled or died (已终止).
	Over State = "over"
)

// States lists all states in the order of a case's life.
func States() []State {
	return []State{Submitted, Returned, Accepted, Approved, Refused, Made, Delivered, Withdrawn, Over}
}

// Open tells whether something is still to be done; a person has at most one open application.
func (s State) Open() bool {
	return slices.Contains([]State{Submitted, Returned, Accepted, Approved, Made}, s)
}

// Decided tells whether the authority has decided.
func (s State) Decided() bool {
	return slices.Contains([]State{Approved, Refused, Made, Delivered, Over}, s)
}

// dropped tells whether nothing more is to be done, so that no clock runs and none was met.
func (s State) dropped() bool { return s == Withdrawn || s == Over }

// Action is what moves an application along an arrow.
type Action string

// The actions, in the order in which a screen offers them.
const (
	ActionSubmit            Action = "submit"
	ActionRequestCompletion Action = "request_completion"
	ActionSupply            Action = "supply"
	ActionAccept            Action = "accept"
	ActionApprove           Action = "approve"
	ActionRefuse            Action = "refuse"
	ActionMake              Action = "make"
	ActionHandOut           Action = "hand_out"
	ActionWithdraw          Action = "withdraw"
	ActionExtend            Action = "extend"
	ActionClose             Action = "close"
)

// Arrow is one permitted move. An action that may end in several states takes the one its own rule names.
type Arrow struct {
	From   State
	Action Action
	To     []State
	// Needs is the permission of the officer who makes the move.
	Needs staff.Permission
}

// Arrows is the whole life of an application; what is not listed is refused. Approving and refusing belong to the county-level public security organ
// (Decree 663 art. 10): only a recorder may record them, and the station's clerk never can. Supplied papers take an application back to where
// the notice met it, or leave it waiting while something is still missing.
func Arrows() []Arrow {
	return []Arrow{
		{Submitted, ActionRequestCompletion, []State{Returned}, staff.CaseHandle},
		{Accepted, ActionRequestCompletion, []State{Returned}, staff.CaseHandle},
		{Returned, ActionSupply, []State{Submitted, Accepted, Returned}, staff.CaseHandle},
		{Submitted, ActionAccept, []State{Accepted}, staff.CaseHandle},
		{Accepted, ActionApprove, []State{Approved}, staff.DecisionRecord},
		{Accepted, ActionRefuse, []State{Refused}, staff.DecisionRecord},
		{Approved, ActionMake, []State{Made}, staff.CaseHandle},
		{Made, ActionHandOut, []State{Delivered}, staff.CaseHandle},
		{Submitted, ActionWithdraw, []State{Withdrawn}, staff.CaseHandle},
		{Returned, ActionWithdraw, []State{Withdrawn}, staff.CaseHandle},
		{Accepted, ActionWithdraw, []State{Withdrawn}, staff.CaseHandle},
		{Accepted, ActionExtend, []State{Accepted}, staff.CaseHandle},
		{Approved, ActionExtend, []State{Approved}, staff.CaseHandle},
		{Approved, ActionClose, []State{Over}, staff.CaseHandle},
		{Made, ActionClose, []State{Over}, staff.CaseHandle},
	}
}

// arrow finds the move that action makes from a state.
func arrow(from State, action Action) (Arrow, bool) {
	for _, a := range Arrows() {
		if a.From == from && a.Action == action {
			return a, true
		}
	}
	return Arrow{}, false
}

// needs is the permission an action asks for, whatever the state.
func needs(action Action) staff.Permission {
	for _, a := range Arrows() {
		if a.Action == action {
			return a.Needs
		}
	}
	return staff.CaseHandle // intake at the window
}

// AllowedFor lists the actions that an officer of this role may take now, in the order shown. The notice is given once.
func AllowedFor(state State, noticeGiven bool, role staff.Role) []Action {
	actions := []Action{}
	for _, a := range Arrows() {
		again := a.Action == ActionRequestCompletion && noticeGiven
		if a.From == state && role.May(a.Needs) && !again {
			actions = append(actions, a.Action)
		}
	}
	return actions
}
