package api

import (
	"context"
	"encoding/hex"
	"errors"
	"strconv"
	"strings"
	"time"

	"jiezhan/app/ports"
	"jiezhan/devices/printer"
)

func (a *API) listDevices(context.Context, *nothing) (DeviceList, error) {
	source, damage := a.Ports.Source()
	l := DeviceList{Source: source, Devices: list(a.Ports.List(), deviceView)}
	var d *ports.Damage
	if errors.As(damage, &d) {
		l.Problem = &FieldProblem{Field: d.Field, Code: "device.file_damaged", Params: map[string]string{"line": strconv.Itoa(d.Line)}}
	}
	return l, nil
}

func deviceView(d ports.Device) Device {
	s := d.Spec
	v := Device{
		ID: s.ID, Kind: string(s.Kind), Name: s.Name, Protocol: s.Protocol, Connection: s.Connection(), Port: s.Where(), Settings: settingsView(s),
		HasKey: s.HasKey(), State: d.State, Fault: d.Fault, Detail: d.Detail, Since: timeText(d.Since), LastAt: orEmpty(d.LastAt), Counters: DeviceCounters(d.Counters),
	}
	if d.Last != "" {
		v.Last = &DeviceLast{What: d.Last, TookMS: d.Took.Milliseconds()}
	}
	switch s.Kind {
	case ports.IDCard:
		v.Reader = &DeviceReader{SAMID: d.SAMID, Baud: s.Rate()}
	case ports.Printer:
		v.Printer = &DevicePrinter{
			Paper: orUnknown(string(d.Printer.Paper)), Cover: orUnknown(string(d.Printer.Cover)), Online: d.Printer.Online, Job: d.Printer.Job,
		}
	case ports.Alarm:
	}
	return v
}

func orUnknown(s string) string {
	if s == "" {
		return "unknown"
	}
	return s
}

func settingsView(s ports.Spec) DeviceSettings {
	return DeviceSettings{
		Baud: s.Baud, DataBits: s.DataBits, Parity: s.Parity, StopBits: s.StopBits, Terminator: s.Terminator, Ack: s.Ack, Nak: s.Nak,
		HeaderByte: s.HeaderByte, NoReply: s.NoReply, AccountLength: s.AccountLength, HeaderDigits: s.HeaderDigits,
		HeartbeatSeconds: s.HeartbeatSeconds, WindowSeconds: s.WindowSeconds, Windows: s.Windows, HengBo: s.HengBo, Makers: s.Makers, WidthDots: s.WidthDots,
		Codepage: s.Codepage, NoCutter: !s.Cuts(), Mute: s.Mute,
	}
}

// specOf is what a form sets; keys that the form leaves out stay as they were before, while they have a use.
func specOf(f DeviceForm, before ports.Spec) ports.Spec {
	t := f.Settings
	s := ports.Spec{
		Kind: ports.Kind(f.Kind), Name: strings.TrimSpace(f.Name), Protocol: f.Protocol, Baud: t.Baud, DataBits: t.DataBits, Parity: t.Parity,
		StopBits: t.StopBits, Terminator: t.Terminator, Ack: t.Ack, Nak: t.Nak, HeaderByte: t.HeaderByte, NoReply: t.NoReply,
		AccountLength: t.AccountLength, HeaderDigits: t.HeaderDigits, HeartbeatSeconds: t.HeartbeatSeconds, WindowSeconds: t.WindowSeconds, Windows: t.Windows,
		HengBo: t.HengBo, Makers: t.Makers, WidthDots: t.WidthDots, Codepage: t.Codepage, Mute: t.Mute,
	}
	if s.Protocol == before.Protocol {
		s.Key, s.Keys = before.Key, before.Keys
	}
	if t.NoCutter {
		s.Cutter = new(bool)
	}
	where := strings.TrimSpace(f.Port)
	switch {
	case f.Connection == ports.OverSerial:
		s.Port = where
	case s.Kind == ports.Printer:
		s.Address = where
		if f.Connection != ports.OverTCP { // there is no other way to one
			s.Network = f.Connection
		}
	default:
		s.Listen, s.Network = where, f.Connection
	}
	if f.Keys != nil {
		s.Key, s.Keys = f.Keys[""], map[string]string{}
		for account, key := range f.Keys {
			if account != "" {
				s.Keys[account] = key
			}
		}
	}
	return s
}

func (a *API) addDevice(_ context.Context, in *bodyOf[DeviceForm]) (Device, error) {
	d, err := a.Ports.Add(specOf(in.Body, ports.Spec{}))
	return deviceView(d), deviceProblem(err)
}

