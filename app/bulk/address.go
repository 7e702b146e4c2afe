package bulk

import (
	"regexp"
	"strings"

	"jiezhan/station/area"
	"jiezhan/station/store"
)

// rooms that rows name are found step by step from the compound down; what was found for one row serves the next.
type finder struct {
	compounds map[string][]area.Node // by name
	nodes     map[string]area.Node   // by parent, kind and number
}

// position is a room by the words of its address.
type position struct{ compound, building, unit, room string }

//nolint:gochecknoglobals // compiled patterns, never written
var (
	spoken  = regexp.MustCompile(`^(.+?)([0-9A-Za-z]+)(?:号楼|栋|幢|座|楼|#)(?:([0-9A-Za-z]+)(?:单元|门))?([0-9A-Za-z-]+)(?:室|号|户|房)?$`)
	dashed  = regexp.MustCompile(`^(.+?)([0-9A-Za-z]+)-(?:([0-9A-Za-z]+)-)?([0-9A-Za-z]+)(?:室|号|户|房)?$`)
	endings = regexp.MustCompile(`(号楼|栋|幢|座|楼|#|单元|门|室|号|户|房)$`)
)

// readPosition takes an address of one cell apart: 青松家园3号楼2单元1203室, 青松家园3-2-1203.
func readPosition(text string) (position, bool) {
	text = strings.ReplaceAll(text, " ", "")
	for _, form := range []*regexp.Regexp{spoken, dashed} {
		if m := form.FindStringSubmatch(text); m != nil {
			return position{m[1], m[2], m[3], m[4]}, true
		}
	}
	return position{}, false
}

// positionOf is what a row says of its room: in four columns, or in one. wrong is the code of what cannot be read.
func positionOf(r Cells) (p position, column, wrong string) {
	p = position{r.Text("compound"), bareNumber(r.Text("building")), bareNumber(r.Text("unit")), bareNumber(r.Text("room"))}
	if p.compound != "" {
		return p, "room", ""
	}
	text := r.Text("address")
	if text == "" {
		return position{}, "address", ""
	}
	p, ok := readPosition(text)
	if !ok {
		return position{}, "address", "row.address_unread"
	}
	return p, "address", ""
}

// bareNumber is 3 of 3号楼, and 1203 of the 1203.0 that a number cell may hold.
func bareNumber(text string) string {
	return strings.TrimSuffix(endings.ReplaceAllString(strings.ReplaceAll(text, " ", ""), ""), ".0")
}

// room finds the room, or answers the code of what is not there.
func (f *finder) room(q store.Query, p position) (area.Node, string, error) {
	compounds, known := f.compounds[p.compound]
	if !known {
		found, err := area.FindCompounds(q, p.compound)
		if err != nil {
			return area.Node{}, "", err
		}
		for _, c := range found {
			if strings.EqualFold(c.Name, p.compound) {
				compounds = append(compounds, c)
			}
		}
		f.compounds[p.compound] = compounds
	}
	switch len(compounds) {
	case 0:
		return area.Node{}, "row.compound_unknown", nil
	case 1:
	default:
		return area.Node{}, "row.compound_twice", nil
	}
	here := compounds[0]
	for _, step := range []struct {
		kind         area.Kind
		number, code string
	}{{area.Building, p.building, "row.building_unknown"}, {area.Unit, p.unit, "row.unit_unknown"}, {area.Room, p.room, "row.room_unknown"}} {
		if step.kind == area.Unit && step.number == "" {
			continue
		}
		child, found, err := f.child(q, here, step.kind, step.number)
		if err != nil || !found {
			return area.Node{}, step.code, err
		}
		here = child
	}
	return here, "", nil
}

// child remembers buildings and units, of which there are few, and not rooms.
func (f *finder) child(q store.Query, parent area.Node, kind area.Kind, number string) (area.Node, bool, error) {
	key := parent.ID + "/" + string(kind) + "/" + number
	if n, known := f.nodes[key]; known {
		return n, true, nil
	}
	if number == "" {
		return area.Node{}, false, nil
	}
	n, found, err := area.ChildOf(q, parent.ID, kind, number, "")
	if found && kind != area.Room {
		f.nodes[key] = n
	}
	return n, found, err
}

func newFinder() *finder {
	return &finder{compounds: map[string][]area.Node{}, nodes: map[string]area.Node{}}
}
