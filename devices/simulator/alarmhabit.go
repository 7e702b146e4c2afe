package simulator

import (
	"bytes"
	"compress/zlib"
	"encoding/base64"
	"fmt"
	"time"

	"jiezhan/devices/alarm"
)

// forEver is a number of retries that is never used up.
const forEver = -1

// A habit is how the senders on one kind of wire behave.
type habit struct {
	answered  bool          // each frame waits for an answer
	resend    time.Duration // for so long
	retries   int           // and is sent again so often
	skipAfter int           // answers NAK in a row after which a frame is given up; 0 is never
	touchy    bool          // any byte but ACK and NAK has the frame sent again
	batches   bool          // sends many frames as one when they have piled up
	beats     bool          // shows unasked that it lives
	polled    bool          // and when asked
}

func habitOf(p alarm.Protocol) habit {
	switch p {
	case alarm.SurGard, alarm.Ademco685:
		return habit{answered: true, resend: 4 * time.Second, retries: 3, beats: true}
	case alarm.Radionics6500:
		return habit{answered: true, resend: 4 * time.Second, retries: 3, beats: true, skipAfter: 3, touchy: true}
	case alarm.Conwin:
		return habit{answered: true, resend: 10 * time.Second, retries: forEver, batches: true, polled: true}
	case alarm.AlarmDecoder:
		return habit{beats: true}
	case alarm.IT100:
		return habit{polled: true}
	default:
		return habit{}
	}
}

const (
	batchFrom  = 10  // more frames than these go out as one
	batchLimit = 500 // of them at a time
)

// batch packs frames the way Conwin receivers empty a long queue: LF DLE, base64 of the zlib stream of all frames, CR.
func batch(frames [][]byte) []byte {
	var packed bytes.Buffer
	z := zlib.NewWriter(&packed)
	for _, f := range frames {
		_, _ = z.Write(f) // into memory
	}
	_ = z.Close() // as above
	out := []byte{'\n', 0x10}
	out = base64.StdEncoding.AppendEncode(out, packed.Bytes())
	return append(out, '\r')
}

// heartbeat is a sign of life, asked for or not.
func (r *AlarmReceiver) heartbeat() []byte {
	s := alarm.Signal{Heartbeat: true}
	if p := r.opts.Protocol; p == alarm.SurGard || p == alarm.Radionics6500 {
		s.Receiver, s.Line = "01", "0"
	}
	return alarm.Encode(r.opts.Protocol, s, r.opts.Settings)
}

// An IT-100 answers the commands of its host.
const (
	it100Poll   = "000"
	it100Status = "001"
)

// it100Answer is the module's answer to one line of its host, without the line's end.
func it100Answer(line []byte) []byte {
	if len(line) < 5 || !bytes.Equal(line, it100Frame(string(line[:len(line)-2]))[:len(line)]) {
		return it100Frame("501")
	}
	command := string(line[:3])
	answer := it100Frame("500" + command)
	switch command {
	case it100Poll:
		return answer
	case it100Status:
		for _, status := range []string{"6501", "803", "801"} { // ready, mains and battery well
			answer = append(answer, it100Frame(status)...)
		}
		return answer
	default:
		return append(answer, it100Frame("502021")...) // not known here
	}
}

// it100Frame adds the check sum and the end of the line.
func it100Frame(text string) []byte {
	sum := byte(0)
	for i := range len(text) {
		sum += text[i]
	}
	return fmt.Appendf(nil, "%s%02X\r\n", text, sum)
}
