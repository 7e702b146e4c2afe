package idcard

import (
	"encoding/binary"
	"errors"
	"fmt"
	"strings"
)

// Sizes of a read reply, in bytes: section headers of 30 01 and of 30 10, the text block, and fields inside it.
const (
	shortHead     = 4
	longHead      = 6
	textSize      = 256
	dateSize      = 16
	flagAt        = 248
	maxFieldUnits = 60 // the English name of 2017 is the longest field
)

// longTerm is what cards without an end carry instead of a date.
const longTerm = "长期"

// ErrLayout is the error behind every read reply that is not a card: sections that do not add up.
var ErrLayout = errors.New("sections of the card data do not add up")

// ParseCard decodes the data of a 30 01 or 30 10 reply, the bytes after the status. A sound layout with doubtful contents is
// a card with Warnings; an unknown type flag gives a card of KindUnknown with nothing filled in, because guessing a layout
// puts names into addresses. It keeps no reference to data and never reads a fingerprint.
func ParseCard(data []byte) (Card, error) {
	s, err := cutSections(data)
	if err != nil {
		return Card{}, err
	}
	c := parseText(s.text)
	c.PhotoPresent = len(s.photo) > 0 && c.Kind != KindUnknown
	return c, nil
}

// sections are the parts of a read reply. Of a fingerprint only the length is taken.
type sections struct {
	text, photo []byte
	prints      int // bytes
}

// cutSections finds the parts. One platform answers 30 01 with the header of 30 10, so the lengths decide, not the command.
func cutSections(data []byte) (sections, error) {
	if len(data) < shortHead {
		return sections{}, fmt.Errorf("%w: %d bytes", ErrLayout, len(data))
	}
	t, p := int(binary.BigEndian.Uint16(data)), int(binary.BigEndian.Uint16(data[2:]))
	head, prints := shortHead, 0
	if shortHead+t+p != len(data) && len(data) >= longHead {
		head, prints = longHead, int(binary.BigEndian.Uint16(data[4:]))
	}
	if head+t+p+prints != len(data) {
		return sections{}, fmt.Errorf("%w: text %d and photo %d in %d bytes", ErrLayout, t, p, len(data))
	}
	if t != textSize {
		return sections{}, fmt.Errorf("%w: text has %d bytes instead of %d", ErrLayout, t, textSize)
	}
	return sections{text: data[head : head+t], photo: data[head+t : head+t+p], prints: prints}, nil
}

func parseText(text []byte) Card {
	t := &textBlock{bytes: text}
	var c Card
	switch t.unit(flagAt) {
	case ' ', 0:
		c = parseUnflagged(t)
	case 'J':
		c = parseHMT(t)
	case 'I':
		c = parseForeign2017(t)
	case 'Y':
		c = parseForeign2023(t)
	default:
		c = Card{Kind: KindUnknown}
	}
	c.TypeFlag = t.cut(flagAt, 2)
	c.Warnings = append(c.Warnings, warnings(c, t.damaged)...)
	return c
}

// parseUnflagged tells cards without a flag apart by number. No flag and a number that starts like a sibling card's is
// either an old residence permit or something nobody has described.
func parseUnflagged(t *textBlock) Card {
	c := parseResident(t)
	switch {
	case strings.HasPrefix(c.IDNumber, "9"):
		return Card{Kind: KindUnknown}
	case hmtRegion(c.IDNumber) != "":
		c = parseHMT(t)
		c.Warnings = []string{WarnFlagMissing}
	}
	return c
}

// parseCommon reads the fields that resident cards and residence permits have at the same offsets.
func parseCommon(kind Kind, t *textBlock) Card {
	return Card{
		Kind:        kind,
		Name:        t.cut(0, 30),
		SexCode:     t.cut(30, 2),
		Birth:       t.date(36),
		Address:     t.cut(52, 70),
		IDNumber:    upperX(t.cut(122, 36)),
		Issuer:      t.cut(158, 30),
		Nationality: "CHN",
	}
}

func parseResident(t *textBlock) Card {
	c := parseCommon(KindResident, t)
	c.EthnicCode = t.cut(32, 4)
	c.validity(t)
	return c
}

func parseHMT(t *textBlock) Card {
	c := parseCommon(KindHMT, t)
	c.PermitNumber = t.cut(220, 18)
	c.IssueCount = t.cut(238, 4)
	c.validity(t)
	return c
}

func parseForeign2017(t *textBlock) Card {
	c := Card{
		Kind:        KindForeign2017,
		EnglishName: t.cut(0, 120),
		SexCode:     t.cut(120, 2),
		IDNumber:    t.cut(122, 30),
		Nationality: t.cut(152, 6),
		Name:        t.cut(158, 30),
		Birth:       t.date(220),
		Version:     t.cut(236, 4),
		Authority:   t.cut(240, 8),
	}
	c.validity(t)
	return c
}

func parseForeign2023(t *textBlock) Card {
	c := Card{
		Kind:        KindForeign2023,
		Name:        t.cut(0, 30),
		SexCode:     t.cut(30, 2),
		Renewals:    t.cut(32, 4),
		Birth:       t.date(36),
		EnglishName: t.join(52, 70, 220, 22),
		IDNumber:    upperX(t.cut(122, 36)),
		Nationality: t.cut(242, 6),
		EarlierLink: t.cut(250, 6),
	}
	c.validity(t)
	return c
}

// validity reads the two dates every layout has at the same place.
func (c *Card) validity(t *textBlock) {
	c.ValidFrom = t.date(188)
	c.ValidTo = t.date(204)
	if c.ValidTo == longTerm {
		c.ValidTo, c.LongTerm = "", true
	}
}

// upperX stores the check character x as X; nothing else changes.
func upperX(number string) string {
	if n := len(number); n == 18 && number[n-1] == 'x' {
		return number[:n-1] + "X"
	}
	return number
}

// hmtRegion is the region behind the first six digits of a residence permit: HKG, MAC or TWN.
func hmtRegion(number string) string {
	switch {
	case strings.HasPrefix(number, "810000"):
		return "HKG"
	case strings.HasPrefix(number, "820000"):
		return "MAC"
	case strings.HasPrefix(number, "830000"):
		return "TWN"
	}
	return ""
}

// ParseNewAddresses decodes the data of a 30 03 reply: up to four addresses of 35 characters, blank ones left out.
func ParseNewAddresses(data []byte) []string {
	var out []string
	t := &textBlock{bytes: data}
	for i := 0; i+newAddressSize <= len(data); i += newAddressSize {
		if a := t.cut(i, newAddressSize); a != "" {
			out = append(out, a)
		}
	}
	return out
}
