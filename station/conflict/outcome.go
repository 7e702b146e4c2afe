package conflict

import "jiezhan/station/ledger"

// Outcome says in one word why the office could not take an entry.
type Outcome string

const (
	// Taken means that the record asked for is there already, from another station.
	Taken Outcome = "taken"
	// Superseded means that somebody else changed the person's records meanwhile.
	Superseded Outcome = "superseded"
	// WrongState means that the record does not allow it any more, by nobody's change that the log tells.
	WrongState Outcome = "wrong_state"
	// NotPermitted means that whoever made the entry no longer holds the right to.
	NotPermitted Outcome = "not_permitted"
	// Expired means that the outcome of so old an entry is not known any more.
	Expired Outcome = "expired"
	// OldEpoch means that the station was set up anew since, so that its journal counts no more by itself.
	OldEpoch Outcome = "old_epoch"
	// UnknownVersion means that the office runs a version that does not know the command.
	UnknownVersion Outcome = "unknown_version"
)

// outcomeOf finds the word. An entry was judged once when it was taken in, and was acceptable then; so what forbids it now was done meanwhile, and the
// audit says whether to the same person.
func outcomeOf(refusal *ledger.Refusal, movedOn func() (bool, error)) (Outcome, error) {
	switch refusal.Code() {
	case "journal.old_epoch":
		return OldEpoch, nil
	case "journal.expired":
		return Expired, nil
	case "version.not_raised":
		return UnknownVersion, nil
	case "permit.already_open", "permit.already_holds", "residence.already_registered", "request.reused":
		return Taken, nil
	}
	if refusal.Class == ledger.NotPermitted {
		return NotPermitted, nil
	}
	moved, err := movedOn()
	if err != nil || !moved {
		return WrongState, err
	}
	return Superseded, nil
}
