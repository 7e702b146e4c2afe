package permit

import (
	"slices"

	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// whereabouts tells whether somebody is registered here, and if not, the reason for which their latest registration ended; empty where there never was one.
// Death comes before everything, also where another registration was left open by mistake.
func whereabouts(q store.Query, personID string) (here bool, leftFor string, err error) {
	all, err := registry.ResidencesOf(q, personID)
	if err != nil {
		return false, "", err
	}
	var last registry.Residence
	for _, r := range all {
		switch {
		case r.State == registry.Ended && r.EndReason == registry.Deceased:
			return false, registry.Deceased, nil
		case r.State == registry.Active:
			here = true
		case r.State == registry.Ended && !r.EndedOn.Before(last.EndedOn):
			last = r
		}
	}
	if here {
		return true, "", nil
	}
	return false, last.EndReason, nil
}

// alive refuses what nobody can want for somebody who died.
func alive(q store.Query, personID string) (*ledger.Refusal, error) {
	died, err := registry.HasDied(q, personID)
	if err != nil || !died {
		return nil, err
	}
	return ledger.Refuse(ledger.Conflict, "", "permit.holder_died"), nil
}

// stillHere refuses to hand a card out for somebody who died or is registered here no longer: the first is told to the family, the second registers
// anew where they live now, or the permit ends (art. 2, 10).
func stillHere(q store.Query, personID string) (*ledger.Refusal, error) {
	if refusal, err := alive(q, personID); refusal != nil || err != nil {
		return refusal, err
	}
	none, err := livesHere(q, personID)
	if err != nil || none == nil {
		return nil, err
	}
	return ledger.Refuse(ledger.Conflict, "", "permit.left_before_hand_out"), nil
}

// mayReceive refuses a hand that is not the holder's: a guardian or close relative gets a card only who applied for it in the holder's place, or for a
// holder under 16 (art. 9).
func mayReceive(tx *ledger.Tx, by Receiver, application string, personID string) (*ledger.Refusal, error) {
	if by == ByHolder {
		return nil, nil // nothing to refuse
	}
	if application != "" {
		r, found, err := load(tx, application)
		if err != nil {
			return nil, err
		}
		if found && r.AppliedBy != Self {
			return nil, nil // nothing to refuse
		}
	}
	person, _, err := registry.PersonByID(tx, personID) // a foreign key holds it
	if err != nil {
		return nil, err
	}
	if !person.Birth.IsZero() && person.Birth.AgeOn(tx.Stamp.Today()) < OfAge {
		return nil, nil // nothing to refuse
	}
	return ledger.Refuse(ledger.Conflict, "received_by", "permit.no_proxy"), nil
}

// withoutHome leaves out the actions that would be refused for somebody who is registered here no longer, and the end of a case for who is.
func withoutHome(actions []Action, registered bool) []Action {
	return slices.DeleteFunc(actions, func(a Action) bool {
		if registered {
			return a == ActionClose
		}
		return a == ActionHandOut || a == ActionAccept
	})
}
