package simulator

import (
	"encoding/binary"
	"strings"
	"unicode/utf16"

	"jiezhan/devices/idcard"
)

// Sizes of the sections of a read reply, in bytes.
const (
	textSize    = 256
	photoSize   = 1024
	addressSize = 70
)

// A CardImage is a card as it lies on a reader.
type CardImage struct {
	Data      []byte   // what 30 01 answers: EncodeCard, or bytes that no card should hold
	Addresses []string // the additional address list, at most four
	Trouble   Fault    // a fault of this very card: Unreadable, Unselectable, Unverified or Unsupported
}

// NewCardImage makes the image of an invented card with a dummy portrait.
func NewCardImage(c idcard.Card) CardImage {
	return CardImage{Data: EncodeCard(c, DummyPhoto()), Addresses: c.NewAddresses}
}

// DummyPhoto is a portrait file with a sound head and nothing behind it.
func DummyPhoto() []byte {
	p := make([]byte, photoSize)
	copy(p, []byte{'W', 'L', 0x66, 0, 0x7E, 0, 0x32, 0, 0, 0xFF})
	return p
}

// EncodeCard lays out what a 30 01 reply carries after the status: section lengths, text, photo. It is the inverse of
// idcard.ParseCard. Values too long for their field are cut at a whole character. Without a photo the card has text only.
func EncodeCard(c idcard.Card, photo []byte) []byte {
	size := 0
	if photo != nil {
		size = photoSize
	}
	out := make([]byte, 4+textSize+size)
	binary.BigEndian.PutUint16(out, textSize)
	binary.BigEndian.PutUint16(out[2:], uint16(size))
	t := textBlock(out[4 : 4+textSize])
	t.put(0, textSize, "")
	switch c.Kind {
	case idcard.KindForeign2017:
		t.foreign2017(c)
	case idcard.KindForeign2023:
		t.foreign2023(c)
	case idcard.KindHMT:
		t.common(c)
		t.put(220, 18, c.PermitNumber)
		t.put(238, 4, c.IssueCount)
	case idcard.KindResident, idcard.KindUnknown:
		t.common(c)
		t.put(32, 4, c.EthnicCode)
	}
	t.put(248, 2, c.TypeFlag)
	t.put(188, 16, undash(c.ValidFrom))
	if c.LongTerm {
		t.put(204, 16, "长期")
	} else {
		t.put(204, 16, undash(c.ValidTo))
	}
	copy(out[4+textSize:], photo)
	return out
}

// encodeAddresses lays out what a 30 03 reply carries: four entries, blank ones padded.
func encodeAddresses(addresses []string) []byte {
	const entries = 4
	out := textBlock(make([]byte, entries*addressSize))
	for i := range entries {
		a := ""
		if i < len(addresses) {
			a = addresses[i]
		}
		out.put(i*addressSize, addressSize, a)
	}
	return out
}

// A textBlock is UTF-16LE text with fields at fixed offsets.
type textBlock []byte

// put writes s into the field of size bytes at offset and pads it with spaces.
func (t textBlock) put(offset, size int, s string) {
	field := t[offset : offset+size]
	at := 0
	for _, r := range s {
		units := utf16.AppendRune(nil, r)
		if at+2*len(units) > size {
			break
		}
		for _, u := range units {
			binary.LittleEndian.PutUint16(field[at:], u)
			at += 2
		}
	}
	for ; at < size; at += 2 {
		binary.LittleEndian.PutUint16(field[at:], ' ')
	}
}

// common is what resident cards and residence permits of Hong Kong, Macau and Taiwan residents share.
func (t textBlock) common(c idcard.Card) {
	t.put(0, 30, c.Name)
	t.put(30, 2, c.SexCode)
	t.put(36, 16, undash(c.Birth))
	t.put(52, 70, c.Address)
	t.put(122, 36, c.IDNumber)
	t.put(158, 30, c.Issuer)
}

func (t textBlock) foreign2017(c idcard.Card) {
	t.put(0, 120, c.EnglishName)
	t.put(120, 2, c.SexCode)
	t.put(122, 30, c.IDNumber)
	t.put(152, 6, c.Nationality)
	t.put(158, 30, c.Name)
	t.put(220, 16, undash(c.Birth))
	t.put(236, 4, c.Version)
	t.put(240, 8, c.Authority)
}

func (t textBlock) foreign2023(c idcard.Card) {
	const firstPart = 35 // units of the English name in its first field
	first, rest := c.EnglishName, ""
	units := 0
	for i, r := range c.EnglishName {
		if units += utf16.RuneLen(r); units > firstPart {
			first, rest = c.EnglishName[:i], c.EnglishName[i:]
			break
		}
	}
	t.put(0, 30, c.Name)
	t.put(30, 2, c.SexCode)
	t.put(32, 4, c.Renewals)
	t.put(36, 16, undash(c.Birth))
	t.put(52, 70, first)
	t.put(122, 36, c.IDNumber)
	t.put(220, 22, rest)
	t.put(242, 6, c.Nationality)
	t.put(250, 6, c.EarlierLink)
}

// undash turns YYYY-MM-DD into the chip's YYYYMMDD.
func undash(date string) string {
	if len(date) == 10 && date[4] == '-' && date[7] == '-' {
		return strings.ReplaceAll(date, "-", "")
	}
	return date
}
