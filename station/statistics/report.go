package statistics

import (
	"encoding/json"
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// Version is one set of figures of a month: the freeze, or an amendment.
type Version struct {
	Number int
	// At is the instant in the form of ledger.FormatTime.
	At string
	// Officer and Second are accounts; Second and Reason are of amendments.
	Officer, Second string
	Station, Reason string
}

// Versions lists the versions of a month, the freeze first; none where it is not frozen.
func Versions(q store.Query, month Month) ([]Version, error) {
	rows, err := q.Rows(`SELECT version, at, officer, second, station, reason FROM statistics_month WHERE month = ? ORDER BY version`, month.String())
	if err != nil {
		return nil, fmt.Errorf("versions of %s: %w", month, err)
	}
	defer rows.Close()
	var list []Version
	for rows.Next() {
		var v Version
		if err := rows.Scan(&v.Number, &v.At, &v.Officer, &v.Second, &v.Station, &v.Reason); err != nil {
			return nil, fmt.Errorf("versions of %s: %w", month, err)
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

func rowsOf(q store.Query, month Month, version int) (Rows, error) {
	rows, err := q.Rows(`SELECT community, counts FROM statistics_count WHERE month = ? AND version = ? ORDER BY seq`, month.String(), version)
	if err != nil {
		return nil, fmt.Errorf("figures of %s: %w", month, err)
	}
	defer rows.Close()
	var list Rows
	for rows.Next() {
		var r Row
		var counts []byte
		if err := rows.Scan(&r.Community, &counts); err != nil {
			return nil, fmt.Errorf("figures of %s: %w", month, err)
		}
		if err := json.Unmarshal(counts, &r.Counts); err != nil {
			return nil, fmt.Errorf("figures of %s: %w", month, err)
		}
		list = append(list, r)
	}
	return list, rows.Err()
}

// Frozen figures of a month: those of a version, or of the latest for 0; not found where it is not frozen.
func frozen(q store.Query, month Month, version int) (Rows, bool, error) {
	versions, err := Versions(q, month)
	if err != nil || len(versions) == 0 || version > len(versions) {
		return nil, false, err
	}
	if version == 0 {
		version = len(versions)
	}
	rows, err := rowsOf(q, month, version)
	return rows, err == nil, err
}

// Report is what the tables of a month are made of.
type Report struct {
	Month    Month
	Versions []Version
	// Shown is the version of the month shown; 0 where it is counted as the register stands, and provisional.
	Shown int
	// Year are the months since January, the month itself last; Open are those of them that are not frozen.
	Year []Rows
	Open []Month
	// Before is the same month of the year before; BeforeOpen says that it was never frozen.
	Before     Rows
	BeforeOpen bool
}

// ReportOn reads a month, in a version or in the latest for 0; not found where there is no such version. What is frozen is read; the rest is counted.
func ReportOn(q store.Query, month Month, version int, today calendar.Date) (Report, bool, error) {
	r := Report{Month: month}
	var err error
	if r.Versions, err = Versions(q, month); err != nil {
		return r, false, err
	}
	if version > len(r.Versions) {
		return r, false, nil
	}
	if r.Shown = version; version == 0 {
		r.Shown = len(r.Versions)
	}
	if r.Before, r.BeforeOpen, err = r.whole(q, month.Add(-12), 0, today); err != nil {
		return r, false, err
	}
	return r, true, r.readYear(q, today)
}

// whole reads a month with its stocks, and tells whether it had to be counted; before the office there is nothing to count.
func (r *Report) whole(q store.Query, month Month, version int, today calendar.Date) (Rows, bool, error) {
	rows, found, err := frozen(q, month, version)
	if err != nil || found {
		return rows, false, err
	}
	rows, err = Count(q, month, today)
	return rows, len(rows) > 0, err
}

// readYear reads the months of the year from the last back to January. Of those that are counted only now, the newcomers at the end follow from the month
// after: those at its end, less In, plus Out.
func (r *Report) readYear(q store.Query, today calendar.Date) error {
	months := r.Month.SinceJanuary()
	r.Year = make([]Rows, len(months))
	for i := len(months) - 1; i >= 0; i-- {
		var rows Rows
		var found bool
		var err error
		if i == len(months)-1 {
			var open bool
			rows, open, err = r.whole(q, months[i], r.Shown, today)
			found = !open
		} else if rows, found, err = frozen(q, months[i], 0); err == nil && !found {
			rows, err = countFlows(q, months[i], today)
			roll(rows, r.Year[i+1])
		}
		if err != nil {
			return err
		}
		if !found && len(rows) > 0 { // before the office there was nothing to freeze
			r.Open = append([]Month{months[i]}, r.Open...)
		}
		r.Year[i] = rows
	}
	return nil
}

func roll(rows, next Rows) {
	for _, row := range rows {
		if after, there := next.of(row.Community); there {
			row.Counts[Newcomers] = opening(after)
		}
	}
}

// opening is the number of newcomers at the end of the month before.
func opening(c Counts) int { return max(0, c[Newcomers]-c[In]+c[Out]) }

// Recount lists what a count of the register as of the end of a month finds otherwise than the version in force; none where the month is not frozen.
func Recount(q store.Query, month Month, today calendar.Date) ([]Difference, error) {
	before, found, err := frozen(q, month, 0)
	if err != nil || !found {
		return nil, err
	}
	now, err := Count(q, month, today)
	if err != nil {
		return nil, err
	}
	return Differences(before, now), nil
}
