package permit

import "jiezhan/station/calendar"

// Anniversary is the n-th anniversary of the issue of a permit; 29 February becomes 28 February where there is no 29th.
func Anniversary(issued calendar.Date, n int) calendar.Date { return issued.AddYears(n) }

// Standing is how a permit stands with its yearly endorsement (签注, Decree 663 art. 10).
type Standing struct {
	// ContinuousSince is the day from which years of residence count: the issue, or the latest late endorsement.
	ContinuousSince calendar.Date
	// From and Until bound the next endorsement: the month before each full year. After Until the functions are suspended.
	From, Until calendar.Date

	issued calendar.Date
	next   int // the anniversary to endorse for
}

// Issue is the standing of a new permit.
func Issue(issued calendar.Date) Standing {
	return Standing{ContinuousSince: issued, issued: issued}.before(1)
}

// before makes the n-th anniversary the next one to endorse for. The window is counted back from the issue, so that a
// permit of the 31st keeps its day.
func (s Standing) before(n int) Standing {
	s.next = n
	s.Until = Anniversary(s.issued, n)
	s.From = s.Until.AddMonths(-1)
	return s
}

// Suspended tells whether the permit's functions rest on the day (功能中止). The card is not cancelled.
func (s Standing) Suspended(today calendar.Date) bool { return today.After(s.Until) }

// Endorse is the standing after an endorsement on the day; before the window opens there is none. A late endorsement restores the
// functions at once, but years of residence count anew from that day. Made within the month before the following full year, it holds for that year too.
func (s Standing) Endorse(day calendar.Date) (Standing, bool) {
	if day.Before(s.From) {
		return s, false
	}
	if !s.Suspended(day) {
		return s.before(s.next + 1), true
	}
	s.ContinuousSince = day
	for !day.Before(s.From) {
		s = s.before(s.next + 1)
	}
	return s, true
}

// YearsOn is the number of whole years of residence on the day.
func (s Standing) YearsOn(day calendar.Date) int {
	if day.Before(s.ContinuousSince) {
		return 0
	}
	return s.ContinuousSince.AgeOn(day)
}

// StandingOf follows a permit through its endorsements, in order of date; those made too early do not count.
func StandingOf(issued calendar.Date, endorsements []calendar.Date) Standing {
	s := Issue(issued)
	for _, day := range endorsements {
		s, _ = s.Endorse(day)
	}
	return s
}
