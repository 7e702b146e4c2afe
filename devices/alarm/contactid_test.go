package alarm_test

import (
	"strings"
	"testing"

	"jiezhan/devices/alarm"
)

func TestContactIDStream(t *testing.T) {
	const (
		help   = "/ 5555 1 101 02 C012 help keep"
		closed = "/ 5555 3 401 01 U003 openclose keep"
	)
	for name, c := range map[string]struct {
		stream string
		want   []string
	}{
		"worked example":        {"5555181101020128", []string{help}},
		"worked example, armed": {"5555183401010039\n", []string{closed}},
		"a line each":           {"5555181101020128\r\n5555183401010039\r\n", []string{help, closed}},
		"blanks between":        {"5555181101020128 5555183401010039", []string{help, closed}},
		"DC4 between":           {"5555181101020128\x145555183401010039\x14", []string{help, closed}},
		"back to back":          {"55551811010201285555183401010039", []string{help, closed}},
		"a sound joint":         {"555518110102015555183401010039\n", []string{"/  0   C unknown !length keep", closed}},
		"message type 98":       {"555598110102012F\n", []string{help}},
		"check digit wrong":     {"5555181101020127\n", []string{"/  0   C unknown !check keep"}},
		"too short":             {"555518110102012\n5555181101020128", []string{"/  0   C unknown !length keep", help}},
		"too long":              {"55551811010201280\n", []string{help, "/  0   C unknown !length keep"}},
		"half a block":          {"55551811010201", []string{"/  0   C unknown !cut"}},
		"no digits":             {"hello\n", []string{"/  0   C unknown !format keep"}},
		"cut, repeat behind it": {"555518115555181101020128\n", []string{"/  0   C unknown !length keep", help}},
		"damaged, sound, sound": {"555518110102012755551811010201285555183401010039\n", []string{"/  0   C unknown !check keep", help, closed}},
		"short block, blank":    {"55551811010201 5555183401010039\n", []string{"/  0   C unknown !length keep", closed}},
		"empty lines":           {"\r\n\n \n", nil},
		"a number of its own":   {"5555171101020129\n", []string{"/  0   C unknown !unparsed keep"}},
		"zero sent as A":        {"A55A18110102012D\n", []string{"/ 0550 1 101 02 C012 help keep"}},
	} {
		t.Run(name, func(t *testing.T) {
			says(t, alarm.ContactID, alarm.Settings{}, c.stream, c.want)
		})
	}
}

// What never comes apart into blocks is told in bounded pieces.
func TestContactIDFlood(t *testing.T) {
	messages := decoded(t, alarm.ContactID, alarm.Settings{}, strings.Repeat("7", 5000)+"\n5555181101020128\n")
	if got := told(messages); got[len(got)-1] != "/ 5555 1 101 02 C012 help keep" {
		t.Errorf("behind a flood: %q", got)
	}
	for _, m := range messages {
		if n := len(m.Signals[0].Raw); n > 1024 {
			t.Errorf("raw of a flood = %d bytes, want at most 1024", n)
		}
	}
}
