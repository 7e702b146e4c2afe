package registry

import (
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/area"
	"jiezhan/station/identity"
	"jiezhan/station/store"
)

// Hit is one person found.
type Hit struct {
	PersonID string
	// Matched is MatchedName, MatchedPinyin, MatchedNumber, MatchedPhone or MatchedAddress.
	Matched string
}

// By what a person was found.
const (
	MatchedName    = "name"
	MatchedPinyin  = "pinyin"
	MatchedNumber  = "id_number"
	MatchedPhone   = "phone"
	MatchedAddress = "address"
)

// MaxHits bounds one answer, whatever was asked.
const MaxHits = 500

// Question is what stands in one box.
type Question struct {
	Text string
	// Limit bounds the hits; there are never more than MaxHits.
	Limit int
	// Stated says that whoever asks has a case or has stated a purpose. Only then a name together with the last four of a number finds anybody:
	// both are easily overheard.
	Stated bool
}

// Found is what a question finds.
type Found struct {
	Hits []Hit
	// More tells that the list was cut at the limit.
	More bool
	// Withheld tells that the text may be a name with the last four of a number, which was not looked for, because no purpose was stated.
	Withheld bool
}

// NeedsPurpose tells that nobody was found, and that somebody may be once a purpose is stated (domain 7.4).
func (f Found) NeedsPurpose() bool { return f.Withheld && len(f.Hits) == 0 }

// Search finds people by what stands in one box, for somebody who has a case; see Ask.
func Search(q store.Query, text string, limit int) (hits []Hit, more bool, err error) {
	found, err := Ask(q, Question{Text: text, Limit: limit, Stated: true})
	return found.Hits, found.More, err
}

// Ask finds people: by the beginning of a document or telephone number, a name or a part of it, its first letters or its reading, an
// address in any order, or a name with the last four of a number. Best matches come first. Each step walks along one index and stops as soon as
// the list is full.
func Ask(q store.Query, question Question) (Found, error) {
	s := &search{q: q, want: min(max(question.Limit, 1), MaxHits) + 1, seen: map[string]bool{}}
	meant := ask(question.Text)
	found := Found{Withheld: !question.Stated && len(meant.endings) > 0}
	if question.Stated {
		meant.stretches = append(meant.endings, meant.stretches...)
	}
	if err := s.run(meant); err != nil {
		return Found{}, fmt.Errorf("search: %w", err)
	}
	found.More = len(s.hits) == s.want
	found.Hits = s.hits[:min(len(s.hits), s.want-1)]
	return found, nil
}

// search gathers the hits of one question.
type search struct {
	q    store.Query
	want int
	hits []Hit
	seen map[string]bool
}

func (s *search) full() bool { return len(s.hits) >= s.want }

func (s *search) run(a asked) error {
	for _, st := range a.stretches {
		if err := s.along(st); err != nil {
			return err
		}
	}
	if a.place == nil || s.full() {
		return nil
	}
	if err := s.address(*a.place); err != nil {
		return err
	}
	for _, st := range a.afterwards {
		if err := s.along(st); err != nil {
			return err
		}
	}
	return nil
}

const (
	alongKeys = `SELECT p.id FROM search_key k CROSS JOIN person p ON p.row = k.person WHERE k.kind = ? AND k.key >= ? AND k.key < ?
		ORDER BY k.key, k.person`
	alongNumbers = `SELECT person_id FROM document WHERE number >= ? AND number < ? ORDER BY number, kind, valid_from, name_full`
	// alongPlaces is for an address below the compound that comes with a name: the keys themselves tell who is called so.
	alongPlaces = `SELECT p.id FROM search_key k CROSS JOIN person p ON p.row = k.person WHERE k.kind = 'a' AND k.key >= ? AND k.key < ?
		AND instr(k.key, ?) > 0 ORDER BY k.key, k.person`
)

// stretch is one walk: all keys of a kind that begin with a text. An empty kind stands for the numbers of documents.
type stretch struct {
	kind    keyKind
	prefix  string
	matched string
}

func (s *search) along(st stretch) error {
	if s.full() || st.prefix == "" { // an empty beginning would be everybody
		return nil
	}
	if st.kind == "" {
		return s.walk(st.matched, alongNumbers, st.prefix, st.prefix+last)
	}
	return s.walk(st.matched, alongKeys, string(st.kind), st.prefix, st.prefix+last)
}

// walk takes hits until the list is full; what was not asked for is never read.
func (s *search) walk(matched, query string, args ...any) error {
	rows, err := s.q.Rows(query, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for !s.full() && rows.Next() {
		var id string
		if err := rows.Scan(&id); err != nil {
			return err
		}
		if !s.seen[id] {
			s.seen[id] = true
			s.hits = append(s.hits, Hit{PersonID: id, Matched: matched})
		}
	}
	return rows.Err()
}

// address walks along the rooms of every compound, and every house on a road, that the words may name. A word beside it is a name, and only where
// nobody is called so a larger place: 青松社区 青松家园 3号楼.
func (s *search) address(typed area.Typed) error {
	never := func(string) bool { return false }
	if err := s.rooms(typed, never); err != nil {
		return err
	}
	if len(s.hits) == 0 && slices.ContainsFunc(typed.Words, largerPlace) {
		if err := s.rooms(typed, largerPlace); err != nil {
			return err
		}
	}
	if len(s.hits) > 0 || !typed.Numbered() {
		return nil
	}
	return s.compounds(typed.Text)
}

// largerPlace tells whether a word is that of a community, a street office or a road, in which an address lies.
func largerPlace(word string) bool {
	return slices.ContainsFunc([]string{"社区", "街道", "路", "街", "巷"}, func(end string) bool { return strings.HasSuffix(word, end) })
}

// rooms walks along what each of the words names, with the others as a person's name but for those left out.
func (s *search) rooms(typed area.Typed, leaveOut func(word string) bool) error {
	for i, word := range typed.Words {
		others := slices.Delete(slices.Clone(typed.Words), i, i+1)
		name := identity.SearchName(strings.Join(slices.DeleteFunc(others, leaveOut), ""))
		groups, err := typed.Spots(s.q, word)
		if err != nil {
			return err
		}
		for _, group := range groups {
			before := len(s.hits)
			for _, spot := range group {
				if err := s.at(spot.Path, spot.At, name); err != nil || s.full() {
					return err
				}
			}
			if len(s.hits) > before {
				break // the likelier reading holds
			}
		}
	}
	return nil
}

// compounds walks along the rooms of compounds whose name has a number in it: 1912院.
func (s *search) compounds(name string) error {
	paths, err := area.Paths(s.q, name, false)
	for _, path := range paths {
		if err = s.at(path, area.Whereabouts{}, ""); err != nil {
			break
		}
	}
	return err
}

// at walks along the rooms of a position in one compound.
func (s *search) at(compound string, p area.Whereabouts, name string) error {
	if name != "" && p == (area.Whereabouts{}) { // a compound may have ten thousand residents
		return s.along(stretch{compoundNameKey, compound + "/" + name, MatchedAddress})
	}
	stretches, err := area.Stretches(s.q, compound, p)
	for _, st := range stretches {
		switch {
		case err != nil || s.full():
			return err
		case name == "":
			err = s.walk(MatchedAddress, alongKeys, string(placeKey), st.From, st.Before)
		default:
			err = s.walk(MatchedAddress, alongPlaces, st.From, st.Before, " "+name)
		}
	}
	return err
}
