package events

import (
	"fmt"
	"testing"
)

// told are the events of a list as "name id".
func told(events []Event) string {
	text := ""
	for _, e := range events {
		text += fmt.Sprintf("[%s %s %v]", e.Name, e.ID, e.Data)
	}
	return text
}

func TestResume(t *testing.T) {
	h := NewHub("b")
	for i := range 3 {
		h.Change("change", i)
	}
	for last, want := range map[string]string{
		"":      "",
		"b-3":   "",
		"b-1":   "[change b-2 1][change b-3 2]",
		"b-0":   "[change b-1 0][change b-2 1][change b-3 2]",
		"b-4":   "[reset b-3 {}]", // from the future: of another run that had the same name
		"a-1":   "[reset b-3 {}]",
		"b--1":  "[reset b-3 {}]",
		"b-":    "[reset b-3 {}]",
		"b1":    "[reset b-3 {}]",
		"b-1x":  "[reset b-3 {}]",
		"b-1\n": "[reset b-3 {}]",
	} {
		l, missed, now := h.Listen(last, false)
		if got := told(missed); got != want || now != "b-3" {
			t.Errorf("after %q = %s at %s, want %s", last, got, now, want)
		}
		l.Close()
	}
}

func TestWhatFellOutOfTheRing(t *testing.T) {
	h := NewHub("b")
	for i := range depth + 1 {
		h.Change("change", i)
	}
	if _, missed, _ := h.Listen("b-0", false); len(missed) != 1 || missed[0].Name != Reset {
		t.Errorf("missed = %s", told(missed))
	}
	if _, missed, _ := h.Listen("b-1", false); len(missed) != depth || missed[0].ID != "b-2" {
		t.Errorf("missed = %d events", len(missed))
	}
	h.StartOver()
	if _, missed, _ := h.Listen("b-500", false); len(missed) != 1 || missed[0].Name != Reset {
		t.Errorf("after starting over = %s", told(missed))
	}
}

func TestStatesOfTheMoment(t *testing.T) {
	h := NewHub("b")
	kiosk, _, _ := h.Listen("", true)
	hall, _, _ := h.Listen("", false)
	h.Tell("card", "masked", true)
	h.Tell("mode", "normal", false)
	h.Close()
	for name, l := range map[string]*Listener{"card,mode,": kiosk, "mode,": hall} {
		got := ""
		for e := range l.Events {
			got += e.Name + ","
			if e.ID != "" {
				t.Errorf("%s has a number: nobody can resume from it", e.Name)
			}
		}
		if got != name {
			t.Errorf("events = %s, want %s", got, name)
		}
	}
	if l, _, _ := h.Listen("", false); l != nil {
		if _, open := <-l.Events; open {
			t.Error("a closed hub still tells")
		}
	}
}

// A page that does not read is cut off and resumes; it never holds up the others.
func TestSlowListeners(t *testing.T) {
	h := NewHub("b")
	slow, _, _ := h.Listen("", false)
	for i := range backlog + 1 {
		h.Change("change", i)
	}
	n := 0
	for range slow.Events {
		n++
	}
	if n != backlog {
		t.Errorf("got %d events before the cut, want %d", n, backlog)
	}
	slow.Close()
}
