package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// shelf is a folder of backups, by their age in days.
type shelf struct {
	tb     testing.TB
	folder string
	files  map[int]string
}

func fill(tb testing.TB, ages ...int) *shelf {
	s := &shelf{tb: tb, folder: tb.TempDir(), files: map[int]string{}}
	for _, age := range ages {
		content := []byte{byte(age)}
		sum := sha256.Sum256(content)
		k := kept{at: day.AddDate(0, 0, -age), sum: hex.EncodeToString(sum[:])[:sumDigits]}
		s.files[age] = k.name("qingsong", "s1")
		s.write(s.files[age], content)
	}
	return s
}

func (s *shelf) write(name string, content []byte) {
	s.tb.Helper()
	if err := os.WriteFile(filepath.Join(s.folder, name), content, 0o600); err != nil {
		s.tb.Fatal(err)
	}
}

// ages says which backups are left, youngest first.
func (s *shelf) ages() []int {
	var left []int
	for age, name := range s.files {
		if slices.Contains(names(s.tb, s.folder), name) {
			left = append(left, age)
		}
	}
	slices.Sort(left)
	return left
}

func TestOldBackupsGoAndTheNewestGoodOneNever(t *testing.T) {
	for name, c := range map[string]struct {
		ages, damaged []int
		later         int // how many days after
		want          []int
	}{
		"one a day":                           {ages: []int{0, 1, 2, 3, 4, 5}, want: []int{0, 1, 2, 3}},
		"several a day":                       {ages: []int{0, 1, 4, 5, 6}, want: []int{0, 1, 4}},
		"switched off for a month":            {ages: []int{0, 31, 32, 33, 34}, want: []int{0, 31, 32}},
		"only old ones":                       {ages: []int{100, 101, 102, 103}, want: []int{100, 101, 102}},
		"only one":                            {ages: []int{100}, want: []int{100}},
		"none":                                {},
		"the clock ran ahead":                 {ages: []int{0, 1, 2, 3}, later: 5000, want: []int{0, 1, 2}},
		"the clock fell back":                 {ages: []int{0, 1, 2, 3, 4, 5}, later: -5000, want: []int{0, 1, 2, 3, 4, 5}},
		"the newest are damaged":              {ages: []int{0, 1, 2, 3, 4, 5, 6}, damaged: []int{0, 1, 2, 3, 4}, want: []int{0, 1, 2, 3, 4, 5}},
		"all are damaged":                     {ages: []int{0, 10, 20, 30, 40}, damaged: []int{0, 10, 20, 30, 40}, want: []int{0, 10, 20, 30, 40}},
		"one of the future, of a wrong clock": {ages: []int{-5000, 0, 1, 2, 3, 4}, want: []int{-5000, 0, 1, 2, 3}},
	} {
		t.Run(name, func(t *testing.T) {
			s := fill(t, c.ages...)
			for _, age := range c.damaged {
				s.write(s.files[age], []byte("damaged"))
			}
			before := len(names(t, s.folder))
			removed, err := Keep(s.folder, "qingsong", "s1", 3, day.AddDate(0, 0, c.later))
			if err != nil {
				t.Fatal(err)
			}
			if got := s.ages(); !slices.Equal(got, c.want) || len(removed) != before-len(got) {
				t.Errorf("left are those of %v days, %d removed; want %v", got, len(removed), c.want)
			}
		})
	}
}

func TestOtherFilesAreNoneOfItsBusiness(t *testing.T) {
	s := fill(t, 0, 1, 10, 11, 12)
	others := []string{
		kept{at: day.AddDate(-1, 0, 0), sum: "0123456789abcdef"}.name("qingsong", "s2"),
		kept{at: day.AddDate(-1, 0, 0), sum: "0123456789abcdef"}.name("hongfeng", "s1"),
		kept{at: day.AddDate(-1, 0, 0), sum: "0123456789abcdef"}.name("qingsong_", "s1"),
		owner("qingsong", "s1") + "20209921T023000Z_0123456789abcdef.age",
		owner("qingsong", "s1") + "20200921T023000Z_0123456789abcdef.age.old",
		"photo.jpg", "." + owner("qingsong", "s1") + "123" + unfinished,
	}
	for _, name := range others {
		s.write(name, []byte("x"))
	}
	removed, err := Keep(s.folder, "qingsong", "s1", 2, day)
	if err != nil || len(removed) != 3 {
		t.Fatalf("removed %q %v, want the three old ones", removed, err)
	}
	for _, name := range others {
		if !slices.Contains(names(t, s.folder), name) {
			t.Errorf("%s is gone", name)
		}
	}
	if removed, err := Keep(filepath.Join(s.folder, "missing"), "qingsong", "s1", 2, day); err != nil || removed != nil {
		t.Errorf("in no folder: %q %v, want nothing", removed, err)
	}
}

func TestTheNewestBackupIsTheNewestGoodOne(t *testing.T) {
	s := fill(t, 0, 1, 2)
	s.write(s.files[0], []byte("damaged"))
	newest, found, err := Newest(s.folder, "qingsong", "s1", day)
	want := Result{At: day.Add(-24 * time.Hour), File: filepath.Join(s.folder, s.files[1]), Bytes: 1}
	if err != nil || !found || newest != want {
		t.Errorf("newest = %+v %v %v, want %+v", newest, found, err, want)
	}
	if _, found, err := Newest(s.folder, "qingsong", "s9", day); found || err != nil {
		t.Errorf("of another station: %v %v, want none", found, err)
	}
}
