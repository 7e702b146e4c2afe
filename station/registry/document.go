package registry

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/store"
)

// Kinds of documents that no reader reads; a member of staff types them.
const (
	// TemporaryCard is the temporary resident identity card (临时居民身份证): the holder's number, for three months.
	TemporaryCard DocumentKind = "temporary"
	// HMTravelPermit is the mainland travel permit for residents of Hong Kong and Macau (港澳居民来往内地通行证).
	HMTravelPermit DocumentKind = "hm_travel"
	// TaiwanTravelPermit is the mainland travel permit for residents of Taiwan (台湾居民来往大陆通行证).
	TaiwanTravelPermit DocumentKind = "taiwan_travel"
	// Passport is a passport; CardData.Issuer is the country it is of, three letters of ISO 3166.
	Passport DocumentKind = "passport"
	// HouseholdBook is the household register (户口簿). The number is the person's own, printed on the person's page: that of the book is the
	// household's and says nothing of who somebody is.
	HouseholdBook DocumentKind = "household_book"
	// BirthCertificate is for a child that has no citizen number yet (出生医学证明).
	BirthCertificate DocumentKind = "birth_certificate"
	// MilitaryID is an identity card of the armed forces (军人证件).
	MilitaryID DocumentKind = "military"
)

const (
	// VerifiedMRZ says that the lines at the foot of a passport were typed or scanned, and their check digits hold.
	VerifiedMRZ = "mrz"
	// VerifiedCopy says that only a copy was shown.
	VerifiedCopy = "copy"
)

// DocumentKinds lists the kinds in the order in which a form offers them.
func DocumentKinds() []DocumentKind {
	return []DocumentKind{
		ResidentCard, TemporaryCard, HouseholdBook, BirthCertificate, HMTPermit, HMTravelPermit, TaiwanTravelPermit, ForeignCard2023, ForeignCard2017,
		Passport, MilitaryID,
	}
}

// citizen tells whether the number of the kind is a citizen number of GB 11643 or one of the same build.
func (k DocumentKind) citizen() bool {
	switch k {
	case ResidentCard, TemporaryCard, HouseholdBook, HMTPermit, ForeignCard2023:
		return true
	default:
		return false
	}
}

// numberProblem is the code of what is wrong with the number, or empty.
func (c CardData) numberProblem(today calendar.Date) string {
	var n identity.Number
	var err error
	switch c.Kind {
	case ResidentCard, TemporaryCard, HouseholdBook:
		n, err = identity.ParseResidentNumber(c.IDNumber)
	case HMTPermit:
		n, err = identity.ParseHMTNumber(c.IDNumber)
	case ForeignCard2023:
		n, err = identity.ParseForeignNumber(c.IDNumber)
	case ForeignCard2017:
		_, err = identity.ParseForeignNumber2017(c.IDNumber)
	case HMTravelPermit:
		_, err = identity.ParseHMTravelNumber(c.IDNumber)
	case TaiwanTravelPermit:
		_, err = identity.ParseTaiwanTravelNumber(c.IDNumber)
	case Passport:
		_, err = identity.ParsePassportNumber(c.Issuer, c.IDNumber)
	default:
		_, err = identity.ParseFreeNumber(c.IDNumber)
	}
	if err == nil && c.Kind.citizen() {
		err = n.BornBy(today)
	}
	return identity.Code(err)
}

// tidyNumber is the number in the form in which it is stored.
func (c CardData) tidyNumber() string {
	if c.Kind == TaiwanTravelPermit {
		if s, err := identity.ParseTaiwanTravelNumber(c.IDNumber); err == nil {
			return s
		}
	}
	return identity.TidyNumber(c.IDNumber)
}

// family groups the documents whose numbers say the same of their holder: an identity card, a temporary one and the household book have one
// citizen number; the number of a passport is one of its country.
func family(kind DocumentKind, issuer string) string {
	switch {
	case kind.citizen():
		return "citizen"
	case kind == Passport:
		return string(Passport) + " " + issuer
	}
	return string(kind)
}

// personByCard finds whom the register knows by this document or another with the same number for the same purpose.
func personByCard(q store.Query, c CardData) (Person, bool, error) {
	type shown struct {
		person, issuer string
		kind           DocumentKind
	}
	rows, err := collect(q, func(scan func(...any) error) (s shown, err error) { return s, scan(&s.person, &s.kind, &s.issuer) },
		`SELECT person_id, kind, issuer FROM document WHERE number = ? ORDER BY kind, valid_from, name_full`, c.IDNumber)
	if err != nil {
		return Person{}, false, fmt.Errorf("person by document: %w", err)
	}
	for _, s := range rows {
		if family(s.kind, s.issuer) == family(c.Kind, c.Issuer) {
			return PersonByID(q, s.person)
		}
	}
	return Person{}, false, nil
}

// Card is what a document said when it was shown, for taking something down again without typing it anew.
func (d Document) Card(p Person) CardData {
	return CardData{
		Kind: d.Kind, Name: d.NameOnCard, NameFull: d.NameFull, SexCode: p.SexCode, EthnicCode: p.EthnicCode, Birth: p.Birth, Address: d.Address,
		IDNumber: d.Number, Issuer: d.Issuer, ValidFrom: d.ValidFrom, ValidTo: d.ValidTo, LongTerm: d.LongTerm, Nationality: p.Nationality,
		Verified: d.Verified, Readings: d.Readings,
	}
}
