// Package calendar knows dates as the law counts them: periods of days, months and years (Civil Code articles 200 to 204),
// always in Asia/Shanghai, which has had no daylight saving since 1991. It knows no clock; today comes with the stamp of a command.
package calendar

import (
	"database/sql/driver"
	"errors"
	"fmt"
	"time"
)

// Shanghai is the one time zone of the office, as a fixed offset so that no station depends on its zone files.
var Shanghai = time.FixedZone("Asia/Shanghai", 8*60*60) //nolint:gochecknoglobals // a constant of the country

// Date is a day of the calendar. The zero Date means "no date". It travels and is stored as YYYY-MM-DD.
type Date struct {
	t time.Time // midnight UTC of that day
}

const layout = "2006-01-02"

// ErrDate says that a text is not a day of the calendar.
var ErrDate = errors.New("not a date of the form YYYY-MM-DD")

// ParseDate reads YYYY-MM-DD and refuses days that do not exist.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(layout, s)
	if err != nil || len(s) != len(layout) || t.IsZero() { // the zero day stands for no date
		return Date{}, ErrDate
	}
	return Date{t}, nil
}

// NewDate makes the day from its parts; parts out of range move on as in time.Date.
func NewDate(year int, month time.Month, day int) Date {
	return Date{time.Date(year, month, day, 0, 0, 0, 0, time.UTC)}
}

// On is the day in Shanghai at the instant t.
func On(t time.Time) Date {
	y, m, d := t.In(Shanghai).Date()
	return NewDate(y, m, d)
}

// IsZero tells whether there is no date.
func (d Date) IsZero() bool { return d.t.IsZero() }

// String is YYYY-MM-DD, or empty for no date.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.t.Format(layout)
}

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.t.Before(e.t) }

// After tells whether d is a later day than e.
func (d Date) After(e Date) bool { return d.t.After(e.t) }

// Equal tells whether both are the same day.
func (d Date) Equal(e Date) bool { return d.t.Equal(e.t) }

// Year of the day.
func (d Date) Year() int { return d.t.Year() }

// Day of the month, from 1.
func (d Date) Day() int { return d.t.Day() }

// AddDays moves by days; the first day is not counted (Civil Code 201), so a period of 15 days from d ends on d.AddDays(15).
func (d Date) AddDays(n int) Date { return Date{d.t.AddDate(0, 0, n)} }

// AddMonths moves to the corresponding day, or to the last day of the month where there is none (Civil Code 202).
func (d Date) AddMonths(n int) Date {
	y, m, day := d.t.Date()
	first := time.Date(y, m+time.Month(n), 1, 0, 0, 0, 0, time.UTC)
	last := first.AddDate(0, 1, -1).Day()
	return NewDate(first.Year(), first.Month(), min(day, last))
}

// AddYears is AddMonths in steps of twelve: 29 February becomes 28 February.
func (d Date) AddYears(n int) Date { return d.AddMonths(12 * n) }

// DaysUntil counts the days from d to e; negative when e is earlier.
func (d Date) DaysUntil(e Date) int { return int((e.t.Unix() - d.t.Unix()) / (24 * 60 * 60)) }

// AgeOn is the completed years of life on the day; somebody born on 29 February completes a year on 28 February where there is no 29th.
func (d Date) AgeOn(day Date) int {
	years := day.Year() - d.Year()
	if d.AddYears(years).After(day) {
		years--
	}
	return years
}

// Start is the instant at which the day begins in Shanghai.
func (d Date) Start() time.Time {
	y, m, day := d.t.Date()
	return time.Date(y, m, day, 0, 0, 0, 0, Shanghai)
}

// MarshalText writes YYYY-MM-DD.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads YYYY-MM-DD; an empty text is no date.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return fmt.Errorf("%q: %w", text, err)
	}
	*d = parsed
	return nil
}

// Value stores the day as text, no date as NULL.
func (d Date) Value() (driver.Value, error) {
	if d.IsZero() {
		return nil, nil
	}
	return d.String(), nil
}

// Scan reads what Value stored.
func (d *Date) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*d = Date{}
		return nil
	case string:
		return d.UnmarshalText([]byte(v))
	case []byte:
		return d.UnmarshalText(v)
	case time.Time: // the driver answers DATE columns as time
		*d = NewDate(v.Date())
		return nil
	default:
		return fmt.Errorf("scan %T: %w", v, ErrDate)
	}
}
