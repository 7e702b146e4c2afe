package alarm

import (
	"fmt"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// mostAhead is how far ahead of the latest instant a stamp is believed. One that is further ahead moves it by creep only: either nothing came for long,
// and some entries make up for that, or a station's clock is wrong, and must not spoil the instant for the office.
const mostAhead, creep = 24 * time.Hour, time.Hour

// tally counts the signals of the office. Its order is the log's: clocks of stations may be wrong, and an item must not sink for it.
type tally struct {
	turn    int64
	notedAt string
}

func readTally(tx *ledger.Tx) (tally, error) {
	var t tally
	if err := tx.Row(`SELECT turn, noted_at FROM alarm_tally`).Scan(&t.turn, &t.notedAt); err != nil {
		return tally{}, fmt.Errorf("read the tally: %w", err)
	}
	return t, t.note(tx.Stamp.At)
}

// note moves the latest instant on.
func (t *tally) note(at time.Time) error {
	if t.notedAt != "" {
		before, err := ledger.ParseTime(t.notedAt)
		if err != nil {
			return fmt.Errorf("read the tally: %w", err)
		}
		if at.Sub(before) > mostAhead {
			at = before.Add(creep)
		}
	}
	t.notedAt = max(t.notedAt, ledger.FormatTime(at))
	return nil
}

// Lately is the instant so long before now, or before the latest that the log had seen where now is ahead of that: the clock of the station that asks may
// be wrong, and must not hide what came last.
func Lately(q store.Query, now time.Time, ago time.Duration) (time.Time, error) {
	var noted string
	if err := q.Row(`SELECT noted_at FROM alarm_tally`).Scan(&noted); err != nil {
		return time.Time{}, fmt.Errorf("read the tally: %w", err)
	}
	if latest, err := ledger.ParseTime(noted); err == nil && latest.Before(now) { // it is empty before the first signal
		now = latest
	}
	return now.Add(-ago), nil
}

func (t *tally) next() int64 {
	t.turn++
	return t.turn
}

func (t *tally) write(tx *ledger.Tx) error {
	if _, err := tx.Exec(`UPDATE alarm_tally SET turn = ?, noted_at = ?`, t.turn, t.notedAt); err != nil {
		return fmt.Errorf("write the tally: %w", err)
	}
	return nil
}
