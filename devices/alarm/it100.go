package alarm

import (
	"bytes"
	"fmt"
	"strings"
)

// it100Line is the longest line of an IT-100 that is read; the longest of the guide has 38 bytes.
const it100Line = 256

// it100Status asks the panel for everything it knows; it is the answer to a line with a wrong sum, which may have been an alarm.
const it100Status = "00191\r\n"

// it100 reads lines of a DSC IT-100: three digits of code, data, two hexadecimal digits of their sum, CR LF. No line is answered, but for one with
// a wrong sum.
type it100 struct {
	settings Settings
	lines    *framer
}

func newIT100(s Settings) Decoder {
	return &it100{settings: s, lines: newFramer(it100Line, '\r', '\n')}
}

// Feed implements Decoder.
func (d *it100) Feed(p []byte, emit func(Message)) {
	d.lines.feed(p, func(line []byte) { d.line(line, emit) })
}

// Pause implements Decoder.
func (d *it100) Pause(emit func(Message)) {
	if m, found := cut(IT100, d.lines.pause()); found {
		emit(m)
	}
}

func (d *it100) line(line []byte, emit func(Message)) {
	text := string(trimControl(line))
	if text == "" {
		return
	}
	sig := Signal{Protocol: IT100, Category: Unknown, Raw: bytes.Clone(line)}
	body, sound := it100Body(text)
	if !sound {
		sig.Error = ErrCheck
		m := Message{Signals: []Signal{sig}}
		if !d.settings.NoReply {
			m.Reply = []byte(it100Status)
		}
		emit(m)
		return
	}
	sig.Event = body[:3]
	meaning, known := it100Codes[sig.Event]
	if !known {
		meaning = it100Code{category: Unknown, fields: "m"}
	}
	switch {
	case meaning.mirror:
		return
	case meaning.answer:
		sig.Heartbeat, sig.Category = true, Test
	default:
		d.read(&sig, meaning, body[3:])
	}
	emit(Message{Signals: []Signal{sig}, Keep: !sig.Heartbeat})
}

// it100Body is a line without its sum, and whether that sum is right: the low byte of the sum of all its characters.
func it100Body(text string) (body string, sound bool) {
	if len(text) < 5 || !all(text[:3], isDigit) {
		return "", false
	}
	body = text[:len(text)-2]
	return body, strings.EqualFold(text[len(text)-2:], it100Sum(body))
}

func it100Sum(body string) string {
	var sum byte
	for i := range len(body) {
		sum += body[i]
	}
	return fmt.Sprintf("%02X", sum)
}

// read fills in what a code means. Where the data are not what belongs to the code, the code alone counts.
func (d *it100) read(sig *Signal, meaning it100Code, data string) {
	if own, found := d.settings.Makers[sig.Event]; found {
		sig.mean(own)
	} else {
		sig.Category = meaning.category
	}
	sig.Qualifier = meaning.qualifier
	if sig.Event == "620" { // somebody was made to give their code
		sig.Duress, sig.Silent = true, true
	}
	partition, number, sound := it100Fields(meaning.fields, data)
	if !sound {
		sig.Error = ErrUnparsed
		return
	}
	sig.Partition, sig.Zone = partition, number
	sig.User = sig.User || strings.ContainsRune(meaning.fields, 'u')
}

// it100Fields parts data into the partition and the number of a zone or user. What the number has no place for is the partition in front of it;
// some panels leave that out, some write it where the guide has none.
func it100Fields(fields, data string) (partition, number string, sound bool) {
	width := numberWidth(fields)
	switch {
	case fields == "m":
		return "", "", true
	case !all("0"+data, isDigit):
		return "", "", false
	case width > 0:
		if len(data) < width || len(data) > width+1 {
			return "", "", false
		}
		return data[:len(data)-width], data[len(data)-width:], true
	case fields == "":
		return "", "", len(data) <= 1
	default:
		n := min(1, len(data))
		return data[:n], "", len(data) <= len(fields)
	}
}

// numberWidth is how many digits the number among fields has; 0: there is none.
func numberWidth(fields string) int {
	switch {
	case strings.ContainsRune(fields, 'z'):
		return 3
	case strings.ContainsRune(fields, 'u'):
		return 4
	default:
		return 0
	}
}

// encodeIT100 builds the line of a signal whose event is a code of the IT-100; a heartbeat is the answer to a poll.
func encodeIT100(sig Signal, _ Settings) []byte {
	partition := sig.Partition[max(0, len(sig.Partition)-1):] // of two digits elsewhere, of one here
	body := sig.Event + partition
	fields := it100Codes[sig.Event].fields
	if sig.Zone != "" {
		body += padLeft(sig.Zone, numberWidth(fields), '0')
	}
	switch {
	case sig.Heartbeat:
		body = "500000"
	case fields == "pm":
		body = sig.Event + partition + "0"
	case fields == "m":
		body = sig.Event + strings.Repeat("0", 4)
	}
	return []byte(body + it100Sum(body) + "\r\n")
}
