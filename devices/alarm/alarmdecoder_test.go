package alarm_test

import (
	"testing"

	"jiezhan/devices/alarm"
)

func TestAlarmDecoderLines(t *testing.T) {
	keypad := "[10000001000000003A--],008,[f70600ef1008001c08020000000000],\"****DISARMED****  READY TO ARM  \"\r\n"
	for name, c := range map[string]struct {
		stream string
		want   []string
	}{
		"armed by a user":      {"!LRR:012,1,CID_3441,ff\r\n", []string{"/  3 441 1 U012 openclose keep"}},
		"report code":          {"!LRR:012,1,CID_1130,31\r\n", []string{"/  1 131 1 C012 intrusion keep"}},
		"report code 00":       {"!LRR:012,1,CID_1130,00\r\n", []string{"/  1 130 1 C012 intrusion keep"}},
		"report code FF":       {"!LRR:012,1,CID_1130,FF\r\n", []string{"/  1 130 1 C012 intrusion keep"}},
		"panic":                {"!LRR:099,0,CID_1123,ff\r\n", []string{"/  1 123 0 C099 panic keep"}},
		"restored":             {"!LRR:007,2,CID_3110,ff\r\n", []string{"/  3 110 2 C007 fire keep"}},
		"unknown code":         {"!LRR:008,1,CID_3998,ff\r\n", []string{"/  3 998 1 C008 unknown keep"}},
		"older: armed":         {"!LRR:012,1,ARM_STAY\r\n!LRR:012,1,ARM_AWAY\r\n", []string{"/  3 441 1 U012 openclose (ARM_STAY) keep", "/  3 401 1 U012 openclose (ARM_AWAY) keep"}},
		"older: opened":        {"!LRR:012,1,OPEN\r\n", []string{"/  1 401 1 U012 openclose (OPEN) keep"}},
		"older: panic":         {"!LRR:012,1,ALARM_PANIC\r\n", []string{"/  1 120 1 C012 panic (ALARM_PANIC) keep"}},
		"older: bypass":        {"!LRR:003,1,BYPASS\r\n", []string{"/  1 570 1 C003 bypass (BYPASS) keep"}},
		"older: mains":         {"!LRR:000,1,ACLOSS\r\n", []string{"/  1 301 1 C000 trouble (ACLOSS) keep"}},
		"older: battery":       {"!LRR:000,1,LOWBAT\r\n", []string{"/  1 302 1 C000 trouble (LOWBAT) keep"}},
		"older: test":          {"!LRR:000,1,TEST_CALL\r\n", []string{"/  1 602 1 C000 test (TEST_CALL) keep"}},
		"older: cancelled":     {"!LRR:012,1,CANCEL\r\n", []string{"/  1 406 1 U012 openclose (CANCEL) keep"}},
		"older: restored":      {"!LRR:003,1,RESTORE\r\n", []string{"/  3 140 1 C003 intrusion (RESTORE) keep"}},
		"older: trouble":       {"!LRR:003,1,TROUBLE\r\n", []string{"/  1 380 1 C003 trouble (TROUBLE) keep"}},
		"older: unknown":       {"!LRR:003,1,WHATEVER\r\n", []string{"/  0  1 C003 unknown (WHATEVER) keep"}},
		"a maker's own number": {"!LRR:003,1,DSC_104c,ff\r\n", []string{"/  1 04C 1 C003 unknown (DSC) keep"}},
		"no event":             {"!LRR:003,1\r\n!LRR:x,1,OPEN\r\n", []string{"/  0   C unknown !unparsed keep", "/  0   C unknown !unparsed keep"}},
		"other lines":          {keypad + "!RFX:0180036,80\r\n!EXP:07,01,01\r\n!REL:12,01,00\r\n!Ready\r\n\r\n", nil},
		"behind half a line":   {keypad[:40] + "!LRR:012,1,OPEN\r\n", []string{"/  1 401 1 U012 openclose (OPEN) keep"}},
		"half a line":          {"!LRR:012,1", []string{"/  0   C unknown !cut"}},
		"half a keypad line":   {keypad[:40], nil},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.AlarmDecoder, alarm.Settings{}, c.stream, c.want)
		})
	}
}
