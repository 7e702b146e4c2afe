package backup

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"
)

// clock can be set while it runs.
type clock struct {
	mu    sync.Mutex
	ahead time.Duration
}

func (c *clock) now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return time.Now().UTC().Add(c.ahead)
}

func (c *clock) set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead = time.Until(t)
}

// routine is a schedule at work in a bubble of time.
type routine struct {
	*Schedule
	clock  *clock
	folder string
	mu     sync.Mutex
	made   []Result
}

// begin starts a station at a moment; the station is a small one, and stops with the test.
func begin(t *testing.T, at time.Time, folder string) *routine {
	t.Helper()
	r := &routine{clock: &clock{}, folder: folder}
	r.clock.set(at)
	_, recipient := newKey(t)
	s, err := NewSchedule(Daily{
		DB: street(t, 1).db, Manifest: ours, Folder: folder, Recipients: []string{recipient}, At: "02:30", Days: 3, Now: r.clock.now,
		Done: func(result Result) { r.mu.Lock(); r.made = append(r.made, result); r.mu.Unlock() },
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Schedule = s
	ctx, cancel := context.WithCancel(t.Context())
	var running sync.WaitGroup
	running.Go(func() { s.Run(ctx) })
	t.Cleanup(func() { cancel(); running.Wait() })
	synctest.Wait()
	return r
}

// pass lets time go by.
func (r *routine) pass(d time.Duration) {
	<-time.After(d)
	synctest.Wait()
}

// times are those of the attempts, with a ! where one failed.
func (r *routine) times() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	var all []string
	for _, result := range r.made {
		line := result.At.Format("02 15:04")
		if result.Err != nil {
			line += "!"
		}
		all = append(all, line)
	}
	return all
}

func wantTimes(t *testing.T, r *routine, want ...string) {
	t.Helper()
	if got := r.times(); !slices.Equal(got, want) {
		t.Errorf("backups at %q, want %q", got, want)
	}
}

func on(d, hour, minute int) time.Time { return time.Date(2026, 11, d, hour, minute, 0, 0, time.UTC) }

func TestABackupIsMadeEveryDayAndAMissedOneAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		r := begin(t, on(1, 9, 0), folder)
		wantTimes(t, r, "01 09:00") // there was none before
		if next := r.Next(); !next.Equal(on(2, 2, 30)) {
			t.Errorf("next at %s, want %s", next, on(2, 2, 30))
		}
		r.pass(5 * 24 * time.Hour)
		wantTimes(t, r, "01 09:00", "02 02:30", "03 02:30", "04 02:30", "05 02:30", "06 02:30")
		if got := names(t, folder); len(got) != 4 {
			t.Errorf("kept %q, want those of three days and the hours since", got)
		}
		last, found := r.Last()
		if !found || last.Err != nil || !last.At.Equal(on(6, 2, 30)) || last.Bytes == 0 {
			t.Errorf("last = %+v %v", last, found)
		}
		again := begin(t, on(6, 12, 0), folder) // a restart in the same day
		wantTimes(t, again)
		if last, found := again.Last(); !found || !last.At.Equal(on(6, 2, 30)) {
			t.Errorf("last after a restart = %+v %v", last, found)
		}
		late := begin(t, on(8, 12, 0), folder) // switched off over night
		wantTimes(t, late, "08 12:00")
	})
}

func TestAFailedBackupIsTriedAgainAfterAnHour(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := filepath.Join(t.TempDir(), "usb")
		if err := os.WriteFile(folder, nil, 0o600); err != nil { // a file is in the way
			t.Fatal(err)
		}
		r := begin(t, on(1, 9, 0), folder)
		r.pass(90 * time.Minute)
		wantTimes(t, r, "01 09:00!", "01 10:00!")
		if last, found := r.Last(); !found || last.Err == nil || last.File != "" {
			t.Errorf("last = %+v %v, want the failure", last, found)
		}
		if err := os.Remove(folder); err != nil {
			t.Fatal(err)
		}
		r.pass(24 * time.Hour)
		wantTimes(t, r, "01 09:00!", "01 10:00!", "01 11:00", "02 02:30")
	})
}

func TestAClockThatIsSetDoesNotEndTheBackups(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		folder := t.TempDir()
		r := begin(t, on(10, 9, 0), folder)
		r.clock.set(on(10, 9, 0).AddDate(14, 0, 0)) // somebody mistyped the year
		r.pass(time.Hour)
		r.clock.set(on(10, 11, 0)) // and corrects it
		r.pass(24 * time.Hour)
		wantTimes(t, r, "10 09:00", "10 09:01", "11 02:30") // the second of the year 2040
		again := begin(t, on(11, 12, 0), folder)            // the file of the future does not count
		wantTimes(t, again)
		last, _ := again.Last()
		if !last.At.Equal(on(11, 2, 30)) {
			t.Errorf("last = %+v, want that of 02:30", last)
		}
	})
}

func TestWithoutARecipientNothingIsMade(t *testing.T) {
	s, err := NewSchedule(Daily{At: "02:30", Days: 1})
	if err != nil {
		t.Fatal(err)
	}
	s.Run(t.Context()) // ends at once
	if last, found := s.Last(); found || !s.Next().IsZero() {
		t.Errorf("last = %+v %v, next %s; want none", last, found, s.Next())
	}
}

func TestWhatACrashLeftIsSweptAtTheStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b, folder := street(t, 1), t.TempDir()
		b.put("backup-123.scratch/station.db", "half")
		part := "." + owner("qingsong", "s1") + "9" + unfinished
		other := "." + owner("qingsong", "s2") + "9" + unfinished
		for _, name := range []string{part, other} {
			if err := os.WriteFile(filepath.Join(folder, name), nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, recipient := newKey(t)
		s, err := NewSchedule(Daily{DB: b.db, Manifest: ours, Folder: folder, Recipients: []string{recipient}, At: "02:30", Days: 1, Now: time.Now})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		s.Run(ctx)
		wantNames(t, folder, other)
		wantNames(t, b.folder, registerName, registerName+"-shm", registerName+"-wal", trustName)
	})
}

func TestSchedulesThatMakeNoSense(t *testing.T) {
	_, recipient := newKey(t)
	for name, d := range map[string]Daily{
		"no time":        {Days: 1},
		"no such time":   {At: "25:00", Days: 1},
		"kept for never": {At: "02:30"},
	} {
		d.Recipients = []string{recipient}
		if _, err := NewSchedule(d); err == nil {
			t.Errorf("%s: taken", name)
		}
	}
	if _, err := NewSchedule(Daily{At: "02:30", Days: 1, Recipients: []string{"age1"}}); !errors.Is(err, ErrRecipient) {
		t.Errorf("no key: %v, want %v", err, ErrRecipient)
	}
}