func (a *API) changeDevice(_ context.Context, in *bodyOnID[DeviceForm]) (Device, error) {
	d, err := a.Ports.Change(in.ID, func(before ports.Spec) ports.Spec { return specOf(in.Body, before) })
	return deviceView(d), deviceProblem(err)
}

func (a *API) removeDevice(_ context.Context, in *onID) error {
	return deviceProblem(a.Ports.Remove(in.ID))
}

func (a *API) listPorts(context.Context, *nothing) (DevicePorts, error) {
	found, err := a.Ports.SerialPorts()
	return DevicePorts{Ports: list(found, func(p ports.PortInfo) DevicePort {
		return DevicePort{Path: p.Path, Device: p.Device, Description: p.Description, UsedBy: p.UsedBy}
	})}, err
}

func (a *API) readTraffic(_ context.Context, in *trafficQuery) (DeviceTraffic, error) {
	chunks, next, dropped, err := a.Ports.Traffic(in.ID, in.After)
	return DeviceTraffic{Chunks: list(chunks, chunkView), Next: next, Dropped: dropped}, deviceProblem(err)
}

func chunkView(c ports.Chunk) DeviceChunk {
	v := DeviceChunk{Seq: c.Seq, At: timeText(c.At), Direction: "out", From: c.From, Hex: spacedHex(c.Bytes), Text: printable(c.Bytes)}
	if c.In {
		v.Direction = "in"
	}
	if c.Shown != "" {
		v.Hex, v.Text, v.Masked = c.Shown, c.ShownText, true
	}
	return v
}

// spacedHex writes bytes as two digits each with a space between.
func spacedHex(b []byte) string {
	digits := strings.ToUpper(hex.EncodeToString(b))
	var out strings.Builder
	for i := 0; i < len(digits); i += 2 {
		if i > 0 {
			out.WriteByte(' ')
		}
		out.WriteString(digits[i : i+2])
	}
	return out.String()
}

// printable shows bytes as ASCII, with a dot for each that has no sign there.
func printable(b []byte) string {
	shown := make([]byte, len(b))
	for i, c := range b {
		if c < ' ' || c > '~' {
			c = '.'
		}
		shown[i] = c
	}
	return string(shown)
}

func (a *API) probeDevice(ctx context.Context, in *onID) (DeviceProbe, error) {
	baud, err := a.Ports.Probe(ctx, in.ID)
	return DeviceProbe{Baud: baud}, deviceProblem(err)
}

// ticketPatience is how long a page waits for a test ticket; at 9600 baud one takes seconds.
const ticketPatience = 45 * time.Second

func (a *API) printTestTicket(ctx context.Context, in *onID) (DeviceTest, error) {
	ctx, cancel := context.WithTimeout(ctx, ticketPatience)
	defer cancel()
	outcome, err := a.Ports.PrintTest(ctx, in.ID)
	if outcome == printer.Unsure {
		err = nil // that is the answer
	}
	return DeviceTest{Outcome: string(outcome)}, deviceProblem(err)
}

// deviceProblem makes a problem of what ports and printers answer.
func deviceProblem(err error) error {
	var refused ports.Refused
	var stopped *printer.Error
	switch {
	case err == nil:
		return nil
	case errors.As(err, &refused):
		p := refuse("validation")
		for _, w := range refused {
			f := FieldProblem{Field: formField(w.Field), Code: w.Code}
			if w.Device != "" {
				f.Params = map[string]string{"device": w.Device}
			}
			p.Errors = append(p.Errors, f)
		}
		return p
	case errors.As(err, &stopped):
		return refuse(stopped.Code)
	}
	for known, code := range map[error]string{
		context.DeadlineExceeded: "device.not_answering",
		ports.ErrUnknown:         "not_found", ports.ErrWrongKind: "device.wrong_kind", ports.ErrSilent: "device.not_answering",
		ports.ErrNotKept: "device.file_unwritable", ports.ErrStopped: "device.stopped",
	} {
		if errors.Is(err, known) {
			return refuse(code)
		}
	}
	return err
}

// formField is the field of the form for one of the configuration.
func formField(field string) string {
	switch field {
	case "kind", "name", "protocol", "port", "keys", "id":
		return field
	case "listen", "address":
		return "port"
	case "network":
		return "connection"
	case "key":
		return "keys"
	case "cutter":
		return "settings.no_cutter"
	default:
		return "settings." + field
	}
}
