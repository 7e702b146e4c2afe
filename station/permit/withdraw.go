package permit

import "jiezhan/station/ledger"

// WithdrawApplication takes an application back before it is decided (撤回). Papers not brought after the notice end here too.
type WithdrawApplication struct {
	ID         string `json:"id"`
	ReasonText string `json:"reason_text"`
}

// Kind is permit.withdraw.v1.
func (WithdrawApplication) Kind() string { return "permit.withdraw.v1" }

// Validate judges the form alone.
func (c WithdrawApplication) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	text(&v, "reason_text", c.ReasonText, "permit.withdrawal_reason_required")
	return v.Refusal()
}

// Apply closes the application; the person may apply again.
func (c WithdrawApplication) Apply(tx *ledger.Tx) (any, error) {
	r, err := begin(tx, c.ID, ActionWithdraw)
	if err != nil {
		return nil, err
	}
	return r.move(tx, ActionWithdraw, Withdrawn, c.ReasonText)
}
