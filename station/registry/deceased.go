package registry

import (
	"slices"

	"jiezhan/station/store"
)

// HasDied tells whether a registration of the person ended by death.
func HasDied(q store.Query, personID string) (bool, error) {
	residences, err := ResidencesOf(q, personID)
	return slices.ContainsFunc(residences, func(r Residence) bool { return r.State == Ended && r.EndReason == Deceased }), err
}
