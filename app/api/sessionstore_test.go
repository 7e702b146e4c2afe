package api

import (
	"testing"
	"time"
)

func TestSessionsAreForgotten(t *testing.T) {
	now := time.Date(2026, 11, 21, 9, 0, 0, 0, time.UTC)
	s := newSessionStore(func() time.Time { return now })
	keep := func(token string, minutes int) {
		t.Helper()
		if err := s.Commit(token, []byte(token), now.Add(time.Duration(minutes)*time.Minute)); err != nil {
			t.Fatal(err)
		}
	}
	found := func(token string) bool {
		t.Helper()
		data, found, err := s.Find(token)
		if err != nil || found && string(data) != token {
			t.Fatalf("%s = %s, %v", token, data, err)
		}
		return found
	}
	keep("a", 10)
	keep("b", 20)
	now = now.Add(10 * time.Minute)
	if found("a") || !found("b") || found("c") {
		t.Errorf("after ten minutes: a %v, b %v, c %v", found("a"), found("b"), found("c"))
	}
	keep("b", 10)
	if len(s.kept) != 2 {
		t.Errorf("a session renewed sweeps nothing, yet %d are left", len(s.kept))
	}
	keep("c", 10)
	if err := s.Delete("b"); err != nil || len(s.kept) != 1 || !found("c") {
		t.Errorf("left = %v, %v", s.kept, err)
	}
}
