package store

import (
	"errors"
	"path/filepath"
	"testing"
)

// crowd fills the file until the engine has no page left. A statement that touches many rows keeps a journal of its own and is undone alone;
// one that touches a single row takes the whole transaction with it.
func crowd(tx *Tx) error {
	if err := tx.Script(`PRAGMA max_page_count = 20`); err != nil {
		return err
	}
	for range 100 {
		if _, err := tx.Exec(`INSERT INTO book (title) VALUES (hex(randomblob(2000)))`); err != nil {
			return err
		}
	}
	return errors.New("the file never filled")
}

const full = "database or disk is full (13)"

func TestWhatTheEngineGaveUpIsOverAndNothingOfItIsCommitted(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	tentative := openTentatively(t, db)
	if err := tentative.Do(insert(3)); err != nil {
		t.Fatal(err)
	}
	if err := tentative.Do(crowd); !errors.Is(err, ErrWithdrawn) {
		t.Fatalf("do with a full disk = %v, want %v", err, ErrWithdrawn)
	}
	for range 2 {
		if err := tentative.Do(insert(4)); !errors.Is(err, ErrWithdrawn) {
			t.Errorf("do afterwards = %v, want %v", err, ErrWithdrawn)
		}
	}
	if err := tentative.Withdraw(); err != nil {
		t.Error(err)
	}
	if here, committed := count(t, db), countCommitted(t, db); here != 2 || committed != 2 {
		t.Errorf("books here, committed = %d, %d, want 2, 2", here, committed)
	}
	write(t, db, `PRAGMA max_page_count = 1073741823; INSERT INTO book VALUES (4,'四')`)
	if got := count(t, db); got != 3 {
		t.Errorf("books with room again = %d, want 3", got)
	}
}

func TestAViewThatEndsTheTransactionIsNoticed(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	tentative := openTentatively(t, db)
	if _, err := db.writer.ExecContext(t.Context(), "ROLLBACK"); err != nil { // as the engine does on a read error
		t.Fatal(err)
	}
	if err := tentative.Do(insert(3)); !errors.Is(err, ErrWithdrawn) {
		t.Errorf("do = %v, want %v", err, ErrWithdrawn)
	}
	if got := countCommitted(t, db); got != 2 {
		t.Errorf("committed = %d, want 2: a statement outside the transaction would stay", got)
	}
}

func TestAFullDiskLeavesNoTransactionBehind(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	for range 2 {
		tx, err := db.Begin()
		if err != nil {
			t.Fatal(err)
		}
		if err := crowd(tx); err == nil || err.Error() != full {
			t.Errorf("crowd = %v, want %s", err, full)
		}
		if err := tx.Rollback(); err != nil {
			t.Errorf("rollback = %v", err)
		}
	}
	if got := count(t, db); got != 2 {
		t.Errorf("books = %d, want 2", got)
	}
}
