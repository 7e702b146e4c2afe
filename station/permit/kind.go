package permit

import (
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
)

// CardKind is one of the two kinds of permit; each has rules of its own.
type CardKind string

const (
	// ForResident is the residence permit of people registered elsewhere on the mainland (居住证, Decree 663).
	ForResident CardKind = "resident"
	// ForHMT is the residence permit of residents of Hong Kong, Macau and Taiwan (港澳台居民居住证, State Council Office 2018 No. 81): the same test of half a
	// year and one of three conditions, twenty working days, a card of five years, and no yearly endorsement.
	ForHMT CardKind = "hmt"
)

func (k CardKind) known() bool { return k == ForResident || k == ForHMT }

// HMTYears is how long the card of a resident of Hong Kong, Macau or Taiwan is valid.
const HMTYears = 5

// validTo is the last day of a card issued on the day; no date where cards of the kind have no term.
func (k CardKind) validTo(issued calendar.Date) calendar.Date {
	if k == ForHMT {
		return issued.AddYears(HMTYears)
	}
	return calendar.Date{}
}

// standing is the standing of a new permit of the kind.
func (k CardKind) standing(issued calendar.Date) Standing {
	if k == ForHMT {
		return Standing{issued: issued}
	}
	return Issue(issued)
}

// The proofs of identity; which one is asked for follows from the kind of permit.
const identityCard, travelPermit = "resident_id_card", "travel_permit"

// identityOfKind refuses the other kind's proof of identity.
func identityOfKind(v *ledger.Check, kind CardKind, refs []DocumentRef) {
	other := travelPermit
	if kind == ForHMT {
		other = identityCard
	}
	for _, ref := range refs {
		v.That(ref != DocumentRef{IdentityGroup, other}, "documents.identity", "permit.document_not_needed", "group", string(IdentityGroup))
	}
}

// ParseNumberOf reads the number on a card of the kind. A permit of residents of Hong Kong, Macau and Taiwan carries a citizen number of eighteen characters
// that begins with 81, 82 or 83 and stays the holder's for life.
func ParseNumberOf(kind CardKind, text string) (Number, error) {
	number, err := ParseNumber(text)
	if err != nil || kind != ForHMT {
		return number, err
	}
	citizen, _, err := identity.ParseNumber(text)
	if err != nil || !citizen.HMT() {
		return Number{}, ErrNumber
	}
	return Number{Printed: citizen.String(), Key: citizen.String()}, nil
}
