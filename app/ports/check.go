package ports

import (
	"encoding/hex"
	"fmt"
	"maps"
	"net"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	wire "jiezhan/devices/alarm"
	"jiezhan/devices/serial"
)

// Wrong is one thing in a Spec that cannot be.
type Wrong struct {
	// Field is the setting by its name in the configuration, Code says why it cannot be.
	Field, Code string
	// Value is what stands there; empty for keys, which are never repeated.
	Value string
	// Device is the other device where two exclude each other.
	Device string
}

const (
	maxName    = 60
	maxID      = 64
	maxAccount = 18 // digits or hex letters of a DC-09 account
)

// check gathers what is wrong.
type check []Wrong

func (c *check) that(holds bool, field, code, value string) {
	if !holds {
		*c = append(*c, Wrong{Field: field, Code: code, Value: value})
	}
}

// Check judges one device by itself and names everything that is wrong.
func (s Spec) Check() []Wrong {
	var c check
	c.that(slices.Contains([]Kind{IDCard, Alarm, Printer}, s.Kind), "kind", "device.kind", string(s.Kind))
	if len(c) > 0 {
		return c
	}
	c.that(utf8.RuneCountInString(s.Name) <= maxName, "name", "device.name_long", s.Name)
	c.that(soundID(s.ID), "id", "device.id", s.ID)
	c.onlyItsOwn(s)
	c.connection(s)
	c.line(s)
	switch s.Kind {
	case Alarm:
		c.alarm(s)
	case Printer:
		c.that(slices.Contains([]int{0, 384, 576}, s.WidthDots), "width_dots", "device.width", strconv.Itoa(s.WidthDots))
		c.that(slices.Contains([]string{"", "gb2312", "gbk", "gb18030"}, s.Codepage), "codepage", "device.codepage", s.Codepage)
	case IDCard:
	}
	return c
}

// soundID keeps out what would break an address or a file name.
func soundID(id string) bool {
	return len(id) <= maxID && utf8.ValidString(id) && !strings.ContainsAny(id, "/?#%\\ \t\r\n")
}

// onlyItsOwn refuses settings that another kind of device has: they would do nothing here.
func (c *check) onlyItsOwn(s Spec) {
	for _, f := range []struct {
		field string
		kind  Kind
		set   bool
	}{
		{"protocol", Alarm, s.Protocol != ""},
		{"listen", Alarm, s.Listen != ""},
		{"network", Alarm, s.Network != ""},
		{"terminator", Alarm, s.Terminator != ""},
		{"ack", Alarm, s.Ack != ""},
		{"nak", Alarm, s.Nak != ""},
		{"header_byte", Alarm, s.HeaderByte != ""},
		{"no_reply", Alarm, s.NoReply},
		{"account_length", Alarm, s.AccountLength != 0},
		{"header_digits", Alarm, s.HeaderDigits != 0},
		{"heartbeat_seconds", Alarm, s.HeartbeatSeconds != 0},
		{"window_seconds", Alarm, s.WindowSeconds != 0},
		{"windows", Alarm, len(s.Windows) > 0},
		{"heng_bo", Alarm, s.HengBo},
		{"key", Alarm, s.HasKey()},
		{"makers", Alarm, len(s.Makers) > 0},
		{"address", Printer, s.Address != ""},
		{"width_dots", Printer, s.WidthDots != 0},
		{"codepage", Printer, s.Codepage != ""},
		{"cutter", Printer, s.Cutter != nil},
		{"mute", Printer, s.Mute},
	} {
		c.that(!f.set || f.kind == s.Kind, f.field, "device.not_here", "")
	}
	if s.Kind == IDCard { // its line is always 8N1
		c.that(s.DataBits == 0, "data_bits", "device.not_here", "")
		c.that(s.Parity == "", "parity", "device.not_here", "")
		c.that(s.StopBits == 0, "stop_bits", "device.not_here", "")
	}
}

