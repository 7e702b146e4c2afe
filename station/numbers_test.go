package station

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/journal"
)

func openSeries(tb testing.TB, path string) (*numbers, *journal.File) {
	tb.Helper()
	local, err := journal.OpenFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	n, err := openNumbers(local, Identity{ID: "s1", Community: "330106099001", Machine: 1}, false, time.Time{})
	if err != nil {
		tb.Fatal(err)
	}
	return n, local
}

func TestNumbersNeverOccurTwiceAcrossRestarts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "local.db")
	seen := map[string]bool{}
	today, tomorrow := calendar.NewDate(2026, 11, 21), calendar.NewDate(2026, 11, 22)
	for life := range 4 {
		n, local := openSeries(t, path)
		for range 3 + 9*life {
			for _, day := range []calendar.Date{today, today, tomorrow} {
				number, err := n.draw(day)
				if err != nil || seen[number] {
					t.Fatalf("drew %s a second time, or failed: %v", number, err)
				}
				seen[number] = true
			}
		}
		if err := local.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestARenewedDiskDrawsNoNumberOfAnEarlierLife(t *testing.T) {
	folder := t.TempDir()
	morning := calendar.NewDate(2026, 11, 21).Start().Add(9 * time.Hour)
	seen := map[string]bool{}
	draw := func(n *numbers, now time.Time, times int) {
		t.Helper()
		for range times {
			number, err := n.draw(calendar.On(now))
			if err != nil || seen[number] {
				t.Fatalf("drew %s a second time, or failed: %v", number, err)
			}
			seen[number] = true
		}
	}
	n, local := openSeries(t, filepath.Join(folder, "local.db"))
	defer local.Close()
	draw(n, morning, 500)
	for i, path := range []string{"local.db", "new.db", "newer.db"} { // the same disk, then new ones
		n, local := openSeries(t, filepath.Join(folder, path))
		now := morning.Add(time.Duration(i+1) * time.Hour)
		if err := n.jump(now); err != nil {
			t.Fatal(err)
		}
		draw(n, now, 500)
		if err := local.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestCaseNumberFormat(t *testing.T) {
	day := calendar.NewDate(2026, 11, 21)
	for name, c := range map[string]struct {
		identity Identity
		n        int
		want     string
	}{
		"first of the day":    {Identity{Community: "330106099001", Machine: 1}, 1, "330106099001-261121-1001-"},
		"second machine":      {Identity{Community: "330106099001", Machine: 2}, 1, "330106099001-261121-2001-"},
		"more than a machine": {Identity{Community: "330106099001", Machine: 2}, 1000, "330106099001-261121-21000-"},
	} {
		got := CaseNumber(c.identity, day, c.n)
		if !strings.HasPrefix(got, c.want) || len(got) != len(c.want)+1 {
			t.Errorf("%s: number = %s, want %sC", name, got, c.want)
		}
	}
}

func TestCheckCharacterSeesOneWrongDigitAndSwaps(t *testing.T) {
	// ISO 7064 MOD 11-2 with a published value: 079 has the check character X.
	if got := check11("079"); got != 'X' {
		t.Errorf("check of 079 = %c, want X", got)
	}
	const digits = "3301060990012611211001"
	want := check11(digits)
	for i := range digits {
		wrong := []byte(digits)
		wrong[i] = '0' + (wrong[i]-'0'+1)%10
		if check11(string(wrong)) == want {
			t.Errorf("a wrong digit at %d is not seen", i)
		}
		if i > 0 && digits[i] != digits[i-1] {
			swapped := []byte(digits)
			swapped[i], swapped[i-1] = swapped[i-1], swapped[i]
			if check11(string(swapped)) == want {
				t.Errorf("a swap at %d is not seen", i)
			}
		}
	}
}
