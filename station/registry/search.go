package registry

import (
	"fmt"

	"jiezhan/station/area"
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

// maxHits bounds one answer, whatever was asked.
const maxHits = 200

// Search finds people by what stands in one box: the beginning of a document or telephone number, a name or a part of it, its first
// letters or its reading, an address in any order, or a name with the last four of a number. Best matches come first; more tells that
// the list was cut at limit. Each step walks along one index and stops as soon as the list is full.
func Search(q store.Query, text string, limit int) (hits []Hit, more bool, err error) {
	s := &search{q: q, want: min(max(limit, 1), maxHits) + 1, seen: map[string]bool{}}
	if err := s.run(ask(text)); err != nil {
		return nil, false, fmt.Errorf("search: %w", err)
	}
	if len(s.hits) == s.want {
		return s.hits[:s.want-1], true, nil
	}
	return s.hits, false, nil
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
	// alongPlaces is for addresses that leave something out in the middle, or that come with a name.
	alongPlaces = `SELECT p.id FROM search_key k CROSS JOIN person p ON p.row = k.person WHERE k.kind = 'a' AND k.key >= ? AND k.key < ?
		AND k.key GLOB ? AND replace(p.name_full, '·', '') >= ? AND replace(p.name_full, '·', '') < ? ORDER BY k.key, k.person`
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

// address walks along the rooms of every compound that the words may name.
func (s *search) address(a addressed) error {
	for i, word := range a.words {
		name := a.nameBeside(i)
		paths, err := area.Paths(s.q, word, a.numbered())
		if err != nil {
			return err
		}
		for _, reading := range a.readings() {
			before := len(s.hits)
			for _, path := range paths {
				if err := s.rooms(path, reading, name); err != nil || s.full() {
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

func (s *search) rooms(compound string, p position, name string) error {
	prefix, pattern := p.within(compound)
	if pattern == "" && name == "" {
		return s.walk(MatchedAddress, alongKeys, string(placeKey), prefix, prefix+last)
	}
	if pattern == "" {
		pattern = "*"
	}
	return s.walk(MatchedAddress, alongPlaces, prefix, prefix+last, pattern, name, name+last)
}
