package alarm_test

import (
	"testing"
	"time"

	"jiezhan/devices/alarm"
)

func TestPanelTimeNear(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.Parse(time.RFC3339, s)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	for name, c := range map[string]struct{ panel, arrived, want string }{
		"no year":              {"0004-11-21T08:15:30Z", "2026-11-21T08:15:33+08:00", "2026-11-21T08:15:30+08:00"},
		"last year's":          {"0004-12-31T23:59:58Z", "2027-01-01T00:00:01+08:00", "2026-12-31T23:59:58+08:00"},
		"next year's":          {"0004-01-01T00:00:05Z", "2026-12-31T23:59:58+08:00", "2027-01-01T00:00:05+08:00"},
		"no date":              {"0000-01-01T08:15:30Z", "2026-11-21T08:15:33+08:00", "2026-11-21T08:15:30+08:00"},
		"no date, before 0:00": {"0000-01-01T23:59:58Z", "2027-01-01T00:00:01+08:00", "2026-12-31T23:59:58+08:00"},
		"whole":                {"2025-01-01T08:15:30Z", "2026-11-21T08:15:33+08:00", "2025-01-01T08:15:30Z"},
		"none":                 {"0001-01-01T00:00:00Z", "2026-11-21T08:15:33+08:00", "0001-01-01T00:00:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			got := alarm.Signal{PanelTime: at(c.panel)}.PanelTimeNear(at(c.arrived))
			if got.Format(time.RFC3339) != c.want {
				t.Errorf("got %s, want %s", got.Format(time.RFC3339), c.want)
			}
		})
	}
}
