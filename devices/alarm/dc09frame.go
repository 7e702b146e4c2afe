package alarm

import (
	"strings"
	"time"
)

// The tokens of DC-09: what a frame carries, or which answer it is.
const (
	TokenContactID = "ADM-CID" // data in the form of Contact ID
	TokenSIA       = "SIA-DCS" // data in SIA letters
	TokenNull      = "NULL"    // the panel shows that it lives
	TokenHengBo    = "HENG-BO" // of Hengbo (恒博) panels, same data as ADM-CID
	TokenAck       = "ACK"     // taken
	TokenNak       = "NAK"     // set your clock and say it again
	TokenDuh       = "DUH"     // not a token we know
)

// A DC09Frame is one frame of SIA DC-09, in either direction.
type DC09Frame struct {
	Token     string
	Encrypted bool      // the token has an asterisk, Data to Time travel encrypted
	Seq       string    // four digits, echoed in the answer
	Route     string    // receiver, line and account as on the wire, "R1L0#5555"; an answer echoes them byte for byte
	Data      string    // what stands between the brackets
	Extended  string    // further blocks, brackets included, perhaps with binary bytes
	Time      time.Time // UTC, to the second; zero: none, or none that is a time
	BinarySum bool      // the CRC travels as two bytes instead of four digits

	sealed string // of an encrypted frame: what comes after the bracket
}

// Encode writes the frame. An encrypted one needs a Time and a key of 16, 24 or 32 bytes; with any other key there is no frame. Its
// pad fills bytes with anything but | [ ]; nil fills them at random.
func (f DC09Frame) Encode(key []byte, pad func([]byte)) []byte {
	content := f.Data + "]" + f.Extended
	if !f.Time.IsZero() {
		content += f.Time.UTC().Format(dc09Stamp)
	}
	star := ""
	if f.Encrypted {
		star = "*"
		if content = dc09Seal(key, "|"+content, pad); content == "" {
			return nil
		}
	}
	body := `"` + star + f.Token + `"` + f.Seq + f.Route + "[" + content
	sum := dc09CRC(0, []byte(body))
	b := make([]byte, 0, len(body)+10)
	b = append(b, '\n')
	if f.BinarySum {
		b = append(b, byte(sum>>8), byte(sum))
	} else {
		b = appendHex(b, int(sum))
	}
	b = appendHex(b, len(body))
	b = append(b, body...)
	return append(b, '\r')
}

// Open decrypts an encrypted frame that was read. It reports whether the key fits.
func (f *DC09Frame) Open(key []byte) bool {
	plain, opened := dc09Unseal(key, f.sealed)
	if !opened || !hasDC09Stamp(plain) {
		return false
	}
	_, content, found := strings.Cut(plain, "|")
	if !found {
		if f.Token != TokenNull {
			return false
		}
		content = plain[len(plain)-len(dc09Stamp):] // some panels have nothing but pad and time to say
	}
	f.split(content)
	return true
}

// split parts the content of the brackets and what follows them.
func (f *DC09Frame) split(content string) {
	if hasDC09Stamp(content) {
		n := len(content) - len(dc09Stamp)
		f.Time = dc09Time(content[n:])
		content = content[:n]
	}
	f.Data, f.Extended, _ = strings.Cut(content, "]")
}

// parseDC09 reads a frame whose sum is right. Not found: its token is not there.
func parseDC09(c dc09Cut) (f DC09Frame, found bool) {
	body := string(c.body)
	token, rest, found := strings.Cut(body[1:], `"`)
	if !found {
		return f, false
	}
	f.Token, f.Encrypted = strings.CutPrefix(token, "*")
	f.BinarySum = c.binary
	head, content, _ := strings.Cut(rest, "[")
	route := strings.TrimLeft(head, "0123456789")
	f.Seq, f.Route = head[:len(head)-len(route)], route
	if f.Encrypted {
		f.sealed = content
	} else {
		f.split(content)
	}
	return f, true
}

// parts takes the route apart. A number that is not there is "".
func (f DC09Frame) parts() (receiver, line, account string) {
	rest, account, _ := strings.Cut(f.Route, "#")
	receiver, line, _ = strings.Cut(rest, "L")
	return dc09Field(strings.TrimPrefix(receiver, "R")), dc09Field(line), dc09Field(account)
}

// dc09Field is a number as it may be shown; real ones have up to 18 digits. One that is none is "": the frame is still taken, since
// its sum is right.
func dc09Field(s string) string {
	s = strings.Trim(s, " ")
	if len(s) > 32 || !all(s, isPrintable) {
		return ""
	}
	return s
}

// A DC09Reader reads the sound frames of a stream, for the side of the panel.
type DC09Reader struct{ framer dc09Framer }

// Feed takes the next bytes of the stream and tells the frames that end in them. Encrypted ones are still to be opened.
func (r *DC09Reader) Feed(p []byte, emit func(DC09Frame)) {
	r.framer.Feed(p, func(c dc09Cut) {
		if c.body == nil {
			return
		}
		if f, found := parseDC09(c); found {
			emit(f)
		}
	})
}
