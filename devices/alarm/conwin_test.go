package alarm_test

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"slices"
	"strings"
	"testing"

	"jiezhan/devices/alarm"
)

// gbkName is the name of the driver as a Conwin receiver sends it: 丛文网络报警 in GBK.
const gbkName = "\xB4\xD4\xCE\xC4\xCD\xF8\xC2\xE7\xB1\xA8\xBE\xAF"

// packed is a batch of whatever lines.
func packed(tb testing.TB, lines string) string {
	tb.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	if _, err := w.Write([]byte(lines)); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return "\n\x10" + base64.StdEncoding.EncodeToString(b.Bytes()) + "\r"
}

func TestConwinFrames(t *testing.T) {
	second := "\n12 00005556 18 R130 01 C003#113912345678,#22026-11-21 08:15:30,#3CN8010-1#477,\r"
	told2 := "1/2 00005556 3 130 01 C003 intrusion from 13912345678 at 2026-11-21T08:15:30+08:00 (CN8010-1 77)"
	bomb := packed(t, strings.Repeat("\n", 4<<20))
	for name, c := range map[string]struct {
		stream string
		want   []string
	}{
		"as 685":                  {worked685, []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"answer to a poll":        {"\n00 OKAY @\r", []string{"0/0  0   C test heartbeat"}},
		"appendix":                {second, []string{told2 + " keep 06"}},
		"appendix behind blank":   {"\n12 5555 18 E101 02 C012 #1139,\r", []string{"1/2 5555 1 101 02 C012 help from 139 keep 06"}},
		"appendix without time":   {"\n12 5555 18 E101 02 C012#2soon,#3" + gbkName + "\r", []string{"1/2 5555 1 101 02 C012 help (丛文网络报警) keep 06"}},
		"batch":                   {packed(t, worked685+second), []string{"1/2 5555 1 101 02 C012 help", told2 + " keep 06"}},
		"batch, part of it odd":   {packed(t, worked685+"\n12 5555 18 E10\r"+poll685+"\n12"), []string{"1/2 5555 1 101 02 C012 help", "/  0   C unknown !unparsed", "/  0   C unknown !unparsed keep 06"}},
		"batch and its repeat":    {strings.Replace(packed(t, worked685), "A", "!", 1) + packed(t, worked685), []string{"/  0   C unknown !format 15", "1/2 5555 1 101 02 C012 help keep 06"}},
		"batch of nothing":        {packed(t, poll685), []string{"/  0   C unknown !format 15"}},
		"batch of too many":       {packed(t, strings.Repeat(worked685, 501)), []string{"/  0   C unknown !format 15"}},
		"bomb":                    {bomb + bomb, []string{"/  0   C unknown !format 15", "/  0   C unknown !unparsed keep 06"}},
		"status":                  {"\n#817;00005555 " + gbkName + ";1;" + base64.StdEncoding.EncodeToString([]byte("report,ok")) + "\x0e" + worked685, []string{"/ 00005555 0   C log (丛文网络报警 report,ok) keep", "1/2 5555 1 101 02 C012 help keep 06"}},
		"status, damaged":         {"\n#817;00005555\x0e", []string{"/  0   C unknown !unparsed keep"}},
		"SO between frames":       {"\x0e" + worked685 + "\x0e", []string{"1/2 5555 1 101 02 C012 help keep 06"}},
		"half a batch":            {packed(t, worked685)[:20], []string{"/  0   C unknown !cut"}},
		"batch behind half a one": {packed(t, worked685)[:20] + packed(t, worked685), []string{"1/2 5555 1 101 02 C012 help keep 06"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.Conwin, alarm.Settings{}, c.stream, c.want)
		})
	}
}

// One ACK takes a full batch, and each of its signals keeps its own line.
func TestConwinFullBatch(t *testing.T) {
	messages := decoded(t, alarm.Conwin, alarm.Settings{}, packed(t, strings.Repeat(worked685, 500)))
	if len(messages) != 1 || len(messages[0].Signals) != 500 || string(messages[0].Reply) != ack || !messages[0].Keep {
		t.Fatalf("%d messages", len(messages))
	}
	for _, s := range messages[0].Signals {
		if string(s.Raw) != worked685 {
			t.Fatalf("raw = %q", s.Raw)
		}
	}
}

// Noise without an end takes no more than its share of memory, and the frame behind it is read.
func TestConwinNoiseWithoutEnd(t *testing.T) {
	for _, p := range []alarm.Protocol{alarm.Ademco685, alarm.Conwin} {
		got := told(inPieces(t, p, alarm.Settings{}, strings.Repeat("\n\x10 12 ", 100<<10)+worked685, 4096))
		if want := []string{"1/2 5555 1 101 02 C012 help keep 06"}; !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", p, got, want)
		}
		messages := inPieces(t, p, alarm.Settings{}, strings.Repeat("~", 300<<10)+"\r", 4096)
		if len(messages) != 1 || len(messages[0].Signals[0].Raw) > 4096 {
			t.Errorf("%s: %d messages, raw of %d bytes", p, len(messages), len(messages[0].Signals[0].Raw))
		}
	}
}
