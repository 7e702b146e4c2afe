package calendar

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

func day(tb testing.TB, s string) Date {
	tb.Helper()
	d, err := ParseDate(s)
	if err != nil {
		tb.Fatalf("day %q: %v", s, err)
	}
	return d
}

func TestAPeriodInMonthsEndsOnTheCorrespondingDay(t *testing.T) {
	cases := map[string]struct {
		from   string
		months int
		want   string
	}{
		"half a year":                             {"2026-05-21", 6, "2026-11-21"},
		"half a year over the end of the year":    {"2026-09-10", 6, "2027-03-10"},
		"half a year to a short month":            {"2026-08-31", 6, "2027-02-28"},
		"half a year to a leap February":          {"2027-08-31", 6, "2028-02-29"},
		"half a year from the end of a short one": {"2026-02-28", 6, "2026-08-28"},
		"a month back to a short month":           {"2026-03-31", -1, "2026-02-28"},
		"a month back over the year":              {"2026-01-15", -1, "2025-12-15"},
		"a month back in a leap year":             {"2028-03-30", -1, "2028-02-29"},
		"no month":                                {"2026-03-31", 0, "2026-03-31"},
		"five years and a month":                  {"2026-01-31", 61, "2031-02-28"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := day(t, c.from).AddMonths(c.months).String(); got != c.want {
				t.Errorf("%s and %d months = %s, want %s", c.from, c.months, got, c.want)
			}
		})
	}
}

func TestAPeriodInYearsClampsTheLeapDay(t *testing.T) {
	cases := map[string]struct {
		from  string
		years int
		want  string
	}{
		"first anniversary of a leap day":  {"2024-02-29", 1, "2025-02-28"},
		"fourth anniversary of a leap day": {"2024-02-29", 4, "2028-02-29"},
		"a leap day a century on":          {"2000-02-29", 100, "2100-02-28"},
		"an ordinary day":                  {"2025-03-15", 2, "2027-03-15"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := day(t, c.from).AddYears(c.years).String(); got != c.want {
				t.Errorf("%s and %d years = %s, want %s", c.from, c.years, got, c.want)
			}
		})
	}
}

func TestTheFirstDayIsNotCounted(t *testing.T) {
	cases := map[string]struct {
		from string
		days int
		want string
	}{
		"fifteen days":                     {"2026-11-05", 15, "2026-11-20"},
		"fifteen days over a month":        {"2026-11-20", 15, "2026-12-05"},
		"fifteen days over leap day":       {"2028-02-20", 15, "2028-03-06"},
		"fifteen days ending on a day off": {"2026-09-20", 15, "2026-10-05"}, // the office's own limit does not roll over
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			from := day(t, c.from)
			end := from.AddDays(c.days)
			if end.String() != c.want {
				t.Errorf("%s and %d days = %s, want %s", c.from, c.days, end, c.want)
			}
			if got := from.DaysUntil(end); got != c.days {
				t.Errorf("days from %s until %s = %d, want %d", from, end, got, c.days)
			}
			if got := end.DaysUntil(from); got != -c.days {
				t.Errorf("days from %s back to %s = %d, want %d", end, from, got, -c.days)
			}
		})
	}
}

func TestAgeIsCompletedYears(t *testing.T) {
	cases := map[string]struct {
		born, on string
		want     int
	}{
		"the day before the sixteenth birthday": {"2010-11-22", "2026-11-21", 15},
		"the sixteenth birthday":                {"2010-11-21", "2026-11-21", 16},
		"born on a leap day, 27 February":       {"2012-02-29", "2026-02-27", 13},
		"born on a leap day, 28 February":       {"2012-02-29", "2026-02-28", 14},
		"born today":                            {"2026-11-21", "2026-11-21", 0},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			if got := day(t, c.born).AgeOn(day(t, c.on)); got != c.want {
				t.Errorf("age on %s of somebody born on %s = %d, want %d", c.on, c.born, got, c.want)
			}
		})
	}
}

