package area

import (
	"fmt"
	"strings"

	"jiezhan/station/store"
)

// Stretch is a run of rooms in the order of their paths (see Place): from From up to, and without, Before. It also holds for keys in which a space and
// more follow the path.
type Stretch struct{ From, Before string }

// exactly is the stretch of one path; ! is the character behind the space, and in no number.
func exactly(path string) Stretch { return Stretch{path, path + "!"} }

// begunWith is the stretch of all paths that begin so.
func begunWith(head string) Stretch { return Stretch{head, head + last} }

// maxStretches bounds how many runs of one compound a position names: 号楼 left out, 1203 stands in every staircase.
const maxStretches = 200

const alongNumbers = `SELECT path FROM area_node WHERE CAST(path AS INTEGER) = CAST(? AS INTEGER) AND kind = ? AND upper(number) >= ? AND upper(number) < ?
	ORDER BY upper(number), row LIMIT ?`

// Stretches are the runs of rooms that a position in a compound means. The compound is the head of its rooms' paths, as Paths answers it.
// Where the building was left out, the units or rooms of that number are looked up, so that no compound is read from end to end.
func Stretches(q store.Query, compound string, p Whereabouts) ([]Stretch, error) {
	switch {
	case p == Whereabouts{}:
		return []Stretch{begunWith(compound + "/")}, nil
	case p.Building != "" && p.Unit != "":
		return []Stretch{begunWith(compound + "/" + p.Building + "/" + p.Unit + "/" + p.Room)}, nil
	case p.Building != "" && p.Room == "":
		return []Stretch{begunWith(compound + "/" + p.Building + "/")}, nil
	case p.Unit != "":
		return within(q, compound, Unit, p)
	}
	return within(q, compound, Room, p)
}

// within are the stretches of the units or rooms of a compound that have the number, in the building where one is given.
func within(q store.Query, compound string, kind Kind, p Whereabouts) ([]Stretch, error) {
	from, before := p.Room, p.Room+last
	if kind == Unit {
		from, before = p.Unit, p.Unit+"\x00"
	}
	rows, err := q.Rows(alongNumbers, compound, string(kind), from, before, maxStretches)
	if err != nil {
		return nil, fmt.Errorf("numbers of compound %s: %w", compound, err)
	}
	defer rows.Close()
	var list []Stretch
	for rows.Next() {
		var path string
		if err := rows.Scan(&path); err != nil {
			return nil, fmt.Errorf("numbers of compound %s: %w", compound, err)
		}
		switch {
		case p.Building != "" && !strings.HasPrefix(path, compound+"/"+p.Building+"/"):
		case kind == Unit:
			list = append(list, begunWith(path+"/"+p.Room))
		default:
			list = append(list, exactly(path))
		}
	}
	return list, rows.Err()
}
