package alarm_test

import (
	"bytes"
	"fmt"
	"slices"
	"testing"
	"time"

	"jiezhan/devices/alarm"
)

func FuzzAdemco685(f *testing.F) {
	f.Add([]byte(worked685+poll685), uint8(3))
	f.Add([]byte("\n12  55551391234567\r"+worked685+"\n12 5555 1555 5365 7\r\n12 5555 3 7\r"), uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) { sameInPieces(t, alarm.Ademco685, stream, size) })
}

func FuzzConwin(f *testing.F) {
	f.Add([]byte(packed(f, worked685+worked685)), uint8(7))
	f.Add([]byte("\n#817;00005555 "+gbkName+";1;cmVwb3J0\x0e\n12 00005556 18 E3B2 00 C000#1139,#22026-11-21 08:15:30,#3CN#477,\r"), uint8(2))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) { sameInPieces(t, alarm.Conwin, stream, size) })
}

func FuzzIT100(f *testing.F) {
	f.Add([]byte("00090\r\n50000025\r\n60120125C\r\n60120125D\r\n"), uint8(4))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) { sameInPieces(t, alarm.IT100, stream, size) })
}

func FuzzAlarmDecoder(f *testing.F) {
	f.Add([]byte("!LRR:012,1,CID_3441,ff\r\n!LRR:012,1,ARM_STAY\r\n[1000],008,[f7],\"x\"\r\n"), uint8(5))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) { sameInPieces(t, alarm.AlarmDecoder, stream, size) })
}

// sameInPieces: the same bytes in other pieces give the same messages; no message is empty or holds more than a frame's share of bytes; and silence
// puts whatever came before behind the decoder, so that a sound frame after it is read.
func sameInPieces(t *testing.T, p alarm.Protocol, stream []byte, size uint8) {
	t.Helper()
	whole := inPieces(t, p, alarm.Settings{}, string(stream), max(1, len(stream)))
	pieces := inPieces(t, p, alarm.Settings{}, string(stream), int(size)+1)
	if a, b := fmt.Sprintf("%+v", whole), fmt.Sprintf("%+v", pieces); a != b {
		t.Fatalf("in pieces of %d\n%s\nwhole\n%s", int(size)+1, b, a)
	}
	for _, m := range whole {
		if len(m.Signals) == 0 || m.Keep && m.Signals[0].Heartbeat {
			t.Fatalf("message %+v", m)
		}
		for _, s := range m.Signals {
			if s.Protocol != p || s.Category == "" || len(s.Raw) == 0 || len(s.Raw) > 4096 || s.Error == "" && s.Event+s.CallerID+s.Text == "" && !s.Heartbeat && s.Category != alarm.Log {
				t.Fatalf("signal %+v", s)
			}
		}
	}
	d, err := alarm.NewDecoder(p, alarm.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	d.Feed(stream, func(alarm.Message) {})
	d.Pause(func(alarm.Message) {})
	var after []alarm.Message
	d.Feed(alarm.Encode(p, sampleOf(p), alarm.Settings{}), func(m alarm.Message) { after = append(after, m) })
	if len(after) != 1 || after[0].Signals[0].Event != sampleOf(p).Event {
		t.Fatalf("after silence: %+v", after)
	}
}

func sampleOf(p alarm.Protocol) alarm.Signal {
	s := alarm.Signal{Protocol: p, Receiver: "1", Line: "2", Account: "5555", Qualifier: alarm.New, Event: "110", Partition: "02", Zone: "012", Category: alarm.Fire}
	switch p {
	case alarm.IT100:
		s.Receiver, s.Line, s.Account, s.Event, s.Partition, s.Category = "", "", "", "601", "2", alarm.Intrusion
	case alarm.AlarmDecoder:
		s.Receiver, s.Line, s.Account, s.Partition = "", "", "", "2"
	}
	return s
}

// What the wire can carry comes back as it was sent.
func FuzzEncode685(f *testing.F) {
	f.Add(uint32(0x5555), uint16(0x110), uint16(2), uint16(12), uint8(0), int64(1795190400))
	f.Add(uint32(0xB5C1), uint16(0x3B2), uint16(99), uint16(999), uint8(0xFF), int64(0))
	f.Fuzz(func(t *testing.T, account uint32, code, group, number uint16, kind uint8, clock int64) {
		want := alarm.Signal{
			Receiver: fmt.Sprint(kind % 10), Line: fmt.Sprint(kind / 10 % 10), Account: fmt.Sprintf("%08X", account),
			Qualifier: []int{alarm.New, alarm.Restore, alarm.Present}[kind%3], Event: fmt.Sprintf("%03X", code&0xFFF),
			Partition: fmt.Sprintf("%02d", group%100), Zone: fmt.Sprintf("%03d", number%1000),
		}
		for _, p := range []alarm.Protocol{alarm.Ademco685, alarm.Conwin} {
			want.Protocol = p
			if p == alarm.Conwin && kind >= 0x80 {
				want.CallerID, want.Text = fmt.Sprint(account), "CN-"+fmt.Sprint(code)
				want.PanelTime = time.Unix(clock%4e9, 0).UTC()
				if year := want.PanelTime.Add(8 * time.Hour).Year(); year < 1 || year > 9999 || want.PanelTime.IsZero() {
					want.PanelTime = time.Time{}
				}
			}
			comesBack(t, want)
		}
	})
}

func FuzzEncodeLines(f *testing.F) {
	f.Add(uint16(0x110), uint16(12), uint8(1))
	f.Fuzz(func(t *testing.T, code, number uint16, kind uint8) {
		comesBack(t, alarm.Signal{
			Protocol: alarm.AlarmDecoder, Qualifier: []int{alarm.New, alarm.Restore, alarm.Present}[kind%3],
			Event: fmt.Sprintf("%03X", code&0xFFF), Partition: fmt.Sprint(kind % 10), Zone: fmt.Sprintf("%03d", number%1000),
		})
		zone := alarm.Signal{Protocol: alarm.IT100, Qualifier: []int{alarm.New, alarm.Restore}[kind%2], Zone: fmt.Sprintf("%03d", number%1000)}
		zone.Event = []string{"605", "606"}[kind%2]
		comesBack(t, zone)
		zone.Event, zone.Partition = []string{"601", "602"}[kind%2], fmt.Sprint(kind%10)
		comesBack(t, zone)
		comesBack(t, alarm.Signal{Protocol: alarm.IT100, Qualifier: []int{alarm.New, alarm.Restore}[kind%2], Event: []string{"621", "622"}[kind%2]})
	})
}

// comesBack encodes a signal and decodes it again. Category and what follows from the code are looked up, so they are taken over.
func comesBack(t *testing.T, want alarm.Signal) {
	t.Helper()
	frame := alarm.Encode(want.Protocol, want, alarm.Settings{})
	messages := inPieces(t, want.Protocol, alarm.Settings{}, string(frame), max(1, len(frame)))
	if len(messages) != 1 || len(messages[0].Signals) != 1 || !messages[0].Keep {
		t.Fatalf("%q gives %+v", frame, messages)
	}
	got := messages[0].Signals[0]
	if !bytes.HasPrefix(frame, got.Raw) || !got.PanelTime.Equal(want.PanelTime) || !slices.Contains(alarm.Categories(), got.Category) {
		t.Fatalf("%q gives %+v", frame, got)
	}
	want.Raw, want.PanelTime, want.Category = got.Raw, got.PanelTime, got.Category
	want.User, want.Duress, want.Silent = got.User, got.Duress, got.Silent
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Fatalf("%q gives\n%+v, want\n%+v", frame, got, want)
	}
}
