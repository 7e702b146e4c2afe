package rental

import (
	"strconv"

	"jiezhan/station/calendar"
)

// The findings of Checks, about a dwelling and its papers.
const (
	// NotWritten: six months or more, or running so long without an end, and no written contract (Civil Code 707).
	NotWritten = "rental.check.not_written"
	// TooLong: more than twenty years (Civil Code 705).
	TooLong = "rental.check.too_long"
	// RoomNotAllowed: a kitchen, bathroom, balcony, passage, basement or storage room is let for living.
	RoomNotAllowed = "rental.check.room_not_allowed"
	// TooMany: more heads than the city's limit for the living rooms let.
	TooMany = "rental.check.too_many"
	// PastEnd: the contract, the file or a tenancy is over, and tenants are still registered there.
	PastEnd = "rental.check.past_end"
	// RegisteredBefore: a tenant was registered there before the tenancy began.
	RegisteredBefore = "rental.check.registered_before"
	// UndertakingOver: the landlord's undertaking is no longer valid.
	UndertakingOver = "rental.check.undertaking_over"
	// UndertakingMissing: the office's rules ask for an undertaking, and the file has none.
	UndertakingMissing = "rental.check.undertaking_missing"
)

// CheckCodes lists the findings in the order shown.
func CheckCodes() []string {
	return []string{NotWritten, TooLong, RoomNotAllowed, TooMany, PastEnd, RegisteredBefore, UndertakingOver, UndertakingMissing}
}

// Finding is one thing to look at, with the values of its sentence.
type Finding struct {
	Code   string
	Params map[string]string
}

// Facts are what the checks judge.
type Facts struct {
	Terms
	// Ended says that the file is closed.
	Ended bool
	Rules Rules
	// Tenancies are those of tenants who are registered there.
	Tenancies []Tenancy
}

// Tenancy is a tenant's time in the dwelling beside the registration.
type Tenancy struct {
	// Since is when the tenancy began, RegisteredSince when the person moved in by the registration.
	Since, RegisteredSince calendar.Date
	// Open says that the registration is active, Left that the tenancy is over.
	Open, Left bool
}

const (
	writtenMonths = 6
	longestYears  = 20
)

// Checks tells on a day what somebody should look at in a rental file (domain 1.13). It judges the dwelling and its papers and decides nothing.
func Checks(f Facts, today calendar.Date) []Finding {
	var found []Finding
	add := func(wrong bool, code string, params ...string) {
		if !wrong {
			return
		}
		finding := Finding{Code: code}
		for i := 0; i+1 < len(params); i += 2 {
			if finding.Params == nil {
				finding.Params = map[string]string{}
			}
			finding.Params[params[i]] = params[i+1]
		}
		found = append(found, finding)
	}
	add(!f.Ended && f.mustBeWritten(today), NotWritten)
	add(!f.Ended && !f.Until.IsZero() && f.Until.AddDays(1).After(f.Begins.AddYears(longestYears)), TooLong)
	add(!f.Ended && f.livingRooms() < len(f.Rooms), RoomNotAllowed, "n", strconv.Itoa(len(f.Rooms)-f.livingRooms()))
	limit := f.Rules.Limit(f.Terms)
	add(!f.Ended && f.Rules.PeoplePerRoom > 0 && f.HeadCount > limit, TooMany, "n", strconv.Itoa(f.HeadCount), "limit", strconv.Itoa(limit))
	over := f.Ended || !f.Until.IsZero() && today.After(f.Until)
	open, before := f.registrations(over)
	add(open > 0, PastEnd, "n", strconv.Itoa(open), "until", f.Until.String())
	add(!f.Ended && before > 0, RegisteredBefore, "n", strconv.Itoa(before))
	add(!f.Ended && !f.UndertakenTo.IsZero() && today.After(f.UndertakenTo), UndertakingOver, "until", f.UndertakenTo.String())
	add(!f.Ended && f.Rules.Undertaking && f.UndertakenTo.IsZero(), UndertakingMissing)
	return found
}

// mustBeWritten tells whether a written contract is missing: agreed for six months or more, counted with both days, or running so long without an end.
func (f Facts) mustBeWritten(today calendar.Date) bool {
	if f.Written {
		return false
	}
	sixMonths := f.Begins.AddMonths(writtenMonths)
	if f.Until.IsZero() {
		return !today.Before(sixMonths)
	}
	return !f.Until.AddDays(1).Before(sixMonths)
}

// registrations counts those still open past the end of the tenancy, and those older than a tenancy that goes on. over says that all have ended.
func (f Facts) registrations(over bool) (open, before int) {
	for _, t := range f.Tenancies {
		if t.Open && (over || t.Left) {
			open++
		}
		if !t.Left && t.RegisteredSince.Before(t.Since) {
			before++
		}
	}
	return open, before
}

// lookOn is the day from which a check may have something to say: today, the day on which something runs out, or none.
func (f Facts) lookOn(today calendar.Date) calendar.Date {
	if len(Checks(f, today)) > 0 {
		return today
	}
	if f.Ended {
		return calendar.Date{}
	}
	var first calendar.Date
	for _, day := range f.runsOut() {
		if day.After(today) && (first.IsZero() || day.Before(first)) {
			first = day
		}
	}
	return first
}

// runsOut lists the days on which a check that is quiet may begin to speak.
func (f Facts) runsOut() []calendar.Date {
	var days []calendar.Date
	for _, last := range []calendar.Date{f.Until, f.UndertakenTo} {
		if !last.IsZero() {
			days = append(days, last.AddDays(1))
		}
	}
	if f.Until.IsZero() && !f.Written {
		days = append(days, f.Begins.AddMonths(writtenMonths))
	}
	return days
}
