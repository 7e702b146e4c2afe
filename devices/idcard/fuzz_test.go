package idcard_test

import (
	"bytes"
	"reflect"
	"strings"
	"testing"
	"unicode/utf16"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// FuzzFrameReader: however the stream is cut, the reader finds what a plain search of the whole stream finds, at once and
// after silence. So a sound frame behind junk without a preamble is found, and none is found that is not there.
func FuzzFrameReader(f *testing.F) {
	f.Add([]byte{0xAA, 0xAA}, []byte{}, byte(0x90), uint8(3))
	f.Add([]byte("\xAA\xAA\xAA\x96\x69\x00\x20junk"), []byte("\xAA\xAA\xAA\x96\x69"), byte(0x80), uint8(1))
	f.Add([]byte("\xAA\xAA\xAA\x96\x69\x00\x04\x00\x00\x90\x94"), []byte{1}, byte(0x9F), uint8(64))
	f.Fuzz(func(t *testing.T, junk, data []byte, sw byte, size uint8) {
		junk, data = junk[:min(len(junk), 9000)], data[:min(len(data), 4000)]
		frame := idcard.EncodeReply(sw, data...)
		stream := append(bytes.Clone(junk), frame...)

		r := idcard.NewReplyReader()
		found := replies(r, cut(stream, int(size))...)
		if want := plainSearch(stream, false); !reflect.DeepEqual(found, want) {
			t.Fatalf("in chunks of %d: replies = %v, want %v", size, found, want)
		}
		if clean := bytes.Index(stream, frame[:5]) == len(junk); clean && len(found) != 1 {
			t.Fatalf("found %d replies behind junk without a preamble, want 1", len(found))
		}
		found = append(found, givenUp(r)...)
		if want := plainSearch(stream, true); !reflect.DeepEqual(found, want) {
			t.Fatalf("after silence: replies = %v, want %v", found, want)
		}
		if again := replies(r, frame); len(again) == 0 {
			t.Fatal("a sound frame after silence was not found")
		}
	})
}

// plainSearch is the rule of the frame without buffers: a half frame ends the search or, after silence, is junk.
func plainSearch(stream []byte, silent bool) (out []idcard.Reply) {
	for i := 0; i+7 <= len(stream); i++ {
		rest := stream[i:]
		n := int(rest[5])<<8 | int(rest[6])
		if !bytes.HasPrefix(rest, []byte("\xAA\xAA\xAA\x96\x69")) || n < 4 || n > 4096 {
			continue
		}
		if len(rest) < 7+n {
			if silent {
				continue
			}
			return out
		}
		var check byte
		for _, b := range rest[5 : 7+n] {
			check ^= b
		}
		if check == 0 {
			out = append(out, idcard.Reply{SW1: rest[7], SW2: rest[8], SW: rest[9], Data: rest[10 : 6+n]})
			i += 7 + n - 1
		}
	}
	return out
}

// cut splits b into pieces of size bytes; 0 leaves it whole.
func cut(b []byte, size int) (chunks [][]byte) {
	if size == 0 {
		return [][]byte{b}
	}
	for len(b) > 0 {
		n := min(size, len(b))
		chunks, b = append(chunks, b[:n]), b[n:]
	}
	return chunks
}

// FuzzParseCard: whatever comes, a card that parses says nothing that is not in the bytes, and encoding what it says and
// parsing that again gives the same card.
func FuzzParseCard(f *testing.F) {
	for _, c := range []idcard.Card{sample(), other(), permit(), foreign2017(), foreign2023(), flagged("Z")} {
		f.Add(simulator.EncodeCard(c, simulator.DummyPhoto()))
		f.Add(simulator.EncodeCard(c, nil))
	}
	f.Add(make([]byte, 4+256))
	f.Fuzz(func(t *testing.T, data []byte) {
		before := bytes.Clone(data)
		c, err := idcard.ParseCard(data)
		if !bytes.Equal(before, data) {
			t.Fatal("parsing changed the bytes")
		}
		if err != nil {
			if c.Kind != "" {
				t.Fatalf("card of kind %s beside the error %v", c.Kind, err)
			}
			return
		}
		if c.Kind == idcard.KindUnknown {
			if c.Name+c.Address+c.IDNumber != "" {
				t.Fatalf("unknown card fills %+v", c)
			}
			return
		}
		if strings.HasPrefix(c.IDNumber, "9") && c.Kind == idcard.KindResident {
			t.Fatalf("number %q passed as a resident card", c.IDNumber)
		}
		var photo []byte
		if c.PhotoPresent {
			photo = simulator.DummyPhoto()
		}
		again, err := idcard.ParseCard(simulator.EncodeCard(c, photo))
		if err != nil {
			t.Fatal(err)
		}
		// Lone surrogates are U+FFFD now, so that warning may go.
		if has(c, idcard.WarnText) && !has(again, idcard.WarnText) {
			c.Warnings = without(c.Warnings, idcard.WarnText)
		}
		if !sameCard(c, again) {
			t.Fatalf("card %+v\nparses again as %+v", c, again)
		}
	})
}

func has(c idcard.Card, warning string) bool {
	return len(without(c.Warnings, warning)) < len(c.Warnings)
}

func without(warnings []string, one string) (out []string) {
	for _, w := range warnings {
		if w != one {
			out = append(out, w)
		}
	}
	return out
}

// FuzzEncodeCard: any resident card whose values fit their fields comes back as it was.
func FuzzEncodeCard(f *testing.F) {
	f.Add("范示例", "范本省范本市范本路1号", "范本市公安局")
	f.Add("𠅤𫖯𬭎", "1 2", "·")
	f.Fuzz(func(t *testing.T, name, address, issuer string) {
		want := sample()
		want.Name, want.Address, want.Issuer = fit(name, 15), fit(address, 35), fit(issuer, 15)
		got, err := idcard.ParseCard(simulator.EncodeCard(want, simulator.DummyPhoto()))
		if err != nil {
			t.Fatal(err)
		}
		got.Warnings = nil // odd text is warned of; what counts here is that it survives
		if !sameCard(got, want) {
			t.Fatalf("card = %+v, want %+v", got, want)
		}
	})
}

// fit makes s a value a field of the chip can hold: whole characters, no more units than fit, no padding at the end.
func fit(s string, units int) string {
	var out []rune
	for _, r := range strings.ToValidUTF8(s, "?") {
		if units -= len(utf16.AppendRune(nil, r)); units < 0 {
			break
		}
		out = append(out, r)
	}
	return strings.TrimRight(string(out), " \x00\u3000")
}
