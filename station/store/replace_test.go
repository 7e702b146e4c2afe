package store

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// threeBooks is a sound file that holds three.
func threeBooks(tb testing.TB) string {
	tb.Helper()
	folder := tb.TempDir()
	db := openBooks(tb, filepath.Join(folder, "books.db"))
	write(tb, db, books+`; INSERT INTO book VALUES (3,'三')`)
	copied := filepath.Join(folder, "copy.db")
	if err := db.CopyTo(tb.Context(), copied); err != nil {
		tb.Fatal(err)
	}
	raw, err := os.ReadFile(copied)
	if err != nil {
		tb.Fatal(err)
	}
	return string(raw)
}

func wantBooks(tb testing.TB, db *DB, want int) {
	tb.Helper()
	if got := count(tb, db); got != want {
		tb.Errorf("books = %d, want %d", got, want)
	}
}

// What a peer sends is not always a sound database; the good file is not given up for it.
func TestAFileThatIsNotSoundDoesNotReplaceAGoodOne(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	whole := threeBooks(t)
	for name, sent := range map[string]string{
		"no database":  strings.Repeat("not a database ", 1000),
		"nothing":      "",
		"half of it":   whole[:len(whole)/2],
		"a bad page":   whole[:4096] + strings.Repeat("\xff", len(whole)-4096),
		"another head": "x" + whole[1:],
	} {
		if err := db.Replace(strings.NewReader(sent)); err == nil {
			t.Errorf("replaced by %s, want an error", name)
		}
		wantBooks(t, db, 2)
	}
	if err := db.Replace(strings.NewReader(whole)); err != nil {
		t.Error(err)
	}
	wantBooks(t, db, 3)
}

// The disk fails just while the file is exchanged. When it works again so does the file, without a restart.
func TestAFileThatCouldNotBeExchangedIsOpenedAgain(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "books.db"))
	write(t, db, books)
	whole, inTheWay := threeBooks(t), db.path+"-wal"
	if err := os.Remove(inTheWay); err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(inTheWay, "not empty"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := db.Replace(strings.NewReader(whole)); err == nil {
		t.Fatal("replaced, want an error")
	}
	if err := db.Reopen(); err == nil {
		t.Error("opened while the disk fails, want an error")
	}
	if err := os.RemoveAll(inTheWay); err != nil {
		t.Fatal(err)
	}
	if err := db.Reopen(); err != nil {
		t.Fatal(err)
	}
	wantBooks(t, db, 2)
	if err := db.Replace(strings.NewReader(whole)); err != nil {
		t.Error(err)
	}
	wantBooks(t, db, 3)
}
