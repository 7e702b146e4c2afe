package registry_test

import (
	"testing"

	"jiezhan/station/registry"
)

// Domain 2.5: the number of every document finds its holder, whole or begun, whatever letters it holds and however it is written.
func TestNumbersWithLettersFindTheirHolder(t *testing.T) {
	o := openOffice(t)
	for i, d := range []struct {
		kind                 registry.DocumentKind
		name, number, issuer string
	}{
		{registry.Passport, "欧阳一", "E12345678", "CHN"},
		{registry.Passport, "欧阳二", "EA1234567", "CHN"},
		{registry.Passport, "ANNA MUSTER", "C01X00T47", "DEU"},
		{registry.HMTravelPermit, "陈港生", "H12345678", ""},
		{registry.HMTravelPermit, "何澳生", "M1234567801", ""},
		{registry.TaiwanTravelPermit, "林台生", "0012345678(B)", ""},
		{registry.TaiwanTravelPermit, "林新生", "12345678", ""},
		{registry.BirthCertificate, "王新芽", "P330123456", ""},
		{registry.MilitaryID, "赵国安", "范字第012345号", ""},
		{registry.ForeignCard2017, "JOHN SMITH", "GBR110178050101", ""},
	} {
		c := card(d.name, "3399991980010100"+string(rune('0'+i)))
		c.Kind, c.IDNumber, c.Issuer, c.Verified = d.kind, d.number, d.issuer, registry.VerifiedSeen
		o.do(registry.ImportPeople{People: []registry.ImportedPerson{{
			Card: c, RoomID: "wy-101", Number: "R" + string(rune('0'+i)), Since: day("2024-05-01"), RegisteredOn: day("2024-05-02"),
		}}})
	}
	for text, want := range map[string]string{
		"E12345678": "欧阳一 by id_number", "e1234 5678": "欧阳一 by id_number", "Ｅ１２３４５６７８": "欧阳一 by id_number", "E1234": "欧阳一 by id_number",
		"ea1234567": "欧阳二 by id_number", "C01X00T47": "ANNA MUSTER by id_number", "c01x0": "ANNA MUSTER by id_number", "H-12345678": "陈港生 by id_number",
		"h12345": "陈港生 by id_number", "M1234567801": "何澳生 by id_number", "M12345678(01)": "何澳生 by id_number", "0012345678B": "林台生 by id_number",
		"0012345678(b)": "林台生 by id_number", "12345678": "林新生 by id_number", "P330123456": "王新芽 by id_number", "范字第0123": "赵国安 by id_number",
		"范字第012345号": "赵国安 by id_number", "gbr 1101 7805": "JOHN SMITH by id_number", "E1234567 9": "", "X12345678": "",
		"林台生 678B": "林台生 by id_number", "678b 林台生": "林台生 by id_number", "赵国安 345号": "", "ANNA 0T47": "",
	} {
		if got := o.found(text); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
}
