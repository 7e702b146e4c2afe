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

// Draft is a form that somebody has not finished (草稿). It is no fact of the office: it stays on this station's disk, is read by the account that
// wrote it and by nobody else, and is gone when the form is saved or KeepDrafts is over.
type Draft struct {
	// Account owns the draft: an account of staff, or the card of a resident under a name that is not its number.
	ID, Account string
	// Kind names the form, Body is what it holds, as JSON that only the page understands.
	Kind, Body string
	SavedAt    time.Time
}

const (
	// KeepDrafts is how long a draft waits for its writer.
	KeepDrafts = 3 * 24 * time.Hour
	// MaxDrafts is how many one account keeps.
	MaxDrafts = 20
)

// Drafts are the unfinished forms in a station's own file.
type Drafts struct{ file *File }

// DraftsIn are the drafts of a file.
func DraftsIn(file *File) Drafts { return Drafts{file} }

// ErrDraft says that a draft belongs to another account, or that the account keeps too many.
var ErrDraft = errors.New("not a draft of this account")

// Save keeps a draft, on the disk when it answers nil, and drops what is too old. The same id is the same draft.
func (d Drafts) Save(draft Draft) error {
	return d.file.Write(func(tx *store.Tx) error {
		if err := expire(tx, draft.SavedAt); err != nil {
			return err
		}
		var others int
		if err := tx.Row(`SELECT count(*) FROM draft WHERE account = ? AND id <> ?`, draft.Account, draft.ID).Scan(&others); err != nil {
			return fmt.Errorf("count drafts: %w", err)
		}
		kept, err := tx.Exec(`INSERT INTO draft VALUES (?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET body = excluded.body, saved_at = excluded.saved_at
			WHERE account = excluded.account AND kind = excluded.kind`, draft.ID, draft.Account, draft.Kind, draft.Body, ledger.FormatTime(draft.SavedAt))
		if err != nil {
			return fmt.Errorf("save draft: %w", err)
		}
		if kept == 0 || others >= MaxDrafts {
			return ErrDraft
		}
		return nil
	})
}

// Drop forgets a draft of an account; one that is not there is forgotten already.
func (d Drafts) Drop(id, account string) error {
	return d.file.Write(func(tx *store.Tx) error {
		_, err := tx.Exec(`DELETE FROM draft WHERE id = ? AND account = ?`, id, account)
		return err
	})
}

// Expire drops what is too old at an instant.
func (d Drafts) Expire(now time.Time) error {
	return d.file.Write(func(tx *store.Tx) error { return expire(tx, now) })
}

func expire(tx *store.Tx, now time.Time) error {
	if _, err := tx.Exec(`DELETE FROM draft WHERE saved_at < ?`, ledger.FormatTime(now.Add(-KeepDrafts))); err != nil {
		return fmt.Errorf("expire drafts: %w", err)
	}
	return nil
}

// Of lists the drafts of an account that are not too old, the latest first.
func (d Drafts) Of(ctx context.Context, account string, now time.Time) (drafts []Draft, err error) {
	err = d.file.View(ctx, func(q store.Query) error {
		rows, err := q.Rows(`SELECT id, account, kind, body, saved_at FROM draft WHERE account = ? AND saved_at >= ? ORDER BY saved_at DESC, id`, account,
			ledger.FormatTime(now.Add(-KeepDrafts)))
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			draft, err := scanDraft(rows.Scan)
			if err != nil {
				return err
			}
			drafts = append(drafts, draft)
		}
		return rows.Err()
	})
	return drafts, err
}

// ByID reads a draft of an account; not found where it is another's or too old.
func (d Drafts) ByID(ctx context.Context, id, account string, now time.Time) (draft Draft, found bool, err error) {
	err = d.file.View(ctx, func(q store.Query) error {
		draft, err = scanDraft(q.Row(`SELECT id, account, kind, body, saved_at FROM draft WHERE id = ? AND account = ? AND saved_at >= ?`, id, account,
			ledger.FormatTime(now.Add(-KeepDrafts))).Scan)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		found = err == nil
		return err
	})
	return draft, found, err
}

func scanDraft(scan func(...any) error) (Draft, error) {
	var d Draft
	var at string
	if err := scan(&d.ID, &d.Account, &d.Kind, &d.Body, &at); err != nil {
		return Draft{}, err
	}
	var err error
	d.SavedAt, err = ledger.ParseTime(at)
	return d, err
}
