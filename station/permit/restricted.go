package permit

import (
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// unrestricted refuses to change anything of somebody whose data are only stored (限制处理, see registry.Restricted). What ends a case or a permit goes on,
// and so does taking an old card in: both leave less in force than before.
func unrestricted(q store.Query, personID string) (*ledger.Refusal, error) {
	restricted, err := registry.Restricted(q, personID)
	if err != nil || !restricted {
		return nil, err
	}
	return ledger.Refuse(ledger.NotPermitted, "", "person.restricted"), nil
}

// ends tells whether an action ends the case, so that it goes on for a restricted record.
func (a Action) ends() bool { return a == ActionWithdraw || a == ActionClose }