func TestADayIsADayInShanghai(t *testing.T) {
	cases := map[string]struct {
		instant, want string
	}{
		"a minute before midnight": {"2026-03-15T15:59:00Z", "2026-03-15"},
		"midnight":                 {"2026-03-15T16:00:00Z", "2026-03-16"},
		"morning":                  {"2026-11-21T01:41:26Z", "2026-11-21"},
		"given in another zone":    {"2026-11-21T23:30:00-05:00", "2026-11-22"},
		"in the last summer time":  {"1991-07-01T15:30:00Z", "1991-07-01"}, // the office counts without it
		"the end of a leap year":   {"2028-12-31T15:59:59Z", "2028-12-31"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			at, err := time.Parse(time.RFC3339, c.instant)
			if err != nil {
				t.Fatal(err)
			}
			got := On(at)
			if got.String() != c.want {
				t.Errorf("day at %s = %s, want %s", c.instant, got, c.want)
			}
			if start := got.Start(); start.After(at) || !at.Before(start.Add(24*time.Hour)) {
				t.Errorf("%s begins at %s, which does not hold %s", got, start, c.instant)
			}
		})
	}
}

func TestOnlyDaysThatExistAreRead(t *testing.T) {
	for _, text := range []string{
		"", "2026-02-29", "2026-13-01", "2026-00-10", "2026-1-1", "26-01-01", "2026/01/01", "2026-01-01T00:00:00Z", " 2026-01-01",
		"２０２６-01-01", "2026-04-31", "long ago",
	} {
		if d, err := ParseDate(text); !errors.Is(err, ErrDate) {
			t.Errorf("ParseDate(%q) = %s, %v, want ErrDate", text, d, err)
		}
	}
}

func TestADateTravelsAsText(t *testing.T) {
	type form struct {
		Since Date `json:"since"`
		Until Date `json:"until,omitzero"`
	}
	body, err := json.Marshal(form{Since: NewDate(2026, time.February, 28)})
	if err != nil || string(body) != `{"since":"2026-02-28"}` {
		t.Fatalf("as JSON = %s, %v", body, err)
	}
	var back form
	if err := json.Unmarshal([]byte(`{"since":"2026-02-28","until":""}`), &back); err != nil || back.Since.String() != "2026-02-28" || !back.Until.IsZero() {
		t.Errorf("from JSON = %+v, %v", back, err)
	}
	if err := json.Unmarshal([]byte(`{"since":"28.2.2026"}`), &back); !errors.Is(err, ErrDate) {
		t.Errorf("from another form: %v, want ErrDate", err)
	}
}

func TestADateIsStoredAsText(t *testing.T) {
	for name, c := range map[string]struct {
		stored any
		want   string
	}{
		"text":    {"2026-11-21", "2026-11-21"},
		"bytes":   {[]byte("2026-11-21"), "2026-11-21"},
		"instant": {time.Date(2026, 11, 21, 0, 0, 0, 0, time.UTC), "2026-11-21"},
		"nothing": {nil, ""},
		"empty":   {"", ""},
	} {
		t.Run(name, func(t *testing.T) {
			d := NewDate(2000, 1, 1)
			if err := d.Scan(c.stored); err != nil || d.String() != c.want {
				t.Errorf("scan %v = %s, %v, want %s", c.stored, d, err, c.want)
			}
		})
	}
	var d Date
	if err := d.Scan(20261121); !errors.Is(err, ErrDate) {
		t.Errorf("scan of a number: %v, want ErrDate", err)
	}
	if v, err := (Date{}).Value(); v != nil || err != nil {
		t.Errorf("no date is stored as %v, %v, want NULL", v, err)
	}
}

func FuzzParseDate(f *testing.F) {
	for _, seed := range []string{"2026-11-21", "2024-02-29", "2026-02-30", "", "0001-01-01", "9999-12-31"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDate(text)
		if err != nil {
			if !d.IsZero() {
				t.Errorf("ParseDate(%q) answers both %s and %v", text, d, err)
			}
			return
		}
		if !d.IsZero() && d.String() != text {
			t.Errorf("ParseDate(%q) writes %s", text, d)
		}
		if d.AddDays(1).AddDays(-1) != d || d.AddMonths(6).Before(d) || d.AddMonths(-1).After(d) {
			t.Errorf("%s does not move as days do", d)
		}
	})
}

func BenchmarkParseDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseDate("2026-11-21"); err != nil {
			b.Fatal(err)
		}
	}
}
