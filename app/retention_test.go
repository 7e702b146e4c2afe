package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"

	"jiezhan/station/attachment"
	"jiezhan/station/calendar"
)

// The leading station erases once a day, part by part; what broke off is asked for again under the same ids.
func TestTheLeaderErasesOnceADay(t *testing.T) {
	day, err := calendar.ParseDate("2026-11-22")
	if err != nil {
		t.Fatal(err)
	}
	var asked, ids []string
	var broken error
	leads := false
	r := &retention{
		leads: func() bool { return leads }, today: func() calendar.Date { return day }, log: slog.New(slog.DiscardHandler),
		execute: func(_ context.Context, id string, c attachment.EraseDue) (attachment.Erased, error) {
			asked, ids = append(asked, c.After), append(ids, id)
			if c.After == "b" {
				return attachment.Erased{}, broken
			}
			return attachment.Erased{Count: map[attachment.Kind]int{attachment.Paper: 2}, Next: map[string]string{"": "a", "a": "b"}[c.After], More: true}, nil
		},
	}
	look := func(step, want string) []string {
		t.Helper()
		asked, ids = nil, nil
		r.look(t.Context())
		if got := fmt.Sprintf("%q", asked); got != want {
			t.Errorf("%s: asked %s, want %s", step, got, want)
		}
		return ids
	}
	look("another station leads", `[]`)
	leads, broken = true, errors.New("no leader")
	first := look("the office breaks off", `["" "a" "b"]`)
	broken = nil
	if again := look("again", `["" "a" "b"]`); !slices.Equal(again, first) || slices.Equal(again[:1], again[1:2]) {
		t.Errorf("ids = %v, want %v", again, first)
	}
	look("the same day", `[]`)
	day = day.AddDays(1)
	if next := look("the next day", `["" "a" "b"]`); slices.Contains(first, next[0]) {
		t.Errorf("ids = %v, want others than the day before", next)
	}
}
