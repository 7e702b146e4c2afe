package idcard_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"jiezhan/devices/idcard"
	"jiezhan/devices/simulator"
)

// decode decodes a recording.
func decode(tb testing.TB, recording []byte, unmasked bool) (out []idcard.Decoded) {
	tb.Helper()
	err := idcard.Decode(bytes.NewReader(recording), idcard.DecodeOptions{Unmasked: unmasked}, func(d idcard.Decoded) { out = append(out, d) })
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// sketch writes what was decoded in short: "ok 90", "status 81 card.select_failed", "check".
func sketch(all []idcard.Decoded) (out []string) {
	for _, d := range all {
		s := d.Outcome
		if d.SW != "" {
			s += " " + d.SW
		}
		if d.Outcome == idcard.OutcomeStatus {
			s += " " + d.Status
		}
		if d.Card != nil {
			s += " " + d.Card.Name
		}
		if d.SAMID != "" {
			s += " " + d.SAMID
		}
		out = append(out, strings.Join(slices.Concat([]string{s}, d.Addresses, d.Warnings), " "))
	}
	return out
}

func TestDecodeRecordings(t *testing.T) {
	card := idcard.EncodeReply(0x90, simulator.EncodeCard(sample(), simulator.DummyPhoto())...)
	find, found := idcard.EncodeRequest(idcard.FindCard), unhex(t, "AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97")
	none, done := unhex(t, "AA AA AA 96 69 00 04 00 00 80 84"), unhex(t, "AA AA AA 96 69 00 04 00 00 90 94")
	id := unhex(t, "AA AA AA 96 69 00 14 00 00 90 05 00 01 00 4F 05 33 01 40 E2 01 00 00 5E D0 B2 67")
	spoilt, promising, endless := bytes.Clone(card), bytes.Clone(none), bytes.Clone(none)
	spoilt[600] ^= 1
	promising[5] = 0x08
	endless[5] = 0xF0
	address := idcard.EncodeReply(0x90, addressBlock("范本省范本市新路2号", "")...)
	tests := map[string]struct {
		recording []byte
		want      []string
	}{
		"nothing":                     {nil, nil},
		"status":                      {done, []string{"ok 90"}},
		"self-test failed":            {unhex(t, "AA AA AA 96 69 00 04 00 00 60 64"), []string{"status 60 reader.self_test_failed"}},
		"module id":                   {id, []string{"ok 90 05.01-20120911-0000123456-3000000000"}},
		"found":                       {found, []string{"found 9F"}},
		"no card":                     {none, []string{"no_card 80"}},
		"selected":                    {unhex(t, "AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C"), []string{"ok 90"}},
		"select failed":               {unhex(t, "AA AA AA 96 69 00 04 00 00 81 85"), []string{"status 81 card.select_failed"}},
		"read failed":                 {unhex(t, "AA AA AA 96 69 00 04 00 00 41 45"), []string{"status 41 card.read_failed"}},
		"no additional address":       {unhex(t, "AA AA AA 96 69 00 04 00 00 91 95"), []string{"empty 91"}},
		"no public meaning":           {idcard.EncodeReply(0x50), []string{"status 50 status.unknown"}},
		"three status bytes":          {unhex(t, "AA AA AA 96 69 00 04 05 05 05 01"), []string{"status 05 status.unknown"}},
		"a card":                      {card, []string{"ok 90 范示例"}},
		"addresses":                   {address, []string{"ok 90 范本省范本市新路2号"}},
		"sections that do not add up": {idcard.EncodeReply(0x90, make([]byte, 1000)...), []string{"layout 90"}},
		"a card of an unknown flag": {
			idcard.EncodeReply(0x90, simulator.EncodeCard(flagged("Q"), nil)...), []string{"ok 90  card.unknown_type"},
		},
		"requests are not told":      {slices.Concat(find, found, idcard.EncodeRequest(idcard.SetRFBlock, 0x50), done), []string{"found 9F", "ok 90"}},
		"the request says which":     {slices.Concat(idcard.EncodeRequest(idcard.ReadSerials), idcard.EncodeReply(0x90, make([]byte, 28)...)), []string{"ok 90"}},
		"a late answer":              {slices.Concat(idcard.EncodeRequest(idcard.SelectCard), found), []string{"found 9F reply.not_of_request"}},
		"junk around":                {slices.Concat([]byte("\x00\xFF\xAA\xAA"), none, []byte("xyz"), found), []string{"no_card 80", "found 9F"}},
		"a flipped bit":              {slices.Concat(spoilt, none), []string{"check", "no_card 80"}},
		"a length that swallows":     {slices.Concat(promising, card, card), []string{"check", "ok 90 范示例", "ok 90 范示例"}},
		"a length beyond the end":    {slices.Concat(promising, found), []string{"length", "found 9F"}},
		"a length no frame has":      {slices.Concat(endless, found), []string{"length", "found 9F"}},
		"cut in the middle":          {slices.Concat(none, card[:700]), []string{"no_card 80", "length"}},
		"cut before the length ends": {slices.Concat(none, card[:6]), []string{"no_card 80", "length"}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := sketch(decode(t, tt.recording, true)); !slices.Equal(got, tt.want) {
				t.Errorf("decoded %q, want %q", got, tt.want)
			}
		})
	}
}

