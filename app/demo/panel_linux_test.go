package demo

import (
	"context"
	"encoding/json"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/devices/printer"
	"jiezhan/devices/serial"
	"jiezhan/devices/simulator"
)

// openPanel is the panel of an office whose devices are plugged in and whose stations do not run.
func openPanel(t *testing.T) (*office, *httptest.Server) {
	t.Helper()
	o := &office{options: Options{Folder: t.TempDir(), Port: 1}}
	for i := range stations {
		s, err := o.station(i)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.MkdirAll(filepath.Join(s.folder, "dev"), 0o700); err != nil {
			t.Fatal(err)
		}
		for _, d := range s.devices() {
			if err := d.Plug(); err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := d.Unplug(); err != nil {
					t.Error(err)
				}
			})
		}
		o.stations = append(o.stations, s)
	}
	panel := httptest.NewServer(o.panel())
	t.Cleanup(panel.Close)
	return o, panel
}

func press(t *testing.T, panel *httptest.Server, path string) int {
	t.Helper()
	answer, err := panel.Client().Post(panel.URL+"/api/stations/"+path, "", nil)
	if err != nil {
		t.Fatal(err)
	}
	if err := answer.Body.Close(); err != nil {
		t.Error(err)
	}
	return answer.StatusCode
}

func look(t *testing.T, panel *httptest.Server, station int) (view stationView) {
	t.Helper()
	answer, err := panel.Client().Get(panel.URL + "/api/devices")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var all struct {
		Stations []stationView `json:"stations"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&all); err != nil {
		t.Fatal(err)
	}
	return all.Stations[station-1]
}

func TestThePanelShowsWhatWasDoneToTheDevices(t *testing.T) {
	_, panel := openPanel(t)
	whole := printerState{Plugged: true}
	for _, step := range []struct {
		press   string
		code    int
		printer printerState
		alarm   alarmView
	}{
		{"3/printer/paper_out", 204, printerState{Plugged: true, PaperOut: true}, alarmView{Plugged: true}},
		{"3/printer/paper_in", 204, whole, alarmView{Plugged: true}},
		{"3/printer/near_end", 204, printerState{Plugged: true, NearEnd: true}, alarmView{Plugged: true}},
		{"3/printer/roll_full", 204, whole, alarmView{Plugged: true}},
		{"3/printer/open", 204, printerState{Plugged: true, CoverOpen: true}, alarmView{Plugged: true}},
		{"3/printer/shut", 204, whole, alarmView{Plugged: true}},
		{"3/printer/offline", 204, printerState{Plugged: true, Offline: true}, alarmView{Plugged: true}},
		{"3/printer/online", 204, whole, alarmView{Plugged: true}},
		{"3/printer/tear", 204, printerState{Plugged: true, Tearing: true}, alarmView{Plugged: true}},
		{"3/printer/unplug", 204, printerState{Tearing: true}, alarmView{Plugged: true}},
		{"3/printer/plug", 204, printerState{Plugged: true, Tearing: true}, alarmView{Plugged: true}},
		{"3/printer/dance", 404, printerState{Plugged: true, Tearing: true}, alarmView{Plugged: true}},
		{"3/alarm/fault?what=noise", 204, printerState{Plugged: true, Tearing: true}, alarmView{Plugged: true, Fault: simulator.Noise}},
		{"3/alarm/fault?what=echo", 404, printerState{Plugged: true, Tearing: true}, alarmView{Plugged: true, Fault: simulator.Noise}},
		{"3/alarm/fault?what=", 204, printerState{Plugged: true, Tearing: true}, alarmView{Plugged: true}},
		{"3/alarm/unplug", 204, printerState{Plugged: true, Tearing: true}, alarmView{}},
		{"3/alarm/happen?what=help", 204, printerState{Plugged: true, Tearing: true}, alarmView{tally: tally{Sent: 1, Waiting: 1}}},
		{"3/alarm/happen?what=flood", 404, printerState{Plugged: true, Tearing: true}, alarmView{tally: tally{Sent: 1, Waiting: 1}}},
		{"4/alarm/plug", 404, printerState{Plugged: true, Tearing: true}, alarmView{tally: tally{Sent: 1, Waiting: 1}}},
	} {
		step.alarm.Protocol = "dc09"
		if got := press(t, panel, step.press); got != step.code {
			t.Errorf("%s = %d, want %d", step.press, got, step.code)
		}
		if got := look(t, panel, 3); got.Printer != step.printer || got.Alarm != step.alarm {
			t.Errorf("after %s = %+v %+v, want %+v %+v", step.press, got.Printer, got.Alarm, step.printer, step.alarm)
		}
	}
	if untouched := look(t, panel, 2); untouched.Printer != whole || untouched.Alarm != (alarmView{Protocol: "conwin", Plugged: true}) {
		t.Errorf("another station = %+v %+v", untouched.Printer, untouched.Alarm)
	}
}

func TestOtherPagesCannotPressButtons(t *testing.T) {
	o, panel := openPanel(t)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, panel.URL+"/api/stations/1/alarm/happen?what=fire", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Sec-Fetch-Site", "cross-site")
	answer, err := panel.Client().Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if got := o.stations[0].alarms.tally(); answer.StatusCode != http.StatusForbidden || got != (tally{}) {
		t.Errorf("status = %d, tally = %+v, want it forbidden", answer.StatusCode, got)
	}
}

// A line that is made to break in the middle of a ticket leaves the cable pulled; plugged in again, the ticket comes out whole.
func TestATornTicketIsPrintedOnceTheCableIsBack(t *testing.T) {
	o, panel := openPanel(t)
	s := o.stations[0]
	states := make(chan printer.State, 64)
	open := func() (io.ReadWriteCloser, error) { return serial.Open(s.printer.Path(), printerBaud) }
	station := printer.New(open, printer.Options{
		Profile: printer.Profile{Codepage: printerCharset, Cutter: true, Status: true}, ReopenFirst: time.Millisecond, ReopenLimit: 10 * time.Millisecond,
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = station.Run(ctx, func(state printer.State) { states <- state })
	}()
	defer func() { cancel(); <-ended }()

	press(t, panel, "1/printer/tear")
	outcome := make(chan printer.Outcome, 1)
	go func() {
		got, err := station.Print(t.Context(), "job", printer.Ticket{Hall: "青松", Number: "A017", Waiting: -1})
		if err != nil {
			t.Error(err)
		}
		outcome <- got
	}()
	for state := range states {
		if strings.HasPrefix(state.Fault, "printer.port") {
			break
		}
	}
	for look(t, panel, 1).Printer.Plugged {
		continue // until the cable has come out as well
	}
	press(t, panel, "1/printer/plug")
	if got := <-outcome; got != printer.Printed {
		t.Errorf("outcome = %s, want %s", got, printer.Printed)
	}
	before := look(t, panel, 1).Printer
	answer, err := panel.Client().Get(panel.URL + "/api/stations/1/ticket.png")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	picture, err := png.Decode(answer.Body)
	if err != nil || picture.Bounds().Dx() != printer.Width80 || before.Picture == "" || before.Tearing {
		t.Errorf("ticket = %v %v, printer = %+v", picture, err, before)
	}
}
