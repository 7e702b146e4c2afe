package idcard_test

import (
	"encoding/binary"
	"errors"
	"reflect"
	"slices"
	"testing"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

func sameCard(a, b idcard.Card) bool { return reflect.DeepEqual(a, b) }

// The other three kinds of card, invented people as well.
func permit() idcard.Card {
	return idcard.Card{
		Kind: idcard.KindHMT, Name: "范例港", SexCode: "2", Birth: "1992-03-15", Address: "范本省范本市港路2号",
		IDNumber: "810000199203151020", Issuer: "范本市公安局", ValidFrom: "2019-01-02", ValidTo: "2024-01-02", TypeFlag: "J",
		Nationality: "CHN", PermitNumber: "H00000000", IssueCount: "01", PhotoPresent: true,
	}
}

func foreign2017() idcard.Card {
	return idcard.Card{
		Kind: idcard.KindForeign2017, EnglishName: "SAMPLE, PERSON OF NO COUNTRY", Name: "样例", SexCode: "2", Birth: "1990-12-31",
		IDNumber: "KAZ110090123105", ValidFrom: "2018-01-01", ValidTo: "2028-01-01", TypeFlag: "I", Nationality: "KAZ",
		Version: "01", Authority: "1100", PhotoPresent: true,
	}
}

func foreign2023() idcard.Card {
	return idcard.Card{
		Kind: idcard.KindForeign2023, EnglishName: "SAMPLE PERSON WITH A NAME OF EXACTLY 46 LETTER", SexCode: "2", Birth: "1990-12-31",
		IDNumber: "911398199012310021", ValidFrom: "2024-01-01", ValidTo: "2034-01-01", TypeFlag: "Y", Nationality: "KAZ",
		Renewals: "01", EarlierLink: "000", PhotoPresent: true,
	}
}

func TestParseIsTheInverseOfEncode(t *testing.T) {
	rare := sample()
	rare.Name = "𠅤𫖯𬭎"
	spaced := foreign2023()
	spaced.EnglishName = "SAMPLE PERSON WITH A SPACE AT NUMBER THIRTYFIVE"[:34] + " EDGE"
	dated := sample()
	dated.LongTerm, dated.ValidTo = false, "2035-01-01"
	for name, want := range map[string]idcard.Card{
		"resident": sample(), "permit of Macau": numbered(permit(), "820000199203151022"), "permit of Taiwan": numbered(permit(), "830000199203151024"),
		"supplementary planes": rare, "with an end": dated, "permit": permit(),
		"foreign 2017": foreign2017(), "foreign 2023": foreign2023(), "space at the seam": spaced,
	} {
		t.Run(name, func(t *testing.T) {
			got, err := idcard.ParseCard(simulator.EncodeCard(want, simulator.DummyPhoto()))
			if err != nil || !sameCard(got, want) {
				t.Errorf("card = %+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

func numbered(c idcard.Card, number string) idcard.Card {
	c.IDNumber = number
	return c
}

func TestWarnings(t *testing.T) {
	tests := map[string]struct {
		card   func() idcard.Card
		change func(*idcard.Card)
		want   []string
	}{
		"sound":                 {sample, func(*idcard.Card) {}, nil},
		"check character":       {sample, func(c *idcard.Card) { c.IDNumber = "119999198501019992" }, []string{idcard.WarnChecksum}},
		"short number":          {sample, func(c *idcard.Card) { c.IDNumber = "119999850101999" }, []string{idcard.WarnChecksum}},
		"full-width digits":     {sample, func(c *idcard.Card) { c.IDNumber = "１１９９９９１９８５０１０１９９９１" }, []string{idcard.WarnChecksum}},
		"birth":                 {sample, func(c *idcard.Card) { c.Birth = "1985-01-02" }, []string{idcard.WarnBirthMismatch}},
		"sex":                   {sample, func(c *idcard.Card) { c.SexCode = "2" }, []string{idcard.WarnSexMismatch}},
		"sex not stated":        {sample, func(c *idcard.Card) { c.SexCode = "9" }, nil},
		"sex blank":             {sample, func(c *idcard.Card) { c.SexCode = "" }, []string{idcard.WarnSexMismatch, idcard.WarnSexUnknown}},
		"group without a code":  {sample, func(c *idcard.Card) { c.EthnicCode = "57" }, []string{idcard.WarnEthnicUnknown}},
		"other group":           {sample, func(c *idcard.Card) { c.EthnicCode = "97" }, nil},
		"no such birthday":      {sample, func(c *idcard.Card) { c.Birth = "1985-02-29" }, []string{idcard.WarnBirthMismatch, idcard.WarnBirthInvalid}},
		"birth is not a date":   {sample, func(c *idcard.Card) { c.Birth = "1985" }, []string{idcard.WarnBirthMismatch, idcard.WarnBirthInvalid}},
		"leap day":              {sample, func(c *idcard.Card) { c.ValidFrom = "2016-02-29" }, nil},
		"no such first day":     {sample, func(c *idcard.Card) { c.ValidFrom = "2015-02-29" }, []string{idcard.WarnFromInvalid}},
		"no end":                {sample, func(c *idcard.Card) { c.LongTerm = false }, []string{idcard.WarnToInvalid}},
		"end before start":      {sample, func(c *idcard.Card) { c.LongTerm, c.ValidTo = false, "2014-12-31" }, []string{idcard.WarnDatesOrder}},
		"issued before birth":   {sample, func(c *idcard.Card) { c.ValidFrom = "1984-12-31" }, []string{idcard.WarnDatesOrder}},
		"no name":               {sample, func(c *idcard.Card) { c.Name = "" }, []string{idcard.WarnNameEmpty}},
		"private-use character": {sample, func(c *idcard.Card) { c.Name = "范\uE000" }, []string{idcard.WarnPrivateUse}},
		"control character":     {sample, func(c *idcard.Card) { c.Address = "范本省\n范本市" }, []string{idcard.WarnText}},
		"flag lost":             {permit, func(c *idcard.Card) { c.TypeFlag = "" }, []string{idcard.WarnFlagMissing}},
		"permit from nowhere":   {permit, func(c *idcard.Card) { c.IDNumber = "119999199203151025" }, []string{idcard.WarnChecksum, idcard.WarnNumberPrefix}},
		"2017 check digit":      {foreign2017, func(c *idcard.Card) { c.IDNumber = "KAZ110090123106" }, []string{idcard.WarnForeignChecksum}},
		"2017 birth":            {foreign2017, func(c *idcard.Card) { c.Birth = "1990-12-30" }, []string{idcard.WarnBirthMismatch}},
		"2017 sex":              {foreign2017, func(c *idcard.Card) { c.SexCode = "1" }, []string{idcard.WarnSexMismatch}},
		"2017 shape":            {foreign2017, func(c *idcard.Card) { c.IDNumber = "KA1" }, []string{idcard.WarnForeignChecksum}},
		"2023 check character":  {foreign2023, func(c *idcard.Card) { c.IDNumber = "911398199012310022" }, []string{idcard.WarnChecksum}},
		"2023 first digit":      {foreign2023, func(c *idcard.Card) { c.IDNumber = "119999199012310020" }, []string{idcard.WarnChecksum, idcard.WarnNumberPrefix}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := tt.card()
			tt.change(&want)
			want.Warnings = tt.want
			got, err := idcard.ParseCard(simulator.EncodeCard(want, simulator.DummyPhoto()))
			if err != nil || !sameCard(got, want) {
				t.Errorf("card = %+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

func TestUnknownCardsFillNothing(t *testing.T) {
	nine := sample()
	nine.IDNumber = "911398199012310021"
	for name, c := range map[string]idcard.Card{"flag Z": flagged("Z"), "flag 范": flagged("范"), "no flag, number begins 9": nine} {
		t.Run(name, func(t *testing.T) {
			got, err := idcard.ParseCard(simulator.EncodeCard(c, simulator.DummyPhoto()))
			want := idcard.Card{Kind: idcard.KindUnknown, TypeFlag: c.TypeFlag, Warnings: []string{idcard.WarnUnknownType}}
			if err != nil || !sameCard(got, want) {
				t.Errorf("card = %+v, %v, want %+v", got, err, want)
			}
		})
	}
}

// TestTextOfTheChip changes raw bytes at an offset of the text block.
func TestTextOfTheChip(t *testing.T) {
	tests := map[string]struct {
		at   int
		raw  string // hex
		want func(*idcard.Card)
	}{
		"high surrogate at the end of the name": {28, "40 D8", func(c *idcard.Card) {
			c.Name, c.Warnings = "范示例           \uFFFD", []string{idcard.WarnText}
		}},
		"low surrogate alone": {0, "00 DC", func(c *idcard.Card) { c.Name, c.Warnings = "\uFFFD示例", []string{idcard.WarnText} }},
		"two high surrogates": {0, "40 D8 40 D8", func(c *idcard.Card) { c.Name, c.Warnings = "\uFFFD\uFFFD例", []string{idcard.WarnText} }},
		"padded with NUL":     {6, "00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", func(*idcard.Card) {}},
		"padded with U+3000":  {6, "00 30 00 30 00 30", func(*idcard.Card) {}},
		"inner space":         {2, "20 00", func(c *idcard.Card) { c.Name = "范 例" }},
		"lower-case x": {122 + 12, "31 00 39 00 39 00 30 00 30 00 32 00 32 00 38 00 39 00 39 00 35 00 78 00", func(c *idcard.Card) {
			c.IDNumber, c.Warnings = "1199991990022899"+"5X", []string{idcard.WarnChecksum, idcard.WarnBirthMismatch}
		}},
		"flag is NUL": {248, "00 00", func(*idcard.Card) {}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			data := simulator.EncodeCard(sample(), simulator.DummyPhoto())
			copy(data[4+tt.at:], unhex(t, tt.raw))
			want := sample()
			tt.want(&want)
			if got, err := idcard.ParseCard(data); err != nil || !sameCard(got, want) {
				t.Errorf("card = %+v, %v\nwant %+v", got, err, want)
			}
		})
	}
}

func TestSections(t *testing.T) {
	build := func(text, photo, print int, header int, cut int) []byte {
		d := binary.BigEndian.AppendUint16(nil, uint16(text))
		d = binary.BigEndian.AppendUint16(d, uint16(photo))
		if header == 6 {
			d = binary.BigEndian.AppendUint16(d, uint16(print))
		}
		return append(d, make([]byte, text+photo+print-cut)...)
	}
	tests := map[string]struct {
		data  []byte
		sound bool
		photo bool
	}{
		"30 01":                     {build(256, 1024, 0, 4, 0), true, true},
		"text only":                 {build(256, 0, 0, 4, 0), true, false},
		"30 10 without print":       {build(256, 1024, 0, 6, 0), true, true},
		"30 10 with two prints":     {build(256, 1024, 1024, 6, 0), true, true},
		"empty":                     {nil, false, false},
		"three bytes":               {[]byte{1, 0, 4}, false, false},
		"header alone":              {build(0, 0, 0, 4, 0), false, false},
		"one byte short":            {build(256, 1024, 0, 4, 1), false, false},
		"one byte short of a print": {build(256, 1024, 512, 6, 1), false, false},
		"text too short":            {build(254, 1024, 0, 4, 0), false, false},
		"text too long":             {build(258, 1024, 0, 4, 0), false, false},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := idcard.ParseCard(tt.data)
			if (err == nil) != tt.sound || err != nil && !errors.Is(err, idcard.ErrLayout) {
				t.Fatalf("ParseCard = %v, want sound %t", err, tt.sound)
			}
			if c.PhotoPresent != tt.photo {
				t.Errorf("photo = %t, want %t", c.PhotoPresent, tt.photo)
			}
		})
	}
}

func TestParseNewAddresses(t *testing.T) {
	entry := func(s string) []byte {
		c := sample()
		c.Address = s
		return simulator.EncodeCard(c, nil)[4+52 : 4+52+70]
	}
	data := slices.Concat(entry("范本市新路1号"), entry(""), entry("范本市新路2号"), entry("")[:9])
	if got, want := idcard.ParseNewAddresses(data), []string{"范本市新路1号", "范本市新路2号"}; !slices.Equal(got, want) {
		t.Errorf("addresses = %q, want %q", got, want)
	}
}

func TestEarlierNumber(t *testing.T) {
	if got, found := foreign2023().EarlierNumber(); got != "KAZ110090123105" || !found {
		t.Errorf("earlier number = %q, %t, want KAZ110090123105", got, found)
	}
	none := foreign2023()
	none.EarlierLink = ""
	if got, found := none.EarlierNumber(); found {
		t.Errorf("earlier number = %q, want none", got)
	}
	odd := foreign2023()
	odd.Nationality = "K Z"
	if got, found := odd.EarlierNumber(); found {
		t.Errorf("earlier number = %q, want none", got)
	}
}
