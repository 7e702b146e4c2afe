package permit

import (
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// CloseApplication ends a case after the decision and before the card is in its holder's hands, because they moved away, settled or died (终止). A card
// that was made ends with it. As long as a registration is active there is nothing to end.
type CloseApplication struct {
	ID     string        `json:"id"`
	Reason string        `json:"reason"`
	On     calendar.Date `json:"on"`
	Note   string        `json:"note,omitempty"`
}

// Kind is permit.close.v1.
func (CloseApplication) Kind() string { return "permit.close.v1" }

// Validate judges the form alone.
func (c CloseApplication) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(slices.Contains(EndReasons(), c.Reason), "reason", "permit.end_reason_unknown")
	past(&v, "on", c.On, stamp.Today(), "permit.end_in_future")
	v.That(len([]rune(strings.TrimSpace(c.Note))) <= maxText, "note", "text.too_long")
	return v.Refusal()
}

// Apply closes the case.
func (c CloseApplication) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionClose)
	if err != nil {
		return nil, err
	}
	here, _, err := whereabouts(tx, r.PersonID)
	if err != nil {
		return nil, err
	}
	if here {
		return nil, ledger.Refuse(ledger.Conflict, "", "permit.still_registered")
	}
	if r.State == Approved {
		return r.over(tx, c.Reason+" "+c.Note)
	}
	card, _, err := permitOf(tx, r.ID, tx.Stamp.Today()) // a made application has one
	if err != nil {
		return nil, err
	}
	on := c.On
	if on.Before(card.IssuedOn) { // they left before the card was there
		on = card.IssuedOn
	}
	if _, err := card.end(tx, ending{reason: c.Reason, on: on, note: c.Note, action: CardEnd}); err != nil {
		return nil, err
	}
	return Moved{ID: r.ID, Number: r.Number, State: Over}, nil
}

// over closes a case that was granted and will not be handed out.
func (r record) over(tx *ledger.Tx, note string) (any, error) {
	return r.move(tx, ActionClose, Over, strings.TrimSpace(note))
}

// closeCase closes the case of a first card that was never handed out, so that nobody hands it out after its end and the person may apply anew.
func (p Permit) closeCase(tx *ledger.Tx, note string) error {
	r, found, err := load(tx, p.ApplicationID)
	if err != nil || !found || r.State != Made {
		return err
	}
	_, err = r.over(tx, note)
	return err
}
