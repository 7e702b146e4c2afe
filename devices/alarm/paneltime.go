package alarm

import "time"

// Years of a PanelTime whose wire does not say the year. Both are leap years.
const (
	yearUnsaid = 4 // day, month and time of day
	dateUnsaid = 0 // the time of day alone
)

// PanelTimeNear completes a panel time whose wire leaves out the year (it is year 4) or the whole date (year 0) to the
// moment nearest to arrived, by the clock on the wall where arrived is, and gives every other one back as it is.
func (s Signal) PanelTimeNear(arrived time.Time) time.Time {
	t := s.PanelTime
	switch t.Year() {
	case dateUnsaid:
		return nearest(arrived, func(n int) time.Time {
			return time.Date(arrived.Year(), arrived.Month(), arrived.Day()+n, t.Hour(), t.Minute(), t.Second(), 0, arrived.Location())
		})
	case yearUnsaid:
		return nearest(arrived, func(n int) time.Time {
			return time.Date(arrived.Year()+n, t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), 0, arrived.Location())
		})
	}
	return t
}

// nearest picks of candidates -1, 0 and 1 the one closest to at.
func nearest(at time.Time, candidate func(int) time.Time) time.Time {
	best := candidate(0)
	for _, n := range []int{-1, 1} {
		if c := candidate(n); c.Sub(at).Abs() < best.Sub(at).Abs() {
			best = c
		}
	}
	return best
}
