package api

import "net/http"

// Device is one device at this station's ports (外接设备) and how it does. It holds no key and nothing of what the device sent.
type Device struct {
	ID         string         `json:"id"`
	Kind       string         `json:"kind" enum:"idcard,alarm,printer"`
	Name       string         `json:"name"`
	Protocol   string         `json:"protocol,omitempty" doc:"The wire of an alarm receiver"`
	Connection string         `json:"connection" enum:"serial,tcp,udp,both"`
	Port       string         `json:"port" doc:"Serial port by its stable path, host:port of a printer, or the address listened at"`
	Settings   DeviceSettings `json:"settings"`
	HasKey     bool           `json:"has_key" doc:"A key is set; keys are never shown"`
	State      string         `json:"state" enum:"starting,ready,fault,off"`
	Fault      string         `json:"fault" doc:"A code; empty unless state is fault"`
	Detail     string         `json:"detail,omitempty" doc:"parity: the bytes make sense without their highest bit, so data bits and parity of the port are set wrong"`
	Since      string         `json:"since" format:"date-time"`
	LastAt     string         `json:"last_at,omitempty" format:"date-time"`
	Last       *DeviceLast    `json:"last,omitempty"`
	Counters   DeviceCounters `json:"counters"`
	Reader     *DeviceReader  `json:"reader,omitempty"`
	Printer    *DevicePrinter `json:"printer,omitempty"`
}

// DeviceSettings are the settings of a wire; what is empty or 0 is as usual there.
type DeviceSettings struct {
	Baud             int               `json:"baud,omitempty" enum:"0,1200,2400,4800,9600,19200,38400,57600,115200"`
	DataBits         int               `json:"data_bits,omitempty" enum:"0,7,8"`
	Parity           string            `json:"parity,omitempty" enum:",none,odd,even"`
	StopBits         int               `json:"stop_bits,omitempty" enum:"0,1,2"`
	Terminator       string            `json:"terminator,omitempty" maxLength:"2" doc:"One byte as two hex digits, as ack, nak and header_byte"`
	Ack              string            `json:"ack,omitempty" maxLength:"2"`
	Nak              string            `json:"nak,omitempty" maxLength:"2"`
	HeaderByte       string            `json:"header_byte,omitempty" maxLength:"2"`
	NoReply          bool              `json:"no_reply,omitempty"`
	AccountLength    int               `json:"account_length,omitempty"`
	HeaderDigits     int               `json:"header_digits,omitempty"`
	HeartbeatSeconds int               `json:"heartbeat_seconds,omitempty"`
	WindowSeconds    int               `json:"window_seconds,omitempty" doc:"How far a DC-09 time stamp may be off; -1 takes any"`
	Windows          map[string]int    `json:"windows,omitempty" doc:"That of single accounts, in seconds; 0 takes any"`
	HengBo           bool              `json:"heng_bo,omitempty"`
	Makers           map[string]string `json:"makers,omitempty" doc:"A category for a code where the maker means something else by it"`
	WidthDots        int               `json:"width_dots,omitempty" enum:"0,384,576"`
	Codepage         string            `json:"codepage,omitempty" enum:",gb2312,gbk,gb18030"`
	NoCutter         bool              `json:"no_cutter,omitempty"`
	Mute             bool              `json:"mute,omitempty" doc:"The printer never answers questions; the silence of any other means that it is off"`
}

// DeviceLast is what a device did last.
type DeviceLast struct {
	What   string `json:"what" enum:"heartbeat,stored,not_stored,answered,garbage,opened,closed,card,printed"`
	TookMS int64  `json:"took_ms"`
}

// DeviceCounters count what a device did since the station started.
type DeviceCounters struct {
	BytesIn    int64 `json:"bytes_in"`
	BytesOut   int64 `json:"bytes_out"`
	Messages   int64 `json:"messages"`
	Stored     int64 `json:"stored" doc:"Signals that were durable before they were answered"`
	NotStored  int64 `json:"not_stored" doc:"Signals that could not be kept and got no answer"`
	Garbage    int64 `json:"garbage"`
	Heartbeats int64 `json:"heartbeats"`
	Reopened   int64 `json:"reopened"`
	CardsRead  int64 `json:"cards_read"`
	Printed    int64 `json:"printed"`
}

// DeviceReader is what a card reader tells of itself.
type DeviceReader struct {
	SAMID string `json:"sam_id"`
	Baud  int    `json:"baud"`
}

