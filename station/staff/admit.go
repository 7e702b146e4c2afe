package staff

import "jiezhan/station/ledger"

// admit judges who made an entry while its station was cut off, at the moment the office takes it: in the meantime the account may have been disabled,
// or its holder may have another role.
func admit(tx *ledger.Tx, e ledger.Envelope) (*ledger.Refusal, error) {
	actor := e.Stamp.Actor
	if actor.Kind != ledger.Staff {
		return nil, nil // nothing to refuse
	}
	account, found, err := ByID(tx, actor.ID)
	if err != nil {
		return nil, err
	}
	if !found || account.Disabled || string(account.Role) != actor.Role {
		return ledger.Refuse(ledger.NotPermitted, "", "actor.not_permitted"), nil
	}
	return nil, nil // nothing to refuse
}
