package permit

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// Anniversary is the n-th anniversary of the issue of a permit; 29 February becomes 28 February where there is no 29th.
func Anniversary(issued calendar.Date, n int) calendar.Date { return issued.AddYears(n) }

// Anchor is the day from which the full years of the yearly endorsement are counted; a city may choose.
type Anchor string

const (
	// FromIssue counts from the issue of the first card.
	FromIssue Anchor = "issue"
	// FromEndorsement counts from the last endorsement.
	FromEndorsement Anchor = "last_endorsement"
)

// Standing is how a permit stands with its yearly endorsement (签注, Decree 663 art. 10). Kinds of permit without endorsement have the zero Standing.
type Standing struct {
	// ContinuousSince is the day from which years of residence count: the issue, or the latest late endorsement.
	ContinuousSince calendar.Date
	// From and Until bound the next endorsement: the month before each full year. After Until the functions are suspended.
	From, Until calendar.Date

	issued calendar.Date
	// broughtSince and broughtUntil are how a permit stood that was handed out before this register was kept; no dates for all others.
	broughtSince, broughtUntil calendar.Date
}

// origin is how the permit stood before the first endorsement that is on record.
func (s Standing) origin() Standing {
	first := Issue(s.issued)
	if s.broughtUntil.IsZero() {
		return first
	}
	return Standing{
		ContinuousSince: s.broughtSince, From: s.broughtUntil.AddMonths(-1), Until: s.broughtUntil,
		issued: s.issued, broughtSince: s.broughtSince, broughtUntil: s.broughtUntil,
	}
}

// Issue is the standing of a new permit.
func Issue(issued calendar.Date) Standing {
	return Standing{ContinuousSince: issued, issued: issued}.window(issued, 1)
}

// window makes the n-th anniversary of a day the next one to endorse for. The window is counted back from the anniversary, so that a
// permit of the 31st keeps its day.
func (s Standing) window(anchor calendar.Date, n int) Standing {
	s.Until = Anniversary(anchor, n)
	s.From = s.Until.AddMonths(-1)
	return s
}

// Suspended tells whether the permit's functions rest on the day (功能中止). The card is not cancelled.
func (s Standing) Suspended(today calendar.Date) bool {
	return !s.Until.IsZero() && today.After(s.Until)
}

// Open tells whether the permit may be endorsed in time on the day.
func (s Standing) Open(today calendar.Date) bool {
	return !s.Until.IsZero() && !today.Before(s.From) && !today.After(s.Until)
}

// Endorse is the standing after an endorsement on the day; before the window opens there is none. A late endorsement restores the
// functions at once, but years of residence count anew from that day. Made within the month before the following full year, it holds for that year too.
func (s Standing) Endorse(day calendar.Date, anchor Anchor) (Standing, bool) {
	if day.Before(s.From) {
		return s, false
	}
	if s.Suspended(day) {
		s.ContinuousSince = day
	}
	if anchor == FromEndorsement {
		return s.window(day, 1), true
	}
	for n := max(1, day.Year()-s.issued.Year()); ; n++ {
		if s = s.window(s.issued, n); day.Before(s.From) {
			return s, true
		}
	}
}

// YearsOn is the number of whole years of residence on the day.
func (s Standing) YearsOn(day calendar.Date) int {
	if s.ContinuousSince.IsZero() || day.Before(s.ContinuousSince) {
		return 0
	}
	return s.ContinuousSince.AgeOn(day)
}

// Endorsement is one that was made.
type Endorsement struct {
	Day    calendar.Date
	Anchor Anchor
	// WindowEnd is the last day of the window it was made for; Late says that it came after it.
	WindowEnd calendar.Date
	Late      bool
	// Condition is the ground declared anew; empty where none holds any more.
	Condition Condition
	// Number is on the receipt.
	Number           string
	Channel, Station string
}

// StandingOf follows a permit through its endorsements, in order of date; those made too early do not count.
func StandingOf(issued calendar.Date, endorsements []Endorsement) Standing {
	return Issue(issued).after(endorsements)
}

// after follows a permit from its origin through its endorsements, as StandingOf does.
func (s Standing) after(endorsements []Endorsement) Standing {
	s = s.origin()
	for _, e := range endorsements {
		s, _ = s.Endorse(e.Day, e.Anchor)
	}
	return s
}

const endorsementsOfPermit = `SELECT day, anchor, window_end, late, condition, number, channel, station FROM endorsement WHERE root_id = ? ORDER BY day`

// endorsementsOf lists the endorsements of a chain of cards, the first one first.
func endorsementsOf(q store.Query, root string) ([]Endorsement, error) {
	rows, err := q.Rows(endorsementsOfPermit, root)
	if err != nil {
		return nil, fmt.Errorf("list endorsements: %w", err)
	}
	defer rows.Close()
	all := []Endorsement{}
	for rows.Next() {
		var e Endorsement
		if err := rows.Scan(&e.Day, &e.Anchor, &e.WindowEnd, &e.Late, &e.Condition, &e.Number, &e.Channel, &e.Station); err != nil {
			return nil, fmt.Errorf("list endorsements: %w", err)
		}
		all = append(all, e)
	}
	return all, rows.Err()
}
