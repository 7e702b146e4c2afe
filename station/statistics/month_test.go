package statistics

import (
	"errors"
	"testing"

	"jiezhan/station/calendar"
)

func month(tb testing.TB, text string) Month {
	tb.Helper()
	m, err := ParseMonth(text)
	if err != nil {
		tb.Fatalf("month %q: %v", text, err)
	}
	return m
}

func day(tb testing.TB, text string) calendar.Date {
	tb.Helper()
	d, err := calendar.ParseDate(text)
	if err != nil {
		tb.Fatalf("day %q: %v", text, err)
	}
	return d
}

func TestAMonthIsFrozenOnTheThirdWorkingDay(t *testing.T) {
	for name, c := range map[string]struct{ month, want string }{
		"an ordinary month":             {"2026-11", "2026-12-03"},
		"over a weekend":                {"2026-07", "2026-08-05"},
		"over New Year, a day made up":  {"2025-12", "2026-01-06"},
		"over National Day":             {"2026-09", "2026-10-10"},
		"over Labour Day":               {"2026-04", "2026-05-08"},
		"before a February with a 29th": {"2028-01", "2028-02-03"},
	} {
		if got := month(t, c.month).FreezeOn().String(); got != c.want {
			t.Errorf("%s: %s is frozen on %s, want %s", name, c.month, got, c.want)
		}
	}
}

func TestMonths(t *testing.T) {
	if got := MonthOf(day(t, "2028-02-29")); got.String() != "2028-02" || got.Last().String() != "2028-02-29" || got.First().String() != "2028-02-01" {
		t.Errorf("the month of a leap day = %s, %s to %s", got, got.First(), got.Last())
	}
	if got := month(t, "2026-03").SinceJanuary(); len(got) != 3 || got[0].String() != "2026-01" || got[2].String() != "2026-03" {
		t.Errorf("since January = %v", got)
	}
	if got := month(t, "2027-01").Add(-12).String(); got != "2026-01" {
		t.Errorf("the year before = %s", got)
	}
	for _, text := range []string{"", "2026-13", "2026-1", "2026-00", "0001-01", "2026-01-01", "2199-12x", "2014-12", "２０２６-01"} {
		if m, err := ParseMonth(text); !errors.Is(err, ErrMonth) {
			t.Errorf("ParseMonth(%q) = %s, %v, want ErrMonth", text, m, err)
		}
	}
}

func FuzzParseMonth(f *testing.F) {
	for _, seed := range []string{"2026-11", "2015-01", "2199-12", "2026-13", "", "2026-11-01"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		m, err := ParseMonth(text)
		if err != nil {
			if !m.IsZero() {
				t.Errorf("ParseMonth(%q) answers both %s and %v", text, m, err)
			}
			return
		}
		if m.String() != text || MonthOf(m.Last()) != m || !m.FreezeOn().After(m.Last()) || m.Add(5).Add(-5) != m {
			t.Errorf("%q does not behave as months do", text)
		}
	})
}
