package store

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"testing"
)

func openTentatively(tb testing.TB, db *DB) *Tentative {
	tb.Helper()
	t, err := db.BeginTentative()
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

func insert(id int) func(*Tx) error {
	return func(tx *Tx) error {
		_, err := tx.Exec(`INSERT INTO book VALUES (?,?)`, id, "册")
		return err
	}
}

func countCommitted(tb testing.TB, db *DB) (n int) {
	tb.Helper()
	err := db.ViewCommitted(tb.Context(), func(q Query) error { return q.Row(`SELECT count(*) FROM book`).Scan(&n) })
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

func TestTentativeWorkIsSeenHereAndNeverCommitted(t *testing.T) {
	folder := t.TempDir()
	db := openBooks(t, filepath.Join(folder, "books.db"))
	write(t, db, books)
	tentative := openTentatively(t, db)
	if err := tentative.Do(insert(3)); err != nil {
		t.Fatal(err)
	}
	errWrong := errors.New("wrong")
	if err := tentative.Do(func(tx *Tx) error { return errors.Join(insert(4)(tx), errWrong) }); !errors.Is(err, errWrong) {
		t.Errorf("do = %v, want %v", err, errWrong)
	}
	if err := tentative.Do(insert(5)); err != nil {
		t.Fatal(err)
	}
	if here, committed := count(t, db), countCommitted(t, db); here != 4 || committed != 2 {
		t.Errorf("books here, committed = %d, %d, want 4, 2", here, committed)
	}
	copied := filepath.Join(folder, "copy.db")
	if err := db.CopyTo(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	if got := count(t, openBooks(t, copied)); got != 2 {
		t.Errorf("books in a copy = %d, want 2", got)
	}
	for range 2 {
		if err := tentative.Withdraw(); err != nil {
			t.Fatal(err)
		}
	}
	if got := count(t, db); got != 2 {
		t.Errorf("books afterwards = %d, want 2", got)
	}
	if err := tentative.Do(insert(6)); !errors.Is(err, ErrWithdrawn) {
		t.Errorf("do afterwards = %v, want %v", err, ErrWithdrawn)
	}
	write(t, db, `INSERT INTO book VALUES (7,'七')`)
	if got := count(t, db); got != 3 {
		t.Errorf("books after a write = %d, want 3", got)
	}
}

func TestOnlyOneHoldsTheWriter(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	tentative := openTentatively(t, db)
	if _, err := db.BeginTentative(); !errors.Is(err, ErrTentative) {
		t.Errorf("a second one = %v, want %v", err, ErrTentative)
	}
	if _, err := db.Begin(); !errors.Is(err, ErrTentative) {
		t.Errorf("begin = %v, want %v", err, ErrTentative)
	}
	if err := tentative.Withdraw(); err != nil {
		t.Fatal(err)
	}
	if db.Tentative() {
		t.Error("still tentative after it was withdrawn")
	}
}

func TestACallerWhoLeavesDoesNotEndTheTransaction(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	tentative := openTentatively(t, db)
	if err := tentative.Do(insert(3)); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	err := db.View(ctx, func(q Query) error {
		rows, err := q.Rows(`SELECT id FROM book`)
		if err != nil {
			return err
		}
		defer rows.Close()
		cancel() // in the middle of reading
		for rows.Next() {
		}
		if err := rows.Err(); err != nil {
			t.Errorf("rows under way = %v, want them read to the end", err)
		}
		if _, err := q.Rows(`SELECT id FROM book`); !errors.Is(err, context.Canceled) {
			t.Errorf("the next query = %v, want %v", err, context.Canceled)
		}
		return q.Row(`SELECT count(*) FROM book`).Scan(new(int))
	})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("view = %v, want %v", err, context.Canceled)
	}
	if got := count(t, db); got != 3 {
		t.Errorf("books = %d, want 3", got)
	}
	if err := tentative.Do(insert(4)); err != nil {
		t.Errorf("do afterwards = %v", err)
	}
}

func TestWithdrawWaitsForTheViewUnderWay(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	tentative := openTentatively(t, db)
	if err := tentative.Do(insert(3)); err != nil {
		t.Fatal(err)
	}
	withdrawn := make(chan error)
	err := db.View(t.Context(), func(q Query) error {
		go func() { withdrawn <- tentative.Withdraw() }()
		var n int
		for range 100 {
			if err := q.Row(`SELECT count(*) FROM book`).Scan(&n); err != nil || n != 3 {
				return fmt.Errorf("books = %d %w, want 3 to the end of the view", n, err)
			}
		}
		return nil
	})
	if err := errors.Join(err, <-withdrawn); err != nil {
		t.Fatal(err)
	}
	if got := count(t, db); got != 2 {
		t.Errorf("books = %d, want 2", got)
	}
}

func TestAViewInsideAViewIsAnErrorAndNotAHang(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	tentative := openTentatively(t, db)
	inner := func() error { return db.View(t.Context(), func(Query) error { return nil }) }
	if err := db.View(t.Context(), func(Query) error { return inner() }); !errors.Is(err, ErrNested) {
		t.Errorf("a view inside a view = %v, want %v", err, ErrNested)
	}
	if err := tentative.Do(func(*Tx) error { return inner() }); !errors.Is(err, ErrNested) {
		t.Errorf("a view inside work = %v, want %v", err, ErrNested)
	}
	if err := inner(); err != nil {
		t.Errorf("a view alone = %v", err)
	}
}

func TestReplaceAndCloseWithdrawFirst(t *testing.T) {
	folder := t.TempDir()
	db := openBooks(t, filepath.Join(folder, "books.db"))
	write(t, db, books)
	copied := filepath.Join(folder, "copy.db")
	if err := db.CopyTo(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	tentative := openTentatively(t, db)
	if err := tentative.Do(insert(3)); err != nil {
		t.Fatal(err)
	}
	f, err := os.Open(copied)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := db.Replace(f); err != nil {
		t.Fatal(err)
	}
	if err := tentative.Do(insert(4)); !errors.Is(err, ErrWithdrawn) || db.Tentative() {
		t.Errorf("do after the replacement = %v, want %v", err, ErrWithdrawn)
	}
	if err := openTentatively(t, db).Do(insert(5)); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if got := count(t, openBooks(t, db.Path())); got != 2 {
		t.Errorf("books in the file = %d, want 2", got)
	}
}

func TestManyReadWhileOneWorksAndWithdraws(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	var readers sync.WaitGroup
	done := make(chan struct{})
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				var n int
				err := db.View(t.Context(), func(q Query) error { return q.Row(`SELECT count(*) FROM book`).Scan(&n) })
				if err != nil || n != 2 && n != 3 {
					t.Errorf("books = %d %v, want 2 or 3", n, err)
					return
				}
			}
		})
	}
	for range 50 {
		tentative := openTentatively(t, db)
		if err := errors.Join(tentative.Do(insert(3)), tentative.Withdraw()); err != nil {
			t.Error(err)
		}
	}
	close(done)
	readers.Wait()
}

func BenchmarkViewTentative(b *testing.B) {
	db := openBooks(b, filepath.Join(b.TempDir(), "books.db"))
	write(b, db, books)
	b.Run("committed", func(b *testing.B) { benchmarkView(b, db) })
	tentative := openTentatively(b, db)
	if err := tentative.Do(insert(3)); err != nil {
		b.Fatal(err)
	}
	b.Run("tentative", func(b *testing.B) { benchmarkView(b, db) })
}

func benchmarkView(b *testing.B, db *DB) {
	b.Helper()
	b.ReportAllocs()
	for b.Loop() {
		err := db.View(b.Context(), func(q Query) error {
			var title string
			return q.Row(`SELECT title FROM book WHERE id = ?`, 2).Scan(&title)
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}
