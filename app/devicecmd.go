package app

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"slices"
	"strings"
	"syscall"

	"jiezhan/app/text"
	"jiezhan/devices/alarm"
	"jiezhan/devices/serial"
)

// deviceCommands are for the technician who connects a device. Each prints one JSON object a line.
type deviceCommands struct {
	Decode   decodeCommand   `cmd:"" help:"${help_decode}"`
	Watch    watchCommand    `cmd:"" help:"${help_watch}"`
	Simulate simulateCommand `cmd:"" help:"${help_simulate}"`
}

// The kinds of device besides the alarm protocols.
const (
	idcardKind  = "idcard"
	alarmKind   = "alarm"
	printerKind = "printer"
)

// lineFlags set up a serial port beyond its rate.
type lineFlags struct {
	DataBits int    `help:"${help_data_bits}" default:"8"`
	Parity   string `help:"${help_parity}" default:"none" placeholder:"none|odd|even"`
	StopBits int    `help:"${help_stop_bits}" default:"1"`
}

// opener checks the settings and gives the function that opens the port. The port is open already when it returns, for the first call: one that cannot be
// opened at first is an error of the command, one that is lost later is an event.
func (f lineFlags) opener(path string, baud int) (func() (io.ReadWriteCloser, error), error) {
	s := serial.Settings{Path: path, Baud: baud, DataBits: f.DataBits, Parity: f.Parity, StopBits: f.StopBits}
	err := s.Check()
	switch {
	case errors.Is(err, serial.ErrBaud):
		return nil, text.Failure(err, "config.baud", baud)
	case err != nil:
		return nil, text.Failure(err, "device.line", f.DataBits, f.Parity, f.StopBits)
	}
	first, err := serial.OpenWith(s)
	if err != nil {
		return nil, explainPort(path, err)
	}
	return func() (io.ReadWriteCloser, error) {
		if port := first; port != nil {
			first = nil
			return port, nil
		}
		return serial.OpenWith(s)
	}, nil
}

func explainPort(path string, err error) error {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return text.Failure(err, "device.no_port", path)
	case errors.Is(err, syscall.EBUSY):
		return text.Failure(err, "device.busy", path)
	case errors.Is(err, fs.ErrPermission):
		return text.Failure(err, "device.no_permission", path)
	default:
		return text.Failure(err, "device.cannot_open", path, err)
	}
}

// wireFlags are what differs between alarm receivers of one protocol. Bytes are written as two hex digits.
type wireFlags struct {
	Terminator    string `help:"${help_terminator}" placeholder:"HEX"`
	AckByte       string `help:"${help_ack_byte}" placeholder:"HEX"`
	NakByte       string `help:"${help_nak_byte}" placeholder:"HEX"`
	HeaderByte    string `help:"${help_header_byte}" placeholder:"HEX"`
	NoReply       bool   `help:"${help_no_reply}"`
	AccountLength int    `help:"${help_account_length}" placeholder:"N"`
	HeaderDigits  int    `help:"${help_header_digits}" placeholder:"N"`
	Key           string `help:"${help_key}" placeholder:"HEX"`
}

// settings reads the flags. No flag at all is the usual form of each wire.
func (f wireFlags) settings() (alarm.Settings, error) {
	s := alarm.Settings{NoReply: f.NoReply, AccountLength: f.AccountLength, HeaderDigits: f.HeaderDigits}
	for _, one := range []struct {
		flag  string
		field *byte
	}{{f.Terminator, &s.Terminator}, {f.AckByte, &s.Ack}, {f.NakByte, &s.Nak}, {f.HeaderByte, &s.HeaderByte}} {
		b, err := hex.DecodeString(one.flag)
		if err != nil || len(b) > 1 {
			return s, text.Failure(err, "device.byte", one.flag)
		}
		if len(b) == 1 {
			*one.field = b[0]
		}
	}
	if f.AccountLength < 0 || f.AccountLength > 18 || f.HeaderDigits != 0 && (f.HeaderDigits < 2 || f.HeaderDigits > 5) {
		return s, text.Failure(nil, "device.digits", f.AccountLength, f.HeaderDigits)
	}
	if f.Key != "" {
		key, err := hex.DecodeString(f.Key)
		if err != nil || !slices.Contains([]int{16, 24, 32}, len(key)) {
			return s, text.Failure(nil, "device.key", len(f.Key))
		}
		s.DC09.Keys = map[string][]byte{"": key}
	}
	return s, nil
}

// protocolOf is the alarm protocol of that name; others are what else could have been named.
func protocolOf(name string, others ...string) (alarm.Protocol, error) {
	if p := alarm.Protocol(name); slices.Contains(alarm.Protocols(), p) {
		return p, nil
	}
	return "", text.Failure(nil, "device.protocol", name, strings.Join(append(others, protocolNames()...), ", "))
}

func protocolNames() []string {
	names := make([]string, 0, len(alarm.Protocols()))
	for _, p := range alarm.Protocols() {
		names = append(names, string(p))
	}
	return names
}

// usualBaud is the rate at which devices of a kind, or receivers of a protocol, leave the factory.
func usualBaud(kind string) int {
	switch kind {
	case idcardKind:
		return 115200
	case string(alarm.AlarmDecoder):
		return 19200
	default:
		return 9600
	}
}

// lines is what prints one JSON object a line. A line that cannot be written is dropped: there is nobody left to tell.
func (s *session) lines() func(any) {
	out := json.NewEncoder(s.p.Stdout)
	out.SetEscapeHTML(false)
	return func(line any) { _ = out.Encode(line) } // see above
}
