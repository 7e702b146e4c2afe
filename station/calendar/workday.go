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

// AddWorkdays is the n-th working day after d, or before it where n is negative; d itself is not counted (Civil Code 201).
func (d Date) AddWorkdays(n int) Date {
	step := 1
	if n < 0 {
		step = -1
	}
	for n != 0 {
		if d = d.AddDays(step); d.Workday() {
			n -= step
		}
	}
	return d
}

// WorkdaysUntil counts the working days after d up to e; 0 where e is not later.
func (d Date) WorkdaysUntil(e Date) int {
	n := 0
	for d.Before(e) {
		if d = d.AddDays(1); d.Workday() {
			n++
		}
	}
	return n
}

// lastAnnounced is the last year whose days off were announced in full when the table was made.
const lastAnnounced = 2026

// Announced tells whether the working days up to the day are known for certain: whether the days off of its year, weekends worked in exchange included,
// were announced when the table was made. Of later years the statutory days are counted as far as they are fixed, and weekends.
func (d Date) Announced() bool { return d.Year() <= lastAnnounced }

// OrNextWorkday is the day itself where offices work, else the next day on which they do: a resident's deadline does not end while the office is shut
// (Civil Code 203).
func (d Date) OrNextWorkday() Date {
	for !d.Workday() {
		d = d.AddDays(1)
	}
	return d
}
