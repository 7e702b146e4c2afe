// Package division knows the division codes of GB/T 2260, counties and above, those in use
// and those that ended. It does not know townships and communities, whose codes come from
// the statistical code book, nor when a code began and ended.
//
// The codes in use are those of the end of 2024. The ended ones reach back to 1981 but come
// from collections by hand: some two dozen short-lived codes of those years are missing, and
// some 150 towns of the old prefectures (code 01) carry the prefecture's name for want of
// their own. That is good enough for a label and a warning, not for a refusal.
package division

import (
	_ "embed"
	"strings"
)

//go:generate node generate/generate.mjs

// table holds one line for each code, sorted by code: code, 1 or 0, full name, name. Lookups
// search the text itself, so that nothing is parsed at start and no lookup allocates.
//
//go:embed codes.csv
var table string

// codeLength is the number of digits of a code: two each for province, prefecture, county.
const codeLength = 6

// A Division (行政区划) is a province, prefecture, county or a place of their rank.
type Division struct {
	Code string // six digits, GB/T 2260
	Name string // last name, without its parents: 西湖区

	// Full is the name after those of its parents: 浙江省杭州市西湖区. The parents go by the
	// last name they had under their own codes, not by that of any one year.
	Full string

	// Current is true for a place in use today. It is false for ended codes and for the
	// groupings of the numbering that are no places, such as 市辖区 (330101).
	Current bool
}

// Lookup finds a division by its six-digit code, in use or ended.
func Lookup(code string) (Division, bool) {
	if len(code) != codeLength {
		return Division{}, false
	}
	low, high := 0, len(table) // both stand at the start of a line
	for low < high {
		start := lineStart(low + (high-low)/2)
		line, _, _ := strings.Cut(table[start:], "\n")
		key, rest, _ := strings.Cut(line, ",")
		switch {
		case key == code:
			return parse(key, rest), true
		case key < code: // the remarks at the top start with '#', which is less than a digit
			low = start + len(line) + 1
		default:
			high = start
		}
	}
	return Division{}, false
}

// Province finds the division of the first rank that a code lies in, by its first two
// digits. The code may be longer or shorter than six digits, an ID number for one.
func Province(code string) (Division, bool) {
	if len(code) < 2 {
		return Division{}, false
	}
	var whole [codeLength]byte
	copy(whole[:], "000000")
	copy(whole[:2], code)
	return Lookup(string(whole[:]))
}

// KnownArea reports whether an ID number (GB 11643) starts with a code that is or was in
// use. A number keeps the code of the day it was issued for life, and no public list is
// complete: an unknown area may raise a warning and must never refuse a person.
func KnownArea(idNumber string) bool {
	if len(idNumber) < codeLength {
		return false
	}
	_, found := Lookup(idNumber[:codeLength])
	return found
}

// lineStart returns the start of the line that the byte at the offset belongs to.
func lineStart(offset int) int {
	return strings.LastIndexByte(table[:offset], '\n') + 1
}

// parse reads what follows the code on a line of the table.
func parse(code, rest string) Division {
	current, names, _ := strings.Cut(rest, ",")
	full, name, _ := strings.Cut(names, ",")
	return Division{Code: code, Name: name, Full: full, Current: current == "1"}
}
