package street

import (
	"testing"

	"jiezhan/station/calendar"
	"jiezhan/station/permit"
)

// The card of the cast may be endorsed on whichever day the sample begins, the next one not yet; months are of different length.
func TestOneWindowHasOpenedAndTheNextIsClosed(t *testing.T) {
	for day := calendar.NewDate(2024, 1, 1); day.Before(calendar.NewDate(2029, 1, 1)); day = day.AddDays(1) {
		open := permit.Issue(sampleCard{number: opened}.issued(day))
		if open.From.After(day) || open.Until.Before(day) {
			t.Errorf("on %s the window of the cast is %s to %s, want it open", day, open.From, open.Until)
		}
		next := permit.Issue(sampleCard{number: opensNext}.issued(day))
		if !next.From.After(day) || next.From.After(day.AddDays(4)) {
			t.Errorf("on %s the next window opens on %s, want soon", day, next.From)
		}
	}
}

// Every card of the sample was applied for after its holder's half year, and nothing of its life lies ahead.
func TestTheSampleCardsAreOfThePast(t *testing.T) {
	numbers := map[int]bool{}
	for _, day := range []calendar.Date{calendar.NewDate(2026, 11, 21), calendar.NewDate(2027, 3, 1), calendar.NewDate(2028, 2, 29), calendar.NewDate(2027, 12, 31)} {
		for _, c := range sampleCards() {
			numbers[c.number] = true
			issued := c.issued(day)
			if !issued.AddDays(after[delivered]).Before(day) || issued.AddDays(-after[made]).Before(day.AddDays(-longHere).AddMonths(7)) {
				t.Errorf("card %d of %s, issued on %s", c.number, day, issued)
			}
			if last := issued.AddYears(c.years - 1).AddDays(40); c.years > 1 && !last.Before(day) {
				t.Errorf("card %d of %s was endorsed on %s", c.number, day, last)
			}
		}
	}
	if len(numbers) != len(sampleCards()) {
		t.Errorf("numbers = %d, want one for each of %d cards", len(numbers), len(sampleCards()))
	}
}
