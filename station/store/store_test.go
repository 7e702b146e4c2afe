package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func openBooks(tb testing.TB, path string) *DB {
	tb.Helper()
	db, err := Open(path, Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { db.Close() })
	return db
}

func write(tb testing.TB, db *DB, sql string) {
	tb.Helper()
	tx, err := db.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	if err := tx.Script(sql); err != nil {
		tb.Fatal(errors.Join(err, tx.Rollback()))
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
}

func count(tb testing.TB, db *DB) (n int) {
	tb.Helper()
	err := db.View(tb.Context(), func(q Query) error { return q.Row(`SELECT count(*) FROM book`).Scan(&n) })
	if err != nil {
		tb.Fatal(err)
	}
	return n
}

const books = `CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL); INSERT INTO book VALUES (1, '一'), (2, '二');`

func TestAPathIsAPathWhateverItsCharacters(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "站点 ?a=b #1%20")
	db := openBooks(t, filepath.Join(folder, "books.db"))
	write(t, db, books)
	if _, err := os.Stat(filepath.Join(folder, "books.db")); err != nil {
		t.Error(err)
	}
}

func TestReadersCannotWriteAndSeeOnlyWhatIsCommitted(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	err := db.View(t.Context(), func(q Query) error { return q.Row(`INSERT INTO book VALUES (9,'x') RETURNING id`).Scan(new(int)) })
	if err == nil || !strings.Contains(err.Error(), "readonly") {
		t.Errorf("a write by a reader = %v, want readonly", err)
	}
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := tx.Exec(`INSERT INTO book VALUES (?,?)`, 3, "三"); err != nil {
		t.Fatal(err)
	}
	var inside int
	if err := tx.Row(`SELECT count(*) FROM book`).Scan(&inside); err != nil || inside != 3 {
		t.Errorf("inside the transaction = %d %v, want 3", inside, err)
	}
	if got := count(t, db); got != 2 {
		t.Errorf("outside = %d, want 2", got)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

func TestACopyHoldsAMomentAndCanReplaceTheFile(t *testing.T) {
	folder := t.TempDir()
	db := openBooks(t, filepath.Join(folder, "books.db"))
	write(t, db, books)
	copied := filepath.Join(folder, "copy.db")
	if err := db.CopyTo(t.Context(), copied); err != nil {
		t.Fatal(err)
	}
	write(t, db, `INSERT INTO book VALUES (3,'三')`)
	f, err := os.Open(copied)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := db.Replace(f); err != nil {
		t.Fatal(err)
	}
	if got := count(t, db); got != 2 {
		t.Errorf("books after the replacement = %d, want the 2 of the copy", got)
	}
	write(t, db, `INSERT INTO book VALUES (4,'四')`)
	if got := count(t, db); got != 3 {
		t.Errorf("books after another write = %d, want 3", got)
	}
}

func TestABrokenDeliveryLeavesTheOldFile(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	if err := db.Replace(cutShort{}); !errors.Is(err, errCut) {
		t.Errorf("replace = %v, want %v", err, errCut)
	}
	if got := count(t, db); got != 2 {
		t.Errorf("books = %d, want the old 2", got)
	}
}

var errCut = errors.New("line cut")

type cutShort struct{}

func (cutShort) Read([]byte) (int, error) { return 0, errCut }

func TestDigestSeesEveryValueAndNotTheOrder(t *testing.T) {
	digest := func(sql string) string {
		db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
		write(t, db, sql)
		var sum map[string]string
		if err := db.View(t.Context(), func(q Query) (err error) { sum, err = Digest(q); return err }); err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(sum)
	}
	same := digest(books)
	for name, c := range map[string]struct {
		sql   string
		equal bool
	}{
		"other order":    {`CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT NOT NULL); INSERT INTO book VALUES (2, '二'), (1, '一');`, true},
		"other value":    {books + `UPDATE book SET title = '贰' WHERE id = 2`, false},
		"other type":     {`CREATE TABLE book (id INTEGER PRIMARY KEY, title NOT NULL); INSERT INTO book VALUES (1, '一'), (2, 2);`, false},
		"one row more":   {books + `INSERT INTO book VALUES (3, '')`, false},
		"one table more": {books + `CREATE TABLE shelf (id INTEGER)`, false},
	} {
		if got := digest(c.sql) == same; got != c.equal {
			t.Errorf("%s: equal = %v, want %v", name, got, c.equal)
		}
	}
}
