package alarm

import (
	"strings"
	"testing"
	"time"
)

// A restore and a cancel are shown at what they are about, where that is clear, and close nothing.
func TestWhatARestoreIsAbout(t *testing.T) {
	with := func(event, category string, qualifier, priority int) Arrival {
		a := burglary("1234", "001")
		a.Event, a.Category, a.Qualifier, a.Priority = event, category, qualifier, priority
		return a
	}
	for name, c := range map[string]struct {
		protocol string
		signals  []Arrival
		after    time.Duration // before the last
		want     string
	}{
		"its alarm":           {"", []Arrival{with("130", "intrusion", 1, 2), with("130", "intrusion", 3, 3)}, time.Hour, "130 restored, 130 ->130"},
		"a fire":              {"", []Arrival{with("110", "fire", 1, 1), with("110", "fire", 3, 2)}, time.Hour, "110 restored, 110 ->110"},
		"another event":       {"", []Arrival{with("301", "trouble", 1, 3), with("302", "trouble", 3, 4)}, time.Hour, "301, 302"},
		"two of the same":     {"", []Arrival{with("110", "fire", 1, 1), with("110", "fire", 1, 1), with("110", "fire", 3, 2)}, time.Hour, "110, 110, 110"},
		"a day later":         {"", []Arrival{with("130", "intrusion", 1, 2), with("130", "intrusion", 3, 3)}, 25 * time.Hour, "130, 130"},
		"letters":             {"", []Arrival{with("BA", "intrusion", 1, 2), with("BR", "intrusion", 3, 3)}, time.Hour, "BA restored, BR ->BA"},
		"letters of trouble":  {"", []Arrival{with("FT", "trouble", 1, 3), with("FJ", "trouble", 3, 4)}, time.Hour, "FT restored, FJ ->FT"},
		"letters of another":  {"", []Arrival{with("BA", "intrusion", 1, 2), with("FR", "fire", 3, 2)}, time.Hour, "FR, BA"},
		"the number after":    {"it100", []Arrival{with("601", "intrusion", 1, 2), with("602", "intrusion", 3, 3)}, time.Hour, "601 restored, 602 ->601"},
		"a closing":           {"", []Arrival{with("401", "openclose", 1, 4), with("401", "openclose", 3, 4)}, time.Hour, "401, 401"},
		"canceled":            {"", []Arrival{with("130", "intrusion", 1, 2), with("406", "openclose", 1, 4)}, time.Minute, "130 canceled, 406 ->130"},
		"canceled by letters": {"", []Arrival{with("BA", "intrusion", 1, 2), with("BC", "cancel", 1, 4)}, time.Minute, "BA canceled, BC ->BA"},
		"canceled too late":   {"", []Arrival{with("130", "intrusion", 1, 2), with("406", "openclose", 1, 4)}, time.Hour, "130, 406"},
		"which of two":        {"", []Arrival{with("130", "intrusion", 1, 2), with("110", "fire", 1, 1), with("406", "openclose", 1, 4)}, time.Minute, "110, 130, 406"},
	} {
		t.Run(name, func(t *testing.T) {
			o := openOffice(t)
			for n, a := range c.signals {
				o.later(time.Minute)
				if n == len(c.signals)-1 {
					o.later(c.after)
				}
				a.At = o.now
				o.must(program(), RecordSignals{Port: "com1", Protocol: c.protocol, MergeSeconds: 30, Signals: []Arrival{a}})
			}
			if got := o.tellsEnds(); got != c.want {
				t.Errorf("shown = %s, want %s", got, c.want)
			}
		})
	}
}

// tellsEnds tells the events, the most urgent first, whether they are over, and which they are about.
func (o *office) tellsEnds() string {
	o.tb.Helper()
	var lines []string
	events := map[string]string{}
	for _, i := range o.live() {
		events[i.ID] = i.Event
	}
	for _, i := range o.live() {
		line := i.Event
		if i.RestoredAt != "" {
			line += " restored"
		}
		if i.CanceledAt != "" {
			line += " canceled"
		}
		if i.RefersTo != "" {
			line += " ->" + events[i.RefersTo]
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, ", ")
}

func TestDuressIsNotTakenBack(t *testing.T) {
	o := openOffice(t)
	duress := fire("1234", "001")
	duress.Event, duress.Category, duress.Duress = "121", "panic", true
	cancel := burglary("1234", "001")
	cancel.Event, cancel.Category, cancel.Priority = "406", "openclose", 4
	o.comes(duress)
	o.later(time.Minute)
	o.comes(cancel)
	if got, want := o.shown(), "signal 1 121/001 ×1, signal 4 406/001 ×1"; got != want {
		t.Errorf("shown = %s, want %s", got, want)
	}
}
