package alarm

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"io"
	"strings"
	"time"
)

// What Conwin receivers add to the 685 form.
const (
	batchMark  = "\n\x10" // LF DLE base64(zlib(lines)) CR
	statusMark = "#8"     // LF #8n;account name;1;base64 SO
	statusEnd  = 0x0E
)

// Bounds of a batch: a receiver packs at most 500 lines, and what unpacks to more than half a kilobyte a line is no batch.
const (
	batchSignals = 500
	batchSize    = batchSignals * 512
)

// batch reads the lines packed in body, which one ACK takes all together; none means that it is no sound batch. A line inside that makes no
// sense is kept raw: the check sum of the packing says that it was sent that way.
func (d *ademco685) batch(body []byte) (signals []Signal) {
	packed, err := base64.StdEncoding.DecodeString(string(body))
	if err != nil {
		return nil
	}
	unpacked, err := zlib.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil
	}
	lines, err := io.ReadAll(io.LimitReader(unpacked, batchSize+1))
	if err != nil || len(lines) > batchSize {
		return nil
	}
	for line := range bytes.SplitAfterSeq(lines, []byte("\r")) {
		body := trimControl(line)
		if len(body) == 0 {
			continue
		}
		found := d.frame(body, line)
		if len(found) == 0 {
			found = []Signal{{Protocol: d.protocol, Category: Unknown, Error: ErrUnparsed, Raw: bytes.Clone(line[:min(len(line), maxRaw)])}}
		}
		if !found[0].Heartbeat {
			signals = append(signals, found...)
		}
		if len(signals) > batchSignals {
			return nil
		}
	}
	return signals
}

// status reads the report about the state of one panel. The receiver sends it outside its queue and waits for no answer; an ACK would pass for that
// of the event that waits in the queue.
func (d *ademco685) status(body, raw []byte) Signal {
	sig := Signal{Protocol: d.protocol, Category: Log, Raw: bytes.Clone(raw[:min(len(raw), maxRaw)])}
	fields := bytes.SplitN(body[len(statusMark):], []byte(";"), 4)
	if len(fields) == 4 {
		account, name, _ := bytes.Cut(fields[1], []byte(" "))
		report, err := base64.StdEncoding.DecodeString(string(fields[3]))
		if err == nil && all(strings.ToUpper(string(account)), isHex) {
			sig.Account, sig.Text = strings.ToUpper(string(account)), strings.TrimSpace(readable(string(name))+" "+readable(string(report)))
			return sig
		}
	}
	sig.Category, sig.Error = Unknown, ErrUnparsed
	return sig
}

// readAppendix reads the appendix of a line, behind its first #: 1 the caller, 2 the receiver's time, 3 its model and number, 4 the number of the event.
func (d *ademco685) readAppendix(sig *Signal, appendix string) {
	for part := range strings.SplitSeq(appendix, "#") {
		if part == "" {
			continue
		}
		value := readable(strings.TrimRight(part[1:], ", "))
		switch part[0] {
		case '1':
			sig.CallerID = value
		case '2':
			sig.PanelTime = receiverTime(value)
		case '3', '4':
			sig.Text = strings.TrimSpace(sig.Text + " " + value)
		}
	}
}

// receiverTime reads a clock in China that says no zone; zero where it is written in no way we know.
func receiverTime(s string) time.Time {
	for _, layout := range []string{time.DateTime, "2006/1/2 15:04:05", "2006-1-2 15:04:05", "2006-01-02T15:04:05", "20060102150405"} {
		if t, err := time.ParseInLocation(layout, s, china()); err == nil {
			return t
		}
	}
	return time.Time{}
}

func china() *time.Location { return time.FixedZone("CST", 8*60*60) }

// encodeConwin builds the line of a signal, with an appendix of what the 685 form has no place for.
func encodeConwin(sig Signal, s Settings) []byte {
	appendix := ""
	if sig.CallerID != "" {
		appendix += "#1" + sig.CallerID + ","
	}
	if !sig.PanelTime.IsZero() {
		appendix += "#2" + sig.PanelTime.In(china()).Format(time.DateTime) + ","
	}
	if sig.Text != "" {
		appendix += "#3" + sig.Text
	}
	return encode685(sig, s, appendix)
}
