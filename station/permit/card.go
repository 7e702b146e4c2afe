package permit

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Receiver is who took the card.
type Receiver string

const (
	// ByHolder is the person on the card.
	ByHolder Receiver = "holder"
	// ByProxyHand is the guardian or relative who applied.
	ByProxyHand Receiver = "proxy"
)

// RecordPermit records the card that arrived from the authority, with the number printed on it (制证).
type RecordPermit struct {
	ID           string        `json:"id"`
	PermitNumber string        `json:"permit_number"`
	IssuedOn     calendar.Date `json:"issued_on"`
}

// Kind is permit.make.v1.
func (RecordPermit) Kind() string { return "permit.make.v1" }

// Validate judges the form alone.
func (c RecordPermit) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	_, err := ParseNumber(c.PermitNumber)
	v.That(err == nil, "permit_number", "permit.number_invalid")
	past(&v, "issued_on", c.IssuedOn, stamp.Today(), "permit.issued_in_future")
	return v.Refusal()
}

// Apply keeps the card; no two cards carry one number.
func (c RecordPermit) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionMake)
	if err != nil {
		return nil, err
	}
	number, err := ParseNumberOf(r.Kind, c.PermitNumber)
	if err != nil {
		return nil, ledger.Refuse(ledger.Invalid, "permit_number", "permit.number_not_hmt")
	}
	if refusal, err := c.judge(tx, r, number); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	if err := newCard(tx, r, number, c.IssuedOn); err != nil {
		return nil, err
	}
	return r.move(tx, ActionMake, Made, "")
}

func (c RecordPermit) judge(q store.Query, r record, number Number) (*ledger.Refusal, error) {
	if refusal, err := numberFree(q, number, r.PersonID, r.Kind); refusal != nil || err != nil {
		return refusal, err
	}
	decision, _, err := decisionOf(q, c.ID)
	if err != nil {
		return nil, err
	}
	if c.IssuedOn.Before(decision.DecidedOn) {
		return ledger.Refuse(ledger.Invalid, "issued_on", "permit.issued_before_decision", "decided_on", decision.DecidedOn.String()), nil
	}
	return nil, nil // nothing to refuse
}

// newCard writes the first card of a chain.
func newCard(tx *ledger.Tx, r record, number Number, issued calendar.Date) error {
	id := tx.NewID()
	return Permit{
		ID: id, ApplicationID: r.ID, PersonID: r.PersonID, Kind: r.Kind, IssuedOn: issued, State: CardMade, RootID: id,
		ValidTo: r.Kind.validTo(issued), Card: CardHeld, Standing: r.Kind.standing(issued),
	}.insert(tx, number)
}

// HandOutPermit records that the card is in the right hands (发放), which ends the office's clock.
type HandOutPermit struct {
	ID         string   `json:"id"`
	ReceivedBy Receiver `json:"received_by"`
	// IdentityChecked says that the clerk compared the receiver with the document.
	IdentityChecked bool `json:"identity_checked"`
}

// Kind is permit.hand_out.v1.
func (HandOutPermit) Kind() string { return "permit.hand_out.v1" }

// Validate judges the form alone.
func (c HandOutPermit) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ReceivedBy == ByHolder || c.ReceivedBy == ByProxyHand, "received_by", "permit.receiver_unknown")
	v.That(c.IdentityChecked, "identity_checked", "permit.identity_not_checked")
	return v.Refusal()
}

// Apply makes the card active. Somebody else than the holder gets it only where that person made the application.
func (c HandOutPermit) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionHandOut)
	if err != nil {
		return nil, err
	}
	if refusal, err := mayReceive(tx, c.ReceivedBy, r.ID, r.PersonID); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	if refusal, err := stillHere(tx, r.PersonID); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	_, err = tx.Exec(`UPDATE permit SET state = ?, handed_out_on = ?, received_by = ? WHERE application_id = ?`,
		string(CardActive), tx.Stamp.Today(), string(c.ReceivedBy), r.ID)
	if err != nil {
		return nil, fmt.Errorf("hand out permit: %w", err)
	}
	r.Period.EndedOn = tx.Stamp.Today()
	return r.move(tx, ActionHandOut, Delivered, "received_by:"+string(c.ReceivedBy))
}
