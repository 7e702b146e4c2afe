//go:build linux

package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"jiezhan/app/api"
	"jiezhan/app/bench"
	"jiezhan/app/ports"
	"jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
)

const staffPassword = "correct horse 9"

// desk is a browser of a member of staff.
type desk struct {
	t       *testing.T
	address string
	client  *http.Client
}

// deskOf makes an account of a role and logs it on.
func deskOf(t *testing.T, r *Running, role staff.Role) *desk {
	t.Helper()
	hash, err := staff.HashPassword(staffPassword, staff.Cost{Memory: 64, Passes: 1, Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	outcome, err := r.Station.Execute(t.Context(), ledger.Actor{Kind: ledger.System}, uuid.NewString(),
		staff.CreateAccount{Login: "a-" + string(role), Name: "甲", Role: role, PasswordHash: hash})
	if err != nil || outcome.Err() != nil {
		t.Fatal(err, outcome.Err())
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t, r.Address, &http.Client{Jar: jar}}
	d.ask(http.MethodPost, "/api/v1/session", api.LoginInput{Login: "a-" + string(role), Password: staffPassword}, nil)
	return d
}

// ask sends a request that must succeed and reads the answer into out, where that is not nil.
func (d *desk) ask(method, path string, body, out any) {
	d.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		d.t.Fatal(err)
	}
	request, err := http.NewRequestWithContext(d.t.Context(), method, d.address+path, bytes.NewReader(raw))
	if err != nil {
		d.t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := d.client.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	defer response.Body.Close()
	var answer bytes.Buffer
	if _, err := answer.ReadFrom(response.Body); err != nil || response.StatusCode >= 300 {
		d.t.Fatalf("%s %s = %d, %v: %s", method, path, response.StatusCode, err, answer.String())
	}
	if out != nil {
		if err := json.Unmarshal(answer.Bytes(), out); err != nil {
			d.t.Fatal(err)
		}
	}
}

// events listens to what pages are told.
func (d *desk) events() (next func(part string) string) {
	d.t.Helper()
	request, err := http.NewRequestWithContext(d.t.Context(), http.MethodGet, d.address+"/api/v1/events", nil)
	if err != nil {
		d.t.Fatal(err)
	}
	response, err := d.client.Do(request)
	if err != nil {
		d.t.Fatal(err)
	}
	d.t.Cleanup(func() { _ = response.Body.Close() }) // the station has ended the stream
	return lineReader(d.t, response.Body)
}

// alarms are the lines of the list, as kind, event or fault, account.
func (d *desk) alarms() string {
	d.t.Helper()
	var got api.AlarmList
	d.ask(http.MethodGet, "/api/v1/alarms", nil, &got)
	var lines []string
	for _, i := range got.Items {
		lines = append(lines, strings.TrimSpace(fmt.Sprint(i.Kind, " ", i.Event, i.Fault, " ", i.Account)))
	}
	return strings.Join(lines, "; ")
}

func startStation(t *testing.T, change func(*Config)) *Running {
	t.Helper()
	path, _ := configure(t, t.TempDir())
	c, err := LoadConfig(path)
	if err != nil {
		t.Fatal(err)
	}
	change(&c)
	r, err := Start(c, Setting{Version: "test", Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

func plug(t *testing.T, name string, device simulator.Device) *simulator.Cable {
	t.Helper()
	cable := simulator.NewCable(t.TempDir(), name, device)
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := cable.Unplug(); err != nil {
			t.Error(err)
		}
	})
	return cable
}

// A technician sets a receiver up on the page. What it sends stands on the list before it is acknowledged; its cable may be pulled and put back.
func TestAnAlarmOnTheWireReachesTheList(t *testing.T) {
	r := startStation(t, func(*Config) {})
	receiver := simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: alarm.SurGard, Heartbeat: 500 * time.Millisecond})
	cable := plug(t, "alarm", receiver)
	admin, clerk := deskOf(t, r, staff.Admin), deskOf(t, r, staff.Clerk)
	next := clerk.events()

	var made api.Device
	admin.ask(http.MethodPost, "/api/v1/devices", api.DeviceForm{Kind: "alarm", Name: "Hall", Protocol: "surgard", Connection: "serial", Port: cable.Path()}, &made)
	next(`{"id":"alarm-hall","state":"ready","fault":""}`)
	fire := alarm.Signal{Receiver: "01", Line: "1", Account: "1234", Qualifier: alarm.New, Event: "110", Partition: "01", Zone: "003"}
	receiver.Send(fire)
	next(`"topic":"alarm"`)
	awaitAcked(t, receiver, 1)
	if got := clerk.alarms(); got != "signal 110 1234" {
		t.Errorf("alarms = %s", got)
	}

	if err := cable.Unplug(); err != nil {
		t.Fatal(err)
	}
	next(`{"id":"alarm-hall","state":"fault","fault":"port.gone"}`)
	next(`"topic":"alarm"`) // the office is told
	if got := clerk.alarms(); got != "signal 110 1234; receiver port.gone" {
		t.Errorf("unplugged: alarms = %s", got)
	}
	fire.Account = "5678"
	receiver.Send(fire) // the receiver keeps it
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	next(`{"id":"alarm-hall","state":"ready","fault":""}`)
	awaitAcked(t, receiver, 2)
	if got := clerk.alarms(); !strings.HasPrefix(got, "signal 110 5678; signal 110 1234; ") {
		t.Errorf("plugged in again: alarms = %s", got)
	}
	var traffic api.DeviceTraffic
	clerk.ask(http.MethodGet, "/api/v1/devices/alarm-hall/traffic", nil, &traffic)
	if len(traffic.Chunks) < 4 || !strings.Contains(traffic.Chunks[0].Text+traffic.Chunks[1].Text+traffic.Chunks[2].Text, "1234") {
		t.Errorf("traffic = %+v", traffic.Chunks)
	}
	info, err := os.Stat(filepath.Join(r.config.Data, ports.File))
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("file of the devices = %v, %v", info, err)
	}
}

