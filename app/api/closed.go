package api

import (
	"context"

	"jiezhan/station/permit"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// mayOpen refuses the record of somebody who died to everybody but the archive. Lists go on naming it, masked, so that nobody looks for it in vain.
func (a *API) mayOpen(ctx context.Context, personID string) error {
	if account(ctx).Role.May(staff.ArchiveRead) {
		return nil
	}
	closed, err := view(ctx, a, func(q store.Query) (bool, error) { return permit.Closed(q, personID) })
	if err == nil && closed {
		err = refuse("person.closed")
	}
	return err
}
