package station

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// numberBlock is how many numbers are reserved on disk at once: one fsync for so many cases. After a power cut the rest of the block is
// left out; a case number may have gaps, it may never occur twice.
const numberBlock = 16

// numbers draws the case numbers of this station. They carry community and machine, so that no two stations can draw the same, also
// while they are cut off from each other.
type numbers struct {
	local    *store.DB
	identity Identity

	mu       sync.Mutex
	day      calendar.Date
	next     int
	reserved int // first number not reserved yet
}

func openNumbers(local *store.DB, identity Identity) (*numbers, error) {
	tx, err := local.Begin()
	if err != nil {
		return nil, err
	}
	if err := tx.Script(`CREATE TABLE IF NOT EXISTS series (day TEXT PRIMARY KEY, reserved INTEGER NOT NULL) WITHOUT ROWID`); err != nil {
		return nil, errors.Join(err, tx.Rollback())
	}
	return &numbers{local: local, identity: identity}, tx.Commit()
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

func (n *numbers) reserve() error {
	tx, err := n.local.Begin()
	if err != nil {
		return err
	}
	from := 1
	err = tx.Row(`SELECT reserved FROM series WHERE day = ?`, n.day).Scan(&from)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return errors.Join(err, tx.Rollback())
	}
	_, err = tx.Exec(`INSERT INTO series VALUES (?, ?) ON CONFLICT (day) DO UPDATE SET reserved = excluded.reserved`, n.day, from+numberBlock)
	if err != nil {
		return errors.Join(err, tx.Rollback())
	}
	if err := tx.Commit(); err != nil {
		return err
	}
	n.next, n.reserved = from, from+numberBlock
	return nil
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
