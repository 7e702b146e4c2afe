//go:build unix

package serial

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// A machine is a folder that looks like the root of one.
type machine struct {
	t    *testing.T
	root string
}

func newMachine(t *testing.T) machine {
	t.Helper()
	root, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return machine{t, root}
}

func (m machine) file(path, content string) {
	m.t.Helper()
	path = filepath.Join(m.root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		m.t.Fatal(err)
	}
}

func (m machine) link(path, target string) {
	m.t.Helper()
	path = filepath.Join(m.root, path)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.Symlink(target, path); err != nil {
		m.t.Fatal(err)
	}
}

func TestPorts(t *testing.T) {
	const ftdi, wch = "dev/serial/by-id/usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0", "dev/serial/by-id/usb-1a86_USB_Serial-if00-port0"
	const left, right = "dev/serial/by-path/pci-0000:00:14.0-usb-0:1:1.0-port0", "dev/serial/by-path/pci-0000:00:14.0-usb-0:2:1.0-port0"
	tests := map[string]struct {
		build func(m machine)
		want  []PortInfo
	}{
		"nothing plugged in": {func(m machine) { m.file("dev/null", "") }, nil},
		"by the adapter's identity": {
			func(m machine) {
				m.file("dev/ttyUSB0", "")
				m.link(ftdi, "../../ttyUSB0")
				m.link(left, "../../ttyUSB0")
			},
			[]PortInfo{{ftdi, "dev/ttyUSB0", "FTDI FT232R USB UART A50285BI"}},
		},
		"two adapters without a number of their own share one identity": {
			func(m machine) {
				m.file("dev/ttyUSB0", "")
				m.file("dev/ttyUSB1", "")
				m.link(wch, "../../ttyUSB1") // the one plugged in last has it
				m.link(left, "../../ttyUSB0")
				m.link(right, "../../ttyUSB1")
			},
			[]PortInfo{{wch, "dev/ttyUSB1", "1a86 USB Serial"}, {left, "dev/ttyUSB0", ""}},
		},
		"a link left behind": {func(m machine) { m.link(ftdi, "../../ttyUSB0") }, nil},
		"a system without links": {
			func(m machine) { m.file("dev/ttyACM0", "") },
			[]PortInfo{{"dev/ttyACM0", "dev/ttyACM0", ""}},
		},
		"on board, only with a chip": {
			func(m machine) {
				for _, name := range []string{"ttyS0", "ttyS1", "ttyS2"} {
					m.file("dev/"+name, "")
				}
				m.file("sys/class/tty/ttyS0/type", "4\n")
				m.file("sys/class/tty/ttyS1/type", "0\n")
			},
			[]PortInfo{{"dev/ttyS0", "dev/ttyS0", ""}},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			m := newMachine(t)
			tt.build(m)
			got, err := portsIn(m.root)
			if err != nil {
				t.Fatal(err)
			}
			var want []PortInfo
			for _, p := range tt.want {
				want = append(want, PortInfo{filepath.Join(m.root, p.Path), filepath.Join(m.root, p.Device), p.Description})
			}
			if !slices.Equal(got, want) {
				t.Errorf("ports = %v, want %v", got, want)
			}
		})
	}
}

func TestPortsOfThisMachine(t *testing.T) {
	ports, err := Ports()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range ports {
		if _, err := os.Stat(p.Path); err != nil {
			t.Errorf("port %v: %v, want it there", p, err)
		}
	}
}