// connection wants exactly one way to the device, and one that its kind has.
func (c *check) connection(s Spec) {
	ways := 0
	for _, way := range []string{s.Port, s.Listen, s.Address} {
		if way != "" {
			ways++
		}
	}
	called := s.Kind == Alarm && s.Protocol == string(wire.DC09)
	switch {
	case ways == 0 && called:
		c.that(false, "listen", "device.needed", "")
	case ways == 0:
		c.that(false, "port", "device.needed", "")
	case ways > 1 || called != (s.Listen != ""):
		c.that(false, "port", "device.connection", s.Where())
	}
	for _, a := range []struct{ field, address string }{{"listen", s.Listen}, {"address", s.Address}} {
		c.that(a.address == "" || hostPort(a.address), a.field, "device.address", a.address)
	}
	c.that(slices.Contains([]string{"", OverTCP, OverUDP, OverBoth}, s.Network), "network", "device.connection", s.Network)
}

// line judges the settings of a serial line.
func (c *check) line(s Spec) {
	c.that(s.Baud == 0 || slices.Contains(serial.Bauds(), s.Baud), "baud", "device.baud", strconv.Itoa(s.Baud))
	c.that(slices.Contains([]int{0, 7, 8}, s.DataBits), "data_bits", "device.data_bits", strconv.Itoa(s.DataBits))
	c.that(slices.Contains([]string{"", "none", "odd", "even"}, s.Parity), "parity", "device.parity", s.Parity)
	c.that(slices.Contains([]int{0, 1, 2}, s.StopBits), "stop_bits", "device.stop_bits", strconv.Itoa(s.StopBits))
}

func (c *check) alarm(s Spec) {
	c.that(slices.Contains(wire.Protocols(), wire.Protocol(s.Protocol)), "protocol", "device.protocol", s.Protocol)
	for _, b := range []struct{ field, value string }{
		{"terminator", s.Terminator}, {"ack", s.Ack}, {"nak", s.Nak}, {"header_byte", s.HeaderByte},
	} {
		_, sound := oneByte(b.value)
		c.that(sound, b.field, "device.byte", b.value)
	}
	for _, n := range []struct {
		field           string
		value, min, max int
	}{
		{"account_length", s.AccountLength, 0, maxAccount},
		{"header_digits", s.HeaderDigits, 0, 5},
		{"heartbeat_seconds", s.HeartbeatSeconds, -1, 86400},
		{"window_seconds", s.WindowSeconds, -1, 86400},
	} {
		c.that(n.value >= n.min && n.value <= n.max, n.field, "device.number", strconv.Itoa(n.value))
	}
	for _, account := range slices.Sorted(maps.Keys(s.Windows)) {
		c.that(soundAccount(account), "windows", "device.account", account)
		seconds := s.Windows[account]
		c.that(seconds >= 0 && seconds <= 86400, "windows", "device.number", strconv.Itoa(seconds))
	}
	c.that(!s.HasKey() || s.Protocol == string(wire.DC09), "key", "device.not_here", "")
	c.that(s.Key == "" || soundKey(s.Key), "key", "device.key", "")
	for _, account := range slices.Sorted(maps.Keys(s.Keys)) {
		c.that(soundAccount(account), "keys", "device.account", account)
		c.that(soundKey(s.Keys[account]), "keys", "device.key", "")
	}
	for _, code := range slices.Sorted(maps.Keys(s.Makers)) {
		category := s.Makers[code]
		_, sound := makerOf(category)
		c.that(sound && soundCode(code), "makers", "device.category", code+" = "+category)
	}
}

// oneByte reads two hex digits; nothing is 0.
func oneByte(s string) (byte, bool) {
	if s == "" {
		return 0, true
	}
	b, err := hex.DecodeString(s)
	if err != nil || len(b) != 1 {
		return 0, false
	}
	return b[0], true
}

// soundKey tells whether it is an AES key of 128, 192 or 256 bits in hex.
func soundKey(key string) bool {
	b, err := hex.DecodeString(key)
	return err == nil && slices.Contains([]int{16, 24, 32}, len(b))
}

func soundAccount(account string) bool {
	return account != "" && len(account) <= maxAccount && strings.Trim(strings.ToUpper(account), "0123456789ABCDEF") == ""
}

func soundCode(code string) bool {
	return len(code) >= 1 && len(code) <= 4 && strings.Trim(strings.ToUpper(code), "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ") == ""
}

func hostPort(s string) bool {
	_, port, err := net.SplitHostPort(s)
	if err != nil {
		return false
	}
	n, err := strconv.ParseUint(port, 10, 16)
	return err == nil && n > 0
}

// Error says in English what is wrong, for logs.
func (w Wrong) Error() string { return fmt.Sprintf("%s: %s %s", w.Field, w.Code, w.Value) }
