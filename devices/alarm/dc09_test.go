package alarm

import (
	"bytes"
	"encoding/hex"
	"slices"
	"strings"
	"testing"
	"time"
)

// at is the moment of the worked examples of the reference: their answers are stamped with it.
func at(clock string) func() time.Time {
	t, err := time.Parse("15:04:05", clock)
	if err != nil {
		panic(err)
	}
	t = time.Date(2026, 11, 21, t.Hour(), t.Minute(), t.Second(), 0, time.UTC)
	return func() time.Time { return t }
}

// fixedPad makes frames that can be compared.
func fixedPad(b []byte) {
	for i := range b {
		b[i] = 'A'
	}
}

var exampleKey = []byte{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15}

func exampleSettings() Settings {
	return Settings{Now: at("08:15:31"), DC09: DC09Settings{Keys: map[string][]byte{"": exampleKey}, Pad: fixedPad}}
}

// frame wraps a body that has only its text given.
func frame(body string) string {
	b := appendHex([]byte{'\n'}, int(dc09CRC(0, []byte(body))))
	return string(appendHex(b, len(body))) + body + "\r"
}

// decodeAll feeds the stream in pieces of size n and pauses at its end.
func decodeAll(t testing.TB, s Settings, stream string, n int) []Message {
	t.Helper()
	var messages []Message
	d := newDC09(s)
	for piece := range slices.Chunk([]byte(stream), n) {
		d.Feed(bytes.Clone(piece), func(m Message) { messages = append(messages, m) })
	}
	d.Pause(func(m Message) { messages = append(messages, m) })
	return messages
}

func TestDC09WorkedExamples(t *testing.T) {
	const sealed = "\nC7770076\"*ADM-CID\"0043L0#5555[D8F2E816F042195D20510126134057672E0DE4C6C3618EFA06FE675ADCC7B3B23030D859EDC352775C16B5BF1D46C008\r"
	tests := map[string]struct {
		now           string
		frame, reply  string
		account, code string
		fault         string
	}{
		"ADM-CID": {
			"08:15:31", "\n8BE3003B\"ADM-CID\"0042L0#5555[#5555|1101 02 012]_08:15:30,11-21-2026\r",
			"\n28C10012\"ACK\"0042L0#5555[]\r", "5555", "101", "",
		},
		"NULL":                  {"08:15:31", "\n12170013\"NULL\"0000L0#5555[]\r", frame(`"ACK"0000L0#5555[]`), "5555", "", ""},
		"a token not known":     {"08:15:31", frame(`"XYZ-ABC"0042L0#5555[#5555|whatever]`), "\n161F0012\"DUH\"0042L0#5555[]\r", "5555", "", ErrToken},
		"HENG-BO not taken":     {"08:15:31", frame(`"HENG-BO"0042L0#5555[#5555|1101 02 012]`), "\n161F0012\"DUH\"0042L0#5555[]\r", "5555", "", ErrToken},
		"encrypted":             {"08:15:31", sealed, "\nC9900052\"*ACK\"0043L0#5555[DD7A017850D785795AFB86DEC8E0B2F5EE8CB8FB567C4BD2EA741E4DEF2B99EE\r", "5555", "101", ""},
		"encrypted, 40 s old":   {"08:16:10", sealed, "", "5555", "101", ""},
		"encrypted, too old":    {"08:16:11", sealed, frame(`"NAK"0000R0L0A0[]_08:16:11,11-21-2026`), "5555", "101", ErrTime},
		"encrypted, 20 s ahead": {"08:15:10", sealed, "", "5555", "101", ""},
		"encrypted, too early":  {"08:15:09", sealed, frame(`"NAK"0000R0L0A0[]_08:15:09,11-21-2026`), "5555", "101", ErrTime},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := exampleSettings()
			s.Now = at(test.now)
			messages := decodeAll(t, s, test.frame, len(test.frame))
			if len(messages) != 1 || len(messages[0].Signals) != 1 {
				t.Fatalf("messages = %+v, want one with one signal", messages)
			}
			m, sig := messages[0], messages[0].Signals[0]
			if test.reply != "" && string(m.Reply) != test.reply {
				t.Errorf("reply = %q, want %q", m.Reply, test.reply)
			}
			if len(m.Reply) == 0 {
				t.Error("no reply")
			}
			if sig.Account != test.account || sig.Event != test.code || sig.Error != test.fault || string(sig.Raw) != test.frame {
				t.Errorf("signal = %+v, want account %q, event %q, error %q", sig, test.account, test.code, test.fault)
			}
			if keep := test.fault == "" && !sig.Heartbeat; m.Keep != keep {
				t.Errorf("keep = %v, want %v", m.Keep, keep)
			}
		})
	}
	nak := DC09Frame{Token: TokenNak, Seq: "0000", Route: "R0L0A0", Time: at("08:15:31")()}.Encode(nil, nil)
	if want := "\n93E80025\"NAK\"0000R0L0A0[]_08:15:31,11-21-2026\r"; string(nak) != want {
		t.Errorf("NAK = %q, want %q", nak, want)
	}
}

