package ports

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	wire "jiezhan/devices/alarm"
	"jiezhan/devices/simulator"
)

func (s *Service) running() any {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ctx == nil {
		return nil
	}
	return s.ctx
}

// Devices set on the screen outlive a restart, and take the place of those of the file. Only the device that was changed is let go.
func TestDevicesAreSetUp(t *testing.T) {
	h := openHall(t, Plan{Alarms: []Spec{surgard("/dev/a")}})
	for _, path := range []string{"/dev/a", "/dev/b"} {
		h.rack.plug(path, simulator.NewAlarmReceiver(simulator.AlarmOptions{Protocol: wire.SurGard, Heartbeat: time.Hour}))
	}
	stop := h.start()
	h.until("alarm-1 ready ")
	if source, damage := h.Source(); source != FromFile || damage != nil {
		t.Errorf("source = %s, %v", source, damage)
	}
	d, err := h.Add(Spec{Kind: Alarm, Name: "Second", Protocol: "surgard", Port: "/dev/b"})
	if err != nil || d.Spec.ID != "alarm-second" {
		t.Fatalf("added = %+v, %v", d, err)
	}
	h.until("alarm-second ready ")
	if _, err := h.Change("alarm-second", func(s Spec) Spec { s.Ack = "0D"; return s }); err != nil {
		t.Fatal(err)
	}
	h.until("alarm-second ready ")
	if _, err := h.Add(Spec{Kind: IDCard, Port: "/dev/none"}); err != nil || !h.desk.expects() {
		t.Fatalf("a reader = %v, expected %v", err, h.desk.expects())
	}
	h.until("idcard fault reader.not_found")
	if a, b := h.rack.openings("/dev/a"), h.rack.openings("/dev/b"); a != 1 || b != 2 {
		t.Errorf("opened %d and %d times, want 1 and 2", a, b)
	}
	stop()
	for _, d := range h.List() {
		if d.State != Off {
			t.Errorf("%s is %s after the end", d.Spec.ID, d.State)
		}
	}
	if _, err := h.Add(Spec{Kind: IDCard, Port: "/dev/late"}); !errors.Is(err, ErrStopped) {
		t.Errorf("after the end: %v", err)
	}
	h.make(Plan{}) // started again with another configuration
	var ids []string
	for _, d := range h.List() {
		ids = append(ids, d.Spec.ID)
	}
	if source, _ := h.Source(); source != FromScreen || fmt.Sprint(ids) != "[idcard alarm-1 alarm-second]" {
		t.Errorf("after a restart: %s %v", source, ids)
	}
	if d, _ := h.Find("alarm-second"); d.Spec.Ack != "0D" {
		t.Errorf("setting = %+v", d.Spec)
	}
}

// Two paths that lead to one port when the station starts are no reason to throw away what was set up.
func TestPathsThatMeetAtTheStart(t *testing.T) {
	h := openHall(t, Plan{})
	real, link := linked(t)
	first, second := surgard(real), surgard(link)
	first.Kind, second.Kind, second.ID = Alarm, Alarm, "alarm-2"
	if err := h.keep([]Spec{first, second}); err != nil {
		t.Fatal(err)
	}
	h.make(Plan{})
	if source, err := h.Source(); source != FromScreen || err != nil || len(h.List()) != 2 {
		t.Errorf("source = %s, %v, devices = %+v", source, err, h.List())
	}
}

// A reader that is set up anew, or probed, does not know any more whose card lies on it: the desk starts over.
func TestTheCardDoesNotOutliveItsReader(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := openHall(t, Plan{Readers: []Spec{{Port: "/dev/r"}}})
		h.rack.plug("/dev/r", simulator.NewIDCardReader(simulator.Options{Serial: 7}))
		stop := h.start()
		defer stop()
		h.until("idcard ready ")
		for name, do := range map[string]func() error{
			"set up anew": func() error {
				_, err := h.Change("idcard", func(s Spec) Spec { s.Baud = 57600; return s })
				return err
			},
			"probed": func() error {
				_, err := h.Probe(t.Context(), "idcard")
				return err
			},
		} {
			h.desk.said = nil
			if err := do(); err != nil || fmt.Sprint(h.desk.said) != "[false true]" {
				t.Errorf("%s: expected %v, %v", name, h.desk.said, err)
			}
			h.until("idcard ready ")
		}
		stop()
		if h.desk.expects() {
			t.Error("expected after the end")
		}
		if _, err := h.Probe(t.Context(), "idcard"); !errors.Is(err, ErrStopped) {
			t.Errorf("probed after the end: %v", err)
		}
	})
}

