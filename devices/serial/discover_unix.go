//go:build unix

package serial

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// Ports lists the serial ports of this machine by their stable names. Nothing is opened.
func Ports() ([]PortInfo, error) { return portsIn("/") }

// portsIn lists the ports of the machine whose files are under root: each device once, by the first of the names made from
// the adapter's identity, from the socket it is plugged into, and the device's own.
func portsIn(root string) ([]PortInfo, error) {
	var ports []PortInfo
	for _, look := range []func(string) ([]PortInfo, error){byID, byPath, onBoard} {
		found, err := look(root)
		if err != nil {
			return nil, fmt.Errorf("look for serial ports: %w", err)
		}
		for _, p := range found {
			if !slices.ContainsFunc(ports, func(q PortInfo) bool { return q.Device == p.Device }) {
				ports = append(ports, p)
			}
		}
	}
	return ports, nil
}

func byID(root string) ([]PortInfo, error) {
	return links(filepath.Join(root, "dev/serial/by-id"), describe)
}

func byPath(root string) ([]PortInfo, error) {
	return links(filepath.Join(root, "dev/serial/by-path"), func(string) string { return "" })
}

// links lists the links in a folder that lead somewhere, in the order of their names.
func links(folder string, describe func(name string) string) ([]PortInfo, error) {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil // no adapter is plugged in
	}
	if err != nil {
		return nil, err
	}
	var ports []PortInfo
	for _, e := range entries {
		path := filepath.Join(folder, e.Name())
		device, err := filepath.EvalSymlinks(path)
		if err != nil {
			continue // unplugged meanwhile
		}
		ports = append(ports, PortInfo{Path: path, Device: device, Description: describe(e.Name())})
	}
	return ports, nil
}

// describe reads maker, product and serial number out of a name of udev's, usb-FTDI_FT232R_USB_UART_A50285BI-if00-port0.
func describe(name string) string {
	name = strings.TrimPrefix(name, "usb-")
	name = regexp.MustCompile(`-(if[0-9a-f]{2}|port\d+)(-port\d+)?$`).ReplaceAllString(name, "")
	return strings.ReplaceAll(name, "_", " ")
}

// onBoard lists the devices themselves. The system makes /dev/ttyS0 to ttyS3 and more whether there is a port or not; only
// those with a chip behind them (type other than 0) can be opened.
func onBoard(root string) ([]PortInfo, error) {
	var ports []PortInfo
	for _, pattern := range []string{"ttyUSB*", "ttyACM*", "ttyAMA*", "ttyS*"} {
		devices, err := filepath.Glob(filepath.Join(root, "dev", pattern))
		if err != nil {
			return nil, err
		}
		for _, device := range devices {
			if pattern != "ttyS*" || chipBehind(root, device) {
				ports = append(ports, PortInfo{Path: device, Device: device})
			}
		}
	}
	return ports, nil
}

func chipBehind(root, device string) bool {
	kind, err := os.ReadFile(filepath.Join(root, "sys/class/tty", filepath.Base(device), "type"))
	return err == nil && strings.TrimSpace(string(kind)) != "0"
}
