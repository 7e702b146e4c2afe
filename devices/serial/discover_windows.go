package serial

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"golang.org/x/sys/windows/registry"
)

// Ports lists the COM ports of this machine. Windows keeps the name with the adapter, so name and device are one.
func Ports() ([]PortInfo, error) {
	key, err := registry.OpenKey(registry.LOCAL_MACHINE, `HARDWARE\DEVICEMAP\SERIALCOMM`, registry.QUERY_VALUE)
	if errors.Is(err, registry.ErrNotExist) {
		return nil, nil // no port at all
	}
	if err != nil {
		return nil, fmt.Errorf("look for serial ports: %w", err)
	}
	defer key.Close()
	drivers, err := key.ReadValueNames(0)
	if err != nil {
		return nil, fmt.Errorf("look for serial ports: %w", err)
	}
	var ports []PortInfo
	for _, driver := range drivers {
		name, _, err := key.GetStringValue(driver)
		if err != nil {
			continue // unplugged meanwhile
		}
		ports = append(ports, PortInfo{Path: name, Device: name, Description: strings.TrimPrefix(driver, `\Device\`)})
	}
	slices.SortFunc(ports, func(a, b PortInfo) int { return strings.Compare(a.Path, b.Path) })
	return ports, nil
}
