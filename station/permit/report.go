package permit

import (
	"slices"
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// ReportCard reports that a card is damaged, lost or shows what is no longer so, and asks for a new one (换领, 补领, art. 11). The holder may do so at
// the kiosk. A lost card's number is void at once; a damaged card is handed in, at the latest for the new one.
type ReportCard struct {
	PermitID string `json:"permit_id"`
	Cause    Cause  `json:"cause"`
	Note     string `json:"note,omitempty"`
	// Statement is the signed statement of the loss, or of the change.
	Statement bool `json:"statement"`
	// OldCardReceived says that the old card lies before the clerk and was cut.
	OldCardReceived bool    `json:"old_card_received,omitempty"`
	Channel         Channel `json:"channel"`
}

// ReportedCard is what ReportCard answers.
type ReportedCard struct {
	ID       string `json:"id"`
	PermitID string `json:"permit_id"`
	Number   string `json:"number"`
	// CostFen is what the new card costs, in fen.
	CostFen int `json:"cost_fen"`
}

// Kind is permit.report_card.v1.
func (ReportCard) Kind() string { return "permit.report_card.v1" }

// Validate judges the form alone.
func (c ReportCard) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PermitID != "", "permit_id", "required")
	v.That(slices.Contains(Causes(), c.Cause), "cause", "permit.cause_unknown")
	v.That(c.Channel == Kiosk || c.Channel == Counter, "channel", "permit.channel_unknown")
	v.That(c.Channel != Kiosk || (c.Cause != Changed && c.Cause != Expiring), "cause", "permit.change_at_window")
	v.That(c.Cause != Lost || !c.OldCardReceived, "old_card_received", "permit.lost_and_received")
	v.That(c.Channel != Kiosk || !c.OldCardReceived, "old_card_received", "permit.old_card_at_window")
	v.That(len([]rune(strings.TrimSpace(c.Note))) <= maxText, "note", "text.too_long")
	v.That(c.Statement, "statement", "statement.required")
	return v.Refusal()
}

// Apply opens the replacement.
func (c ReportCard) Apply(tx *ledger.Tx) (any, error) {
	p, err := holderOrOfficer(tx, c.PermitID)
	if err != nil {
		return nil, err
	}
	if refusal, err := reportable(tx, p); refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	if c.Cause == Expiring && p.ValidTo.IsZero() {
		return nil, ledger.Refuse(ledger.Conflict, "cause", "permit.card_without_term")
	}
	rules, err := RulesNow(tx)
	if err != nil {
		return nil, err
	}
	r := Replacement{
		ID: tx.NewID(), Number: tx.Stamp.Number, PermitID: p.ID, Cause: c.Cause, Note: strings.TrimSpace(c.Note), State: Reported,
		CostFen: rules.Cost(c.Cause), Channel: c.Channel, Station: tx.Stamp.Station, ReportedAt: ledger.FormatTime(tx.Stamp.At),
	}
	if err := r.write(tx); err != nil {
		return nil, err
	}
	place := p.Card
	switch {
	case c.Cause == Lost:
		place = CardVoid
	case c.OldCardReceived:
		place = CardHandedIn
	}
	if err := p.place(tx, place); err != nil {
		return nil, err
	}
	return ReportedCard{ID: r.ID, PermitID: p.ID, Number: r.Number, CostFen: r.CostFen}, p.step(tx, CardReport, "", string(c.Cause))
}

// Reportable tells whether a card may be reported, so that a screen offers only what the office takes.
func Reportable(q store.Query, p Permit) (bool, error) {
	refusal, err := reportable(q, p)
	return refusal == nil && err == nil, err
}

func reportable(q store.Query, p Permit) (*ledger.Refusal, error) {
	if !slices.Contains([]CardState{CardActive, CardSuspended, CardExpired}, p.State) {
		return cardState(p), nil
	}
	for _, rule := range []func(store.Query, string) (*ledger.Refusal, error){unrestricted, alive} {
		if refusal, err := rule(q, p.PersonID); refusal != nil || err != nil {
			return refusal, err
		}
	}
	open, found, err := OpenReplacement(q, p.ID)
	if err != nil || !found {
		return nil, err
	}
	return ledger.Refuse(ledger.Conflict, "permit_id", "permit.replacement_open", "number", open.Number), nil
}

// ReceiveOldCard records what became of an old card: handed in and cut, or, where it was reported lost and was found again, destroyed.
type ReceiveOldCard struct {
	PermitID string `json:"permit_id"`
}

// ReceivedCard is what ReceiveOldCard answers.
type ReceivedCard struct {
	PermitID string    `json:"permit_id"`
	Card     CardPlace `json:"card"`
}

// Kind is permit.receive_old_card.v1.
func (ReceiveOldCard) Kind() string { return "permit.receive_old_card.v1" }

// Validate judges the form alone.
func (c ReceiveOldCard) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.PermitID != "", "permit_id", "required")
	return v.Refusal()
}

// Apply writes where the card is. A void card stays void whatever is found.
func (c ReceiveOldCard) Apply(tx *ledger.Tx) (any, error) {
	p, err := byOfficer(tx, c.PermitID)
	if err != nil {
		return nil, err
	}
	action, place, refusal, err := oldCard(tx, p)
	if refusal != nil || err != nil {
		return nil, orRefuse(err, refusal)
	}
	if err := p.place(tx, place); err != nil {
		return nil, err
	}
	return ReceivedCard{PermitID: p.ID, Card: place}, p.step(tx, action, "", MaskNumber(p.Number))
}

// oldCard tells what receiving a card would mean, or why it means nothing.
func oldCard(tx *ledger.Tx, p Permit) (CardAction, CardPlace, *ledger.Refusal, error) {
	if p.Card == CardVoid {
		return CardDestroyOld, CardDestroyed, nil, nil
	}
	if p.Card != CardHeld {
		return "", "", ledger.Refuse(ledger.WrongState, "", "permit.old_card_done", "card", string(p.Card)), nil
	}
	_, replaced, err := OpenReplacement(tx, p.ID)
	if err != nil {
		return "", "", nil, err
	}
	if !replaced && p.State != CardReplaced && p.State != CardEnded {
		return "", "", ledger.Refuse(ledger.Conflict, "", "permit.card_in_force"), nil
	}
	return CardReceiveOld, CardHandedIn, nil, nil
}

// WithdrawReport takes back a report before the new card is made, where the card still lies in its holder's hands. A lost card's number stays void.
type WithdrawReport struct {
	ReplacementID string `json:"replacement_id"`
	ReasonText    string `json:"reason_text"`
}

// Kind is permit.withdraw_report.v1.
func (WithdrawReport) Kind() string { return "permit.withdraw_report.v1" }

// Validate judges the form alone.
func (c WithdrawReport) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.ReplacementID != "", "replacement_id", "required")
	text(&v, "reason_text", c.ReasonText, "permit.withdrawal_reason_required")
	return v.Refusal()
}

// Apply closes the replacement; the old card goes on.
func (c WithdrawReport) Apply(tx *ledger.Tx) (any, error) {
	r, p, err := replacing(tx, c.ReplacementID, Reported)
	if err != nil {
		return nil, err
	}
	if p.Card != CardHeld {
		return nil, ledger.Refuse(ledger.Conflict, "", "permit.card_given_up", "card", string(p.Card))
	}
	r.State = ReportWithdrawn
	if err := r.write(tx); err != nil {
		return nil, err
	}
	return ReportedCard{ID: r.ID, PermitID: p.ID, Number: r.Number}, p.step(tx, CardReportWithdraw, "", c.ReasonText)
}
