package permit

import (
	"fmt"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// RecordNewCard records the card that arrived from the authority in place of another (制证). Windows and years go on as before.
type RecordNewCard struct {
	ReplacementID string        `json:"replacement_id"`
	PermitNumber  string        `json:"permit_number"`
	IssuedOn      calendar.Date `json:"issued_on"`
}

// NewCard is what the commands about a new card answer.
type NewCard struct {
	ReplacementID string `json:"replacement_id"`
	// PermitID is the new card.
	PermitID string `json:"permit_id"`
}

// Kind is permit.record_new_card.v1.
func (RecordNewCard) Kind() string { return "permit.record_new_card.v1" }

// Validate judges the form alone.
func (c RecordNewCard) Validate(stamp ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ReplacementID != "", "replacement_id", "required")
	_, err := ParseNumber(c.PermitNumber)
	v.That(err == nil, "permit_number", "permit.number_invalid")
	past(&v, "issued_on", c.IssuedOn, stamp.Today(), "permit.issued_in_future")
	return v.Refusal()
}

// Apply writes the new card behind the old one.
func (c RecordNewCard) Apply(tx *ledger.Tx) (any, error) {
	r, old, err := replacing(tx, c.ReplacementID, Reported)
	if err != nil {
		return nil, err
	}
	number, err := ParseNumberOf(old.Kind, c.PermitNumber)
	if err != nil {
		return nil, ledger.Refuse(ledger.Invalid, "permit_number", "permit.number_not_hmt")
	}
	if refusal, err := numberFree(tx, number, old.PersonID, old.Kind); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	if c.IssuedOn.Before(old.IssuedOn) {
		return nil, ledger.Refuse(ledger.Invalid, "issued_on", "permit.issued_before_old", "issued_on", old.IssuedOn.String())
	}
	fresh := Permit{
		ID: tx.NewID(), PersonID: old.PersonID, Kind: old.Kind, IssuedOn: c.IssuedOn, State: CardMade, RootID: old.RootID, Replaces: old.ID,
		ValidTo: old.Kind.validTo(c.IssuedOn), Card: CardHeld, Standing: old.Standing,
	}
	if err := fresh.insert(tx, number); err != nil {
		return nil, err
	}
	r.State, r.NewPermitID = NewMade, fresh.ID
	if err := r.write(tx); err != nil {
		return nil, err
	}
	return NewCard{ReplacementID: r.ID, PermitID: fresh.ID}, old.step(tx, CardNewMade, "", MaskNumber(number.Printed))
}

// HandOutNewCard records that the new card is in the right hands, the old one given up and the cost paid.
type HandOutNewCard struct {
	ReplacementID string   `json:"replacement_id"`
	ReceivedBy    Receiver `json:"received_by"`
	// IdentityChecked says that the clerk compared the receiver with the document.
	IdentityChecked bool `json:"identity_checked"`
	// OldCardReceived says that the old card lies before the clerk and was cut, where that was not recorded before.
	OldCardReceived bool `json:"old_card_received,omitempty"`
	// OldCardLost is the signed statement that a card reported damaged or changed was lost before it could be handed in; its number is void from then on.
	OldCardLost bool `json:"old_card_lost,omitempty"`
	// CostReceipt names the receipt of the payment, where a cost is due.
	CostReceipt string `json:"cost_receipt,omitempty"`
}

// Kind is permit.hand_out_new_card.v1.
func (HandOutNewCard) Kind() string { return "permit.hand_out_new_card.v1" }

// Validate judges the form alone.
func (c HandOutNewCard) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ReplacementID != "", "replacement_id", "required")
	v.That(c.ReceivedBy == ByHolder || c.ReceivedBy == ByProxyHand, "received_by", "permit.receiver_unknown")
	v.That(c.IdentityChecked, "identity_checked", "permit.identity_not_checked")
	v.That(!c.OldCardReceived || !c.OldCardLost, "old_card_received", "permit.lost_and_received")
	v.That(len([]rune(strings.TrimSpace(c.CostReceipt))) <= maxRef, "cost_receipt", "text.too_long")
	return v.Refusal()
}

// Apply puts the new card in the old one's place.
func (c HandOutNewCard) Apply(tx *ledger.Tx) (any, error) {
	r, old, err := replacing(tx, c.ReplacementID, NewMade)
	if err != nil {
		return nil, err
	}
	if refusal, err := c.judge(tx, old); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	r.State, r.CostReceipt = NewDelivered, strings.TrimSpace(c.CostReceipt)
	switch {
	case old.Card == CardHeld && !c.OldCardReceived && !c.OldCardLost:
		return nil, ledger.Refuse(ledger.Conflict, "old_card_received", "permit.old_card_missing")
	case r.CostFen > 0 && r.CostReceipt == "":
		return nil, ledger.Refuse(ledger.Invalid, "cost_receipt", "permit.cost_receipt_required", "fen", fmt.Sprint(r.CostFen))
	}
	if err := c.swap(tx, r, old); err != nil {
		return nil, err
	}
	return NewCard{ReplacementID: r.ID, PermitID: r.NewPermitID}, old.step(tx, CardNewHandedOut, "", "received_by:"+string(c.ReceivedBy))
}

// judge asks whether the card may go into these hands, and whether its holder is still here.
func (c HandOutNewCard) judge(tx *ledger.Tx, old Permit) (*ledger.Refusal, error) {
	first, _, err := On(tx, old.RootID, tx.Stamp.Today()) // a foreign key holds it
	if err != nil {
		return nil, err
	}
	if refusal, err := mayReceive(tx, c.ReceivedBy, first.ApplicationID, old.PersonID); refusal != nil || err != nil {
		return refusal, err
	}
	return stillHere(tx, old.PersonID)
}

func (c HandOutNewCard) swap(tx *ledger.Tx, r Replacement, old Permit) error {
	if err := r.write(tx); err != nil {
		return err
	}
	place := old.Card
	switch {
	case place == CardHeld && c.OldCardLost:
		place = CardVoid
	case place == CardHeld:
		place = CardHandedIn
	}
	_, err := tx.Exec(`UPDATE permit SET state = ?, live = 0, card = ? WHERE id = ?`, string(CardReplaced), string(place), old.ID)
	if err != nil {
		return fmt.Errorf("replace card: %w", err)
	}
	_, err = tx.Exec(`UPDATE permit SET state = ?, handed_out_on = ?, received_by = ? WHERE id = ?`,
		string(CardActive), tx.Stamp.Today(), string(c.ReceivedBy), r.NewPermitID)
	if err != nil {
		return fmt.Errorf("hand out card: %w", err)
	}
	tx.Changed(topic, r.NewPermitID)
	return nil
}
