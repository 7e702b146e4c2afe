package api

import (
	"context"

	"jiezhan/station/permit"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// mayOpen refuses the record of somebody who died, and one that is only stored, to everybody but the archive. Lists go on naming it, masked, so that nobody looks for it in vain.
func (a *API) mayOpen(ctx context.Context, personID string) error {
	if account(ctx).Role.May(staff.ArchiveRead) {
		return nil
	}
	var restricted bool
	closed, err := view(ctx, a, func(q store.Query) (closed bool, err error) {
		if restricted, err = registry.Restricted(q, personID); err != nil {
			return false, err
		}
		return permit.Closed(q, personID)
	})
	switch {
	case err != nil:
		return err
	case closed:
		return refuse("person.closed")
	case restricted:
		return refuse("person.restricted")
	}
	return nil
}
