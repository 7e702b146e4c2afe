package journal

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// forgettable entries were settled before an instant, and the office or staff have seen them.
const forgettable = `WHERE settled_at <> '' AND settled_at < ? AND payload IS NULL`

// Stood is where the log stood a number of marks ago; not found before there were as many.
func (j *Journal) Stood(ctx context.Context, marks int) (index uint64, found bool, err error) {
	err = j.file.View(ctx, func(q store.Query) error {
		return q.Row(`SELECT log_index FROM mark ORDER BY day DESC LIMIT 1 OFFSET ?`, marks-1).Scan(&index)
	})
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	return index, err == nil, err
}

// Acknowledged notes that the office was told, at an instant, to forget outcomes up to index, and drops the entries settled before an instant:
// nobody can ask for them any more. It marks where the log stands now.
func (j *Journal) Acknowledged(index, stands uint64, at, before time.Time) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	var dropped []Entry
	err := j.file.Write(func(tx *store.Tx) (err error) {
		if _, err := tx.Exec(`UPDATE life SET seq = ?, acked = ?, acked_at = ?`, j.life.Seq, index, ledger.FormatTime(at)); err != nil {
			return err
		}
		if _, err := tx.Exec(`DELETE FROM mark WHERE log_index < ?`, index); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO mark (log_index) VALUES (?)`, stands); err != nil {
			return err
		}
		limit := ledger.FormatTime(before)
		if dropped, err = list(tx, columns+forgettable, limit); err != nil {
			return err
		}
		_, err = tx.Exec(`DELETE FROM entry `+forgettable, limit)
		return err
	})
	if err != nil {
		return fmt.Errorf("acknowledge: %w", err)
	}
	j.life.Acked, j.life.AckedAt = index, at
	for _, e := range dropped {
		delete(j.requests, e.RequestID)
		if e.State == Attention {
			j.count.Attention -= j.weight(e.Kind)
		}
	}
	return nil
}
