package station

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/journal"
	"jiezhan/station/ledger"
)

// The station's own file is lost: the numbers of the day go on where none can have been drawn.
func TestALostFileOfItsOwnGivesNoNumberTwice(t *testing.T) {
	now := time.Date(2026, 11, 21, 10, 0, 0, 0, calendar.Shanghai)
	for name, c := range map[string]struct {
		lost   []string
		broken bool // the first start without the file breaks off
		before bool
	}{
		"the register is there":                     {[]string{"local.db"}, false, false},
		"and the first start breaks off":            {[]string{"local.db"}, true, false},
		"the register was lost with it":             {[]string{"local.db", "station.db"}, false, true},
		"both lost, and the first start breaks off": {[]string{"local.db", "station.db"}, true, true},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			first := openAndDraw(t, folder, now, false)
			for _, lost := range c.lost {
				for _, part := range []string{"", "-wal", "-shm"} {
					os.Remove(filepath.Join(folder, lost+part)) // some parts are not there
				}
			}
			if c.broken {
				breakOff(t, folder)
			}
			if second := openAndDraw(t, folder, now, c.before); second <= first {
				t.Errorf("numbers = %s, then %s, want the second far behind the first", first, second)
			}
		})
	}
}

// openAndDraw is a start at which one number is drawn, and the register comes to hold something.
func openAndDraw(t *testing.T, folder string, now time.Time, before bool) string {
	t.Helper()
	s, err := Open(folder, Identity{ID: "s1", Community: "339999001001", Machine: 1}, Sources{Now: func() time.Time { return now }, Before: before})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	number, err := s.numbers.draw(calendar.On(now))
	if err != nil {
		t.Fatal(err)
	}
	e, err := ledger.Seal(street, ledger.Stamp{RequestID: request, Station: "s1", At: now, ID: request})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Machine().Apply([]ledger.Entry{{Index: 1, Envelopes: []ledger.Envelope{e}}}); err != nil {
		t.Fatal(err)
	}
	return number
}

// breakOff is a start that comes as far as the journal.
func breakOff(t *testing.T, folder string) {
	t.Helper()
	local, err := journal.OpenFile(filepath.Join(folder, "local.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer local.Close()
	if _, err := journal.Open(local, newID); err != nil {
		t.Fatal(err)
	}
}
