package idcard

import "log/slog"

// A Kind is the family of cards a card belongs to; it decides the layout of the text block.
type Kind string

// The kinds of card.
const (
	KindResident    Kind = "resident"     // 居民身份证
	KindHMT         Kind = "hmt"          // 港澳台居民居住证, flag J
	KindForeign2017 Kind = "foreign_2017" // 外国人永久居留身份证, 2017 version, flag I
	KindForeign2023 Kind = "foreign_2023" // the same of 2023 (五星卡), flag Y
	KindUnknown     Kind = "unknown"      // no layout is known: nothing but TypeFlag is filled in
)

// A Card is what the chip says, as read: no check failure alters a value. Dates are YYYY-MM-DD; a date that is not eight
// digits stays as read. Fields a kind of card does not have are empty.
type Card struct {
	Kind        Kind
	Name        string // Han name; may be blank on foreign cards
	EnglishName string // foreign cards, upper case
	SexCode     string // GB/T 2261.1: 0 unknown, 1 male, 2 female, 9 not stated
	EthnicCode  string // GB/T 3304 digits; resident cards only
	Birth       string
	Address     string // resident: printed address; hmt: residence on the mainland
	IDNumber    string // 18 characters, check character X in upper case; foreign_2017: 15
	Issuer      string
	ValidFrom   string
	ValidTo     string // empty when LongTerm
	LongTerm    bool   // 长期: does not expire
	TypeFlag    string // J, I, Y; empty on a resident card; anything else is unknown
	Nationality string // three letters; CHN on resident and hmt cards

	PermitNumber string // hmt: number of the travel permit (通行证号码)
	IssueCount   string // hmt: times issued, two digits
	Version      string // foreign_2017: card version
	Authority    string // foreign_2017: code of the authority that took the application
	Renewals     string // foreign_2023: number of renewals, two digits
	EarlierLink  string // foreign_2023: three digits that lead to the earlier number, or empty

	NewAddresses []string // entries of the additional address list (30 03), in the order of the chip; which is newest is not known
	PhotoPresent bool     // the chip sent a portrait; it is not kept
	Warnings     []string // Warn codes, in the order of the checks
}

// DisplayName is the name to show: the Han name, or the English one where a foreign card has no other.
func (c Card) DisplayName() string {
	if c.Name == "" {
		return c.EnglishName
	}
	return c.Name
}

// EarlierNumber is the 15-character number a 2023 foreign card replaced, when the card links to one.
func (c Card) EarlierNumber() (number string, found bool) {
	n, link := c.IDNumber, c.EarlierLink
	if c.Kind != KindForeign2023 || len(n) != 18 || len(link) != 3 || len(c.Nationality) != 3 {
		return "", false
	}
	head := c.Nationality + n[1:3] + link[0:2] + n[8:14] + link[2:3]
	check, ok := check731(head)
	if !ok {
		return "", false
	}
	return head + string(check), true
}

// LogValue keeps a card that is logged by mistake out of the log: only its kind is written.
func (c Card) LogValue() slog.Value { return slog.StringValue(string(c.Kind)) }

// Region is the region a residence permit (hmt) stands for, by the first digits of its number: HKG, MAC or TWN; else empty.
func (c Card) Region() string {
	if c.Kind != KindHMT {
		return ""
	}
	return hmtRegion(c.IDNumber)
}
