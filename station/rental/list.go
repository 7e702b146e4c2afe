package rental

import (
	"fmt"
	"strconv"
	"strings"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// soonDays is how long before its end an undertaking is listed.
const soonDays = 30

// Which says which files are listed.
type Which string

// The lists of files.
const (
	ActiveFiles  Which = "active"
	EndedFiles   Which = "ended"
	ToLook       Which = "to_look"     // a check has something to say
	Undertakings Which = "undertaking" // the undertaking is over or ends within 30 days
)

// FileQuery narrows a list of files.
type FileQuery struct {
	Which Which
	// CompoundID keeps to one compound, for active and ended files.
	CompoundID string
	Today      calendar.Date
	Limit      int
	// After is the cursor of the page before; empty for the first.
	After string
}

// FilePage is a page of files with what their checks say.
type FilePage struct {
	Files    []File
	Findings [][]Finding
	// Next is the cursor of the next page, empty at the end.
	Next string
}

// Files lists rental files: the newest first, or those that have waited longest where something is to be looked at.
func Files(q store.Query, fq FileQuery) (FilePage, error) {
	rules, err := RulesOf(q)
	if err != nil {
		return FilePage{}, err
	}
	page := FilePage{}
	key, row := parseCursor(fq.After)
	for {
		files, err := fq.read(q, key, row)
		if err != nil {
			return FilePage{}, fmt.Errorf("list rental files: %w", err)
		}
		for _, f := range files {
			facts, err := FactsOf(q, f, rules)
			if err != nil {
				return FilePage{}, err
			}
			key, row = fq.key(f), f.row
			findings := Checks(facts, fq.Today)
			if fq.Which == ToLook && len(findings) == 0 {
				continue // settled meanwhile, such as by the end of a registration
			}
			page.Files, page.Findings = append(page.Files, f), append(page.Findings, findings)
			if len(page.Files) == fq.Limit {
				page.Next = cursor(key, row)
				return page, nil
			}
		}
		if len(files) < fq.Limit {
			return page, nil
		}
	}
}

// read asks for one page behind a key and a row.
func (fq FileQuery) read(q store.Query, key string, row int64) ([]File, error) {
	if row == 0 && (fq.Which == ActiveFiles || fq.Which == EndedFiles) {
		row = 1 << 62 // from the newest down
	}
	switch {
	case fq.Which == ToLook:
		return collect(q, scanFile, fileColumns+`WHERE f.look_on <> '' AND f.look_on <= ? AND (f.look_on, f.row) > (?, ?) ORDER BY f.look_on, f.row LIMIT ?`,
			fq.Today.String(), key, row, fq.Limit)
	case fq.Which == Undertakings:
		return collect(q, scanFile, fileColumns+`WHERE f.state = 'active' AND f.undertaken_to <> '' AND f.undertaken_to <= ?
			AND (f.undertaken_to, f.row) > (?, ?) ORDER BY f.undertaken_to, f.row LIMIT ?`, fq.Today.AddDays(soonDays).String(), key, row, fq.Limit)
	case fq.CompoundID != "":
		return collect(q, scanFile, fileColumns+`WHERE f.compound_id = ? AND f.state = ? AND f.row < ? ORDER BY f.row DESC LIMIT ?`,
			fq.CompoundID, string(fq.Which), row, fq.Limit)
	default:
		return collect(q, scanFile, fileColumns+`WHERE f.state = ? AND f.row < ? ORDER BY f.row DESC LIMIT ?`, string(fq.Which), row, fq.Limit)
	}
}

// key is what the list orders a file by, before its row.
func (fq FileQuery) key(f File) string {
	switch fq.Which {
	case ToLook:
		return f.lookOn.String()
	case Undertakings:
		return f.UndertakenTo.String()
	case ActiveFiles, EndedFiles:
	}
	return ""
}

// cursor writes the place of a file in a list.
func cursor(key string, row int64) string { return strconv.FormatInt(row, 10) + "_" + key }

// parseCursor reads what cursor wrote; anything else is the beginning of the list.
func parseCursor(text string) (key string, row int64) {
	number, key, cut := strings.Cut(text, "_")
	row, err := strconv.ParseInt(number, 10, 64)
	if !cut || err != nil || row < 1 {
		return "", 0
	}
	return key, row
}
