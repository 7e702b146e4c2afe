package registry

import (
	"jiezhan/station/store"
)

// Correction is one change of a record with both versions.
type Correction struct {
	PersonID string
	// ResidenceID is the registration corrected, or empty for the person.
	ResidenceID string
	Field       string
	// Before and After are the values in full, as stored.
	Before, After string
	Reason        string
	// At is the instant in the form of ledger.FormatTime.
	At string
	// ActorID and SecondOfficer are accounts; SecondOfficer is empty where one was enough.
	ActorID, SecondOfficer string
	Station                string
}

// CorrectionsOf lists what was corrected in a person's record, the latest first.
func CorrectionsOf(q store.Query, personID string) ([]Correction, error) {
	return collect(q, func(scan func(...any) error) (Correction, error) {
		c := Correction{PersonID: personID}
		return c, scan(&c.ResidenceID, &c.Field, &c.Before, &c.After, &c.Reason, &c.At, &c.ActorID, &c.SecondOfficer, &c.Station)
	}, `SELECT residence_id, field, before, after, reason, at, actor_id, second_officer, station FROM correction WHERE person_id = ? ORDER BY row DESC`,
		personID)
}
