package alarm_test

import (
	"slices"
	"strings"
	"testing"

	"jiezhan/devices/alarm"
)

const (
	workedSurGard    = "5012 185555E10102012\x14"
	surGardHeartbeat = "1010           @    \x14"
)

// The frames of the reference, byte for byte, and what receivers of many makes send in their place.
func TestSurGardFrames(t *testing.T) {
	const help = "01/2 5555 1 101 02 C012 help keep 06"
	for name, c := range map[string]struct {
		stream string
		want   []string
	}{
		"worked example":         {"\x35\x30\x31\x32\x20\x31\x38\x35\x35\x35\x35\x45\x31\x30\x31\x30\x32\x30\x31\x32\x14", []string{help}},
		"worked heartbeat":       {"\x31\x30\x31\x30\x20\x20\x20\x20\x20\x20\x20\x20\x20\x20\x20\x40\x20\x20\x20\x20\x14", []string{"01/0  0   C test heartbeat 06"}},
		"worked SIA line":        {"S012[#5555|Nri1/BA012]\x14", []string{"01/2 5555 1 BA 1 C012 intrusion keep 06"}},
		"message type 98":        {"5012 985555E10102012\x14", []string{help}},
		"qualifier as digit":     {"5012 185555110102012\x14", []string{help}},
		"restore":                {"5012 185555R13002012\x14", []string{"01/2 5555 3 130 02 C012 intrusion keep 06"}},
		"restore as digit":       {"5012 185555313002012\x14", []string{"01/2 5555 3 130 02 C012 intrusion keep 06"}},
		"still present":          {"5012 185555P30100000\x14", []string{"01/2 5555 6 301 00 C000 trouble keep 06"}},
		"present as digit":       {"5012 185555630100000\x14", []string{"01/2 5555 6 301 00 C000 trouble keep 06"}},
		"an A is a 0":            {"5012 18A55AE10102012\x14", []string{"01/2 0550 1 101 02 C012 help keep 06"}},
		"account of letters":     {"5012 18BCDFE10102012\x14", []string{"01/2 BCDF 1 101 02 C012 help keep 06"}},
		"duress":                 {"5012 185555E12101003\x14", []string{"01/2 5555 1 121 01 U003 panic duress silent keep 06"}},
		"unknown code":           {"5012 185555E19901003\x14", []string{"01/2 5555 1 199 01 C003 unknown keep 06"}},
		"code with letters":      {"5012 185555E3B201003\x14", []string{"01/2 5555 1 3B2 01 C003 unknown keep 06"}},
		"line is a letter":       {"501Z 185555E10102012\x14", []string{"01/Z 5555 1 101 02 C012 help keep 06"}},
		"header of 4":            {"50112 185555E10102012\x14", []string{"01/12 5555 1 101 02 C012 help keep 06"}},
		"header of 5":            {"501012 185555E10102012\x14", []string{"01/012 5555 1 101 02 C012 help keep 06"}},
		"heartbeat, header of 5": {"101000           @    \x14", []string{"01/000  0   C test heartbeat 06"}},
		"heartbeat of old ones":  {"1011           @    \x14", []string{"01/1  0   C test heartbeat 06"}},
		"time behind it":         {"5012 185555E1010201208:15:30-21/11\x14", []string{"01/2 5555 1 101 02 C012 help at 0004-11-21T08:15:30Z keep 06"}},
		"leap day behind it":     {surGardHeartbeat[:20] + "08:15:30-29/02\x14", []string{"01/0  0   C test heartbeat at 0004-02-29T08:15:30Z 06"}},

		"basic alarm":           {"1012      5555 A1 12\x14", []string{"01/2 5555 1 A 1 C12 unknown keep 06"}},
		"basic, no area":        {"1012    555555 R 012\x14", []string{"01/2 555555 3 R  C012 unknown keep 06"}},
		"basic opening":         {"1012      5555 O1003\x14", []string{"01/2 5555 1 O 1 U003 openclose keep 06"}},
		"basic closing":         {"1012      5555 C1003\x14", []string{"01/2 5555 3 C 1 U003 openclose keep 06"}},
		"basic, other letter":   {"1012      5555 T1003\x14", []string{"01/2 5555 0 T 1 C003 unknown keep 06"}},
		"basic, digit, no zone": {"1012      5555 31   \x14", []string{"01/2 5555 0 3 1 C unknown keep 06"}},
		"basic, header of 5":    {"101012      5555 A1012\x14", []string{"01/012 5555 1 A 1 C012 unknown keep 06"}},
		"receiver lost a line":  {"1012      0000 A 020\x14", []string{"01/2 0000 1 A  C020 trouble keep 06"}},
		"receiver line is back": {"1012      0000 A 030\x14", []string{"01/2 0000 3 A  C030 trouble keep 06"}},
		"receiver paper is in":  {"1012      0000 R  01\x14", []string{"01/2 0000 3 R  C01 trouble keep 06"}},

		"SIA 1":                    {"3012      5555FA0012\x14", []string{"01/2 5555 1 FA  C0012 fire keep 06"}},
		"SIA 1, letters":           {"3012    ABCDEFCL   3\x14", []string{"01/2 ABCDEF 3 CL  U3 openclose keep 06"}},
		"SIA 2, two codes":         {"S012[#123456|NFA0001/TR0002]\x14", []string{"01/2 123456 1 FA  C0001 fire", "01/2 123456 3 TR  C0002 tamper keep 06"}},
		"SIA 2, old event":         {"S012[#5555|OBA012]\x14", []string{"01/2 5555 1 BA  C012 intrusion keep 06"}},
		"SIA 2, modifiers":         {"S01012[#5555|Nti08:15/id7/ri3/OP/BR9]\x14", []string{"01/012 5555 1 OP 3 U7 openclose at 0000-01-01T08:15:00Z", "01/012 5555 3 BR 3 C9 intrusion at 0000-01-01T08:15:00Z keep 06"}},
		"SIA 2, strange ones":      {"S012[#5555|Nxy9/ti1:5/ZZ1]\x14", []string{"01/2 5555 0 ZZ  C1 unknown keep 06"}},
		"SIA 2, a user, no number": {"S012[#5555|Nid15/PA]\x14", []string{"01/2 5555 1 PA  U15 panic keep 06"}},
		"SIA 2, text":              {"S012[#5555|NBA1^hall/door^/FA2|Aback yard]\x14", []string{"01/2 5555 1 BA  C1 intrusion (hall/door)", "01/2 5555 1 FA  C2 fire (back yard) keep 06"}},
		"SIA 2, text in GBK":       {"S012[#5555|NBA1^\xb4\xf3\xc3\xc5^]\x14", []string{"01/2 5555 1 BA  C1 intrusion (大门) keep 06"}},
		"SIA 2, no N":              {"S012[#5555|NA012]\x14", []string{"01/2 5555 1 NA  C012 help keep 06"}},
		"SIA 2, account in 6":      {"S012[#  5555|NBA1]\x14", []string{"01/2 5555 1 BA  C1 intrusion keep 06"}},
		"SIA 2, no account":        {"S012[|Nri1/CL501]\x14", []string{"01/2  3 CL 1 U501 openclose keep 06"}},

		"caller, then the event": {"4012  55550215551234\x14" + workedSurGard, []string{"01/2 5555 0   C log from 0215551234 keep 06", strings.Replace(help, " keep", " from 0215551234 keep", 1)}},
		"caller of zeros":        {"4012005555   5551234\x14" + workedSurGard + workedSurGard, []string{"01/2 005555 0   C log from 5551234 keep 06", strings.Replace(help, " keep", " from 5551234 keep", 1), strings.Replace(help, " keep", " from 5551234 keep", 1)}},
		"caller of another":      {"4012  55560215551234\x14" + workedSurGard, []string{"01/2 5556 0   C log from 0215551234 keep 06", help}},
		"caller, then heartbeat": {"4012  55550215551234\x14" + surGardHeartbeat + workedSurGard, []string{"01/2 5555 0   C log from 0215551234 keep 06", "01/0  0   C test heartbeat 06", help}},
		"caller, event, another": {"4012  55550215551234\x14" + workedSurGard + "5012 185556E10102012\x14" + workedSurGard, []string{"01/2 5555 0   C log from 0215551234 keep 06", strings.Replace(help, " keep", " from 0215551234 keep", 1), "01/2 5556 1 101 02 C012 help keep 06", help}},
		"caller from abroad":     {"U012  5555FFFF00862155512345\x14", []string{"01/2 5555 0   C log from 00862155512345 keep 06"}},

		"high speed":          {"8012 5555 1555 5555 9\x14", []string{"01/2  0   C unknown !unparsed keep 06"}},
		"a kind kept raw":     {"T012whatever\x14", []string{"01/2  0   C unknown !unparsed keep 06"}},
		"about the receiver":  {"0010 anything\x14", []string{"01/0  0   C trouble !unparsed keep 06"}},
		"status of receiver":  {"S01202\x14", []string{"01/2  0   C trouble !unparsed keep 06"}},
		"SIA 2, as printed":   {"S012[#5555|N BA012]\x14", []string{"01/2 5555 1 BA  C012 intrusion keep 06"}},
		"time behind a blank": {"5012 185555E10102012 08:15:30-21/11\x14", []string{"01/2 5555 1 101 02 C012 help at 0004-11-21T08:15:30Z keep 06"}},
		"basic, time, blank":  {"1012      5555 A1    08:15:30-21/11\x14", []string{"01/2 5555 1 A 1 C unknown at 0004-11-21T08:15:30Z keep 06"}},
		"other header, basic": {workedSurGard + "101002      5555 A1012\x14" + workedSurGard, []string{help, "01/002 5555 1 A 1 C012 unknown keep 06", help}},

		"only control bytes": {"\x00\r\n\x14\x14\xff\x0c\x14", nil},
		"only blanks":        {"  \x14 \x00 \x14" + workedSurGard, []string{help}},
		"line ends between":  {"\r\n" + workedSurGard + "\r\n\x00" + workedSurGard, []string{help, help}},
		"control before end": {workedSurGard[:20] + "\r\n\x14", []string{help}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.SurGard, alarm.Settings{}, c.stream, c.want)
		})
	}
}

