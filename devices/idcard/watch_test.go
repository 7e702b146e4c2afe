package idcard_test

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"jiezhan/devices/idcard"
)

func TestMasks(t *testing.T) {
	tests := []struct {
		name     string
		mask     func(string) string
		in, want string
	}{
		{"name of three", idcard.MaskName, "范示例", "范*例"},
		{"name of two", idcard.MaskName, "范例", "范*"},
		{"name of one", idcard.MaskName, "范", "*"},
		{"no name", idcard.MaskName, "", ""},
		{"rare name", idcard.MaskName, "𠅤𫖯𬭎", "𠅤*𬭎"},
		{"long name", idcard.MaskName, "样本·范示例", "样****例"},
		{"number", idcard.MaskNumber, "119999198501019991", "119*************91"},
		{"number for staff", idcard.MaskNumberStaff, "119999198501019991", "119999********9991"},
		{"short number", idcard.MaskNumber, "12345", "*****"},
		{"no number", idcard.MaskNumber, "", ""},
		{"address", idcard.MaskAddress, "范本省范本市范本路1号", "范本省范本市********"},
		{"address in a municipality", idcard.MaskAddress, "范京市范阳区范路1号", "范京市********"},
		{"address in an autonomous region", idcard.MaskAddress, "范本自治区范本盟范本旗1号", "范本自治区范本盟********"},
		{"address in a county", idcard.MaskAddress, "范本县范本镇范本村3组", "范本县********"},
		{"address with nothing known", idcard.MaskAddress, "SOMEWHERE ELSE", "********"},
		{"address with a market", idcard.MaskAddress, "一二三四五六七八九十一二市场路1号", "********"},
		{"short address", idcard.MaskAddress, "市", "********"},
		{"no address", idcard.MaskAddress, "", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := tt.mask(tt.in); got != tt.want {
				t.Errorf("mask of %q = %q, want %q", tt.in, got, tt.want)
			}
		})
	}
}

func TestMaskedCardKeepsNothingPersonal(t *testing.T) {
	for _, c := range []idcard.Card{sample(), other(), permit(), foreign2017(), foreign2023()} {
		c.NewAddresses = []string{"范本省范本市新路5号"}
		masked, err := json.Marshal(c.Masked())
		if err != nil {
			t.Fatal(err)
		}
		for _, secret := range []string{c.Name, c.EnglishName, c.Birth, c.Address, c.IDNumber, c.PermitNumber, c.NewAddresses[0]} {
			if secret != "" && bytes.Contains(masked, []byte(secret)) {
				t.Errorf("masked %s holds %q: %s", c.Kind, secret, masked)
			}
		}
		if c.NewAddresses[0] != "范本省范本市新路5号" {
			t.Error("masking changed the card it was called on")
		}
	}
}

func TestWriteEvents(t *testing.T) {
	at := time.Date(2026, 11, 21, 9, 30, 0, 0, time.UTC)
	card, short, foreign := sample(), sample(), foreign2023()
	short.LongTerm, short.ValidTo, short.IDNumber = false, "2035-01-01", "119999198501019992"
	tests := map[string]struct {
		event    idcard.Event
		unmasked bool
		want     string
	}{
		"placed": {idcard.Event{Kind: idcard.EventPlaced, At: at}, false, `{"event":"placed","at":"2026-11-21T09:30:00Z"}`},
		"ready": {
			idcard.Event{Kind: idcard.EventReady, At: at, SAMID: "05.01-20120911-0000123456-3000000000"},
			false,
			`{"event":"ready","at":"2026-11-21T09:30:00Z","sam_id":"05.01-20120911-0000123456-3000000000"}`,
		},
		"fault": {
			idcard.Event{Kind: idcard.EventFault, At: at, Fault: idcard.FaultSelfTest, SW: 0x60},
			false,
			`{"event":"fault","at":"2026-11-21T09:30:00Z","fault":"reader.self_test_failed","sw":"60"}`,
		},
		"read, unmasked": {
			idcard.Event{Kind: idcard.EventRead, At: at, Card: &card},
			true,
			`{"event":"read","at":"2026-11-21T09:30:00Z","kind":"resident","name":"范示例","sex_code":"1","ethnic_code":"01","ethnic_name":"汉",` +
				`"birth":"1985-01-01","address":"范本省范本市范本路1号","id_number":"119999198501019991","id_number_check_ok":true,` +
				`"issuer":"范本市公安局","valid_from":"2015-01-01","valid_to":null,"long_term":true,"type_flag":""}`,
		},
		"read, masked": {
			idcard.Event{Kind: idcard.EventRead, At: at, Card: &short, Warnings: []string{idcard.WarnChecksum}},
			false,
			`{"event":"read","at":"2026-11-21T09:30:00Z","warnings":["citizen_number.checksum"],"kind":"resident","name":"范*例",` +
				`"sex_code":"1","ethnic_code":"**","ethnic_name":"","birth":"1985-**-**","address":"范本省范本市********",` +
				`"id_number":"119*************92","id_number_check_ok":false,"issuer":"范本市公安局","valid_from":"2015-01-01",` +
				`"valid_to":"2035-01-01","long_term":false,"type_flag":""}`,
		},
		"foreign": {
			idcard.Event{Kind: idcard.EventRead, At: at, Card: &foreign},
			true,
			`{"event":"read","at":"2026-11-21T09:30:00Z","kind":"foreign_2023","name":"SAMPLE PERSON WITH A NAME OF EXACTLY 46 LETTER",` +
				`"sex_code":"2","ethnic_code":"","ethnic_name":"","birth":"1990-12-31","address":"","id_number":"911398199012310021",` +
				`"id_number_check_ok":true,"issuer":"","valid_from":"2024-01-01","valid_to":"2034-01-01","long_term":false,"type_flag":"Y",` +
				`"english_name":"SAMPLE PERSON WITH A NAME OF EXACTLY 46 LETTER","nationality":"KAZ","renewals":"01",` +
				`"earlier_number":"KAZ110090123105"}`,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			idcard.WriteEvents(&out, tt.unmasked)(tt.event)
			if got, want := out.String(), tt.want+"\n"; got != want {
				t.Errorf("line = %swant %s", got, want)
			}
		})
	}
}
