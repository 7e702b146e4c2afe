package calendar

import "testing"

func TestWorkingDays(t *testing.T) {
	for name, c := range map[string]struct {
		from string
		n    int
		want string
	}{
		"over the Spring Festival":            {"2026-02-13", 5, "2026-02-27"},
		"over Labour Day":                     {"2026-04-30", 1, "2026-05-06"},
		"with a Sunday made up":               {"2026-09-18", 3, "2026-09-22"},
		"none":                                {"2026-11-21", 0, "2026-11-21"},
		"over a weekend":                      {"2026-11-20", 1, "2026-11-23"},
		"twenty over the turn of the year":    {"2026-12-21", 20, "2027-01-19"},
		"a year that nobody has announced":    {"2031-10-01", 1, "2031-10-02"},
		"over National Day, with a day moved": {"2026-09-30", 3, "2026-10-10"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := day(t, c.from).AddWorkdays(c.n); got.String() != c.want {
				t.Errorf("%s and %d working days = %s, want %s", c.from, c.n, got, c.want)
			}
		})
	}
}
