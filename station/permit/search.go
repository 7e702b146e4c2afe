package permit

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"jiezhan/station/calendar"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// last sorts behind every character of a key, so that [k, k+last) holds all keys that begin with k.
const last = "\U0010FFFF"

const (
	permitsByKey = permitColumns + ` WHERE number_key >= ? AND number_key < ? ORDER BY number_key LIMIT ?`
	// mostMatched bounds how many cases one number finds.
	mostMatched = 50
)

// PermitsByNumber finds permits by the number printed on the card or its beginning, in any spelling, in the order of numbers.
func PermitsByNumber(q store.Query, text string, today calendar.Date, limit int) ([]Permit, error) {
	number, err := ParseNumber(text)
	if err != nil {
		return nil, nil // a text that is no number finds nothing
	}
	rows, err := q.Rows(permitsByKey, number.Key, number.Key+last, min(limit, mostMatched))
	if err != nil {
		return nil, fmt.Errorf("permits by number: %w", err)
	}
	defer rows.Close()
	var list []Permit
	for rows.Next() {
		p, err := scanPermit(rows, today)
		if err != nil {
			return nil, fmt.Errorf("permits by number: %w", err)
		}
		list = append(list, p)
	}
	return list, rows.Err()
}

// CasesByNumber finds applications and registrations by their number or its beginning, applications also without the community; see caseNumber.
// Those in the order of numbers come first, with names and addresses.
func CasesByNumber(q store.Query, text string, today calendar.Date, limit int) ([]Row, error) {
	number := caseNumber(text)
	if number == "" {
		return nil, nil
	}
	limit = min(limit, mostMatched)
	var list []Row
	seen := map[string]bool{}
	add := func(rows []Row) {
		for _, r := range rows {
			if !seen[r.ID] && len(list) < limit {
				seen[r.ID] = true
				list = append(list, r)
			}
		}
	}
	for _, query := range []string{listByNumber, listByTail} {
		rows, err := rowsOf(q, today, query, number, number+"~", limit)
		if err != nil {
			return nil, err
		}
		add(rows)
	}
	residences, err := registry.ResidencesByNumber(q, number, limit)
	if err != nil {
		return nil, err
	}
	for _, r := range residences {
		add([]Row{registration(r)})
	}
	return list, hydrate(q, list)
}

// minCaseNumber is the least of a case number that finds cases: 261121 is all of a day.
const minCaseNumber = 6

// caseNumber is a text as case numbers are written, or empty where it cannot be one: 339999001001-261121-1004-3, 261121-1004.
func caseNumber(text string) string {
	number := strings.ToUpper(strings.Join(strings.Fields(narrow(text)), ""))
	if utf8.RuneCountInString(number) < minCaseNumber || strings.Trim(number, "0123456789-X") != "" {
		return ""
	}
	return number
}
