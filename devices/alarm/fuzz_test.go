package alarm_test

import (
	"fmt"
	"testing"

	"jiezhan/devices/alarm"
)

func FuzzSurGard(f *testing.F) {
	f.Add([]byte("5012 18555\xb5"+workedSurGard+surGardHeartbeat), uint8(3))
	f.Add([]byte("S012[#5555|Nti08:15/id7/ri3/OP/BR9^hall^|Atext]\x143012      5555FA0012\x14"), uint8(1))
	f.Add([]byte("1012      5555 A1 12\x144012  55550215551234\x14U012  5555FFFF00862155512345\x14"), uint8(20))
	f.Add([]byte("501012 185555E1010201208:15:30-29/02\x148012 5555 1555\x14"), uint8(5))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) { holds(t, alarm.SurGard, stream, size) })
}

func FuzzRadionics(f *testing.F) {
	f.Add([]byte("a012 5555\xb5"+workedRadionics+"1010           @    \x14"), uint8(3))
	f.Add([]byte("S01A[#0123456789ABCDEF|NFA1^\xb4\xf3^/FT2]\x14e012      2155512345\x14 z012?\x14"), uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) { holds(t, alarm.Radionics6500, stream, size) })
}

func FuzzContactID(f *testing.F) {
	f.Add([]byte("5555181101020128 5555183401010039\r\n55551811015555181101020127"), uint8(3))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) { holds(t, alarm.ContactID, stream, size) })
}

// holds checks what is true of any stream: pieces do not matter, and every event that was understood is understood again when a
// sender says it.
func holds(t *testing.T, p alarm.Protocol, stream []byte, size uint8) {
	t.Helper()
	sameInPieces(t, p, stream, size)
	for _, m := range inPieces(t, p, alarm.Settings{}, string(stream), max(1, len(stream))) {
		for _, want := range m.Signals {
			if want.Error == "" {
				saidAgain(t, want)
			}
		}
	}
}

func saidAgain(t *testing.T, want alarm.Signal) {
	t.Helper()
	want.Raw = nil
	if want.Event != "" {
		want.CallerID = "" // it came in a frame of its own
	}
	s := alarm.Settings{HeaderDigits: len(want.Receiver + want.Line)}
	frame := string(alarm.Encode(want.Protocol, want, s))
	messages := inPieces(t, want.Protocol, s, frame, len(frame))
	if len(messages) != 1 || len(messages[0].Signals) != 1 {
		t.Fatalf("%+v, encoded as %q, gives %+v", want, frame, messages)
	}
	got := messages[0].Signals[0]
	got.Raw = nil
	if a, b := fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", want); a != b {
		t.Fatalf("%q gives\n%s, want\n%s", frame, a, b)
	}
}

// FuzzEncodeContactID: an event of any wire for Contact ID comes back on every other.
func FuzzEncodeContactID(f *testing.F) {
	f.Add(uint16(0x5555), uint16(101), uint8(2), uint16(12), uint8(0))
	f.Add(uint16(0xBCDF), uint16(999), uint8(99), uint16(999), uint8(2))
	f.Fuzz(func(t *testing.T, account, code uint16, group uint8, number uint16, kind uint8) {
		want := alarm.Signal{
			Qualifier: []int{alarm.New, alarm.Restore, alarm.Present}[kind%3], Account: fmt.Sprintf("%04X", account&0x7777),
			Event: fmt.Sprintf("%03d", code%1000), Partition: fmt.Sprintf("%02d", group%100), Zone: fmt.Sprintf("%03d", number%1000),
		}
		e := alarm.EventOf(want.Event)
		want.Category, want.User, want.Duress, want.Silent = e.Category, e.User, e.Duress, e.Silent
		for _, p := range []alarm.Protocol{alarm.ContactID, alarm.SurGard, alarm.Radionics6500} {
			want.Protocol = p
			if p != alarm.ContactID {
				want.Receiver, want.Line = fmt.Sprintf("%02d", kind%100), fmt.Sprint(kind%10)
			}
			saidAgain(t, want)
		}
	})
}