func TestDC09SealedAsTheExample(t *testing.T) {
	f := DC09Frame{
		Token: TokenContactID, Encrypted: true, Seq: "0043", Route: "L0#5555", Data: "#5555|1101 02 012", Time: at("08:15:30")(),
	}
	want := "\nC7770076\"*ADM-CID\"0043L0#5555[D8F2E816F042195D20510126134057672E0DE4C6C3618EFA06FE675ADCC7B3B23030D859EDC352775C16B5BF1D46C008\r"
	if got := string(f.Encode(exampleKey, fixedPad)); got != want {
		t.Errorf("frame = %q, want %q", got, want)
	}
	if got := f.Encode(exampleKey[:5], fixedPad); got != nil {
		t.Errorf("frame with half a key = %q, want none", got)
	}
}

// What a reader of messages cares about, in one line.
func told(m Message) string {
	var b strings.Builder
	for _, s := range m.Signals {
		for _, word := range []string{s.Receiver, s.Line, s.Account, string(rune('0' + s.Qualifier)), s.Event, s.Partition, s.Zone, string(s.Category), s.Error, s.Text} {
			b.WriteString(word + ",")
		}
		if s.User {
			b.WriteString("user")
		}
		b.WriteString(" ")
	}
	if m.Keep {
		b.WriteString("keep ")
	}
	return b.String() + string(m.Reply)
}

