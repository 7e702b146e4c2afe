package api

import (
	"net/http"
	"strings"
	"testing"

	"jiezhan/devices/idcard"
)

func receiverForm() DeviceForm {
	return DeviceForm{
		Kind: "alarm", Name: "一楼", Protocol: "surgard", Connection: "serial", Port: "/dev/alarm",
		Settings: DeviceSettings{Baud: 9600, DataBits: 7, Parity: "even", Makers: map[string]string{"134": "panic"}},
	}
}

// A device is set up, changed and taken away on the page; its keys go in and never come out.
func TestDevicesOnThePage(t *testing.T) {
	o := openOffice(t)
	o.logIn("admin")
	events := o.listen("")
	if got := read[DeviceList](o.get("/api/v1/devices")); got.Source != "file" || len(got.Devices) != 0 || got.Problem != nil {
		t.Errorf("at first = %+v", got)
	}
	made := read[Device](o.post("/api/v1/devices", receiverForm()).want(http.StatusCreated))
	if made.ID != "alarm-一楼" || made.Port != "/dev/alarm" || made.Settings.Parity != "even" || made.Settings.Makers["134"] != "panic" || made.Reader != nil {
		t.Errorf("made = %+v", made)
	}
	events.until(`device {"id":"alarm-一楼","state":"fault","fault":"port.not_found"}`)

	const key = "3F2504E04F8911D39A0C0305E82C3301"
	panels := DeviceForm{Kind: "alarm", Name: "Panels", Protocol: "dc09", Connection: "udp", Port: "127.0.0.1:38901", Keys: map[string]string{"": key, "1234": key}}
	a := o.post("/api/v1/devices", panels).want(http.StatusCreated)
	if made := read[Device](a); !made.HasKey || made.Connection != "udp" || strings.Contains(string(a.raw), key) {
		t.Errorf("panels = %s", a.raw)
	}
	panels.Keys, panels.Name = nil, "Panels of the street"
	if got := read[Device](o.send(http.MethodPut, "/api/v1/devices/alarm-panels", panels)); !got.HasKey || got.Name != "Panels of the street" {
		t.Errorf("renamed = %+v", got)
	}
	raw := `{"kind":"alarm","name":"P","protocol":"dc09","connection":"udp","port":"127.0.0.1:38901","settings":{},"keys":{}}`
	if got := read[Device](o.send(http.MethodPut, "/api/v1/devices/alarm-panels", raw)); got.HasKey {
		t.Errorf("without keys = %+v", got)
	}
	panels.Keys = map[string]string{"": key}
	o.send(http.MethodPut, "/api/v1/devices/alarm-panels", panels).want(http.StatusOK)
	cable := DeviceForm{Kind: "alarm", Name: "P", Protocol: "conwin", Connection: "serial", Port: "/dev/cable"}
	if got := read[Device](o.send(http.MethodPut, "/api/v1/devices/alarm-panels", cable)); got.HasKey || got.Protocol != "conwin" {
		t.Errorf("with another protocol = %+v", got)
	}
	o.send(http.MethodDelete, "/api/v1/devices/alarm-panels", nil).want(http.StatusNoContent)
	got := read[DeviceList](o.get("/api/v1/devices"))
	if got.Source != "screen" || len(got.Devices) != 1 || got.Devices[0].State != "fault" {
		t.Errorf("in the end = %+v", got)
	}
	if got := read[DevicePorts](o.get("/api/v1/serial-ports")); len(got.Ports) != 1 || got.Ports[0].Path != "/dev/reader" || got.Ports[0].UsedBy != "" {
		t.Errorf("ports = %+v", got)
	}
	if got := read[DeviceTraffic](o.get("/api/v1/devices/alarm-一楼/traffic?after=0")); len(got.Chunks) != 0 || got.Dropped {
		t.Errorf("traffic = %+v", got)
	}
}

// Each case is a change of a good form, and what the page is told.
func TestBadDevices(t *testing.T) {
	o := openOffice(t)
	o.logIn("admin")
	o.post("/api/v1/devices", receiverForm()).want(http.StatusCreated)
	for name, c := range map[string]struct {
		change func(f *DeviceForm)
		want   string
	}{
		"the same port": {func(f *DeviceForm) { f.Name = "Two" }, "422 validation port:device.port_taken"},
		"several at once": {
			func(f *DeviceForm) { f.Port, f.Protocol, f.Settings.Ack = "/dev/b", "morse", "zz" },
			"422 validation protocol:device.protocol settings.ack:device.byte",
		},
		"a panel by cable": {func(f *DeviceForm) { f.Protocol = "dc09" }, "422 validation port:device.connection"},
		"no address": {
			func(f *DeviceForm) { f.Protocol, f.Connection, f.Port = "dc09", "tcp", "8900" },
			"422 validation port:device.address",
		},
		"a short key": {func(f *DeviceForm) {
			f.Protocol, f.Connection, f.Port, f.Keys = "dc09", "tcp", ":8900", map[string]string{"": "01"}
		}, "422 validation keys:device.key"},
		"another kind's setting": {
			func(f *DeviceForm) {
				f.Kind, f.Port, f.Protocol, f.Settings = "printer", "/dev/p", "", DeviceSettings{Ack: "06"}
			},
			"422 validation settings.ack:device.not_here",
		},
		"a printer over udp": {
			func(f *DeviceForm) {
				*f = DeviceForm{Kind: "printer", Connection: "udp", Port: "10.0.0.9:9100"}
			},
			"422 validation connection:device.not_here",
		},
		"no port":        {func(f *DeviceForm) { f.Port = " " }, "422 validation port:device.needed"},
		"a strange rate": {func(f *DeviceForm) { f.Settings.Baud = 14400 }, "422 validation settings.baud:not_listed"},
	} {
		f := receiverForm()
		c.change(&f)
		if got := o.post("/api/v1/devices", f).problem(); got != c.want {
			t.Errorf("%s = %s, want %s", name, got, c.want)
		}
	}
	for path, want := range map[string]string{
		"/api/v1/devices/nobody/probe":         "404 not_found",
		"/api/v1/devices/alarm-一楼/probe":       "409 device.wrong_kind",
		"/api/v1/devices/alarm-一楼/test-ticket": "409 device.wrong_kind",
	} {
		if got := o.post(path, nil).problem(); got != want {
			t.Errorf("%s = %s, want %s", path, got, want)
		}
	}
	o.post("/api/v1/devices", DeviceForm{Kind: "printer", Connection: "serial", Port: "/dev/p"}).want(http.StatusCreated)
	printers := read[DeviceList](o.get("/api/v1/devices")).Devices
	if p := printers[len(printers)-1]; p.ID != "printer" || p.Printer == nil || p.Printer.Paper != "unknown" {
		t.Errorf("printer = %+v", p)
	}
	if got := o.get("/api/v1/devices/nobody/traffic").problem(); got != "404 not_found" {
		t.Errorf("traffic of nobody = %s", got)
	}
}

// A card reader that is set up on the page is expected by the kiosk at once.
func TestAReaderOnThePage(t *testing.T) {
	o := openOffice(t)
	o.logIn("admin")
	o.desk.Expect(false)
	events := o.listen("")
	made := read[Device](o.post("/api/v1/devices", DeviceForm{Kind: "idcard", Connection: "serial", Port: "/dev/none"}).want(http.StatusCreated))
	if made.ID != "idcard" || made.Reader == nil || made.Reader.Baud != 115200 {
		t.Errorf("made = %+v", made)
	}
	events.until(`reader {"state":"absent","fault":"` + idcard.FaultNotFound)
}
