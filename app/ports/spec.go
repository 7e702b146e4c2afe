package ports

// Kind is what a device is for.
type Kind string

// The kinds of device a station has.
const (
	IDCard  Kind = "idcard"  // a reader of identity cards (身份证阅读器)
	Alarm   Kind = "alarm"   // a receiver of alarms, or a port at which panels call (接警机)
	Printer Kind = "printer" // a printer of queue tickets (叫号票打印机)
)

// The ways in which a device is connected.
const (
	OverSerial = "serial"
	OverTCP    = "tcp"
	OverUDP    = "udp"
	OverBoth   = "both" // TCP and UDP at one address
)

// Spec is what a station must be told of one device to work with it, as it stands in the configuration and on the device page. A field left empty
// means the usual form of the wire. Which fields a kind has is judged by Check.
type Spec struct {
	// ID names the device in records and addresses. It never changes; ids left empty follow from kind and name.
	ID   string `toml:"id,omitempty"`
	Kind Kind   `toml:"kind,omitempty"`
	Name string `toml:"name,omitempty"`
	// Protocol is the wire of an alarm receiver, one of alarm.Protocols.
	Protocol string `toml:"protocol,omitempty"`

	// Port is the serial port, best by its stable path (/dev/serial/by-id/…, COM3).
	Port     string `toml:"port,omitempty"`
	Baud     int    `toml:"baud,omitempty"`
	DataBits int    `toml:"data_bits,omitempty"`
	// Parity is none, odd or even.
	Parity   string `toml:"parity,omitempty"`
	StopBits int    `toml:"stop_bits,omitempty"`
	// Listen is host:port at which panels call, Network whether by tcp, udp or both.
	Listen  string `toml:"listen,omitempty"`
	Network string `toml:"network,omitempty"`
	// Address is host:port of a printer in the network.
	Address string `toml:"address,omitempty"`

	// Terminator, Ack, Nak and HeaderByte are single bytes of a wire as two hex digits.
	Terminator string `toml:"terminator,omitempty"`
	Ack        string `toml:"ack,omitempty"`
	Nak        string `toml:"nak,omitempty"`
	HeaderByte string `toml:"header_byte,omitempty"`
	// NoReply says that this receiver wants no answers.
	NoReply       bool `toml:"no_reply,omitempty"`
	AccountLength int  `toml:"account_length,omitempty"`
	HeaderDigits  int  `toml:"header_digits,omitempty"`
	// HeartbeatSeconds is the period in which the receiver says that it lives; -1 says that it never does, so that its silence is no fault.
	HeartbeatSeconds int `toml:"heartbeat_seconds,omitempty"`
	// WindowSeconds is how far a DC-09 time stamp may be off, either way; -1 takes any.
	WindowSeconds int `toml:"window_seconds,omitempty"`
	// Windows are those of single accounts, in seconds; 0 takes any, for panels that run on local time.
	Windows map[string]int `toml:"windows,omitempty"`
	// HengBo takes the token HENG-BO, which some panels send (恒博).
	HengBo bool `toml:"heng_bo,omitempty"`
	// Key is the AES key of all accounts that have none in Keys, by account; hex digits. Keys never leave the station.
	Key  string            `toml:"key,omitempty"`
	Keys map[string]string `toml:"keys,omitempty"`
	// Makers gives codes the meaning that a maker has for them: 134 or 1134 = a category.
	Makers map[string]string `toml:"makers,omitempty"`

	// WidthDots is the printing width, 576 on 80 mm paper, 384 on 58 mm.
	WidthDots int `toml:"width_dots,omitempty"`
	// Codepage is the set of letters the printer's own font has: gb2312, gbk or gb18030.
	Codepage string `toml:"codepage,omitempty"`
	// Cutter says whether the printer cuts; nil means yes.
	Cutter *bool `toml:"cutter,omitempty"`
	// Mute says that the printer never answers questions; the silence of any other means that it is off.
	Mute bool `toml:"mute,omitempty"`
}

// Connection is how the device is connected.
func (s Spec) Connection() string {
	switch {
	case s.Listen != "" && s.Network == "":
		return OverTCP
	case s.Listen != "":
		return s.Network
	case s.Address != "":
		return OverTCP
	default:
		return OverSerial
	}
}

// Where is the port, or the address, at which the device is found.
func (s Spec) Where() string { return s.Port + s.Listen + s.Address }

// HasKey tells whether any key is set.
func (s Spec) HasKey() bool { return s.Key != "" || len(s.Keys) > 0 }

// Cuts tells whether the printer cuts its paper.
func (s Spec) Cuts() bool { return s.Cutter == nil || *s.Cutter }

// Plan is all devices of a station.
type Plan struct {
	Readers  []Spec `toml:"readers,omitempty"`
	Alarms   []Spec `toml:"alarms,omitempty"`
	Printers []Spec `toml:"printers,omitempty"`
	// Retired are the ids of devices that are gone. No other device gets one: records still name it.
	Retired []string `toml:"retired,omitempty"`
}
