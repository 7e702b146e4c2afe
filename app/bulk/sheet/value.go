package sheet

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"jiezhan/station/calendar"
)

// Damage is what a spreadsheet program has done to a number of eighteen characters because its column was not text. The lost digits cannot be brought
// back; the column has to be set to text and filled anew.
type Damage string

const (
	// Whole numbers show no damage.
	Whole Damage = ""
	// Exponent is 4.40524E+17.
	Exponent Damage = "exponent"
	// Rounded numbers end in 000, because such programs keep fifteen digits. A sound number may do so, too: judge the check character as well.
	Rounded Damage = "rounded"
	// Cut numbers have seventeen digits: the X at the end is gone.
	Cut Damage = "cut"
)

//nolint:gochecknoglobals // compiled patterns, never written
var (
	exponent  = regexp.MustCompile(`^[1-9](\.[0-9]+)?[Ee]\+?0?1[4-8](\.0+)?$`)
	rounded   = regexp.MustCompile(`^[1-9][0-9]{14}000(\.0+)?$`)
	seventeen = regexp.MustCompile(`^[1-9][0-9]{16}$`)
)

// DamageOf tells what was done to a number.
func DamageOf(number string) Damage {
	switch {
	case exponent.MatchString(number):
		return Exponent
	case rounded.MatchString(number):
		return Rounded
	case seventeen.MatchString(number):
		return Cut
	}
	return Whole
}

//nolint:gochecknoglobals // compiled patterns, never written
var (
	written = regexp.MustCompile(`^([12][0-9]{3})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?([ T][0-9:.]+)?$`)
	compact = regexp.MustCompile(`^([12][0-9]{3})([0-9]{2})([0-9]{2})$`)
	serial  = regexp.MustCompile(`^[1-9][0-9]{2,4}(\.[0-9]+)?$`)
)

// Date reads a day as people and programs write it: 2024-5-1, 2024/05/01, 2024.5.1, 2024年5月1日, 20240501, and the number of days that an .xlsx
// keeps. Days with the year at the end are not read, because nobody can tell day and month apart.
func Date(text string, from1904 bool) (calendar.Date, bool) {
	text = strings.TrimSpace(text)
	for _, form := range []*regexp.Regexp{written, compact} {
		if part := form.FindStringSubmatch(text); part != nil {
			return day(part[1], part[2], part[3])
		}
	}
	if !serial.MatchString(text) {
		return calendar.Date{}, false
	}
	whole, _, _ := strings.Cut(text, ".")
	n, err := strconv.Atoi(whole)
	if err != nil {
		return calendar.Date{}, false
	}
	if from1904 {
		return calendar.NewDate(1904, time.January, 1).AddDays(n), true
	}
	if n < 61 { // spreadsheet programs know a 29 February 1900, so that the days before it are off by one
		n++
	}
	return calendar.NewDate(1899, time.December, 30).AddDays(n), true
}

func day(year, month, dayOfMonth string) (calendar.Date, bool) {
	pad := func(s string) string { return strings.Repeat("0", 2-len(s)) + s }
	d, err := calendar.ParseDate(year + "-" + pad(month) + "-" + pad(dayOfMonth))
	return d, err == nil
}
