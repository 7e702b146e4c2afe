package area

import (
	"strings"
	"unicode/utf8"

	"jiezhan/station/store"
)

// FindPlaces finds places by an address in any order: compounds where only words were typed, and else the deepest that was named, building,
// unit or rooms. Best first, limit at most; more tells that there are others.
func FindPlaces(q store.Query, text string, limit int) (list []Node, more bool, err error) {
	f := placeFinder{q: q, want: limit + 1, seen: map[int64]bool{}}
	typed := ReadTyped(text)
	if typed.Numbered() {
		err = f.numbered(typed)
	} else {
		err = f.compounds(strings.Join(typed.Words, ""))
	}
	if err != nil {
		return nil, false, err
	}
	if len(f.list) > limit {
		return f.list[:limit], true, nil
	}
	return f.list, false, nil
}

// placeFinder gathers the places of one question.
type placeFinder struct {
	q    store.Query
	want int
	list []Node
	seen map[int64]bool
}

// compounds takes compounds by name; one character says too little.
func (f *placeFinder) compounds(name string) error {
	if utf8.RuneCountInString(name) < 2 {
		return nil
	}
	found, err := FindCompounds(f.q, name)
	f.add(found)
	return err
}

func (f *placeFinder) numbered(typed Typed) error {
	for _, word := range typed.Words {
		compounds, err := Paths(f.q, word, true)
		if err != nil {
			return err
		}
		for _, position := range typed.Readings() {
			before := len(f.list)
			for _, compound := range compounds {
				if err := f.at(compound, position); err != nil || len(f.list) >= f.want {
					return err
				}
			}
			if len(f.list) > before {
				break // the likelier reading holds
			}
		}
	}
	return nil
}

const (
	placesAt    = `WHERE n.path = ? AND n.kind = ?`
	placesAlong = `WHERE n.path >= ? AND n.path < ? AND n.kind = ? ORDER BY n.path LIMIT ?`
)

// at takes the places of a position in one compound.
func (f *placeFinder) at(compound string, p Whereabouts) error {
	if p.Unit == "" && p.Room == "" {
		return f.take(placesAt, compound+"/"+p.Building, string(Building))
	}
	stretches, err := Stretches(f.q, compound, p)
	for _, s := range stretches {
		switch {
		case err != nil || len(f.list) >= f.want:
			return err
		case p.Room == "":
			err = f.take(placesAt, s.From[:len(s.From)-1], string(Unit)) // without the slash before its rooms
		default:
			err = f.take(placesAlong, s.From, s.Before, string(Room), f.want)
		}
	}
	return err
}

func (f *placeFinder) take(rest string, args ...any) error {
	found, err := nodes(f.q, rest, args...)
	f.add(found)
	return err
}

func (f *placeFinder) add(found []Node) {
	for _, n := range found {
		if !f.seen[n.row] && len(f.list) < f.want {
			f.seen[n.row] = true
			f.list = append(f.list, n)
		}
	}
}