// The wire has no check sum: whatever does not have the length and the alphabet of its layout is asked for again.
func TestSurGardGarbage(t *testing.T) {
	refused := "/  0   C unknown !format 15"
	for name, frame := range map[string]string{
		"a digit lost":                "5012 185555E1010201\x14",
		"a digit of the account lost": "5012 18555E10102012\x14",
		"a digit too many":            "5012 1855555E10102012\x14",
		"other message type":          "5012 175555E10102012\x14",
		"other qualifier":             "5012 185555X10102012\x14",
		"letter in the zone":          "5012 185555E101020B2\x14",
		"small letter":                "5012 18555bE10102012\x14",
		"no blank":                    "5012x185555E10102012\x14",
		"header too long":             "50123456 185555E10102012\x14",
		"header has a sign":           "5-12 185555E10102012\x14",
		"top bits set":                "5012 185555\xc5101020\xb12\x14",
		"text behind it":              "5012 185555E10102012xx\x14",
		"no such time":                "5012 185555E1010201225:00:00-01/01\x14",
		"basic without account":       "1012           A1012\x14",
		"basic, blank inside":         "1012    55 555 A1012\x14",
		"SIA 2 not closed":            "S012[#5555|NBA012\x14",
		"SIA 2 without code":          "S012[#5555|Nri1]\x14",
		"SIA 2, odd number":           "S012[#5555|NBA0x]\x14",
		"SIA 2, long account":         "S012[#1234567890123456789|NBA0]\x14",
		"SIA 1, odd code":             "3012      5555F10012\x14",
		"caller without number":       "4012  5555          \x14",
		"kind nobody has":             "X012 5555\x14",
		"raw kind, damaged":           "8012 55\xb555\x14",
		"first byte damaged":          "7012 185555E10102012\x14",
		"SIA 2, bracket lost":         "S012#5555|NBA012]\x14",
	} {
		t.Run(name, func(t *testing.T) {
			want := []string{refused, "/  0   C unknown !unparsed keep 06", refused}
			if got := told(decoded(t, alarm.SurGard, alarm.Settings{}, frame+frame+frame)); !slices.Equal(got, want) {
				t.Errorf("three times: got %q\nwant %q", got, want)
			}
		})
	}
}

