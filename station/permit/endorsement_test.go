package permit

import (
	"testing"
	"time"

	"jiezhan/station/calendar"
)

// The worked examples of Decree 663 art. 10.
func TestEndorsement(t *testing.T) {
	for name, c := range map[string]struct {
		issued, endorsed string
		accepted         bool
		since            string // continuous since
		from, until      string // the next window
	}{
		"a day too early":         {"2025-03-15", "2026-02-14", false, "2025-03-15", "2026-02-15", "2026-03-15"},
		"on the first day":        {"2025-03-15", "2026-02-15", true, "2025-03-15", "2027-02-15", "2027-03-15"},
		"on the last day":         {"2025-03-15", "2026-03-15", true, "2025-03-15", "2027-02-15", "2027-03-15"},
		"late":                    {"2025-03-15", "2026-06-01", true, "2026-06-01", "2027-02-15", "2027-03-15"},
		"a day late":              {"2025-03-15", "2026-03-16", true, "2026-03-16", "2027-02-15", "2027-03-15"},
		"late, in the next month": {"2025-03-15", "2027-03-01", true, "2027-03-01", "2028-02-15", "2028-03-15"},
		"years late":              {"2025-03-15", "2029-08-01", true, "2029-08-01", "2030-02-15", "2030-03-15"},
		"of a leap day":           {"2024-02-29", "2025-01-28", true, "2024-02-29", "2026-01-28", "2026-02-28"},
		"of a leap day, early":    {"2024-02-29", "2025-01-27", false, "2024-02-29", "2025-01-28", "2025-02-28"},
		"of the 31st":             {"2025-03-31", "2026-02-28", true, "2025-03-31", "2027-02-28", "2027-03-31"},
		"of the 31st, early":      {"2025-03-31", "2026-02-27", false, "2025-03-31", "2026-02-28", "2026-03-31"},
	} {
		t.Run(name, func(t *testing.T) {
			got, accepted := Issue(date(t, c.issued)).Endorse(date(t, c.endorsed), FromIssue)
			if accepted != c.accepted || got.ContinuousSince.String() != c.since || got.From.String() != c.from || got.Until.String() != c.until {
				t.Errorf("accepted %v, since %s, next %s..%s; want %v, %s, %s..%s",
					accepted, got.ContinuousSince, got.From, got.Until, c.accepted, c.since, c.from, c.until)
			}
			if got.Suspended(date(t, c.endorsed)) {
				t.Errorf("suspended on the day asked for")
			}
		})
	}
}

func TestAMissedEndorsementSuspendsFromMidnight(t *testing.T) {
	s := Issue(date(t, "2025-03-15"))
	for instant, want := range map[string]bool{
		"2026-03-15T23:59:59+08:00": false, // endorsing at 23:59 is in time
		"2026-03-16T00:00:00+08:00": true,
		"2026-03-15T16:00:00Z":      true,
	} {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.Suspended(calendar.On(at)); got != want {
			t.Errorf("suspended at %s = %v, want %v", instant, got, want)
		}
	}
	restored, _ := s.Endorse(date(t, "2026-06-01"), FromIssue)
	if restored.Suspended(date(t, "2026-06-01")) || restored.Suspended(date(t, "2027-03-15")) || !restored.Suspended(date(t, "2027-03-16")) {
		t.Error("a late endorsement holds to the following anniversary of the issue")
	}
}

func TestYearsOfResidenceCountFromTheLatestLateEndorsement(t *testing.T) {
	on := func(days ...string) []Endorsement {
		var all []Endorsement
		for _, d := range days {
			all = append(all, Endorsement{Day: date(t, d), Anchor: FromIssue})
		}
		return all
	}
	for name, c := range map[string]struct {
		endorsed []Endorsement
		day      string
		want     int
	}{
		"never late":              {on("2026-03-01", "2027-03-01"), "2028-03-14", 2},
		"never late, a day on":    {on("2026-03-01", "2027-03-01"), "2028-03-15", 3},
		"late once":               {on("2026-06-01", "2027-03-01"), "2028-03-15", 1},
		"before it was issued":    {nil, "2025-01-01", 0},
		"early ones do not count": {on("2026-01-01"), "2026-03-14", 0},
	} {
		t.Run(name, func(t *testing.T) {
			if got := StandingOf(date(t, "2025-03-15"), c.endorsed).YearsOn(date(t, c.day)); got != c.want {
				t.Errorf("years on %s = %d, want %d", c.day, got, c.want)
			}
		})
	}
}

func TestAnAnniversaryKeepsTheDayOfIssue(t *testing.T) {
	for n, want := range map[int]string{1: "2025-02-28", 2: "2026-02-28", 4: "2028-02-29"} {
		if got := Anniversary(date(t, "2024-02-29"), n); got.String() != want {
			t.Errorf("anniversary %d = %s, want %s", n, got, want)
		}
	}
}

// Whatever the days of issue and endorsement, the window ahead lies a year or less after the endorsement's own, and an endorsed permit is in force.
func FuzzEndorse(f *testing.F) {
	f.Add(20_000, 365)
	f.Add(19_782, 366)
	f.Add(0, 10_000)
	f.Fuzz(func(t *testing.T, issue, later int) {
		if issue < 0 || issue > 40_000 || later < 0 || later > 40_000 {
			t.Skip()
		}
		issued := calendar.NewDate(1970, 1, 1).AddDays(issue)
		day := issued.AddDays(later)
		s := Issue(issued)
		got, accepted := s.Endorse(day, FromIssue)
		if accepted == day.Before(s.From) {
			t.Fatalf("issued %s, endorsed %s: accepted %v before %s", issued, day, accepted, s.From)
		}
		if !accepted {
			return
		}
		if got.Suspended(day) || !got.From.After(day) || got.Until.After(day.AddYears(1).AddMonths(1).AddDays(3)) {
			t.Errorf("issued %s, endorsed %s: next window %s..%s", issued, day, got.From, got.Until)
		}
		if late := day.After(s.Until); late != got.ContinuousSince.Equal(day) && later > 0 {
			t.Errorf("issued %s, endorsed %s: continuous since %s", issued, day, got.ContinuousSince)
		}
	})
}
