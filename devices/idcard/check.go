package idcard

import (
	"slices"
	"time"
)

// Warning codes of cards. A warned card is sound on the wire but says something that cannot be right; a person decides.
const (
	WarnChecksum        = "citizen_number.checksum" // 18-character number: shape or check character of GB 11643
	WarnForeignChecksum = "foreign_number.checksum" // 15-character number: shape or 7-3-1 check digit
	WarnNumberPrefix    = "card.number_prefix"      // first digits do not belong to this kind of card
	WarnBirthMismatch   = "card.birth_mismatch"     // birth on the card is not the birth in the number
	WarnSexMismatch     = "card.sex_mismatch"       // sex code is not the sex in the number
	WarnSexUnknown      = "card.sex_unknown"        // not a code of GB/T 2261.1
	WarnEthnicUnknown   = "card.ethnic_unknown"     // not a code of GB/T 3304
	WarnBirthInvalid    = "card.birth_invalid"      // no such day
	WarnFromInvalid     = "card.valid_from_invalid" // no such day
	WarnToInvalid       = "card.valid_to_invalid"   // no such day and not 长期
	WarnDatesOrder      = "card.dates_out_of_order" // not birth, valid from, valid to in this order
	WarnNameEmpty       = "card.name_empty"         // no name in any script
	WarnText            = "card.damaged_text"       // lone surrogates, now U+FFFD, or control characters
	WarnPrivateUse      = "card.private_use_text"   // characters of the private-use area: compare with the print
	WarnFlagMissing     = "card.type_flag_missing"  // decoded as residence permit by its number alone
	WarnUnknownType     = "card.unknown_type"       // flag or number of no known layout: nothing was decoded
)

// findings collects warning codes in order.
type findings []string

func (f *findings) unless(ok bool, code string) {
	if !ok {
		*f = append(*f, code)
	}
}

// warnings judges a card by itself. It never looks at a clock or at tables of area codes.
func warnings(c Card, damaged bool) []string {
	var f findings
	if c.Kind == KindUnknown {
		return []string{WarnUnknownType}
	}
	f.number(c)
	f.unless(slices.Contains([]string{"0", "1", "2", "9"}, c.SexCode), WarnSexUnknown)
	f.unless(c.Kind != KindResident || EthnicName(c.EthnicCode) != "", WarnEthnicUnknown)
	f.dates(c)
	f.unless(c.DisplayName() != "", WarnNameEmpty)
	f.unless(!damaged, WarnText)
	f.unless(!privateUse(c.Name) && !privateUse(c.Address), WarnPrivateUse)
	return f
}

func (f *findings) number(c Card) {
	if c.Kind == KindForeign2017 {
		f.foreignNumber(c)
		return
	}
	f.unless(CheckNumber(c.IDNumber), WarnChecksum)
	switch c.Kind {
	case KindHMT:
		f.unless(hmtRegion(c.IDNumber) != "", WarnNumberPrefix)
	case KindForeign2023:
		f.unless(c.IDNumber != "" && c.IDNumber[0] == '9', WarnNumberPrefix)
	case KindResident, KindForeign2017, KindUnknown: // area codes are judged where their table lives
	}
	if birth, sex, found := birthIn(c.IDNumber); found {
		f.unless(birth == compact(c.Birth), WarnBirthMismatch)
		f.unless(sameSex(c.SexCode, sex), WarnSexMismatch)
	}
}

func (f *findings) foreignNumber(c Card) {
	f.unless(CheckForeignNumber(c.IDNumber), WarnForeignChecksum)
	if len(c.IDNumber) != 15 || !digits(c.IDNumber[7:]) {
		return
	}
	birth := compact(c.Birth)
	f.unless(len(birth) == 8 && birth[2:] == c.IDNumber[7:13], WarnBirthMismatch)
	f.unless(sameSex(c.SexCode, sexOf(c.IDNumber[13])), WarnSexMismatch)
}

// sameSex accepts the codes for unknown and not stated beside the one in the number.
func sameSex(code, inNumber string) bool {
	return code == inNumber || code == "0" || code == "9"
}

func (f *findings) dates(c Card) {
	birth, from, to := realDay(c.Birth), realDay(c.ValidFrom), realDay(c.ValidTo)
	f.unless(birth, WarnBirthInvalid)
	f.unless(from, WarnFromInvalid)
	f.unless(to || c.LongTerm, WarnToInvalid)
	inOrder := (!birth || !from || c.Birth <= c.ValidFrom) && (!from || !to || c.ValidFrom <= c.ValidTo)
	f.unless(inOrder, WarnDatesOrder)
}

// realDay reports whether s is a day of the calendar, leap years included.
func realDay(s string) bool {
	_, err := time.Parse(time.DateOnly, s)
	return err == nil && len(s) == len(time.DateOnly)
}

// compact takes the dashes out of a date that has them.
func compact(date string) string {
	if len(date) == 10 && date[4] == '-' && date[7] == '-' {
		return date[:4] + date[5:7] + date[8:]
	}
	return date
}

func privateUse(s string) bool {
	for _, r := range s {
		if r >= 0xE000 && r <= 0xF8FF || r >= 0xF0000 {
			return true
		}
	}
	return false
}