// However much of a frame is lost, with the repeat behind it there is one event, and it is the right one.
func TestSurGardCutFrames(t *testing.T) {
	for name, frame := range map[string]string{
		"Contact ID":  workedSurGard,
		"heartbeat":   surGardHeartbeat,
		"SIA 2":       "S012[#5555|Nri1/BA012]\x14",
		"basic":       "1012      5555 A1012\x14",
		"header of 5": "501012 185555E10102012\x14",
		"caller":      "4012  55550215551234\x14",
	} {
		t.Run(name, func(t *testing.T) {
			frames := told(decoded(t, alarm.SurGard, alarm.Settings{}, frame+frame))
			for n := range len(frame) - 1 {
				for _, cut := range []string{frame[:n], frame[:n/2] + frame[:n], "~\x80" + frame[:n]} {
					if name == "basic" && cut == "10" {
						continue // with 1012 behind it, it is a whole header of 5
					}
					messages := decoded(t, alarm.SurGard, alarm.Settings{}, frame+cut+frame)
					if got := told(messages); !slices.Equal(got, frames) {
						t.Errorf("behind %q: got %q, want %q", cut, got, frames)
					}
					if raw := string(messages[1].Signals[0].Raw); raw != frame {
						t.Errorf("behind %q: raw = %q, want %q", cut, raw, frame)
					}
				}
			}
		})
	}
}

