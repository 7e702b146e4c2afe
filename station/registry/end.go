package registry

import (
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// The reasons for which a registration ends.
const (
	MovedAway      = "moved_away"
	Settled        = "settled" // acquired local household registration (Decree 663 art. 15, 16)
	Deceased       = "deceased"
	EnteredInError = "entered_in_error"
)

// EndResidence ends a registration. The row stays.
type EndResidence struct {
	ResidenceID string `json:"residence_id"`
	// On is the day the person left.
	On     calendar.Date `json:"on"`
	Reason string        `json:"reason"`
}

// EndedResidence is the answer to EndResidence.
type EndedResidence struct {
	ID       string `json:"id"`
	PersonID string `json:"person_id"`
}

// Kind is the verb on the wire.
func (EndResidence) Kind() string { return "residence.end.v1" }

// Validate judges the form.
func (c EndResidence) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ResidenceID != "", "residence_id", "residence.unknown")
	v.That(!c.On.IsZero(), "on", "residence.end_required")
	v.That(!c.On.After(stamp.Today()), "on", "residence.end_in_future")
	v.That(slices.Contains([]string{MovedAway, Settled, Deceased, EnteredInError}, c.Reason), "reason", "residence.end_reason_unknown")
	return v.Refusal()
}

// Apply ends an active registration. A resident can end only what is their own.
func (c EndResidence) Apply(tx *ledger.Tx) (any, error) {
	r, found, err := ResidenceByID(tx, c.ResidenceID)
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "residence_id", "residence.unknown"))
	}
	tx.About(r.PersonID) // also where it is refused
	if actor := tx.Stamp.Actor; actor.Kind == ledger.Resident && actor.ID != r.PersonID {
		return nil, ledger.Refuse(ledger.NotPermitted, "residence_id", "residence.not_own")
	}
	if r.State != Active {
		return nil, ledger.Refuse(ledger.WrongState, "residence_id", "residence.not_active", "number", r.Number)
	}
	if c.On.Before(r.Since) {
		return nil, ledger.Refuse(ledger.Invalid, "on", "residence.end_before_since", "since", r.Since.String())
	}
	person, found, err := PersonByID(tx, r.PersonID)
	if err != nil || !found {
		return nil, orRefuse(err, ledger.Refuse(ledger.NotFound, "residence_id", "residence.unknown"))
	}
	err = reindex(tx, person, func() error {
		if err := endResidence(tx, r.ID, Ended, c.On, c.Reason); err != nil || c.Reason != Deceased {
			return err
		}
		return died(tx, person, c.On)
	})
	if err != nil {
		return nil, err
	}
	tx.Changed("residence", r.ID)
	tx.Changed("person", r.PersonID)
	return EndedResidence{ID: r.ID, PersonID: r.PersonID}, nil
}
