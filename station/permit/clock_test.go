package permit

import (
	"strconv"
	"testing"

	"jiezhan/station/calendar"
)

// fifteen is the limit of the Decree.
func fifteen() Limit { return LimitOf(ForResident, DefaultRules()) }

func TestTheClockCountsFifteenCalendarDays(t *testing.T) {
	accepted := Period{}.Accept(date(t, "2026-11-05"), fifteen())
	waiting := accepted.Wait(date(t, "2026-11-10"))
	ended := func(p Period, on string) Period { p.EndedOn = date(t, on); return p }
	withdrawn := accepted
	withdrawn.Dropped = true
	for name, c := range map[string]struct {
		period Period
		today  string
		want   string // state, last day, days left
	}{
		"before acceptance":            {Period{}, "2026-11-05", "not_started  -"},
		"on the day of acceptance":     {accepted, "2026-11-05", "running 2026-11-20 15"},
		"five days left":               {accepted, "2026-11-15", "running 2026-11-20 5"},
		"seventy in a hundred used":    {accepted, "2026-11-16", "amber 2026-11-20 4"},
		"one day left":                 {accepted, "2026-11-19", "amber 2026-11-20 1"},
		"the last day":                 {accepted, "2026-11-20", "red 2026-11-20 0"},
		"overdue":                      {accepted, "2026-11-22", "red 2026-11-20 -2"},
		"ended on the last day":        {ended(accepted, "2026-11-20"), "2026-12-24", "met 2026-11-20 -"},
		"ended a day late":             {ended(accepted, "2026-11-21"), "2026-12-24", "late 2026-11-20 -"},
		"waiting for papers":           {waiting, "2026-11-18", "stopped 2026-11-20 -"},
		"going on after eight days":    {waiting.Resume(date(t, "2026-11-18")), "2026-11-18", "running 2026-11-28 10"},
		"brought on the same day":      {waiting.Resume(date(t, "2026-11-10")), "2026-11-10", "running 2026-11-20 10"},
		"brought before it was asked":  {waiting.Resume(date(t, "2026-11-09")), "2026-11-10", "running 2026-11-20 10"}, // entries made while cut off come in any order
		"waiting before acceptance":    {Period{}.Wait(date(t, "2026-11-10")), "2026-11-18", "not_started  -"},
		"withdrawn":                    {withdrawn, "2026-11-18", "stopped 2026-11-20 -"},
		"over the end of a leap month": {Period{}.Accept(date(t, "2028-02-20"), fifteen()), "2028-03-05", "amber 2028-03-06 1"},
		"the last day is a holiday":    {Period{}.Accept(date(t, "2026-09-20"), fifteen()), "2026-10-05", "red 2026-10-05 0"},
		"over the end of the year":     {Period{}.Accept(date(t, "2026-12-25"), fifteen()), "2027-01-01", "running 2027-01-09 8"},
	} {
		t.Run(name, func(t *testing.T) {
			got := ClockOn(c.period, date(t, c.today))
			left := "-"
			if got.DaysLeft != nil {
				left = strconv.Itoa(*got.DaysLeft)
			}
			if text := string(got.State) + " " + got.DueOn.String() + " " + left; text != c.want {
				t.Errorf("clock = %s, want %s", text, c.want)
			}
			if runs := got.DaysLeft != nil; runs != c.period.Runs() {
				t.Errorf("runs = %v, want %v", c.period.Runs(), runs)
			}
		})
	}
}

func TestTheClockTurnsAmberAtSeventyInAHundredOrTwoDays(t *testing.T) {
	p := Period{}.Accept(calendar.NewDate(2026, 11, 5), fifteen())
	for used := range LimitDays + 5 {
		left := LimitDays - used
		want := Running
		switch {
		case left <= 0:
			want = Red
		case used*100 >= LimitDays*70 || left <= 2:
			want = Amber
		}
		if got := ClockOn(p, p.AcceptedOn.AddDays(used)).State; got != want {
			t.Errorf("%d days used, %d left: %s, want %s", used, left, got, want)
		}
	}
}
