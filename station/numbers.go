package station

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/journal"
	"jiezhan/station/store"
)

// numberBlock is how many numbers are reserved on disk at once: one fsync for so many cases. After a power cut the rest of the block is
// left out; a case number may have gaps, it may never occur twice.
const numberBlock = 16

// numbers draws the case numbers of this station. They carry community and machine, so that no two stations can draw the same, also
// while they are cut off from each other.
type numbers struct {
	local    *journal.File
	identity Identity

	mu       sync.Mutex
	day      calendar.Date
	next     int
	reserved int // first number not reserved yet
}

// openNumbers goes on with the series of the file. Where there is none and the station has worked before, its own file was lost, and the series
// begins with a jump, both or neither.
func openNumbers(local *journal.File, identity Identity, before bool, now time.Time) (*numbers, error) {
	err := local.Write(func(tx *store.Tx) error {
		var series int
		if err := tx.Row(`SELECT count(*) FROM sqlite_schema WHERE name = 'series'`).Scan(&series); err != nil || series > 0 {
			return err
		}
		if err := tx.Script(`CREATE TABLE series (day TEXT PRIMARY KEY, reserved INTEGER NOT NULL) WITHOUT ROWID`); err != nil || !before {
			return err
		}
		return leapOn(tx, now)
	})
	return &numbers{local: local, identity: identity}, err
}

func (n *numbers) draw(today calendar.Date) (string, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if !n.day.Equal(today) {
		n.day, n.next, n.reserved = today, 0, 0
	}
	if n.next >= n.reserved {
		if err := n.reserve(); err != nil {
			return "", err
		}
	}
	number := CaseNumber(n.identity, today, n.next)
	n.next++
	return number, nil
}

// reserve begins the next block of the day.
func (n *numbers) reserve() error {
	from := 1
	err := n.local.Write(func(tx *store.Tx) error {
		err := tx.Row(`SELECT reserved FROM series WHERE day = ?`, n.day).Scan(&from)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		return putSeries(tx, n.day, from+numberBlock)
	})
	if err != nil {
		return err
	}
	n.next, n.reserved = from, from+numberBlock
	return nil
}

// leap is more than a machine can draw between the last state of its disk that was saved and the end of that disk.
const leap = 1000

// jump goes on where no earlier life of this machine can have been.
func (n *numbers) jump(now time.Time) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	err := n.local.Write(func(tx *store.Tx) error { return leapOn(tx, now) })
	if err == nil {
		n.day = calendar.Date{} // what is left of the block in memory is given up
	}
	return err
}

// leapOn leaves out what may have been drawn: the disk may be older than the last number, or new. No machine draws more than one number in a
// second, so the seconds of the day bound what was drawn today.
func leapOn(tx *store.Tx, now time.Time) error {
	if _, err := tx.Exec(`UPDATE series SET reserved = reserved + ?`, leap); err != nil {
		return err
	}
	today, reserved := calendar.On(now), 0
	err := tx.Row(`SELECT reserved FROM series WHERE day = ?`, today).Scan(&reserved)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	return putSeries(tx, today, max(reserved, leap+int(now.Sub(today.Start())/time.Second)))
}

func putSeries(tx *store.Tx, day calendar.Date, reserved int) error {
	_, err := tx.Exec(`INSERT INTO series VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET reserved = excluded.reserved`, day, reserved)
	return err
}

// CaseNumber is SSSSSSSSSSSS-YYMMDD-NNNN-C: community, date, the machine's digit with a running number of at least three digits, and a
// check character (ISO 7064 MOD 11-2 over the digits).
func CaseNumber(identity Identity, day calendar.Date, n int) string {
	date := strings.ReplaceAll(day.String(), "-", "")[2:]
	running := strconv.Itoa(identity.Machine) + fmt.Sprintf("%03d", n)
	return fmt.Sprintf("%s-%s-%s-%c", identity.Community, date, running, check11(identity.Community+date+running))
}

// check11 is ISO 7064 MOD 11-2: every single wrong digit and every swap of neighbours is noticed.
func check11(digits string) byte {
	p := 0
	for _, d := range digits {
		p = (p + int(d-'0')) * 2 % 11
	}
	return "0123456789X"[(12-p)%11]
}
