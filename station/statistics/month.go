package statistics

import (
	"errors"
	"fmt"
	"strconv"
	"time"

	"jiezhan/station/calendar"
)

// Month is a month of the calendar. The zero Month means none. It travels and is stored as YYYY-MM.
type Month struct{ first calendar.Date }

// ErrMonth says that a text is no month that figures can be about.
var ErrMonth = errors.New("not a month of the form YYYY-MM")

// The years that figures can be about: the Decree came into force in 2016, and figures of the year before stand beside it.
const (
	firstYear = 2015
	lastYear  = 2199
)

// ParseMonth reads YYYY-MM.
func ParseMonth(text string) (Month, error) {
	first, err := calendar.ParseDate(text + "-01")
	if err != nil || first.Year() < firstYear || first.Year() > lastYear {
		return Month{}, ErrMonth
	}
	return Month{first}, nil
}

// MonthOf is the month of a day.
func MonthOf(day calendar.Date) Month { return Month{day.AddDays(1 - day.Day())} }

// IsZero tells whether there is no month.
func (m Month) IsZero() bool { return m.first.IsZero() }

// String is YYYY-MM, or empty for no month.
func (m Month) String() string {
	if m.IsZero() {
		return ""
	}
	return m.first.String()[:len("2006-01")]
}

// First and Last are its first and its last day.
func (m Month) First() calendar.Date { return m.first }

// Last is its last day.
func (m Month) Last() calendar.Date { return m.first.AddMonths(1).AddDays(-1) }

// Before tells whether m is an earlier month.
func (m Month) Before(n Month) bool { return m.first.Before(n.first) }

// Add moves by months.
func (m Month) Add(n int) Month { return Month{m.first.AddMonths(n)} }

// SinceJanuary lists the months of its year up to it.
func (m Month) SinceJanuary() []Month {
	january := Month{calendar.NewDate(m.first.Year(), time.January, 1)}
	var months []Month
	for n := january; !m.Before(n); n = n.Add(1) {
		months = append(months, n)
	}
	return months
}

// FreezeOn is the day from which the month is to be frozen: the third working day after it (domain rule).
func (m Month) FreezeOn() calendar.Date {
	const workdays = 3
	return m.Last().AddWorkdays(workdays)
}

// MarshalText writes YYYY-MM.
func (m Month) MarshalText() ([]byte, error) { return []byte(m.String()), nil }

// UnmarshalText reads YYYY-MM; an empty text is no month.
func (m *Month) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*m = Month{}
		return nil
	}
	parsed, err := ParseMonth(string(text))
	if err != nil {
		return fmt.Errorf("%s: %w", strconv.Quote(string(text)), err)
	}
	*m = parsed
	return nil
}
