package area

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"

	"jiezhan/station/store"
)

// FindPlaces finds places by an address in any order: compounds, roads and communities where only words were typed, and else the deepest that was
// named, house, building, unit or rooms. Best first, limit at most; more tells that there are others. The name of a community that was merged or split
// leads to what came of it.
func FindPlaces(q store.Query, text string, limit int) (list []FoundPlace, more bool, err error) {
	f := placeFinder{q: q, want: limit + 1, seen: map[int64]bool{}}
	communities, err := f.communities(text)
	if err != nil {
		return nil, false, err
	}
	for _, c := range communities { // a name typed in full before what only begins so
		if tidy(c.Name) == tidy(text) || tidy(c.Via) == tidy(text) {
			f.add(c)
		}
	}
	typed := ReadTyped(text)
	if typed.Numbered() {
		err = f.numbered(typed)
	}
	if err == nil && (!typed.Numbered() || len(f.list) == 0) { // words alone, or a name with a number in it
		err = f.compounds(text)
	}
	if err != nil {
		return nil, false, err
	}
	f.add(communities...)
	if len(f.list) > limit {
		return f.list[:limit], true, nil
	}
	return f.list, false, nil
}

// placeFinder gathers the places of one question.
type placeFinder struct {
	q    store.Query
	want int
	list []FoundPlace
	seen map[int64]bool
}

// leastName is how many characters of a name say enough.
const leastName = 2

// named tells whether a text may be the name of a place: long enough without the numbers at its head, and not longer than an address is.
func named(text string) bool {
	return len(text) <= maxTyped && utf8.RuneCountInString(strings.TrimLeft(tidy(text), "0123456789")) >= leastName
}

// communities takes communities by name; their names may hold numbers.
func (f *placeFinder) communities(text string) ([]FoundPlace, error) {
	if !named(text) {
		return nil, nil
	}
	return FindCommunities(f.q, text)
}

// compounds takes compounds and roads by name.
func (f *placeFinder) compounds(text string) error {
	if !named(text) {
		return nil
	}
	found, err := FindCompounds(f.q, text)
	f.addNodes(found)
	return err
}

func (f *placeFinder) numbered(typed Typed) error {
	for _, word := range typed.Words {
		groups, err := typed.Spots(f.q, word)
		if err != nil {
			return err
		}
		for _, group := range groups {
			before := len(f.list)
			for _, spot := range group {
				if err := f.at(spot.Path, spot.At); err != nil || len(f.list) >= f.want {
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
	placeAtRow  = `WHERE n.row = ?`
	placesAt    = `WHERE n.path = ? AND n.kind = ?`
	roomsAt     = `WHERE n.path IN (SELECT value FROM json_each(?)) AND n.kind = ? ORDER BY upper(n.number), n.row`
	placesAlong = `WHERE n.path >= ? AND n.path < ? AND n.kind = ? ORDER BY n.path LIMIT ?`
)

// at takes the places of a position in one compound.
func (f *placeFinder) at(compound string, p Whereabouts) error {
	switch {
	case p == Whereabouts{}: // the house on a road itself
		return f.take(placeAtRow, compound)
	case p.Unit == "" && p.Room == "":
		return f.take(placesAt, compound+"/"+p.Building, string(Building))
	}
	stretches, err := Stretches(f.q, compound, p)
	if err == nil && p.Unit == "" && p.Room != "" { // each is one room
		return f.rooms(stretches[:min(len(stretches), f.want-len(f.list))])
	}
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

// rooms takes rooms by their whole paths, all with one question, in the order of their numbers.
func (f *placeFinder) rooms(exact []Stretch) error {
	paths := make([]string, len(exact))
	for i, s := range exact {
		paths[i] = s.From
	}
	list, err := json.Marshal(paths)
	if err != nil {
		return fmt.Errorf("list paths: %w", err)
	}
	return f.take(roomsAt, string(list), string(Room))
}

func (f *placeFinder) take(rest string, args ...any) error {
	found, err := nodes(f.q, rest, args...)
	f.addNodes(found)
	return err
}

func (f *placeFinder) addNodes(found []Node) {
	for _, n := range found {
		f.add(FoundPlace{Node: n})
	}
}

func (f *placeFinder) add(found ...FoundPlace) {
	for _, n := range found {
		if !f.seen[n.row] && len(f.list) < f.want {
			f.seen[n.row] = true
			f.list = append(f.list, n)
		}
	}
}
