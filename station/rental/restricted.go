package rental

import (
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// unrestricted refuses to enter or match somebody whose data are only stored (限制处理, see registry.Restricted). A tenancy that ends goes on.
func unrestricted(q store.Query, number string) error {
	person, known, err := registry.PersonByNumber(q, identity.TidyNumber(number))
	if err != nil || !known {
		return err
	}
	restricted, err := registry.Restricted(q, person.ID)
	if err != nil || !restricted {
		return err
	}
	return ledger.Refuse(ledger.NotPermitted, "id_number", "person.restricted")
}
