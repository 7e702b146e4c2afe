package simulator_test

import (
	"os"
	"path/filepath"
	"testing"

	"jiezhan/devices/idcard"
	"jiezhan/devices/serial"
	"jiezhan/devices/simulator"
)

func TestCable(t *testing.T) {
	reader := simulator.NewIDCardReader(simulator.Options{})
	cable := simulator.NewCable(t.TempDir(), "idcard", reader)
	if cable.Plugged() {
		t.Error("a new cable is plugged in, want unplugged")
	}
	for range 2 {
		if err := cable.Plug(); err != nil {
			t.Fatal(err)
		}
		if err := cable.Plug(); err != nil || !cable.Plugged() {
			t.Fatalf("Plug of a plugged cable = %v, want nil", err)
		}
		port, err := serial.Open(cable.Path(), 115200)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := port.Write(idcard.EncodeRequest(idcard.ModuleStatus)); err != nil {
			t.Fatal(err)
		}
		frames, buf, answered := idcard.NewReplyReader(), make([]byte, 64), false
		for !answered {
			n, err := port.Read(buf)
			if err != nil {
				t.Fatal(err)
			}
			for range frames.Frames(buf[:n]) {
				answered = true
			}
		}
		if err := cable.Unplug(); err != nil {
			t.Fatal(err)
		}
		if _, err := os.Lstat(cable.Path()); !os.IsNotExist(err) || cable.Plugged() {
			t.Errorf("unplugged: Lstat = %v, plugged %t, want nothing there", err, cable.Plugged())
		}
		if err := cable.Unplug(); err != nil {
			t.Errorf("Unplug of an unplugged cable = %v, want nil", err)
		}
		_ = port.Close()
	}
}

func TestPluggingInPowersTheModule(t *testing.T) {
	reader := simulator.NewIDCardReader(simulator.Options{})
	reader.Place(simulator.NewCardImage(sample()))
	if !reader.Occupied() {
		t.Fatal("no card on the reader, want one")
	}
	cable := simulator.NewCable(t.TempDir(), "idcard", reader)
	if err := cable.Plug(); err != nil {
		t.Fatal(err)
	}
	if err := cable.Unplug(); err != nil {
		t.Fatal(err)
	}
	if !reader.Occupied() {
		t.Error("the card fell off with the cable, want it where it was")
	}
}

func TestCableThatCannotBePlugged(t *testing.T) {
	cable := simulator.NewCable(filepath.Join(t.TempDir(), "missing"), "idcard", simulator.NewIDCardReader(simulator.Options{}))
	if err := cable.Plug(); err == nil || cable.Plugged() {
		t.Errorf("Plug = %v, plugged %t, want an error", err, cable.Plugged())
	}
}

func TestLinkReplaces(t *testing.T) {
	dir := t.TempDir()
	for _, target := range []string{"/dev/null", "/dev/zero"} {
		path, err := simulator.Link(dir, "port", target)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := os.Readlink(path); got != target || err != nil {
			t.Errorf("link leads to %q, %v, want %q", got, err, target)
		}
	}
	if entries, err := os.ReadDir(dir); len(entries) != 1 || err != nil {
		t.Errorf("folder has %d entries, %v, want only the link", len(entries), err)
	}
}
