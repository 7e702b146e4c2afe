package idcard_test

import (
	"bytes"
	"encoding/hex"
	"strings"
	"testing"

	"jiezhan/devices/idcard"
)

// unhex reads bytes as they are printed in protocol sheets.
func unhex(tb testing.TB, s string) []byte {
	tb.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		tb.Fatal(err)
	}
	return b
}

func TestWorkedRequests(t *testing.T) {
	tests := map[string]struct {
		command idcard.Command
		data    []byte
		want    string
	}{
		"1 reset":                    {idcard.Reset, nil, "AA AA AA 96 69 00 03 10 FF EC"},
		"2 status":                   {idcard.ModuleStatus, nil, "AA AA AA 96 69 00 03 11 FF ED"},
		"5 read id":                  {idcard.ModuleID, nil, "AA AA AA 96 69 00 03 12 FF EE"},
		"7 find":                     {idcard.FindCard, nil, "AA AA AA 96 69 00 03 20 01 22"},
		"10 select":                  {idcard.SelectCard, nil, "AA AA AA 96 69 00 03 20 02 21"},
		"13 read text and photo":     {idcard.ReadCard, nil, "AA AA AA 96 69 00 03 30 01 32"},
		"15 read with fingerprint":   {idcard.ReadFingerprint, nil, "AA AA AA 96 69 00 03 30 10 23"},
		"16 read additional address": {idcard.ReadNewAddress, nil, "AA AA AA 96 69 00 03 30 03 30"},
		"18 read IIN, SN, DN":        {idcard.ReadSerials, nil, "AA AA AA 96 69 00 03 30 05 36"},
		"19 set 9600 baud":           {idcard.SetBaud | 4, nil, "AA AA AA 96 69 00 03 60 04 67"},
		"20 set 0x50 RF bytes":       {idcard.SetRFBlock, []byte{0x50}, "AA AA AA 96 69 00 04 61 FF 50 CA"},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			want := unhex(t, tt.want)
			if got := idcard.EncodeRequest(tt.command, tt.data...); !bytes.Equal(got, want) {
				t.Errorf("frame = % X, want % X", got, want)
			}
			for body := range idcard.NewRequestReader().Frames(want) {
				q := idcard.ParseRequest(body)
				if q.Command != tt.command || !bytes.Equal(q.Data, tt.data) {
					t.Errorf("request = %04X % X, want %04X % X", q.Command, q.Data, tt.command, tt.data)
				}
				return
			}
			t.Error("no request found in the frame")
		})
	}
}

func TestWorkedReplies(t *testing.T) {
	tests := map[string]struct {
		frame string
		sw    byte
		data  string
		code  string
		class idcard.Class
	}{
		"3 ok":               {"AA AA AA 96 69 00 04 00 00 90 94", 0x90, "", "done", idcard.Done},
		"4 self-test failed": {"AA AA AA 96 69 00 04 00 00 60 64", 0x60, "", "reader.self_test_failed", idcard.Service},
		"6 id": {
			"AA AA AA 96 69 00 14 00 00 90 05 00 01 00 4F 05 33 01 40 E2 01 00 00 5E D0 B2 67", 0x90,
			"05 00 01 00 4F 05 33 01 40 E2 01 00 00 5E D0 B2", "done", idcard.Done,
		},
		"8 found":          {"AA AA AA 96 69 00 08 00 00 9F 00 00 00 00 97", 0x9F, "00 00 00 00", "card.found", idcard.Found},
		"9 no card":        {"AA AA AA 96 69 00 04 00 00 80 84", 0x80, "", "card.none", idcard.NoCard},
		"11 selected":      {"AA AA AA 96 69 00 0C 00 00 90 00 00 00 00 00 00 00 00 9C", 0x90, "00 00 00 00 00 00 00 00", "done", idcard.Done},
		"12 select failed": {"AA AA AA 96 69 00 04 00 00 81 85", 0x81, "", "card.select_failed", idcard.CardTrouble},
		"14 read failed":   {"AA AA AA 96 69 00 04 00 00 41 45", 0x41, "", "card.read_failed", idcard.CardTrouble},
		"17 none on card":  {"AA AA AA 96 69 00 04 00 00 91 95", 0x91, "", "card.item_empty", idcard.Nothing},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			frame, data := unhex(t, tt.frame), unhex(t, tt.data)
			if got := idcard.EncodeReply(tt.sw, data...); !bytes.Equal(got, frame) {
				t.Errorf("frame = % X, want % X", got, frame)
			}
			replies := replies(idcard.NewReplyReader(), frame)
			if len(replies) != 1 {
				t.Fatalf("found %d replies, want 1", len(replies))
			}
			r := replies[0]
			if r.SW != tt.sw || !bytes.Equal(r.Data, data) {
				t.Errorf("reply = %02X % X, want %02X % X", r.SW, r.Data, tt.sw, data)
			}
			if st := r.Status(); st.Code != tt.code || st.Class != tt.class {
				t.Errorf("status = %+v, want %s, class %d", st, tt.code, tt.class)
			}
		})
	}
}

// replies feeds chunks to r and copies out what it finds.
func replies(r *idcard.FrameReader, chunks ...[]byte) (out []idcard.Reply) {
	for _, chunk := range chunks {
		for body := range r.Frames(chunk) {
			out = append(out, idcard.ParseReply(bytes.Clone(body)))
		}
	}
	return out
}