func TestWhatCannotBeIsRefused(t *testing.T) {
	real, link := linked(t)
	h := openHall(t, Plan{Alarms: []Spec{surgard(real)}, Readers: []Spec{{Port: "/dev/r"}}})
	stop := h.start()
	defer stop()
	for name, c := range map[string]struct {
		spec Spec
		want string
	}{
		"a port in use": {Spec{Kind: Alarm, Protocol: "conwin", Port: real}, "port:device.port_taken"},
		"a path to it":  {Spec{Kind: Alarm, Protocol: "conwin", Port: link}, "port:device.port_taken"},
		"two readers":   {Spec{Kind: IDCard, Port: "/dev/q"}, "kind:device.readers_many"},
		"several":       {Spec{Kind: Alarm, Protocol: "morse", Baud: 7, Port: "/dev/q"}, "baud:device.baud protocol:device.protocol"},
		"no kind":       {Spec{Port: "/dev/q"}, "kind:device.kind"},
	} {
		_, err := h.Add(c.spec)
		var refused Refused
		if !errors.As(err, &refused) || refused.Error() != c.want {
			t.Errorf("%s = %v, want %s", name, err, c.want)
		}
	}
	if _, err := h.Change("nobody", func(s Spec) Spec { return s }); !errors.Is(err, ErrUnknown) {
		t.Errorf("change an unknown one: %v", err)
	}
	if err := h.Remove("nobody"); !errors.Is(err, ErrUnknown) {
		t.Errorf("remove an unknown one: %v", err)
	}
	if _, err := h.PrintTest(t.Context(), "alarm-1"); !errors.Is(err, ErrWrongKind) {
		t.Errorf("a ticket from a receiver: %v", err)
	}
	if _, err := h.Probe(t.Context(), "alarm-1"); !errors.Is(err, ErrWrongKind) {
		t.Errorf("the rate of a receiver: %v", err)
	}
	h.write = func(string, []byte) error { return errFull }
	if err := h.Remove("alarm-1"); !errors.Is(err, ErrNotKept) || len(h.List()) != 2 {
		t.Errorf("on a full disk: %v, %d devices", err, len(h.List()))
	}
	if _, err := os.Stat(filepath.Join(h.folder, File)); !os.IsNotExist(err) {
		t.Errorf("something was written: %v", err)
	}
}

// A damaged file is no reason not to start: the devices of the configuration are at work, and the damaged file is kept beside the next one.
func TestDamagedFile(t *testing.T) {
	h := openHall(t, Plan{})
	path := filepath.Join(h.folder, File)
	if err := os.WriteFile(path, []byte("[[alarms]]\nprotocol ="), 0o600); err != nil {
		t.Fatal(err)
	}
	h.make(Plan{Alarms: []Spec{surgard("/dev/a")}})
	stop := h.start()
	defer stop()
	source, err := h.Source()
	var damage *Damage
	if source != FromFile || !errors.As(err, &damage) || damage.Line != 2 || len(h.List()) != 1 {
		t.Fatalf("source = %s, %v, devices = %+v", source, err, h.List())
	}
	if _, err := h.Add(Spec{Kind: Printer, Port: "/dev/p"}); err != nil {
		t.Fatal(err)
	}
	if source, err := h.Source(); source != FromScreen || err != nil {
		t.Errorf("source = %s, %v", source, err)
	}
	aside, err := filepath.Glob(path + ".damaged-*")
	if err != nil || len(aside) != 1 {
		t.Errorf("set aside = %v, %v", aside, err)
	}
	if plan, found, err := load(path); err != nil || !found || len(plan.Devices()) != 2 {
		t.Errorf("written = %+v, %v", plan, err)
	}
}

func TestSerialPorts(t *testing.T) {
	h := openHall(t, Plan{Alarms: []Spec{surgard("/dev/ttyUSB0")}})
	got, err := h.SerialPorts()
	if err != nil || len(got) != 1 || got[0].UsedBy != "alarm-1" || got[0].Path != "/dev/a" {
		t.Errorf("ports = %+v, %v", got, err)
	}
}

// What goes over a card reader's wire is shown without any data of the card.
func TestCardTrafficIsMasked(t *testing.T) {
	h := openHall(t, Plan{Readers: []Spec{{Port: "/dev/r"}}})
	reader := simulator.NewIDCardReader(simulator.Options{Serial: 7})
	h.rack.plug("/dev/r", reader)
	stop := h.start()
	defer stop()
	h.until("idcard ready ")
	chunks, _, _, err := h.Traffic("idcard", 0)
	if err != nil || len(chunks) < 2 {
		t.Fatalf("traffic = %+v, %v", chunks, err)
	}
	hidden := false
	for _, c := range chunks {
		if c.Bytes != nil || c.Shown == "" {
			t.Errorf("chunk = %+v", c)
		}
		hidden = hidden || strings.Contains(c.Shown, "··")
	}
	if !hidden {
		t.Errorf("nothing is hidden: %+v", chunks)
	}
	if d, _ := h.Find("idcard"); d.SAMID == "" {
		t.Errorf("device = %+v", d)
	}
}
