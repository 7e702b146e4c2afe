package registry_test

import (
	"testing"

	"jiezhan/station/registry"
)

func TestEveryKindOfDocumentIsTakenAtTheCounter(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*registry.CardData)
		want   string
	}{
		"temporary card":           {func(c *registry.CardData) { c.Kind = registry.TemporaryCard }, ""},
		"household book":           {func(c *registry.CardData) { c.Kind = registry.HouseholdBook }, ""},
		"the book's own number":    {func(c *registry.CardData) { c.Kind, c.IDNumber = registry.HouseholdBook, "330100123" }, "card.id_number: citizen_number.format"},
		"birth certificate":        {func(c *registry.CardData) { c.Kind, c.IDNumber = registry.BirthCertificate, "T330012345" }, ""},
		"Hong Kong travel permit":  {func(c *registry.CardData) { c.Kind, c.IDNumber = registry.HMTravelPermit, "h1234567801" }, ""},
		"its number too short":     {func(c *registry.CardData) { c.Kind, c.IDNumber = registry.HMTravelPermit, "H1234567" }, "card.id_number: card.number_invalid"},
		"Taiwan travel permit":     {func(c *registry.CardData) { c.Kind, c.IDNumber = registry.TaiwanTravelPermit, "1234567890(B)" }, ""},
		"passport":                 {func(c *registry.CardData) { c.Kind, c.IDNumber, c.Issuer = registry.Passport, "l898902c3", "uto" }, ""},
		"passport of no country":   {func(c *registry.CardData) { c.Kind, c.IDNumber, c.Issuer = registry.Passport, "L898902C3", "" }, "card.issuer: card.country_required"},
		"passport, one letter off": {func(c *registry.CardData) { c.Kind, c.IDNumber, c.Issuer = registry.Passport, "EO1234567", "CHN" }, "card.id_number: card.number_invalid"},
		"military card":            {func(c *registry.CardData) { c.Kind, c.IDNumber = registry.MilitaryID, "军字第123456号" }, ""},
		"from the lines":           {func(c *registry.CardData) { c.Verified = registry.VerifiedMRZ }, ""},
		"a copy":                   {func(c *registry.CardData) { c.Verified = registry.VerifiedCopy }, ""},
		"a permit's number":        {func(c *registry.CardData) { c.Kind = registry.HMTPermit }, "card.id_number: card.number_of_other_kind"},
	} {
		t.Run(name, func(t *testing.T) {
			command := typed()
			c.change(&command.Card)
			if got := openOffice(t).ask(command); got != c.want {
				t.Errorf("got = %q, want %q", got, c.want)
			}
		})
	}
}

// Papers with one number are one person's; equal numbers of passports of two lands are not.
func TestWhichPapersSayThatItIsTheSamePerson(t *testing.T) {
	o := openOffice(t)
	first := o.register(movesIn())
	book := typed()
	book.RoomID, book.Card.Kind, book.Card.ValidFrom = "wy-101", registry.HouseholdBook, day("2019-01-01")
	if got := o.register(book).PersonID; got != first.PersonID {
		t.Error("the household book made another person")
	}
	passport := typed()
	passport.Card.Kind, passport.Card.IDNumber, passport.Card.Issuer, passport.Card.Nationality = registry.Passport, "12345678", "UTO", "UTO"
	one := o.register(passport)
	passport.Card.Issuer, passport.Card.Nationality, passport.Card.Name = "XXA", "XXA", "FAN XIAOLI"
	if two := o.register(passport); two.PersonID == one.PersonID {
		t.Error("a passport of another land found the same person")
	}
	travel := typed()
	travel.Card.Kind, travel.Card.IDNumber, travel.Card.Name = registry.TaiwanTravelPermit, "12345678", "林小例"
	if three := o.register(travel); three.PersonID == one.PersonID {
		t.Error("a travel permit with the number of a passport found its holder")
	}
}

// A passport of another country whose holder's nationality was not typed is not that of a Chinese citizen.
func TestTheNationalityOfAPassport(t *testing.T) {
	o := openOffice(t)
	c := typed()
	passport(&c.Card)
	c.Card.Issuer, c.Card.Name, c.Card.IDNumber = "fra", "MADONNA", "L898902C3" // and no surname
	id := o.register(c).PersonID
	if got := o.person(id); got.Nationality != "FRA" || got.NameFull != "MADONNA" {
		t.Errorf("person = %+v", got)
	}
	if got := o.found("madonna"); got != "MADONNA by pinyin" && got != "MADONNA by name" {
		t.Errorf("found = %q", got)
	}
}