// addressBlock is the data of a 30 03 reply with these entries.
func addressBlock(addresses ...string) (out []byte) {
	for _, a := range addresses {
		c := sample()
		c.Address = a
		out = append(out, simulator.EncodeCard(c, nil)[4+52:4+52+70]...)
	}
	return out
}

// TestDecodeCountsPortraitAndFingerprint: the lengths are told for both headers and every number of prints.
func TestDecodeCountsPortraitAndFingerprint(t *testing.T) {
	text := simulator.EncodeCard(sample(), nil)[4:]
	for name, tt := range map[string]struct {
		head          []byte
		photo, prints int
	}{
		"30 01":                    {[]byte{1, 0, 4, 0}, 1024, 0},
		"30 01 with the long head": {[]byte{1, 0, 4, 0, 0, 0}, 1024, 0},
		"text only":                {[]byte{1, 0, 0, 0}, 0, 0},
		"30 10, one finger":        {[]byte{1, 0, 4, 0, 2, 0}, 1024, 512},
		"30 10, two fingers":       {[]byte{1, 0, 4, 0, 4, 0}, 1024, 1024},
	} {
		t.Run(name, func(t *testing.T) {
			data := slices.Concat(tt.head, text, make([]byte, tt.photo+tt.prints))
			got := decode(t, idcard.EncodeReply(0x90, data...), true)
			if len(got) != 1 || got[0].PhotoLen != tt.photo || got[0].FingerprintLen != tt.prints || got[0].DataLen != len(data) || got[0].Card == nil {
				t.Fatalf("decoded %+v, want a card with a portrait of %d and prints of %d bytes in %d", got, tt.photo, tt.prints, len(data))
			}
		})
	}
}

// TestDecodeMasks: without being asked to, nothing personal is written.
func TestDecodeMasks(t *testing.T) {
	secret := addressBlock("范本省范本市新路2号")
	recording := slices.Concat(
		idcard.EncodeReply(0x90, simulator.EncodeCard(sample(), simulator.DummyPhoto())...), idcard.EncodeReply(0x90, secret...))
	out, err := json.Marshal(decode(t, recording, false))
	if err != nil {
		t.Fatal(err)
	}
	for _, personal := range []string{"范示例", "119999198501019991", "1985-01-01", "范本路", "新路"} {
		if strings.Contains(string(out), personal) {
			t.Errorf("%s is in %s", personal, out)
		}
	}
	const want = `[{"outcome":"ok","sw":"90","status":"done","data_len":1284,"card":{"kind":"resident","name":"范*例","sex_code":"1",` +
		`"ethnic_code":"**","ethnic_name":"","birth":"1985-**-**","address":"范本省范本市********","id_number":"119*************91",` +
		`"id_number_check_ok":true,"issuer":"范本市公安局","valid_from":"2015-01-01","valid_to":null,"long_term":true,"type_flag":""},` +
		`"photo_len":1024,"fingerprint_len":0,"addresses":[],"sam_id":"","warnings":[]},` +
		`{"outcome":"ok","sw":"90","status":"done","data_len":70,"card":null,"photo_len":0,"fingerprint_len":0,` +
		`"addresses":["范本省范本市********"],"sam_id":"","warnings":[]}]`
	if string(out) != want {
		t.Errorf("decoded %s\nwant %s", out, want)
	}
}

func TestDecodeTellsAReadError(t *testing.T) {
	want := errors.New("disk")
	if err := idcard.Decode(iotest.ErrReader(want), idcard.DecodeOptions{}, func(idcard.Decoded) {}); !errors.Is(err, want) {
		t.Errorf("Decode = %v, want %v", err, want)
	}
}

// FuzzDecode: a recording decodes to the same in pieces of one byte as in one, and a sound reply behind junk is told.
func FuzzDecode(f *testing.F) {
	for _, c := range []idcard.Card{sample(), permit(), foreign2017(), foreign2023()} {
		f.Add(idcard.EncodeReply(0x90, simulator.EncodeCard(c, simulator.DummyPhoto())...))
	}
	f.Add(slices.Concat(idcard.EncodeRequest(idcard.FindCard), idcard.EncodeReply(0x9F, 0, 0, 0, 0), idcard.EncodeReply(0x90, addressBlock("新路")...)))
	f.Add([]byte("\xAA\xAA\xAA\x96\x69\x00\x04\x00\x00\x90\x95\xAA\xAA\xAA\x96\x69\xFF\xFF\xAA\xAA\xAA\x96\x69\x08\x04"))
	f.Fuzz(func(t *testing.T, recording []byte) {
		whole := decode(t, recording, true)
		var pieces []idcard.Decoded
		one := iotest.OneByteReader(bytes.NewReader(recording))
		if err := idcard.Decode(one, idcard.DecodeOptions{Unmasked: true}, func(d idcard.Decoded) { pieces = append(pieces, d) }); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(whole, pieces) {
			t.Fatalf("byte by byte %q, in one piece %q", sketch(pieces), sketch(whole))
		}
		if bytes.Contains(recording, idcard.EncodeRequest(idcard.FindCard)[:5]) {
			return // what starts in the recording may swallow what follows it
		}
		if again := sketch(decode(t, slices.Concat(recording, idcard.EncodeReply(0x81)), true)); len(again) != 1 {
			t.Fatalf("a sound reply behind junk is told as %q", again)
		}
	})
}
