package ledger

import (
	"fmt"
	"strings"
	"testing"
)

// TestAFullDiskStopsTheMachineUntilThereIsRoom lets the engine run out of pages for real, in the middle of a batch.
func TestAFullDiskStopsTheMachineUntilThereIsRoom(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	apply(t, m, 1, seal(t, 1, put{"a", 1}))
	before := fmt.Sprint(digest(t, db))
	alter(t, db, `PRAGMA max_page_count = 30`)
	batch := make([]Entry, 200)
	for i := range batch {
		batch[i] = Entry{Index: uint64(i + 2), Envelopes: []Envelope{seal(t, i+2, put{fmt.Sprint("jar", i), 1})}}
	}
	for range 2 {
		if _, err := m.Apply(batch); err == nil || !strings.Contains(err.Error(), "disk is full") {
			t.Fatalf("apply = %v, want a full disk", err)
		}
	}
	if got := fmt.Sprint(digest(t, db)); got != before {
		t.Errorf("rows = %s, want those of before: %s", got, before)
	}
	if _, err := m.Enter(nil); err == nil {
		t.Error("a station that cannot follow the log took in work")
	}
	alter(t, db, `PRAGMA max_page_count = 1073741823`)
	if err := m.Reload(); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Apply(batch); err != nil {
		t.Fatalf("with room again: %v", err)
	}
	if v := verify(t, db); v.Broken != nil || v.Entries != 201 {
		t.Errorf("verified = %+v, want 201 rows", v)
	}
}

func TestAFullDiskRefusesTentativeWorkAndKeepsTheFile(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	apply(t, m, 1, seal(t, 1, put{"a", 1}))
	before := fmt.Sprint(digest(t, db))
	alter(t, db, `PRAGMA max_page_count = 30`)
	enter(t, m)
	var accepted int
	var err error
	for ; err == nil && accepted < 500; accepted++ {
		_, err = m.Try(seal(t, accepted+2, put{fmt.Sprint("jar", accepted), 1}), func() error { return nil })
	}
	if err == nil || !strings.Contains(err.Error(), "disk is full") {
		t.Fatalf("try = %v after %d, want a full disk", err, accepted)
	}
	if err := m.Withdraw(); err != nil {
		t.Error(err)
	}
	if got := fmt.Sprint(digest(t, db)); got != before {
		t.Errorf("rows = %s, want those of before: %s", got, before)
	}
	alter(t, db, `PRAGMA max_page_count = 1073741823`)
	enter(t, m)
	if o, kept := try(t, m, seal(t, 2, put{"b", 1})); !o.Waiting || !kept {
		t.Errorf("with room again = %+v, kept %v, want it accepted", o, kept)
	}
}