// DevicePrinter is what a printer tells of itself.
type DevicePrinter struct {
	Paper  string `json:"paper" enum:"ok,near_end,out,unknown"`
	Cover  string `json:"cover" enum:"closed,open,unknown"`
	Online bool   `json:"online"`
	Job    string `json:"job" doc:"What it is printing; empty for nothing"`
}

// DeviceList is every device of this station.
type DeviceList struct {
	Source  string        `json:"source" enum:"file,screen" doc:"Whether the devices stand in the configuration file or were set on the screen"`
	Problem *FieldProblem `json:"problem,omitempty" doc:"Why the devices set on the screen cannot be read; those of the file are at work instead"`
	Devices []Device      `json:"devices"`
}

// DeviceForm is what the screen sets of a device.
type DeviceForm struct {
	Kind       string            `json:"kind" enum:"idcard,alarm,printer"`
	Name       string            `json:"name" maxLength:"60"`
	Protocol   string            `json:"protocol,omitempty" maxLength:"20"`
	Connection string            `json:"connection" enum:"serial,tcp,udp,both"`
	Port       string            `json:"port" maxLength:"260"`
	Settings   DeviceSettings    `json:"settings"`
	Keys       map[string]string `json:"keys,omitempty" doc:"AES keys in hex by account, that of all others by the empty account. Left out: the keys stay; empty: none any more"`
}

// DevicePort is one serial port this machine has.
type DevicePort struct {
	Path        string `json:"path" doc:"The stable path"`
	Device      string `json:"device"`
	Description string `json:"description"`
	UsedBy      string `json:"used_by" doc:"Id of the device that is set up at it"`
}

// DevicePorts are the serial ports there are.
type DevicePorts struct {
	Ports []DevicePort `json:"ports"`
}

// DeviceTraffic is what went over a device's wire. Card data is masked before it gets here.
type DeviceTraffic struct {
	Chunks  []DeviceChunk `json:"chunks"`
	Next    uint64        `json:"next" doc:"Ask for what comes after this"`
	Dropped bool          `json:"dropped" doc:"Pieces between after and the first chunk are not kept any more"`
}

// DeviceChunk is one piece of the bytes on a wire.
type DeviceChunk struct {
	Seq       uint64 `json:"seq"`
	At        string `json:"at" format:"date-time"`
	Direction string `json:"direction" enum:"in,out"`
	Hex       string `json:"hex"`
	Text      string `json:"text"`
	Masked    bool   `json:"masked"`
	From      string `json:"from,omitempty" doc:"The far end where several call at one port"`
}

// DeviceProbe is the rate at which a card reader answers.
type DeviceProbe struct {
	Baud int `json:"baud"`
}

// DeviceTest is how a test ticket came out.
type DeviceTest struct {
	Outcome string `json:"outcome" enum:"printed,parted,sent,unsure" doc:"sent: the printer took it and answers nothing; parted: perhaps in two pieces"`
}

// DeviceState is the data of the device event: how a device does at the moment.
type DeviceState struct {
	ID    string `json:"id"`
	State string `json:"state" enum:"starting,ready,fault,off"`
	Fault string `json:"fault"`
}

type trafficQuery struct {
	ID    string `path:"id" maxLength:"64"`
	After uint64 `query:"after"`
}

func (a *API) deviceRoutes() {
	const path, see, manage = "/api/v1/devices", "device.read", "device.manage"
	answer(a, route{method: http.MethodGet, path: path, id: "devices", need: see}, a.listDevices)
	answer(a, route{method: http.MethodGet, path: "/api/v1/serial-ports", id: "serial-ports", need: manage}, a.listPorts)
	answer(a, route{method: http.MethodPost, path: path, id: "add-device", need: manage, status: http.StatusCreated}, a.addDevice)
	answer(a, route{method: http.MethodPut, path: path + "/{id}", id: "change-device", need: manage}, a.changeDevice)
	perform(a, route{method: http.MethodDelete, path: path + "/{id}", id: "remove-device", need: manage}, a.removeDevice)
	answer(a, route{method: http.MethodGet, path: path + "/{id}/traffic", id: "device-traffic", need: see}, a.readTraffic)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/probe", id: "probe-device", need: manage}, a.probeDevice)
	answer(a, route{method: http.MethodPost, path: path + "/{id}/test-ticket", id: "print-test-ticket", need: manage}, a.printTestTicket)
}
