package journal

import (
	"context"
	"fmt"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Send notes, with one sync, that entries are on their way.
func (j *Journal) Send(entries []Entry) error {
	return j.file.Write(func(tx *store.Tx) error {
		for _, e := range entries {
			if _, err := tx.Exec(`UPDATE entry SET state = 'sent' WHERE place = ? AND state = 'waiting'`, e.Place); err != nil {
				return err
			}
		}
		return nil
	})
}

// Settle notes, with one sync, what became of entries, and forgets their payloads. An entry settled before stays as it is.
func (j *Journal) Settle(verdicts []Verdict, at time.Time) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	var settled []Verdict
	err := j.file.Write(func(tx *store.Tx) error {
		for _, v := range verdicts {
			n, err := tx.Exec(`UPDATE entry SET state = ?, code = ?, log_index = ?, settled_at = ?,
				payload = CASE WHEN ? THEN payload END
				WHERE place = ? AND state IN ('waiting', 'sent')`, v.State(), v.Code, v.Index, ledger.FormatTime(at), v.Unread, v.Entry.Place)
			if err != nil {
				return err
			}
			if n > 0 {
				settled = append(settled, v)
			}
		}
		return nil
	})
	if err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	for _, v := range settled {
		j.settled(v.Entry)
		if v.State() == Attention {
			j.count.Attention += j.weight(v.Entry.Kind)
		}
	}
	return nil
}

// State is the state that a verdict brings an entry to.
func (v Verdict) State() State {
	if v.Code != "" {
		return Attention
	}
	return Done
}

// Unread is the oldest settled entry that the office never saw.
func (j *Journal) Unread(ctx context.Context) (e Entry, found bool, err error) {
	return j.single(ctx, columns+`WHERE state = 'attention' AND payload IS NOT NULL ORDER BY place LIMIT 1`)
}

// Read notes that somebody has taken over what the office never saw, and forgets the payload.
func (j *Journal) Read(e Entry) error {
	return j.file.Write(func(tx *store.Tx) error {
		_, err := tx.Exec(`UPDATE entry SET payload = NULL WHERE place = ? AND state = 'attention'`, e.Place)
		return err
	})
}
