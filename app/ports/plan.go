package ports

import (
	"net"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// Devices are all devices of the plan with kind and id filled in: readers, then alarms, then printers.
func (p Plan) Devices() []Spec {
	var all []Spec
	for _, section := range p.sections() {
		for _, s := range section.specs {
			if s.Kind == "" {
				s.Kind = section.kind
			}
			all = append(all, s)
		}
	}
	return named(all, p.Retired)
}

type section struct {
	name  string
	kind  Kind
	specs []Spec
}

func (p Plan) sections() []section {
	return []section{{"readers", IDCard, p.Readers}, {"alarms", Alarm, p.Alarms}, {"printers", Printer, p.Printers}}
}

// planOf sorts devices into a plan.
func planOf(devices []Spec) Plan {
	var p Plan
	for _, s := range devices {
		switch s.Kind {
		case IDCard:
			p.Readers = append(p.Readers, s)
		case Alarm:
			p.Alarms = append(p.Alarms, s)
		case Printer:
			p.Printers = append(p.Printers, s)
		}
	}
	return p
}

// named gives an id to each device that has none: its kind and name, and a number where that is taken or was. What stands first keeps its id when another one is added behind.
func named(devices []Spec, retired []string) []Spec {
	taken := map[string]bool{}
	for _, id := range retired {
		taken[id] = true
	}
	for _, s := range devices {
		taken[s.ID] = true
	}
	for i, s := range devices {
		if s.ID != "" {
			continue
		}
		head := string(s.Kind)
		if slug := slugOf(s.Name); slug != "" {
			head += "-" + slug
		}
		id := head
		for n := 2; taken[id]; n++ {
			id = head + "-" + strconv.Itoa(n)
		}
		devices[i].ID, taken[id] = id, true
	}
	return devices
}

// slugOf keeps letters, also Chinese ones, and digits of a name.
func slugOf(name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slug := strings.Join(words, "-")
	for i := range slug {
		if i > maxID/2 {
			return slug[:i]
		}
	}
	return slug
}

// Misfit is a Wrong of one device of a plan.
type Misfit struct {
	// Section is readers, alarms or printers; Number counts its devices from 1.
	Section string
	Number  int
	Wrong
}

// Check judges a plan and names everything that is wrong, whatever is plugged in at the moment: a station starts although two of its paths lead to one
// port just now, and the second device finds it busy.
func (p Plan) Check() []Misfit {
	var found []Misfit
	for _, section := range p.sections() {
		for i, s := range section.specs {
			if s.Kind == "" {
				s.Kind = section.kind
			}
			wrong := s.Check()
			if len(wrong) == 0 && s.Kind != section.kind {
				wrong = []Wrong{{Field: "kind", Code: "device.kind", Value: string(s.Kind)}}
			}
			for _, w := range wrong {
				found = append(found, Misfit{section.name, i + 1, w})
			}
		}
	}
	if len(found) > 0 {
		return found
	}
	if len(p.Readers) > 1 {
		found = append(found, Misfit{"readers", len(p.Readers), Wrong{Field: "kind", Code: "device.readers_many", Value: strconv.Itoa(len(p.Readers))}})
	}
	devices := p.Devices()
	for i, s := range devices {
		name, number := p.find(i)
		for _, w := range clashes(s, devices[:i], pathKey) {
			found = append(found, Misfit{name, number, w})
		}
	}
	return found
}

// find tells the section of the device with that index in Devices, and its number there.
func (p Plan) find(i int) (name string, number int) {
	for _, section := range p.sections() {
		if i < len(section.specs) {
			return section.name, i + 1
		}
		i -= len(section.specs)
	}
	return "", 0
}

// clashes names what a device cannot have because another one has it: the id, or the port, which paths share where key makes the same of them.
func clashes(s Spec, others []Spec, key func(path string) string) []Wrong {
	var c []Wrong
	for _, other := range others {
		if s.ID == other.ID {
			c = append(c, Wrong{Field: "id", Code: "device.id_taken", Value: s.ID, Device: other.ID})
		}
		if samePort(s, other, key) {
			c = append(c, Wrong{Field: "port", Code: "device.port_taken", Value: s.Where(), Device: other.title()})
		}
	}
	return c
}

// title is what people call the device.
func (s Spec) title() string {
	if s.Name != "" {
		return s.Name
	}
	return s.ID
}

// samePort tells whether two devices want one port.
func samePort(a, b Spec, key func(path string) string) bool {
	switch {
	case a.Port != "" && b.Port != "":
		return key(a.Port) == key(b.Port)
	case a.Listen != "" && b.Listen != "":
		return sameListen(a, b)
	default:
		return a.Address != "" && a.Address == b.Address
	}
}

// pathKey is one text for all ways to write a path.
func pathKey(path string) string {
	if runtime.GOOS == "windows" {
		return strings.ToUpper(strings.TrimPrefix(path, `\\.\`))
	}
	return filepath.Clean(path)
}

// portKey is the device a path leads to at the moment, or pathKey where nothing is plugged in.
func portKey(path string) string {
	if real, err := filepath.EvalSymlinks(path); err == nil && runtime.GOOS != "windows" {
		return real
	}
	return pathKey(path)
}

func sameListen(a, b Spec) bool {
	networks := []string{a.Connection(), b.Connection()}
	if networks[0] != networks[1] && !slices.Contains(networks, OverBoth) {
		return false
	}
	hostA, portA, _ := net.SplitHostPort(a.Listen) // both were checked before
	hostB, portB, _ := net.SplitHostPort(b.Listen)
	return portA == portB && (hostA == hostB || everywhere(hostA) || everywhere(hostB))
}

func everywhere(host string) bool {
	ip := net.ParseIP(host)
	return host == "" || ip != nil && ip.IsUnspecified()
}
