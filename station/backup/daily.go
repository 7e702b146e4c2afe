package backup

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"jiezhan/station/store"
)

const (
	// look is how often the clock is looked at: it may be set, and the station may sleep.
	look = time.Minute
	// again is how long a backup that failed waits for the next try.
	again = time.Hour
)

// Daily says how a station backs itself up every day (每日备份).
type Daily struct {
	// DB is the register; its folder also holds trust.
	DB *store.DB
	// Manifest says whose backup it is; it is asked for each. Office and station do not change.
	Manifest func() Manifest
	// Folder receives the files. Recipients are the public keys they are encrypted for; without any no backups are made.
	Folder     string
	Recipients []string
	// At is the time of day, such as "02:30", in the zone of the clock.
	At string
	// Days is how long backups are kept, at least 1.
	Days int
	Now  func() time.Time
	// Done hears of every attempt; may be nil.
	Done func(Result)
}

// Schedule is a Daily at work.
type Schedule struct {
	daily        Daily
	hour, minute int

	mu    sync.Mutex
	last  Result
	tried bool
	next  time.Time
}

// NewSchedule checks what is asked for. Nothing happens before Run.
func NewSchedule(d Daily) (*Schedule, error) {
	at, err := time.Parse("15:04", d.At)
	if err != nil {
		return nil, fmt.Errorf("daily backup: time of day %q: %w", d.At, err)
	}
	if d.Days < 1 {
		return nil, fmt.Errorf("daily backup: kept for %d days", d.Days)
	}
	if len(d.Recipients) > 0 {
		if _, err := parseRecipients(d.Recipients); err != nil {
			return nil, fmt.Errorf("daily backup: %w", err)
		}
	}
	return &Schedule{daily: d, hour: at.Hour(), minute: at.Minute()}, nil
}

// Last is the last attempt, or the newest good backup that was there at the start; found is false where there is neither.
func (s *Schedule) Last() (last Result, found bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.last, s.tried || s.last.File != ""
}

// Next is when the next backup is due; zero where none will be, and before Run.
func (s *Schedule) Next() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.next
}

// Run makes the backups that are due until ctx ends. One that was missed, because the station was switched off at that hour, is made at
// once; one that failed is tried again after an hour.
func (s *Schedule) Run(ctx context.Context) {
	d := s.daily
	if len(d.Recipients) == 0 {
		return
	}
	m := d.Manifest()
	err := sweep(dataFolder(d.DB), d.Folder, m.Office, m.Station)
	newest, found, newestErr := Newest(d.Folder, m.Office, m.Station, d.Now())
	s.mu.Lock()
	s.last = newest
	s.last.Err = errors.Join(err, newestErr)
	s.next = s.due(newest.At, found, d.Now())
	s.mu.Unlock()
	for ctx.Err() == nil {
		if s.isDue(d.Now()) {
			s.back(ctx)
		}
		select {
		case <-ctx.Done():
		case <-time.After(look):
		}
	}
}

// isDue says whether it is time. A clock that was set back must not put the next backup off for as long.
func (s *Schedule) isDue(now time.Time) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if latest := s.slot(now, 1); s.next.After(latest) {
		s.next = latest
	}
	return !now.Before(s.next)
}

// back makes one backup, removes those that are too old, and plans the next.
func (s *Schedule) back(ctx context.Context) {
	d, m := s.daily, s.daily.Manifest()
	now := d.Now()
	result, err := Save(ctx, d.DB, d.Folder, d.Recipients, m, now)
	next := now.Add(again)
	if err == nil {
		next = s.slot(now, 1)
		_, err = Keep(d.Folder, m.Office, m.Station, d.Days, now)
	}
	if ctx.Err() != nil {
		return // the station is stopping; that is no failure
	}
	result.At, result.Err = now, err
	s.mu.Lock()
	s.last, s.tried, s.next = result, true, next
	s.mu.Unlock()
	if d.Done != nil {
		d.Done(result)
	}
}

// due is when the next backup has to be made, given the newest there is.
func (s *Schedule) due(newest time.Time, found bool, now time.Time) time.Time {
	if !found || newest.Before(s.slot(now, 0)) {
		return now
	}
	return s.slot(now, 1)
}

// slot is the last time of day for a backup that is not after now, or so many days later.
func (s *Schedule) slot(now time.Time, later int) time.Time {
	today := time.Date(now.Year(), now.Month(), now.Day(), s.hour, s.minute, 0, 0, now.Location())
	if today.After(now) {
		later--
	}
	return time.Date(now.Year(), now.Month(), now.Day()+later, s.hour, s.minute, 0, 0, now.Location())
}
