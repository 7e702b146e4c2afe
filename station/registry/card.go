package registry

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
)

// DocumentKind is a kind of identity document.
type DocumentKind string

const (
	// ResidentCard is the resident identity card (居民身份证).
	ResidentCard DocumentKind = "resident"
	// ForeignCard2017 is the foreign permanent resident identity card of before December 2023 (外国人永久居留身份证): 3 letters, 12 digits.
	ForeignCard2017 DocumentKind = "foreign_2017"
	// ForeignCard2023 is the one issued since, with a number of eighteen characters that begins with 9.
	ForeignCard2023 DocumentKind = "foreign_2023"
	// HMTPermit is the residence permit for residents of Hong Kong, Macau and Taiwan (港澳台居民居住证).
	HMTPermit DocumentKind = "hmt"
)

const (
	// VerifiedChip says that a reader took the data from the chip.
	VerifiedChip = "chip"
	// VerifiedSeen says that a member of staff saw the document and typed.
	VerifiedSeen = "seen"
	// VerifiedImport says that the data came with a table kept elsewhere; nobody here has seen the document.
	VerifiedImport = "import"
)

const (
	maxName    = 100 // characters; the inter-ministry notice asks for 25 at least
	maxAddress = 200
	maxIssuer  = 100
	maxNotes   = 20 // warnings
)

// CardData is what a document says about its holder.
type CardData struct {
	Kind DocumentKind `json:"kind"`
	// Name is exactly what the chip holds; it may be cut after fifteen characters.
	Name string `json:"name"`
	// NameFull is the whole name where the chip's is cut; left out, it follows from Name.
	NameFull   string        `json:"name_full,omitempty"`
	SexCode    string        `json:"sex_code"`
	EthnicCode string        `json:"ethnic_code,omitempty"`
	Birth      calendar.Date `json:"birth"`
	Address    string        `json:"address,omitempty"`
	IDNumber   string        `json:"id_number"`
	Issuer     string        `json:"issuer,omitempty"`
	ValidFrom  calendar.Date `json:"valid_from"`
	// ValidTo is no date where LongTerm holds.
	ValidTo  calendar.Date `json:"valid_to"`
	LongTerm bool          `json:"long_term,omitempty"`
	// Nationality is three letters of ISO 3166; left out, it is that of the passport, or CHN.
	Nationality string `json:"nationality,omitempty"`
	// Warnings are codes found while reading the card.
	Warnings []string `json:"warnings,omitempty"`
	// Verified is VerifiedChip or VerifiedSeen.
	Verified string `json:"verified"`
	// Readings are how the name is typed; the station that makes the command fills them in, see prepared.
	Readings []pinyin.Reading `json:"readings,omitempty"`
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	nationalityCode = regexp.MustCompile(`^[A-Z]{3}$`)
	ethnicCode      = regexp.MustCompile(`^(0[1-9]|[1-4][0-9]|5[0-8]|9[78])$`) // GB/T 3304; chips carry 57 and 58 for 97 and 98
	warningCode     = regexp.MustCompile(`^[a-z_]+\.[a-z0-9_]{1,40}$`)
)

// check records everything wrong with the card on the given day.
func (c CardData) check(v *ledger.Check, field string, today calendar.Date) {
	c = c.tidy()
	v.That(slices.Contains(DocumentKinds(), c.Kind), field+"kind", "card.kind_unknown")
	v.That(c.Kind != Passport || nationalityCode.MatchString(c.Issuer), field+"issuer", "card.country_required")
	v.That(c.NameFull != "", field+"name", "person.name_required")
	v.That(shorter(c.Name, maxName) && shorter(c.NameFull, maxName), field+"name", "person.name_too_long", "limit", strconv.Itoa(maxName))
	v.That(identity.EqualNames(c.Name, c.NameFull), field+"name_full", "person.name_full_differs")
	v.That(slices.Contains([]string{"0", "1", "2", "9"}, c.SexCode), field+"sex_code", "person.sex_unknown")
	v.That(c.EthnicCode == "" || ethnicCode.MatchString(c.EthnicCode), field+"ethnic_code", "person.ethnic_unknown")
	v.That(!c.Birth.IsZero() && !c.Birth.After(today), field+"birth", "person.birth_invalid")
	v.That(nationalityCode.MatchString(c.Nationality), field+"nationality", "person.nationality_unknown")
	v.That(shorter(c.Address, maxAddress), field+"address", "person.address_too_long", "limit", strconv.Itoa(maxAddress))
	v.That(shorter(c.Issuer, maxIssuer), field+"issuer", "card.issuer_too_long", "limit", strconv.Itoa(maxIssuer))
	v.That(c.ValidTo.IsZero() || !c.ValidTo.Before(c.ValidFrom), field+"valid_to", "card.validity")
	v.That(slices.Contains([]string{VerifiedChip, VerifiedSeen, VerifiedMRZ, VerifiedCopy, VerifiedImport}, c.Verified), field+"verified", "card.verified_unknown")
	known := len(c.Warnings) <= maxNotes && !slices.ContainsFunc(c.Warnings, func(w string) bool { return !warningCode.MatchString(w) })
	v.That(known, field+"warnings", "card.warning_unknown")
	if code := c.numberProblem(today); code != "" {
		v.That(false, field+"id_number", code)
	}
}

// tidy brings a card into the form in which it is stored.
func (c CardData) tidy() CardData {
	if c.NameFull == "" {
		c.NameFull = c.Name
	}
	c.NameFull, _ = identity.NormaliseName(c.NameFull)
	c.IDNumber = c.tidyNumber()
	c.Address, c.Issuer = strings.TrimSpace(c.Address), strings.TrimSpace(c.Issuer)
	if c.Kind == Passport {
		c.Issuer = strings.ToUpper(c.Issuer)
	}
	c.Nationality = strings.ToUpper(c.Nationality)
	if c.Nationality == "" && c.Kind == Passport {
		c.Nationality = c.Issuer // nobody of another country becomes Chinese by an empty field
	}
	if c.Nationality == "" {
		c.Nationality = "CHN"
	}
	if c.LongTerm {
		c.ValidTo = calendar.Date{}
	}
	return c
}

// notes are the codes of all that a person should look at: what the reader found and what the fields say of each other.
func (c CardData) notes(today calendar.Date) []string {
	codes := slices.Clone(c.Warnings)
	add := func(warnings []identity.Warning) {
		for _, w := range warnings {
			codes = append(codes, string(w))
		}
	}
	if c.Kind.citizen() {
		if n, _, err := identity.ParseNumber(c.IDNumber); err == nil {
			add(n.Compare(c.Birth, c.SexCode))
		}
	}
	_, warnings := identity.NormaliseName(c.Name)
	add(warnings)
	if !c.LongTerm && !c.ValidTo.IsZero() && c.ValidTo.Before(today) {
		codes = append(codes, "card.expired")
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// prepared adds what comes from lists that change with the program: the readings of the name, and whether the area code is a known one.
func (c CardData) prepared() CardData {
	tidy := c.tidy()
	c.Readings = pinyin.Name(tidy.NameFull)
	if _, warnings, err := identity.ParseNumber(tidy.IDNumber); err == nil && c.Kind.citizen() {
		c.Warnings = slices.Clone(c.Warnings)
		for _, w := range warnings {
			c.Warnings = append(c.Warnings, string(w))
		}
		slices.Sort(c.Warnings)
		c.Warnings = slices.Compact(c.Warnings)
	}
	return c
}

func shorter(text string, limit int) bool { return utf8.RuneCountInString(text) <= limit }