func TestDC09Frames(t *testing.T) {
	ack := func(seq, route string) string { return frame(`"ACK"` + seq + route + `[]`) }
	tests := map[string]struct{ stream, want string }{
		"receiver and line are echoed": {
			frame(`"ADM-CID"0001R12L3A#12AB[#12AB|3401 01 003]`),
			"12,3A,12AB,3,401,01,003,openclose,,,user keep " + ack("0001", "R12L3A#12AB"),
		},
		"a line without digit": {
			frame(`"SIA-DCS"0002L#1234[#1234|NBA12]`), ",,1234,1,BA,,12,intrusion,,, keep " + ack("0002", "L#1234"),
		},
		"no line at all": {
			frame(`"SIA-DCS"0002#1234[#1234|NFA12]`), ",,1234,1,FA,,12,fire,,, keep " + ack("0002", "#1234"),
		},
		"no account inside": {
			frame(`"SIA-DCS"0003L0#1234[|Nri1/CL501]`), ",0,1234,3,CL,1,501,openclose,,,user keep " + ack("0003", "L0#1234"),
		},
		"neither account nor bar inside": {
			frame(`"SIA-DCS"0003L0#1234[Nri1/CL501]`), ",0,1234,3,CL,1,501,openclose,,,user keep " + ack("0003", "L0#1234"),
		},
		"user before code": {
			frame(`"SIA-DCS"0004L0#1234[#1234|Nri2/id15/OP]`), ",0,1234,1,OP,2,15,openclose,,,user keep " + ack("0004", "L0#1234"),
		},
		"accounts in small letters": {
			frame(`"SIA-DCS"0004L0#12ab[#34cd|NBA1]`), ",0,34cd,1,BA,,1,intrusion,,, keep " + ack("0004", "L0#12ab"),
		},
		"several codes": {
			frame(`"SIA-DCS"0005L0#1234[#1234|Nri1/BA12^hall^/FA3]`),
			",0,1234,1,BA,1,12,intrusion,,hall, ,0,1234,1,FA,1,3,fire,,, keep " + ack("0005", "L0#1234"),
		},
		"text behind a bar": {
			frame(`"SIA-DCS"0006L0#1234[#1234|NPA1|AFront door]`), ",0,1234,1,PA,,1,panic,,Front door, keep " + ack("0006", "L0#1234"),
		},
		"Chinese text in GBK": {
			frame("\"SIA-DCS\"0006L0#1234[#1234|NPA1^\xb4\xf3\xc3\xc5^]"), ",0,1234,1,PA,,1,panic,,大门, keep " + ack("0006", "L0#1234"),
		},
		"the real account inside": {
			frame(`"ADM-CID"0007L0#861234567890123456[#0012AF|1120 00 001]`),
			",0,0012AF,1,120,00,001,panic,,, keep " + ack("0007", "L0#861234567890123456"),
		},
		"no blanks": {
			frame(`"ADM-CID"0008L0#1234[#1234|611001002]`), ",0,1234,6,110,01,002,fire,,, keep " + ack("0008", "L0#1234"),
		},
		"a code nobody knows": {
			frame(`"ADM-CID"0009L0#1234[#1234|1999 01 002]`), ",0,1234,1,999,01,002,unknown,,, keep " + ack("0009", "L0#1234"),
		},
		"letters nobody knows": {
			frame(`"SIA-DCS"0009L0#1234[#1234|NQZ7]`), ",0,1234,0,QZ,,7,unknown,,, keep " + ack("0009", "L0#1234"),
		},
		"data that is none": {
			frame(`"ADM-CID"0010L0#1234[#1234|hello]`), ",0,1234,0,,,,unknown,unparsed,, keep " + ack("0010", "L0#1234"),
		},
		"extra blocks": {
			frame(`"ADM-CID"0011L0#1234[#1234|1110 01 002][M001122334455][X12.5E][Y47.2N]_08:15:30,11-21-2026`),
			",0,1234,1,110,01,002,fire,,, keep " + ack("0011", "L0#1234"),
		},
		"an extra block of any bytes": {
			frame("\"ADM-CID\"0012L0#1234[#1234|1110 01 002][Z\x00\x05\r\n[]\"_\r]_08:15:30,11-21-2026"),
			",0,1234,1,110,01,002,fire,,, keep " + ack("0012", "L0#1234"),
		},
		"a time that does not exist": {
			frame(`"ADM-CID"0013L0#1234[#1234|1110 01 002]_25:00:00,02-30-2026`), ",0,1234,1,110,01,002,fire,,, keep " + ack("0013", "L0#1234"),
		},
		"a heartbeat with account": {frame(`"NULL"0000R1L0#1234[#1234|]`), "1,0,1234,0,,,,test,,, " + ack("0000", "R1L0#1234")},
		"a sum of two bytes is answered with one": {
			string(DC09Frame{Token: TokenSIA, Seq: "0015", Route: "L0#1234", Data: "#1234|NFA1", BinarySum: true}.Encode(nil, nil)),
			",0,1234,1,FA,,1,fire,,, keep " + string(DC09Frame{Token: TokenAck, Seq: "0015", Route: "L0#1234", BinarySum: true}.Encode(nil, nil)),
		},
		"an answer is not answered": {frame(`"ACK"0001L0#1234[]`), ",0,1234,0,,,,unknown,token,, "},
		"no token":                  {frame(`"ADM-CID0001`), ",,,0,,,,unknown,unparsed,, keep "},
		"the account is no text": {
			frame("\"ADM-CID\"0014L0#\x01\xff[|1110 01 002]"), ",0,,1,110,01,002,fire,,, keep " + ack("0014", "L0#\x01\xff"),
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			for _, n := range []int{1, 7, len(test.stream)} {
				messages := decodeAll(t, exampleSettings(), test.stream, n)
				if len(messages) != 1 || told(messages[0]) != test.want {
					t.Errorf("in pieces of %d:\n got %q\nwant %q", n, tellAll(messages), test.want)
				}
			}
		})
	}
}

func tellAll(messages []Message) (lines []string) {
	for _, m := range messages {
		lines = append(lines, told(m))
	}
	return lines
}

func TestDC09HengBo(t *testing.T) {
	s := exampleSettings()
	s.DC09.HengBo = true
	stream := frame("\"HENG-BO\"0042L0#13800138000[#0012AF|1709 00 098][H\x00\x04\r\n\"]]")
	messages := decodeAll(t, s, stream, 3)
	want := ",0,0012AF,1,709,00,098,panic,,, keep " + frame(`"ACK"0042L0#13800138000[]`)
	if len(messages) != 1 || told(messages[0]) != want {
		t.Errorf("got %q, want %q", tellAll(messages), want)
	}
}

