package calendar

// span is a run of days, both ends included, as YYYY-MM-DD.
type span struct{ from, to string }

// holidays are the days off that the State Council announced for a year, weekends in between included (Measures for Holidays on National Festivals and
// Memorial Days, as amended 2024-11-10). 2027 holds the statutory days alone, because its notice had not appeared. The table is part of the rules of the
// commands that use it: another year comes with a new kind of command, so that all stations count alike.
func holidays() []span {
	return []span{
		{"2026-01-01", "2026-01-03"},
		{"2026-02-15", "2026-02-23"},
		{"2026-04-04", "2026-04-06"},
		{"2026-05-01", "2026-05-05"},
		{"2026-06-19", "2026-06-21"},
		{"2026-09-25", "2026-09-27"},
		{"2026-10-01", "2026-10-07"},
		{"2027-01-01", "2027-01-01"},
		{"2027-02-05", "2027-02-08"},
		{"2027-04-05", "2027-04-05"},
		{"2027-05-01", "2027-05-02"},
		{"2027-06-09", "2027-06-09"},
		{"2027-09-15", "2027-09-15"},
		{"2027-10-01", "2027-10-03"},
	}
}

// madeUp are the days at weekends that are worked in exchange (调休).
func madeUp() []string {
	return []string{"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"}
}

// Workday tells whether offices work on the day: Monday to Friday without holidays, and the days made up. Of years without a table only
// weekends are off.
func (d Date) Workday() bool {
	day := d.String()
	for _, made := range madeUp() {
		if day == made {
			return true
		}
	}
	for _, h := range holidays() {
		if day >= h.from && day <= h.to {
			return false
		}
	}
	weekday := d.t.Weekday()
	return weekday != 0 && weekday != 6 // Sunday and Saturday
}

// AddWorkdays is the n-th working day after d; d itself is not counted (Civil Code 201).
func (d Date) AddWorkdays(n int) Date {
	for n > 0 {
		if d = d.AddDays(1); d.Workday() {
			n--
		}
	}
	return d
}
