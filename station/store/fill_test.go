package store

import (
	"path/filepath"
	"testing"
)

// A filler writes all rows, also those beyond a statement's worth, and nulls and truths as they are.
func TestFillerWritesEveryRow(t *testing.T) {
	db := openBooks(t, filepath.Join(t.TempDir(), "fill.db"))
	tx := beginFill(t, db)
	f := tx.Filler("filled", "number", "word", "truth")
	for i := range 2500 {
		var word any
		if i%2 == 0 {
			word = "字'\"[]"
		}
		f.Add(i, word, i%3 == 0)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	var count, words, truths int
	err := tx.Row(`SELECT count(*), count(word), sum(truth) FROM filled WHERE word IS NULL OR word = '字''"[]'`).Scan(&count, &words, &truths)
	if err != nil || count != 2500 || words != 1250 || truths != 834 {
		t.Errorf("rows %d, words %d, truths %d, %v", count, words, truths, err)
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

// The first row that the table refuses is told at the end.
func TestFillerKeepsTheError(t *testing.T) {
	tx := beginFill(t, openBooks(t, filepath.Join(t.TempDir(), "fill.db")))
	f := tx.Filler("filled", "number", "word", "truth")
	for range 1500 {
		f.Add(nil, "", false)
	}
	if err := f.Close(); err == nil {
		t.Error("a row without its number was written")
	}
	if err := tx.Rollback(); err != nil {
		t.Fatal(err)
	}
}

func beginFill(t *testing.T, db *DB) *Tx {
	t.Helper()
	tx, err := db.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if err := tx.Script(`CREATE TABLE filled (number INTEGER NOT NULL, word TEXT, truth INTEGER NOT NULL)`); err != nil {
		t.Fatal(err)
	}
	return tx
}
