package alarm

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
)

// FuzzDC09Pieces: the same bytes in other pieces give the same messages, and no byte of a sound frame is lost or told twice.
func FuzzDC09Pieces(f *testing.F) {
	sound := frame(`"ADM-CID"0042L0#5555[#5555|1101 02 012]_08:15:30,11-21-2026`)
	f.Add([]byte(sound), uint8(3))
	f.Add([]byte(sound[:30]+sound+"\x00"+sound[1:]), uint8(1))
	f.Add([]byte(strings.Replace(sound, "003B", "0059", 1)+"\n\x8B\xE3003B"+sound[9:]), uint8(9))
	f.Add([]byte(frame(`"SIA-DCS"0006L#1234[|Nri1/id2/BA1^a/b^/OP|Atext][M0]`)), uint8(5))
	f.Add(encodeDC09(Signal{Account: "ABC", Event: "110", Qualifier: New}, exampleSettings()), uint8(7))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) {
		s := exampleSettings()
		whole := decodeAll(t, s, string(stream), max(1, len(stream)))
		pieces := decodeAll(t, s, string(stream), int(size%64)+1)
		if !reflect.DeepEqual(whole, pieces) {
			t.Fatalf("whole: %q\npieces: %q", tellAll(whole), tellAll(pieces))
		}
		at := 0
		for _, m := range whole {
			raw := m.Signals[0].Raw
			n := bytes.Index(stream[at:], raw)
			if n < 0 {
				t.Fatalf("%q was told, but not in its place of %q", raw, stream)
			}
			at += n + len(raw)
		}
		for _, m := range whole {
			checkReply(t, m)
		}
	})
}

// checkReply: an answer is itself a sound frame, and is not answered.
func checkReply(t *testing.T, m Message) {
	t.Helper()
	if len(m.Reply) == 0 {
		return
	}
	answers := decodeAll(t, exampleSettings(), string(m.Reply), len(m.Reply))
	if len(answers) != 1 || answers[0].Signals[0].Error != ErrToken || len(answers[0].Reply) > 0 {
		t.Fatalf("the answer %q reads as %q", m.Reply, tellAll(answers))
	}
}

// FuzzDC09Encode: what a panel encodes is decoded to the same, plain and encrypted.
func FuzzDC09Encode(f *testing.F) {
	f.Add("1", "0", "5555", uint8(1), uint16(101), uint8(2), uint16(12), "", true)
	f.Add("", "", "ABC", uint8(3), uint16(0x1401), uint8(0), uint16(0), "大门", false)
	f.Fuzz(func(t *testing.T, receiver, line, account string, qualifier uint8, code uint16, partition uint8, zone uint16, text string, encrypted bool) {
		want := Signal{
			Protocol: DC09, Receiver: hexOnly(receiver, 6), Line: hexOnly(line, 6), Account: hexOnly(account, 16),
			Qualifier: []int{New, Restore, Present}[qualifier%3], PanelTime: at("08:15:30")(),
			Event: hexOnly(string(appendHex(nil, int(code))), 4)[1:], Partition: twoDigits(int(partition) % 100), Zone: "0" + twoDigits(int(zone)%100),
			Text: readable(strings.NewReplacer("[", "", "]", "", "|", "").Replace(text[:min(len(text), 100)])),
		}
		s := exampleSettings()
		if !encrypted {
			s.DC09.Keys = nil
		}
		want.Raw = encodeDC09(want, s)
		s.classify(&want)
		if len(want.Raw) > dc09FrameLimit || want.Account == "" {
			return
		}
		got := decodeAll(t, s, string(want.Raw), len(want.Raw))
		if len(got) != 1 || len(got[0].Signals) != 1 || !reflect.DeepEqual(got[0].Signals[0], want) {
			t.Fatalf("got %+v, want %+v", got, want)
		}
	})
}

// hexOnly makes a number for the wire of any string.
func hexOnly(s string, n int) string {
	var b strings.Builder
	for i := range min(len(s), n) {
		b.WriteByte("0123456789ABCDEF"[s[i]&15])
	}
	return b.String()
}

func twoDigits(n int) string { return string([]byte{byte('0' + n/10), byte('0' + n%10)}) }

func BenchmarkDC09Framing(b *testing.B) {
	stream := []byte(strings.Repeat(frame(`"ADM-CID"0042L0#5555[#5555|1101 02 012]_08:15:30,11-21-2026`), 1000))
	b.SetBytes(int64(len(stream)))
	b.ReportAllocs()
	for b.Loop() {
		var f dc09Framer
		n := 0
		f.Feed(stream, func(dc09Cut) { n++ })
		if n != 1000 {
			b.Fatal(n)
		}
	}
}

func BenchmarkDC09Decode(b *testing.B) {
	for name, keys := range map[string]map[string][]byte{"plain": nil, "sealed": {"": exampleKey}} {
		b.Run(name, func(b *testing.B) {
			s := Settings{Now: at("08:15:30"), DC09: DC09Settings{Keys: keys, Pad: fixedPad}}
			one := encodeDC09(Signal{Account: "5555", Event: "101", Qualifier: New, PanelTime: at("08:15:30")()}, s)
			stream := bytes.Repeat(one, 1000)
			b.SetBytes(int64(len(stream)))
			b.ReportAllocs()
			for b.Loop() {
				n := 0
				newDC09(s).Feed(stream, func(Message) { n++ })
				if n != 1000 {
					b.Fatal(n)
				}
			}
		})
	}
}
