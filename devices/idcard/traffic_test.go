package idcard_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

func TestTrafficMask(t *testing.T) {
	const find, found = "AA AA AA 96 69 00 03 20 01 22", "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97"
	tests := map[string]struct {
		arrived, want string
	}{
		"no data":                       {"AA AA AA 96 69 00 04 00 00 80 84", "AA AA AA 96 69 00 04 00 00 80 84"},
		"data and its check byte":       {found, "AA AA AA 96 69 00 08 00 00 9F ·· ·· ·· ·· ··"},
		"an echoed request":             {find, find},
		"junk":                          {"01 02 AA 03", "·· ·· ·· ··"},
		"junk that runs into a frame":   {"AA AA AA AA AA 96 69 00 04 00 00 80 84", "·· ·· AA AA AA 96 69 00 04 00 00 80 84"},
		"a length no frame has":         {"AA AA AA 96 69 FF FF 01", "·· ·· ·· ·· ·· ·· ·· ··"},
		"a preamble inside data":        {"AA AA AA 96 69 00 09 00 00 90 AA AA AA 96 69 CC", "AA AA AA 96 69 00 09 00 00 90 ·· ·· ·· ·· ·· ··"},
		"two frames":                    {"AA AA AA 96 69 00 04 00 00 80 84" + found, "AA AA AA 96 69 00 04 00 00 80 84 AA AA AA 96 69 00 08 00 00 9F ·· ·· ·· ·· ··"},
		"held until it is decided":      {"AA AA AA 96 69 00", ""},
		"a false start into a preamble": {"AA AA AA 96 69 FF AA AA AA 96 69 00 04 00 00 80 84", "·· ·· ·· ·· ·· ·· AA AA AA 96 69 00 04 00 00 80 84"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := idcard.NewTrafficMask().Arrived(unhex(t, tt.arrived)); got != tt.want {
				t.Errorf("shown %q, want %q", got, tt.want)
			}
		})
	}
}

// TestTrafficMaskOfAConversation: what is sent is shown, and a request ends the reply that was cut short before it.
func TestTrafficMaskOfAConversation(t *testing.T) {
	m := idcard.NewTrafficMask()
	card := idcard.EncodeReply(0x90, simulator.EncodeCard(sample(), simulator.DummyPhoto())...)
	if got, want := m.Sent(idcard.EncodeRequest(idcard.ReadCard)), "AA AA AA 96 69 00 03 30 01 32"; got != want {
		t.Errorf("request shown as %q, want %q", got, want)
	}
	if got, want := m.Arrived(card[:300]), "AA AA AA 96 69 05 08 00 00 90"+strings.Repeat(" ··", 290); got != want {
		t.Errorf("half a card shown as %q, want its head and nothing else", got)
	}
	if got, want := m.Sent(idcard.EncodeRequest(idcard.SetRFBlock, 0x50)), "AA AA AA 96 69 00 04 61 FF ·· ··"; got != want {
		t.Errorf("request with data shown as %q, want %q", got, want)
	}
	if got, want := m.Arrived(idcard.EncodeReply(0x80)), "AA AA AA 96 69 00 04 00 00 80 84"; got != want {
		t.Errorf("next reply shown as %q, want %q", got, want)
	}
}

// FuzzTrafficMask: in whatever pieces bytes come, the same is shown; every byte is counted once, apart from the few that are
// held; and all that stands in clear are the heads of frames.
func FuzzTrafficMask(f *testing.F) {
	f.Add(idcard.EncodeReply(0x90, simulator.EncodeCard(sample(), nil)...), uint8(7))
	f.Add([]byte("\xAA\xAA\xAA\x96\x69\xFF\xAA\xAA\xAA\x96\x69\x00\x04\x00\x00\x80\x84"), uint8(1))
	f.Fuzz(func(t *testing.T, stream []byte, size uint8) {
		whole := strings.Fields(idcard.NewTrafficMask().Arrived(stream))
		m := idcard.NewTrafficMask()
		var pieces []string
		for _, p := range cut(stream, int(size)) {
			pieces = append(pieces, strings.Fields(m.Arrived(p))...)
		}
		if !slices.Equal(whole, pieces) {
			t.Fatalf("in pieces of %d: %q, whole: %q", size, pieces, whole)
		}
		if held := len(stream) - len(whole); held < 0 || held > 6 {
			t.Fatalf("%d bytes shown of %d", len(whole), len(stream))
		}
		for i := 0; i < len(whole); i++ {
			if whole[i] == "··" {
				continue
			}
			if !bytes.HasPrefix(stream[i:], []byte("\xAA\xAA\xAA\x96\x69")) {
				t.Fatalf("byte %d is shown and starts no frame: %q", i, whole)
			}
			length := int(stream[i+5])<<8 | int(stream[i+6])
			clear := 7 + 3
			if length == 4 {
				clear++
			}
			for k := i + clear; k < min(len(whole), i+7+length); k++ {
				if whole[k] != "··" {
					t.Fatalf("byte %d is data and shown: %q", k, whole)
				}
			}
			i += 7 + length - 1
		}
	})
}
