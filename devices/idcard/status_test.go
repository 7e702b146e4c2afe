package idcard_test

import (
	"testing"

	"jiezhan/devices/idcard"
)

func TestStatusOf(t *testing.T) {
	tests := map[byte]struct {
		code  string
		class idcard.Class
	}{
		0x90: {"done", idcard.Done},
		0x91: {"card.item_empty", idcard.Nothing},
		0x9F: {"card.found", idcard.Found},
		0x80: {"card.none", idcard.NoCard},
		0x81: {"card.select_failed", idcard.CardTrouble},
		0x41: {"card.read_failed", idcard.CardTrouble},
		0x31: {"card.refused_module", idcard.CardTrouble},
		0x32: {"module.refused_card", idcard.CardTrouble},
		0x33: {"card.verification_failed", idcard.CardSuspect},
		0x40: {"card.unsupported", idcard.CardOther},
		0x47: {"module.no_random_number", idcard.ModuleBusy},
		0x10: {"line.bad_checksum", idcard.LineTrouble},
		0x11: {"line.bad_length", idcard.LineTrouble},
		0x21: {"command.unknown", idcard.Refused},
		0x23: {"command.not_permitted", idcard.Refused},
		0x24: {"module.unrecognised_failure", idcard.ModuleBusy},
		0x60: {"reader.self_test_failed", idcard.Service},
		0x66: {"reader.not_authorised", idcard.Service},
		0x50: {"status.unknown", idcard.Unknown},
		0x51: {"status.unknown", idcard.Unknown},
		0x00: {"status.unknown", idcard.Unknown},
	}
	known := 0
	for sw := range 256 {
		st := idcard.StatusOf(byte(sw))
		want, listed := tests[byte(sw)]
		if !listed {
			want.code, want.class = "status.unknown", idcard.Unknown
		}
		if st.SW != byte(sw) || st.Code != want.code || st.Class != want.class {
			t.Errorf("StatusOf(%02X) = %+v, want %+v", sw, st, want)
		}
		if st.Class != idcard.Unknown {
			known++
		}
	}
	if known != 18 {
		t.Errorf("known status codes = %d, want 18", known)
	}
	if st := (idcard.Reply{SW1: 5, SW2: 5, SW: 0x90}).Status(); st.Class != idcard.Unknown {
		t.Errorf("status of a reply with SW1 05 = %+v, want unknown", st)
	}
}
