package app

import (
	"bytes"
	"encoding/hex"
	"errors"
	"io"
	"os"
	"time"

	"jiezhan/app/text"
	"jiezhan/devices/alarm"
	"jiezhan/devices/idcard"
)

// decodeCommand decodes a recorded stream, without any device.
type decodeCommand struct {
	Protocol string `help:"${help_decode_protocol}" required:"" placeholder:"NAME"`
	Hex      bool   `help:"${help_decode_hex}"`
	Now      string `help:"${help_decode_now}" placeholder:"TIME"`
	Unmasked bool   `help:"${help_watch_unmasked}"`
	wireFlags
	File string `arg:"" help:"${help_decode_file}" placeholder:"FILE|-"`
}

// signalLine is a Signal as device decode and device watch print it: every key always, and reply_hex only on the last signal of a frame.
type signalLine struct {
	Account    string `json:"account"`
	Qualifier  int    `json:"qualifier"` // 1 new or opened, 3 restored or closed, 6 still present; 0 none
	Event      string `json:"event"`
	Partition  string `json:"partition"`
	Zone       string `json:"zone"`
	Category   string `json:"category"`
	ZoneOrUser string `json:"zone_or_user"` // what zone holds; "" where it holds nothing
	Receiver   string `json:"receiver"`
	Line       string `json:"line"`
	Heartbeat  bool   `json:"heartbeat"`
	Duress     bool   `json:"duress"`
	Silent     bool   `json:"silent"`
	CallerID   string `json:"caller_id"`
	Error      string `json:"error"`
	ReplyHex   string `json:"reply_hex"`
}

func signalLineOf(s alarm.Signal) signalLine {
	line := signalLine{
		Account: s.Account, Qualifier: s.Qualifier, Event: s.Event, Partition: s.Partition, Zone: s.Zone, Category: string(s.Category),
		Receiver: s.Receiver, Line: s.Line, Heartbeat: s.Heartbeat, Duress: s.Duress, Silent: s.Silent, CallerID: s.CallerID, Error: s.Error,
	}
	switch {
	case s.Zone == "":
	case s.User:
		line.ZoneOrUser = "user"
	default:
		line.ZoneOrUser = "zone"
	}
	return line
}

// Run decodes the file from its first byte to its last.
func (c decodeCommand) Run(s *session) error {
	var decode func(io.Reader) error
	if c.Protocol == idcardKind {
		print := s.lines()
		decode = func(r io.Reader) error {
			return idcard.Decode(r, idcard.DecodeOptions{Unmasked: c.Unmasked}, func(d idcard.Decoded) { print(d) })
		}
	} else {
		decoder, err := c.decoder()
		if err != nil {
			return err
		}
		decode = func(r io.Reader) error { return decodeStream(r, decoder, s.lines()) }
	}
	file, err := c.open(s)
	if err != nil {
		return err
	}
	defer file.Close()
	recording := &recording{from: file}
	var stream io.Reader = recording
	if c.Hex {
		stream = &unhex{from: recording}
	}
	switch err := decode(stream); {
	case errors.Is(err, errNoHex):
		return text.Failure(err, "decode.no_hex", c.File)
	case err != nil:
		return text.Failure(err, "decode.unreadable", c.File, rootCause(err))
	case !recording.any:
		return text.Failure(nil, "decode.empty", c.File)
	}
	return nil
}

func (c decodeCommand) open(s *session) (io.ReadCloser, error) {
	if c.File == "-" {
		return io.NopCloser(s.p.Stdin), nil
	}
	file, err := os.Open(c.File)
	if err != nil {
		return nil, text.Failure(err, "decode.unreadable", c.File, rootCause(err))
	}
	return file, nil
}

// decoder sets up the protocol so that the same recording always gives the same answers: the time is what the flag says, and what an encrypted answer is
// filled up with is no secret here.
func (c decodeCommand) decoder() (alarm.Decoder, error) {
	p, err := protocolOf(c.Protocol, idcardKind)
	if err != nil {
		return nil, err
	}
	settings, err := c.settings()
	if err != nil {
		return nil, err
	}
	if c.Now != "" {
		now, err := time.Parse(time.RFC3339, c.Now)
		if err != nil {
			return nil, text.Failure(err, "decode.now", c.Now)
		}
		settings.Now = func() time.Time { return now }
	}
	settings.DC09.HengBo = true // nothing is lost by reading it
	settings.DC09.Pad = func(b []byte) { copy(b, bytes.Repeat([]byte("A"), len(b))) }
	return alarm.NewDecoder(p, settings)
}

// decodeStream prints every signal. The end of the recording is silence.
func decodeStream(r io.Reader, d alarm.Decoder, print func(any)) error {
	emit := func(m alarm.Message) {
		for i, signal := range m.Signals {
			line := signalLineOf(signal)
			if i == len(m.Signals)-1 {
				line.ReplyHex = hex.EncodeToString(m.Reply)
			}
			print(line)
		}
	}
	buf := make([]byte, 64<<10)
	for {
		n, err := r.Read(buf)
		d.Feed(buf[:n], emit)
		if errors.Is(err, io.EOF) {
			d.Pause(emit)
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// A recording remembers whether it held anything.
type recording struct {
	from io.Reader
	any  bool
}

func (r *recording) Read(p []byte) (int, error) {
	n, err := r.from.Read(p)
	r.any = r.any || n > 0
	return n, err
}

// errNoHex is the error of text that is not bytes in hexadecimal digits.
var errNoHex = errors.New("not hexadecimal")

// unhex turns text of hexadecimal digits into bytes. Blanks, line ends, colons, commas and 0x mean nothing.
type unhex struct {
	from  io.Reader
	half  byte // the digit before, 0 = none
	ended error
}

func (u *unhex) Read(p []byte) (n int, err error) {
	if u.ended != nil {
		return 0, u.ended
	}
	raw := make([]byte, len(p))
	got, err := u.from.Read(raw)
	for _, c := range raw[:got] {
		switch {
		case bytes.IndexByte([]byte(" \t\r\n:,"), c) >= 0:
		case (c == 'x' || c == 'X') && u.half == '0':
			u.half = 0
		case u.half == 0:
			u.half = c
		default:
			if _, bad := hex.Decode(p[n:n+1], []byte{u.half, c}); bad != nil {
				return n, u.end(errNoHex)
			}
			u.half, n = 0, n+1
		}
	}
	if err != nil && errors.Is(err, io.EOF) && u.half != 0 {
		err = errNoHex
	}
	return n, u.end(err)
}

func (u *unhex) end(err error) error {
	u.ended = err
	return err
}