func awaitAcked(t *testing.T, receiver *simulator.AlarmReceiver, n int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := receiver.Await(ctx, func(c simulator.AlarmCounts) bool { return c.Acked >= n }); err != nil {
		t.Fatalf("%v: %+v", err, receiver.Counts())
	}
}

// Panels that call over the network are served as the file says, encrypted ones with their own keys.
func TestPanelsCall(t *testing.T) {
	address, err := bench.FreePort("127.0.0.1")
	if err != nil {
		t.Fatal(err)
	}
	key := bytes.Repeat([]byte{7}, 16)
	r := startStation(t, func(c *Config) {
		c.Alarms = []ports.Spec{{Protocol: "dc09", Listen: address, Network: "both", Keys: map[string]string{"4321": fmt.Sprintf("%x", key)}}}
	})
	clerk := deskOf(t, r, staff.Clerk)
	for _, options := range []simulator.PanelOptions{{Network: "tcp", Account: "1234"}, {Network: "udp", Account: "4321", Key: key}} {
		options.Address, options.Resend = address, time.Second
		panel := simulator.NewPanel(options)
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		done := make(chan struct{})
		go func() {
			defer close(done)
			_ = panel.Run(ctx) // ends with ctx
		}()
		panel.Send(alarm.Signal{Qualifier: alarm.New, Event: "120", Partition: "01", Zone: "002"})
		if err := panel.Await(ctx, func(c simulator.PanelCounts) bool { return c.Acked == 1 }); err != nil {
			t.Errorf("%s: %v: %+v", options.Network, err, panel.Counts())
		}
		cancel()
		<-done
	}
	if got := clerk.alarms(); got != "signal 120 4321; signal 120 1234" {
		t.Errorf("alarms = %s", got)
	}
	var traffic api.DeviceTraffic
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for end := time.Now().Add(30 * time.Second); len(traffic.Chunks) < 4 && time.Now().Before(end); <-tick.C { // an answer is noted just after it has left
		clerk.ask(http.MethodGet, "/api/v1/devices/alarm/traffic", nil, &traffic)
	}
	if len(traffic.Chunks) < 4 || !strings.HasPrefix(traffic.Chunks[0].From, "127.0.0.1:") {
		t.Errorf("traffic = %+v", traffic.Chunks)
	}
}