func givenUp(r *idcard.FrameReader) (out []idcard.Reply) {
	for body := range r.GiveUp() {
		out = append(out, idcard.ParseReply(bytes.Clone(body)))
	}
	return out
}

func TestFrameReaderFindsRepliesInNoise(t *testing.T) {
	const ok, none = "AA AA AA 96 69 00 04 00 00 90 94", "AA AA AA 96 69 00 04 00 00 80 84"
	tests := map[string]struct {
		stream string
		want   []byte // status bytes at once
		late   []byte // status bytes found only after silence
	}{
		"nothing":                       {"", nil, nil},
		"two in a row":                  {ok + none, []byte{0x90, 0x80}, nil},
		"junk before":                   {"00 FF 96 69" + ok, []byte{0x90}, nil},
		"preamble overlapping itself":   {"AA AA" + ok, []byte{0x90}, nil},
		"preamble cut, then whole":      {"AA AA AA 96" + ok, []byte{0x90}, nil},
		"echoed request is too short":   {"AA AA AA 96 69 00 03 20 01 22" + none, []byte{0x80}, nil},
		"impossible length":             {"AA AA AA 96 69 FF FF" + ok, []byte{0x90}, nil},
		"length just above the limit":   {"AA AA AA 96 69 10 01" + ok, []byte{0x90}, nil},
		"bad check byte":                {"AA AA AA 96 69 00 04 00 00 90 95" + none, []byte{0x80}, nil},
		"false frame around a true one": {"AA AA AA 96 69 00 0B" + ok, []byte{0x90}, nil},
		"damaged length":                {"AA AA AA 96 69 08 04 00 00 80 84" + ok, nil, []byte{0x90}},
		"preamble inside a sound frame": {"AA AA AA 96 69 00 09 00 00 90 AA AA AA 96 69 CC", []byte{0x90}, nil},
		"half a frame":                  {"AA AA AA 96 69 00 04 00 00", nil, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			stream := unhex(t, tt.stream)
			for size := 1; size <= len(stream)+1; size++ {
				r := idcard.NewReplyReader()
				var chunks [][]byte
				for rest := stream; len(rest) > 0; rest = rest[min(size, len(rest)):] {
					chunks = append(chunks, rest[:min(size, len(rest))])
				}
				if got := statuses(replies(r, chunks...)); !bytes.Equal(got, tt.want) {
					t.Fatalf("in chunks of %d: replies = % X, want % X", size, got, tt.want)
				}
				if got := statuses(givenUp(r)); !bytes.Equal(got, tt.late) {
					t.Fatalf("in chunks of %d: replies after silence = % X, want % X", size, got, tt.late)
				}
				if r.Partial() {
					t.Fatalf("in chunks of %d: half a frame is held after giving up", size)
				}
			}
		})
	}
}

func statuses(replies []idcard.Reply) (sw []byte) {
	for _, r := range replies {
		sw = append(sw, r.SW)
	}
	return sw
}

func TestFrameReaderCountsWhatItRejects(t *testing.T) {
	r := idcard.NewReplyReader()
	replies(r, unhex(t, "AA AA AA 96 69 00 04 00 00 90 95 AA AA AA 96 69 00 00"))
	if checksums, lengths := r.Rejected(); checksums != 1 || lengths != 1 {
		t.Errorf("rejected = %d check bytes, %d lengths, want 1, 1", checksums, lengths)
	}
}

func TestFrameReaderTakesTheLongestFrame(t *testing.T) {
	data := bytes.Repeat([]byte{0xAA}, 4096-4)
	frame := idcard.EncodeReply(0x90, data...)
	r := idcard.NewReplyReader()
	if got := replies(r, frame, frame, append(bytes.Clone(frame), frame...)); len(got) != 4 || !bytes.Equal(got[3].Data, data) {
		t.Errorf("found %d replies, want 4 whole ones", len(got))
	}
}

func TestFrameReaderLeftEarlyGoesOn(t *testing.T) {
	r := idcard.NewReplyReader()
	stream := append(idcard.EncodeReply(0x90, 1, 2, 3), idcard.EncodeReply(0x80)...)
	var body []byte
	for b := range r.Frames(stream) {
		body = b
		break
	}
	if want := []byte{0, 0, 0x90, 1, 2, 3}; !bytes.Equal(body, want) {
		t.Errorf("body after leaving the loop = % X, want % X", body, want)
	}
	if got := statuses(replies(r, nil)); !bytes.Equal(got, []byte{0x80}) {
		t.Errorf("replies after leaving the loop = % X, want 80", got)
	}
}

func TestWipe(t *testing.T) {
	r := idcard.NewReplyReader()
	frame := idcard.EncodeReply(0x90, []byte("payload")...)
	var body []byte
	for b := range r.Frames(frame[:len(frame)-1]) {
		t.Fatalf("half a frame gave % X", b)
	}
	for b := range r.Frames(frame[len(frame)-1:]) {
		body = b
	}
	r.Wipe()
	if !bytes.Equal(body, make([]byte, len(body))) || r.Partial() {
		t.Errorf("after wiping the body is % X, want zeroes", body)
	}
}
