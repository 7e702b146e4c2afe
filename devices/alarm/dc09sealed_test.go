package alarm

import (
	"bytes"
	"maps"
	"testing"
	"time"
)

func TestDC09Sealed(t *testing.T) {
	seal := func(token, plain string) string {
		return frame(`"*` + token + `"0007R1L0#ABC[` + dc09Seal(exampleKey, plain, fixedPad))
	}
	const stamp = "]_08:15:30,11-21-2026"
	ack := DC09Frame{Token: TokenAck, Encrypted: true, Seq: "0007", Route: "R1L0#ABC", Time: at("08:15:31")()}.Encode(exampleKey, fixedPad)
	tests := map[string]struct {
		frame  string
		change func(*Settings)
		want   string
	}{
		"letters":             {seal("SIA-DCS", "|#ABC|NBA12"+stamp), nil, "1,0,ABC,1,BA,,12,intrusion,,, keep " + string(ack)},
		"no account inside":   {seal("SIA-DCS", "||NBA12"+stamp), nil, "1,0,ABC,1,BA,,12,intrusion,,, keep " + string(ack)},
		"and no bar":          {seal("SIA-DCS", "|NBA12"+stamp), nil, "1,0,ABC,1,BA,,12,intrusion,,, keep " + string(ack)},
		"heartbeat":           {seal("NULL", "|"+stamp), nil, "1,0,ABC,0,,,,test,,, " + string(ack)},
		"heartbeat, no bar":   {seal("NULL", stamp), nil, "1,0,ABC,0,,,,test,,, " + string(ack)},
		"heartbeat of a time": {seal("NULL", stamp[1:]), nil, "1,0,ABC,0,,,,test,,, " + string(ack)},
		"a bracket in clear":  {frame(`"*NULL"0007R1L0#ABC[` + dc09Seal(exampleKey, "|"+stamp, fixedPad) + "]"), nil, "1,0,ABC,0,,,,test,,, " + string(ack)},
		"no bar in an event":  {seal("ADM-CID", stamp), nil, "1,0,ABC,0,,,,unknown,decrypt,, "},
		"no time":             {seal("ADM-CID", "|#ABC|1110 01 002]"), nil, "1,0,ABC,0,,,,unknown,decrypt,, "},
		"an impossible time": {
			seal("ADM-CID", "|#ABC|1110 01 002]_08:15:30,13-41-2026"), nil,
			"1,0,ABC,1,110,01,002,fire,time,, " + frame(`"NAK"0000R0L0A0[]_08:15:31,11-21-2026`),
		},
		"half a block": {frame(`"*ADM-CID"0007R1L0#ABC[0011]`), nil, "1,0,ABC,0,,,,unknown,decrypt,, "},
		"no hex":       {frame(`"*ADM-CID"0007R1L0#ABC[hello]`), nil, "1,0,ABC,0,,,,unknown,decrypt,, "},
		"another key": {
			seal("ADM-CID", "|#ABC|1110 01 002"+stamp), func(s *Settings) { s.DC09.Keys["ABC"] = bytes.Repeat([]byte{9}, 32) },
			"1,0,ABC,0,,,,unknown,decrypt,, ",
		},
		"no key": {
			seal("ADM-CID", "|#ABC|1110 01 002"+stamp), func(s *Settings) { s.DC09.Keys = nil }, "1,0,ABC,0,,,,unknown,decrypt,, ",
		},
		"an account without a window": {
			seal("ADM-CID", "|#ABC|1110 01 002]_08:15:30,11-21-2001"),
			func(s *Settings) { s.DC09.Windows = map[string]Window{"ABC": {Ahead: -1, Behind: -1}} },
			"1,0,ABC,1,110,01,002,fire,,, keep " + string(ack),
		},
		"an account in small letters": {
			frame(`"*ADM-CID"0007R1L0#abc[` + dc09Seal(exampleKey, "|#ABC|1110 01 002"+stamp, fixedPad)),
			func(s *Settings) { s.DC09.Keys = map[string][]byte{"ABC": exampleKey} },
			"1,0,ABC,1,110,01,002,fire,,, keep " + string(DC09Frame{
				Token: TokenAck, Encrypted: true, Seq: "0007", Route: "R1L0#abc", Time: at("08:15:31")(),
			}.Encode(exampleKey, fixedPad)),
		},
		"a wider window": {
			seal("ADM-CID", "|#ABC|1110 01 002]_08:05:30,11-21-2026"), func(s *Settings) { s.DC09.Behind = time.Hour },
			"1,0,ABC,1,110,01,002,fire,,, keep " + string(ack),
		},
		"a token not known": {seal("XYZ", "|"+stamp), nil, "1,0,ABC,0,,,,unknown,token,, " + frame(`"DUH"0007R1L0#ABC[]`)},
		"a sender that takes no answers": {
			seal("ADM-CID", "|#ABC|1110 01 002"+stamp), func(s *Settings) { s.NoReply = true }, "1,0,ABC,1,110,01,002,fire,,, keep ",
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := exampleSettings()
			s.DC09.Keys = maps.Clone(s.DC09.Keys)
			if test.change != nil {
				test.change(&s)
			}
			messages := decodeAll(t, s, test.frame, len(test.frame))
			if len(messages) != 1 || told(messages[0]) != test.want {
				t.Errorf("got %q, want %q", tellAll(messages), test.want)
			}
		})
	}
}

func TestDC09KeySizes(t *testing.T) {
	for _, size := range []int{16, 24, 32} {
		key := bytes.Repeat([]byte{byte(size)}, size)
		s := Settings{DC09: DC09Settings{Keys: map[string][]byte{"77AA": key}}, Now: at("08:15:31")}
		sent := Signal{Protocol: DC09, Line: "0", Account: "77AA", Qualifier: New, Event: "151", Partition: "01", Zone: "002", Category: Technical}
		stream := string(encodeDC09(sent, s))
		messages := decodeAll(t, s, stream, len(stream))
		if len(messages) != 1 || !messages[0].Keep || messages[0].Signals[0].Event != "151" {
			t.Fatalf("key of %d bytes: %q", size, tellAll(messages))
		}
		var answer DC09Frame
		var reader DC09Reader
		reader.Feed(messages[0].Reply, func(f DC09Frame) { answer = f })
		if !answer.Open(key) || answer.Token != TokenAck || answer.Data != "" || !answer.Time.Equal(at("08:15:31")()) {
			t.Errorf("key of %d bytes: answer %+v", size, answer)
		}
	}
}