// The token names the maker, who has meanings of his own; the settings of the port go before them.
func TestHengBoCodes(t *testing.T) {
	s := exampleSettings()
	s.DC09.HengBo = true
	s.Makers = map[string]Event{"1944": {Category: Info}}
	for code, want := range map[string]Category{
		"1709": Panic, "1134": Log, "1717": Log, "1946": Trouble, "3944": Trouble, "1944": Info, "1120": Panic, "1381": Trouble, "1393": Trouble,
		"1383": Tamper, "3400": OpenClose, "3456": OpenClose, "1456": OpenClose, "1400": OpenClose,
	} {
		for token, standard := range map[string]Category{TokenHengBo: want, TokenContactID: EventOf(code[1:]).Category} {
			if code == "1944" {
				standard = Info
			}
			stream := frame(`"` + token + `"0042L0#5555[#5555|` + code + ` 00 098]`)
			sig := decodeAll(t, s, stream, len(stream))[0].Signals[0]
			if sig.Category != standard || sig.Event != code[1:] || sig.Error != "" {
				t.Errorf("%s %s = %s %s %s, want %s", token, code, sig.Event, sig.Category, sig.Error, standard)
			}
		}
	}
}

// A code under a right sum is what the panel said, whatever is odd about the rest.
func TestDC09OddData(t *testing.T) {
	for data, want := range map[string]string{
		"1101 02 0012":          "1,101,02,0012,help,,,",
		"1101 2 0012":           "1,101,2,0012,help,,,",
		"1101 2 12":             "1,101,2,12,help,,,",
		"1101 02":               "1,101,02,,help,,,",
		"1101":                  "1,101,,,help,,,",
		" 1 101 02 012 ":        "1,101,02,012,help,,,",
		"1110 01 003 hall":      "1,110,01,003,fire,,hall,",
		"1110 01 003|hall":      "1,110,01,003,fire,,hall,",
		"E3B2 01 003":           "1,3B2,01,003,unknown,,,",
		"RADAR":                 "0,,,,unknown,unparsed,,",
		"Nri1MA012":             "1,MA,1,012,help,,,",
		"Nri1BA012":             "1,BA,1,012,intrusion,,,",
		"N ri1/MA012":           "1,MA,1,012,help,,,",
		"Nri1/MA 12":            "1,MA,1,12,help,,,",
		"NMA012^hall":           "1,MA,,012,help,,hall,",
		"NMA012^a|Ahall":        "1,MA,,012,help,,a hall,",
		"NMA012^a/b/FA3":        "1,MA,,012,help,,a b, ,0,5555,1,FA,,3,fire,,,",
		"NMA012^a|b^":           "1,MA,,012,help,,a b,",
		"NMA012^a]b^":           "1,MA,,012,help,,a,",
		"Nri1/BA12*'hall'NM":    "1,BA,1,12,intrusion,,*'hall'NM,",
		"Nti08:15/id7/ri1FA3 !": "1,FA,1,3,fire,,!,",
		"NQZ7 hall":             "0,QZ,,7,unknown,,hall,",
		"NHELLO":                "0,,,,unknown,unparsed,,",
		"hello":                 "0,,,,unknown,unparsed,,",
	} {
		token := TokenContactID
		if strings.HasPrefix(data, "N") {
			token = TokenSIA
		}
		stream := frame(`"` + token + `"0001L0#5555[#5555 |` + data + `]`)
		m := decodeAll(t, exampleSettings(), stream, len(stream))[0]
		want = ",0,5555," + want + " keep " + frame(`"ACK"0001L0#5555[]`)
		if got := told(m); got != want {
			t.Errorf("%s:\n got %q\nwant %q", data, got, want)
		}
	}
}

func TestDC09CRC(t *testing.T) {
	if got := dc09CRC(0, []byte("123456789")); got != 0xBB3D {
		t.Errorf("CRC = %04X, want BB3D", got)
	}
	long, _ := hex.DecodeString(strings.Repeat("00ff10a5", 9)) // it is hex
	for i := range long {
		if got, want := dc09CRC(dc09CRC(0, long[:i]), long[i:]), dc09CRC(0, long); got != want {
			t.Errorf("CRC in two parts at %d = %04X, want %04X", i, got, want)
		}
	}
}
