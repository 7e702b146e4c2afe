package permit

import (
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
)

// ObtainedByFraud is a permit that the authority withdrew because it was obtained by false proofs (art. 18, 19); the other reasons are those of a registration.
const ObtainedByFraud = "obtained_by_fraud_withdrawn"

// EndReasons lists the reasons for which the station itself records the end of a permit.
func EndReasons() []string { return []string{registry.MovedAway, registry.Settled, registry.Deceased} }

// EndPermit records that a permit ended because its holder moved away, settled, or died (art. 15, 16). The end of a registration does not end a
// permit by itself: between two registrations of one city it goes on, a registration ends also where a station is cut off, and only a person can tell. So
// the list of holders without a registration (Unregistered) is the clerk's to confirm, and as long as a registration is active there is nothing to end.
type EndPermit struct {
	PermitID string        `json:"permit_id"`
	Reason   string        `json:"reason"`
	On       calendar.Date `json:"on"`
	Note     string        `json:"note,omitempty"`
	// CardReceived says that the card lies before the clerk and was cut.
	CardReceived bool `json:"card_received,omitempty"`
}

// EndedPermit is what ends answer.
type EndedPermit struct {
	PermitID string `json:"permit_id"`
	PersonID string `json:"person_id"`
}

// Kind is permit.end.v1.
func (EndPermit) Kind() string { return "permit.end.v1" }

// Validate judges the form alone.
func (c EndPermit) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PermitID != "", "permit_id", "required")
	v.That(slices.Contains(EndReasons(), c.Reason), "reason", "permit.end_reason_unknown")
	past(&v, "on", c.On, stamp.Today(), "permit.end_in_future")
	v.That(len([]rune(strings.TrimSpace(c.Note))) <= maxText, "note", "text.too_long")
	return v.Refusal()
}

// Apply ends the permit.
func (c EndPermit) Apply(tx *ledger.Tx) (any, error) {
	p, err := byOfficer(tx, c.PermitID)
	if err != nil {
		return nil, err
	}
	here, _, err := whereabouts(tx, p.PersonID)
	if err != nil {
		return nil, err
	}
	if here {
		return nil, ledger.Refuse(ledger.Conflict, "", "permit.still_registered")
	}
	return p.end(tx, ending{reason: c.Reason, on: c.On, note: c.Note, received: c.CardReceived, action: CardEnd})
}

// WithdrawForFraud records that the authority withdrew a permit obtained by false proofs. It takes the authority's paper and a second officer, as a refusal does.
type WithdrawForFraud struct {
	PermitID    string        `json:"permit_id"`
	ReasonText  string        `json:"reason_text"`
	DecisionRef string        `json:"decision_ref"`
	DecidedOn   calendar.Date `json:"decided_on"`
	// SecondOfficer is the account of the officer who stood by. Whoever makes the command has checked that officer's password.
	SecondOfficer string `json:"second_officer"`
}

// Kind is permit.withdraw_for_fraud.v1.
func (WithdrawForFraud) Kind() string { return "permit.withdraw_for_fraud.v1" }

// Validate judges the form alone.
func (c WithdrawForFraud) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PermitID != "", "permit_id", "required")
	text(&v, "reason_text", c.ReasonText, "permit.fraud_reason_required")
	paper(&v, c.DecisionRef, c.DecidedOn, stamp)
	twoOfficers(&v, c.SecondOfficer, stamp)
	return v.Refusal()
}

// Apply ends the permit.
func (c WithdrawForFraud) Apply(tx *ledger.Tx) (any, error) {
	p, err := beginCard(tx, c.PermitID, func(Permit) *ledger.Refusal { return officer(tx.Stamp.Actor, staff.DecisionRecord) })
	if err != nil {
		return nil, err
	}
	if refusal, err := secondOfficer(tx, c.SecondOfficer); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	note := strings.TrimSpace(c.DecisionRef) + " " + strings.TrimSpace(c.ReasonText)
	return p.end(tx, ending{reason: ObtainedByFraud, on: c.DecidedOn, note: note, second: c.SecondOfficer, action: CardFraud})
}

// ending is how a permit ends.
type ending struct {
	reason, note, second string
	on                   calendar.Date
	received             bool
	action               CardAction
}

// end closes the whole chain: the card in force, one that was made to follow it, and a replacement under way. Nothing is deleted.
func (p Permit) end(tx *ledger.Tx, e ending) (any, error) {
	switch {
	case p.State == CardEnded || p.State == CardReplaced:
		return nil, cardState(p)
	case e.on.Before(p.IssuedOn):
		return nil, ledger.Refuse(ledger.Invalid, "on", "permit.end_before_issue", "issued_on", p.IssuedOn.String())
	}
	if err := p.endReplacements(tx); err != nil {
		return nil, err
	}
	_, err := tx.Exec(`UPDATE permit SET state = ?, live = 0, ended_on = ?, end_reason = ? WHERE root_id = ? AND live = 1`,
		string(CardEnded), e.on, e.reason, p.RootID)
	if err != nil {
		return nil, fmt.Errorf("end permit: %w", err)
	}
	if e.received && p.Card == CardHeld {
		if err := p.place(tx, CardHandedIn); err != nil {
			return nil, err
		}
	}
	note := strings.TrimSpace(e.reason + " " + e.note)
	if err := p.closeCase(tx, note); err != nil {
		return nil, err
	}
	return EndedPermit{PermitID: p.ID, PersonID: p.PersonID}, p.step(tx, e.action, e.second, note)
}

// endReplacements closes what is under way for any card of the chain, whichever card the end was recorded at.
func (p Permit) endReplacements(tx *ledger.Tx) error {
	cards, err := permits(tx, tx.Stamp.Today(), permitsOfRoot, p.RootID)
	if err != nil {
		return err
	}
	for _, card := range cards {
		open, found, err := OpenReplacement(tx, card.ID)
		if err != nil {
			return err
		}
		if !found {
			continue
		}
		open.State = ReportWithdrawn
		if err := open.write(tx); err != nil {
			return err
		}
	}
	return nil
}
