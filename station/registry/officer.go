package registry

import (
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// clerk refuses everybody but the program itself and staff who handle cases.
func clerk(actor ledger.Actor) *ledger.Refusal {
	if actor.Kind == ledger.System || actor.Kind == ledger.Staff && staff.Role(actor.Role).May(staff.CaseHandle) {
		return nil
	}
	return ledger.Refuse(ledger.NotPermitted, "", "registry.not_permitted")
}

// secondOfficer refuses an account that sees no record in full itself. Whoever makes the command has checked that officer's password.
func secondOfficer(q store.Query, id string) error {
	account, found, err := staff.ByID(q, id)
	if err != nil {
		return err
	}
	if !found || account.Disabled || !account.Role.May(staff.PersonReveal) {
		return ledger.Refuse(ledger.NotPermitted, "second_officer", "registry.second_officer_role")
	}
	return nil
}

// reasoned judges a reason that must be there.
func reasoned(v *ledger.Check, reason string) {
	v.That(strings.TrimSpace(reason) != "", "reason", "registry.reason_required")
	v.That(shorter(reason, maxReason), "reason", "registry.reason_too_long")
}
