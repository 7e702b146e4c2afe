package permit

import "jiezhan/station/calendar"

// LimitDays is the office's time: within 15 calendar days of acceptance the card is made and handed out (Decree 663 art. 9).
// A city may set a longer limit for remote areas, up to 30 days; see Rules.
const LimitDays = 15

// HMTLimitDays is the office's time for a permit of residents of Hong Kong, Macau and Taiwan: 20 working days (State Council Office 2018 No. 81).
const HMTLimitDays = 20

// Limit is the time an office has from acceptance.
type Limit struct {
	Days int
	// Working says that only working days count.
	Working bool
}

// LimitOf is the office's time for a permit of the kind under its rules.
func LimitOf(kind CardKind, rules Rules) Limit {
	if kind == ForHMT {
		return Limit{Days: HMTLimitDays, Working: true}
	}
	return Limit{Days: rules.IssueDays}
}

// from answers the last day of the limit and the first on which the clock is amber: 70 % of the limit used, or 2 days left, whichever comes first. With
// 15 days that is the eleventh day, with 4 days left.
func (l Limit) from(day calendar.Date) (due, amber calendar.Date) {
	due = l.add(day, l.Days)
	return due, l.add(due, -l.left())
}

// left is how many days are left when the clock turns amber.
func (l Limit) left() int { return max(2, l.Days*30/100) }

// add moves a day by days of the limit's sort.
func (l Limit) add(day calendar.Date, n int) calendar.Date {
	if l.Working {
		return day.AddWorkdays(n)
	}
	return day.AddDays(n)
}

// ClockState says how the office stands with its time.
type ClockState string

const (
	// NotStarted clocks wait for acceptance.
	NotStarted ClockState = "not_started"
	// Running clocks have time.
	Running ClockState = "running"
	// Amber clocks are near their end.
	Amber ClockState = "amber"
	// Red clocks end today or are overdue.
	Red ClockState = "red"
	// Stopped clocks wait for the applicant's papers, or the application was withdrawn.
	Stopped ClockState = "stopped"
	// Met clocks ended in time.
	Met ClockState = "met"
	// Late clocks ended after the last day.
	Late ClockState = "late"
)

// Clock is the office's time for one application as a screen shows it.
type Clock struct {
	State      ClockState    `json:"state"`
	AcceptedOn calendar.Date `json:"accepted_on,omitzero"`
	// DueOn is the last day of the limit, without a roll-over at holidays: that would favour the office (Civil Code 203 is for the resident's periods).
	DueOn calendar.Date `json:"due_on,omitzero"`
	// DaysLeft counts to DueOn: 0 on the last day, negative when overdue, nil while no clock runs.
	DaysLeft  *int `json:"days_left,omitempty"`
	LimitDays int  `json:"limit_days"`
	// Working says that the limit counts working days; Unannounced that it reaches into a year whose days off were not announced when this program was
	// made, so that its last day is reckoned by weekends and fixed holidays and may still move.
	Working     bool `json:"working,omitempty"`
	Unannounced bool `json:"unannounced,omitempty"`
}

// Period is what the register keeps of an application's time.
type Period struct {
	AcceptedOn calendar.Date
	DueOn      calendar.Date
	// AmberOn is the first day on which the clock is amber.
	AmberOn calendar.Date
	// LimitDays is the limit that was in force on acceptance.
	LimitDays int
	// WaitingSince is the day since which the office waits for papers it may not go on without; it stops the clock.
	WaitingSince calendar.Date
	// EndedOn is the day on which the duty was done: the card handed out, or the application refused. Approval alone does not end it,
	// because art. 9 counts to the hand-out of the card.
	EndedOn calendar.Date
	// Dropped tells that nothing more is to be done for it: the applicant took it back, or it ended with the residence.
	Dropped bool
	// Working says that the limit counts working days.
	Working bool
}

// Accept starts the clock. The day of acceptance is not counted (Civil Code 201).
func (p Period) Accept(today calendar.Date, limit Limit) Period {
	p.AcceptedOn, p.LimitDays, p.Working = today, limit.Days, limit.Working
	p.DueOn, p.AmberOn = limit.from(today)
	return p
}

// Wait stops the clock from today on, where it runs.
func (p Period) Wait(today calendar.Date) Period {
	if !p.AcceptedOn.IsZero() {
		p.WaitingSince = today
	}
	return p
}

// Resume lets a stopped clock go on; the days waited are added to the last day.
func (p Period) Resume(today calendar.Date) Period {
	if !p.WaitingSince.IsZero() {
		limit := p.limit()
		waited := max(0, p.WaitingSince.DaysUntil(today))
		if limit.Working {
			waited = p.WaitingSince.WorkdaysUntil(today)
		}
		p.DueOn, p.AmberOn = limit.add(p.DueOn, waited), limit.add(p.AmberOn, waited)
		p.WaitingSince = calendar.Date{}
	}
	return p
}

// limit is the time that is in force.
func (p Period) limit() Limit { return Limit{Days: p.LimitDays, Working: p.Working} }

// Extend gives the office days in all instead of those of the limit so far; days that it waited stay added.
func (p Period) Extend(days int) Period {
	more := days - p.LimitDays
	p.LimitDays = days
	limit := p.limit()
	p.DueOn = limit.add(p.DueOn, more)
	p.AmberOn = limit.add(p.DueOn, -limit.left())
	return p
}

// Runs tells whether the office's days are being used up.
func (p Period) Runs() bool {
	return !p.AcceptedOn.IsZero() && p.WaitingSince.IsZero() && p.EndedOn.IsZero() && !p.Dropped
}

// ClockOn reads the clock on a day.
func ClockOn(p Period, today calendar.Date) Clock {
	c := Clock{
		AcceptedOn: p.AcceptedOn, DueOn: p.DueOn, LimitDays: p.LimitDays, Working: p.Working, Unannounced: p.Working && !p.DueOn.Announced(),
	}
	switch {
	case c.LimitDays == 0 && p.Working:
		c.LimitDays = HMTLimitDays
	case c.LimitDays == 0:
		c.LimitDays = LimitDays
	}
	switch {
	case p.Dropped:
		c.State = Stopped
	case p.AcceptedOn.IsZero():
		c.State = NotStarted
	case !p.EndedOn.IsZero() && p.EndedOn.After(p.DueOn):
		c.State = Late
	case !p.EndedOn.IsZero():
		c.State = Met
	case !p.WaitingSince.IsZero():
		c.State = Stopped
	default:
		left := today.DaysUntil(p.DueOn)
		c.State, c.DaysLeft = p.colour(today), &left
	}
	return c
}

func (p Period) colour(today calendar.Date) ClockState {
	switch {
	case !today.Before(p.DueOn):
		return Red
	case !today.Before(p.AmberOn):
		return Amber
	default:
		return Running
	}
}

// NoClock is what a case without a limit shows, such as a residence registration.
func NoClock() Clock { return Clock{State: NotStarted, LimitDays: LimitDays} }