// Without a frame before it to tell the header by, the same holds.
func TestSurGardCutFirstFrame(t *testing.T) {
	for _, frame := range []string{workedSurGard, surGardHeartbeat, "S012[#5555|Nri1/BA012]\x14", "4012  55550215551234\x14"} {
		want := told(decoded(t, alarm.SurGard, alarm.Settings{}, frame))
		for n := range len(frame) - 1 {
			if got := told(decoded(t, alarm.SurGard, alarm.Settings{}, frame[:n]+frame)); !slices.Equal(got, want) {
				t.Errorf("behind %q: got %q, want %q", frame[:n], got, want)
			}
		}
	}
}

// Silence ends half a frame: what comes after it stands alone.
func TestSurGardSilence(t *testing.T) {
	d, err := alarm.NewDecoder(alarm.SurGard, alarm.Settings{})
	if err != nil {
		t.Fatal(err)
	}
	var messages []alarm.Message
	emit := func(m alarm.Message) { messages = append(messages, m) }
	d.Feed([]byte("\r\n"), emit)
	d.Pause(emit) // nothing but a line end
	d.Feed([]byte(workedSurGard[:9]), emit)
	d.Pause(emit)
	d.Pause(emit)
	d.Feed([]byte(workedSurGard[9:]+workedSurGard), emit)
	want := []string{"/  0   C unknown !cut", "/  0   C unknown !format 15", "01/2 5555 1 101 02 C012 help keep 06"}
	if got := told(messages); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestSurGardSettings(t *testing.T) {
	for name, c := range map[string]struct {
		settings alarm.Settings
		stream   string
		want     []string
	}{
		"other bytes":       {alarm.Settings{Terminator: '\r', Ack: 'a', Nak: 'n'}, "5012 185555E10102012\rX\r", []string{"01/2 5555 1 101 02 C012 help keep 61", "/  0   C unknown !format 6e"}},
		"no answers":        {alarm.Settings{NoReply: true}, workedSurGard + surGardHeartbeat + "X\x14", []string{"01/2 5555 1 101 02 C012 help keep", "01/0  0   C test heartbeat", "/  0   C unknown !unparsed keep"}},
		"accounts of 6":     {alarm.Settings{AccountLength: 6}, "5012 18005555E10102012\x14" + workedSurGard, []string{"01/2 005555 1 101 02 C012 help keep 06", "/  0   C unknown !format 15"}},
		"header of 5":       {alarm.Settings{HeaderDigits: 5}, "505051 185555E10102012\x14" + workedSurGard, []string{"05/051 5555 1 101 02 C012 help keep 06", "/  0   C unknown !format 15"}},
		"learned header":    {alarm.Settings{}, "105000           @    \x14505050 185555E10102012\x14", []string{"05/000  0   C test heartbeat 06", "05/050 5555 1 101 02 C012 help keep 06"}},
		"a maker's meaning": {alarm.Settings{Makers: map[string]alarm.Event{"134": {Category: alarm.Info}, "3393": {Category: alarm.Log}, "K": {Category: alarm.Fire}, "BA": {Category: alarm.Help}}}, "5012 185555E13402012\x145012 185555R39302012\x145012 185555E39302012\x141012      5555 K1003\x14S012[#5555|NBA1]\x14", []string{"01/2 5555 1 134 02 C012 info keep 06", "01/2 5555 3 393 02 C012 log keep 06", "01/2 5555 1 393 02 C012 trouble keep 06", "01/2 5555 0 K 1 C003 fire keep 06", "01/2 5555 1 BA  C1 help keep 06"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.SurGard, c.settings, c.stream, c.want)
		})
	}
}

// A line that never ends a frame costs no memory, and a frame behind a flood of noise is still found.
func TestSurGardFlood(t *testing.T) {
	flood := strings.Repeat("5012 18", 5000)
	messages := decoded(t, alarm.SurGard, alarm.Settings{}, flood+"\x14"+flood+workedSurGard)
	want := []string{"/  0   C unknown !format 15", "01/2 5555 1 101 02 C012 help keep 06"}
	if got := told(messages); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if n := len(messages[0].Signals[0].Raw); n > 1024 {
		t.Errorf("raw of a flood = %d bytes, want at most 1024", n)
	}
}
