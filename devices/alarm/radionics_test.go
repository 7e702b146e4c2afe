package alarm_test

import (
	"slices"
	"testing"

	"jiezhan/devices/alarm"
)

const workedRadionics = "a012 555518110102012\x14"

func TestRadionicsFrames(t *testing.T) {
	const help = "01/2 5555 1 101 02 C012 help keep 06"
	for name, c := range map[string]struct {
		stream string
		want   []string
	}{
		"worked example":     {workedRadionics, []string{help}},
		"qualifier E":        {"a012 555518E10102012\x14", []string{help}},
		"restore":            {"a012 555518313002012\x14", []string{"01/2 5555 3 130 02 C012 intrusion keep 06"}},
		"still present":      {"a01W BCDF98630100000\x14", []string{"01/W BCDF 6 301 00 C000 trouble keep 06"}},
		"armed":              {"a012 A55518340101003\x14", []string{"01/2 0555 3 401 01 U003 openclose keep 06"}},
		"header byte":        {" a012 555518110102012\x14", []string{help}},
		"link test":          {"1010           @    \x14", []string{"01/0  0   C test heartbeat 06"}},
		"SIA, account of 16": {"S012[#0123456789ABCDEF|NFA1/FT2]\x14", []string{"01/2 0123456789ABCDEF 1 FA  C1 fire", "01/2 0123456789ABCDEF 1 FT  C2 trouble keep 06"}},
		"caller":             {"e012      2155512345\x14" + workedRadionics, []string{"01/2  0   C log from 2155512345 keep 06", "01/2 5555 1 101 02 C012 help from 2155512345 keep 06"}},
		"caller, then test":  {"e010      2155512345\x14" + "1010           @    \x14a010 555518110102012\x14", []string{"01/0  0   C log from 2155512345 keep 06", "01/0  0   C test heartbeat 06", "01/0 5555 1 101 02 C012 help keep 06"}},
		"CFSK":               {"i012      55550103  \x14", []string{"01/2 5555 0   C unknown !unparsed keep 06"}},
		"CFSK, damaged":      {"i012      5 550103  \x14", []string{"01/2  0   C unknown !unparsed keep 06"}},
		"DNIS":               {"N012 8000 5551234\x14", []string{"01/2  0   C unknown !unparsed keep 06"}},
		"unknown kind":       {"z012?\x14\x20z012?\x14", []string{"01/2  0   C unknown !unparsed keep 06", "01/2  0   C unknown !unparsed keep 06"}},
		"line ends":          {"\r\n" + workedRadionics + "\x14\r\x14", []string{help}},
		"half a frame":       {"a012 5555", []string{"/  0   C unknown !cut"}},
		"a cut text":         {"S012[#5555|NBA1|AhaS012[#5555|NBA1|Ahall]\x14", []string{"01/2 5555 1 BA  C1 intrusion (hall) keep 06"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.Radionics6500, alarm.Settings{}, c.stream, c.want)
		})
	}
}

// Three NAKs in a row make the receiver skip a message, so that one is the most it ever gets.
func TestRadionicsGarbage(t *testing.T) {
	const refused, kept = "/  0   C unknown !format 15", "/  0   C unknown !unparsed keep 06"
	for name, frames := range map[string][2]string{
		"the same":         {"a012 5555\x14", "a012 5555\x14"},
		"different":        {"a012 555518X10102012\x14", "S012[#5555|N]\x14"},
		"header of noise":  {"\x80\x81\x82\x14", "a0-2 555518110102012\x14"},
		"link test, noise": {"1010           @   \x14", "?\x14"},
		"caller, letters":  {"e012      21555x2345\x14", "e012                \x14"},
	} {
		t.Run(name, func(t *testing.T) {
			stream := frames[0] + frames[1] + frames[0] + workedRadionics + frames[1]
			want := []string{refused, kept, refused, "01/2 5555 1 101 02 C012 help keep 06", refused}
			says(t, alarm.Radionics6500, alarm.Settings{}, stream, want)
		})
	}
}

func TestRadionicsCutFrames(t *testing.T) {
	for _, frame := range []string{workedRadionics, "1010           @    \x14", "S012[#5555|Nri1/BA012^hall^]\x14", "e012      2155512345\x14"} {
		want := told(decoded(t, alarm.Radionics6500, alarm.Settings{}, frame))
		for n := range len(frame) - 1 {
			for _, cut := range []string{frame[:n], frame[:n/2] + frame[:n], "~\x80" + frame[:n]} {
				if got := told(decoded(t, alarm.Radionics6500, alarm.Settings{}, cut+frame)); !slices.Equal(got, want) {
					t.Errorf("behind %q: got %q, want %q", cut, got, want)
				}
			}
		}
	}
}

func TestRadionicsSettings(t *testing.T) {
	for name, c := range map[string]struct {
		settings alarm.Settings
		stream   string
		want     []string
	}{
		"other bytes":       {alarm.Settings{Terminator: '\r', Ack: 'a', Nak: 'n'}, "a012 555518110102012\rX\r", []string{"01/2 5555 1 101 02 C012 help keep 61", "/  0   C unknown !format 6e"}},
		"no answers":        {alarm.Settings{NoReply: true}, workedRadionics + "X\x14", []string{"01/2 5555 1 101 02 C012 help keep", "/  0   C unknown !unparsed keep"}},
		"header byte":       {alarm.Settings{HeaderByte: '+'}, "+a012 555518110102012\x14+z012?\x14", []string{"01/2 5555 1 101 02 C012 help keep 06", "01/2  0   C unknown !unparsed keep 06"}},
		"header byte, high": {alarm.Settings{HeaderByte: 0xFE}, "\xfez012?\x14", []string{"01/2  0   C unknown !unparsed keep 06"}},
		"accounts of 6":     {alarm.Settings{AccountLength: 6}, "a012 00555518110102012\x14", []string{"01/2 005555 1 101 02 C012 help keep 06"}},
		"header of 5":       {alarm.Settings{HeaderDigits: 5}, "a01012 555518110102012\x14", []string{"01/012 5555 1 101 02 C012 help keep 06"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.Radionics6500, c.settings, c.stream, c.want)
		})
	}
}
