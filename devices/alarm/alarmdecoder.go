package alarm

import (
	"bytes"
	"strings"
)

// adLine is the longest line of an AlarmDecoder that is read; keypad lines have about 90 bytes.
const adLine = 512

// adMark begins a line of the long-range radio (LRR), the only ones that tell events.
const adMark = "!LRR:"

// alarmDecoder reads what an AlarmDecoder (AD2SERIAL, AD2USB) hears of a panel's messages to its long-range radio:
//
//	!LRR:ddd,p,EVENT             older firmware, events by name
//	!LRR:ddd,p,CID_Qxyz,rr       newer firmware, events by Contact ID
//
// ddd is the zone or user, p the partition (0 all of them), rr replaces the last two digits of the code unless it is 00 or ff. All other lines
// (keypad, expanders, wireless, settings) tell states and are left out. No line is answered, none carries a sum.
type alarmDecoder struct {
	settings Settings
	lines    *framer
}

func newAlarmDecoder(s Settings) Decoder {
	return &alarmDecoder{settings: s, lines: newFramer(adLine, '\r', '\n')}
}

// Feed implements Decoder.
func (d *alarmDecoder) Feed(p []byte, emit func(Message)) {
	d.lines.feed(p, func(line []byte) {
		if start := bytes.LastIndex(line, []byte(adMark)); start >= 0 {
			emit(Message{Signals: []Signal{d.read(line[start:])}, Keep: true})
		}
	})
}

// Pause implements Decoder. Half a line of another kind is no more news than a whole one.
func (d *alarmDecoder) Pause(emit func(Message)) {
	half := d.lines.pause()
	if start := bytes.LastIndex(half, []byte(adMark)); start >= 0 {
		m, _ := cut(AlarmDecoder, half[start:])
		emit(m)
	}
}

func (d *alarmDecoder) read(line []byte) Signal {
	sig := Signal{Protocol: AlarmDecoder, Category: Unknown, Raw: bytes.Clone(line)}
	fields := strings.Split(string(trimControl(line[len(adMark):])), ",")
	if len(fields) < 3 || !all(fields[0], isHex) || !all(fields[1], isHex) || !d.event(&sig, fields[2:]) {
		sig = Signal{Protocol: AlarmDecoder, Category: Unknown, Error: ErrUnparsed, Raw: sig.Raw}
		return sig
	}
	sig.Zone, sig.Partition = fields[0], fields[1]
	return sig
}

// event reads the name of an event, or its code and report code.
func (d *alarmDecoder) event(sig *Signal, fields []string) (sound bool) {
	prefix, code, coded := strings.Cut(fields[0], "_")
	if !coded || len(code) != 4 || strings.IndexByte("136", code[0]) < 0 {
		event, known := adEvents[fields[0]]
		sig.Text = fields[0]
		if known {
			sig.Qualifier, sig.Event = int(event[0]-'0'), event[1:]
			d.settings.classify(sig)
		}
		return all(strings.ReplaceAll(fields[0], "_", ""), isDigitOrUpper)
	}
	sig.Qualifier, sig.Event = int(code[0]-'0'), strings.ToUpper(code[1:])
	if len(fields) > 1 && len(fields[1]) == 2 && fields[1] != "00" && !strings.EqualFold(fields[1], "ff") {
		sig.Event = sig.Event[:1] + strings.ToUpper(fields[1])
	}
	if !all(sig.Event, isHex) {
		return false
	}
	if prefix != "CID" { // numbers of a maker's own, which mean something else in Contact ID
		sig.Text = prefix
		return all(prefix, isDigitOrUpper)
	}
	d.settings.classify(sig)
	return true
}

// adEvents gives the names of older firmware their qualifier and Contact ID code. ALARM_TRIPPED and RESTORE do not say what kind of zone it was.
var adEvents = map[string]string{
	"ALARM_FIRE": "1110", "ALARM_PANIC": "1120", "ALARM_SILENT": "1122", "ALARM_AUDIBLE": "1123",
	"ALARM_PERIMETER": "1131", "ALARM_ENTRY": "1134", "ALARM_TRIPPED": "1140", "ALARM_AUX": "1150", "RESTORE": "3140",
	"ACLOSS": "1301", "AC_RESTORE": "3301", "LOWBAT": "1302", "LOWBAT_RESTORE": "3302", "RFLOWBAT": "1384", "RFLOWBAT_RESTORE": "3384",
	"TROUBLE": "1380", "TROUBLE_RESTORE": "3380", "ALARM_EXIT_ERROR": "1374",
	"OPEN": "1401", "ARM_AWAY": "3401", "ARM_STAY": "3441", "CANCEL": "1406",
	"BYPASS": "1570", "BYPASS_RESTORE": "3570", "TEST_CALL": "1602", "TEST_RESTORE": "3607",
}

// encodeAlarmDecoder builds the line of a signal with a Contact ID code. The wire has neither accounts nor heartbeats: of a heartbeat it is the line of
// a keypad at rest.
func encodeAlarmDecoder(sig Signal, _ Settings) []byte {
	if sig.Heartbeat {
		return []byte("[10000001000000003A--],008,[f70000051003000028020000000000],\"  DISARMED      READY TO ARM  \"\r\n")
	}
	return []byte(adMark + padLeft(sig.Zone, 3, '0') + "," + padLeft(sig.Partition, 1, '0') + ",CID_" + contactIDText(sig, "136")[:4] + ",ff\r\n")
}
