package cluster

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/hashicorp/raft"
	boltstore "github.com/hashicorp/raft-boltdb/v2"
)

func TestAMostlyEmptyLogIsCompacted(t *testing.T) {
	for name, c := range map[string]struct {
		above int64
		drop  uint64 // entries dropped of 2000
		want  bool
	}{
		"mostly free":      {above: 1 << 20, drop: 1900, want: true},
		"mostly used":      {above: 1 << 20, drop: 100},
		"not large enough": {above: 1 << 30, drop: 1900},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "raft.db")
			if err := compact(path, c.above); err != nil {
				t.Fatalf("no file yet: %v", err)
			}
			fillLog(t, path, c.drop)
			before := size(t, path)
			if err := compact(path, c.above); err != nil {
				t.Fatal(err)
			}
			after := size(t, path)
			if shrunk := after < before/2; shrunk != c.want {
				t.Errorf("%d bytes, then %d: shrunk = %v, want %v", before, after, shrunk, c.want)
			}
			wantLog(t, path, c.drop+1)
		})
	}
}

func fillLog(t *testing.T, path string, drop uint64) {
	t.Helper()
	bolt, err := boltstore.New(boltstore.Options{Path: path, NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	for n := uint64(0); n < 2000; n += 500 {
		var logs []*raft.Log
		for i := range uint64(500) {
			logs = append(logs, &raft.Log{Index: n + i + 1, Term: 3, Data: make([]byte, 2000)})
		}
		if err := bolt.StoreLogs(logs); err != nil {
			t.Fatal(err)
		}
	}
	if err := bolt.DeleteRange(1, drop); err != nil {
		t.Fatal(err)
	}
	if err := bolt.SetUint64([]byte("CurrentTerm"), 3); err != nil {
		t.Fatal(err)
	}
	if err := bolt.Close(); err != nil {
		t.Fatal(err)
	}
}

func wantLog(t *testing.T, path string, first uint64) {
	t.Helper()
	bolt, err := boltstore.NewBoltStore(path)
	if err != nil {
		t.Fatal(err)
	}
	defer bolt.Close() // only read from
	if got, err := bolt.FirstIndex(); got != first || err != nil {
		t.Errorf("first index = %d, %v, want %d", got, err, first)
	}
	if got, err := bolt.LastIndex(); got != 2000 || err != nil {
		t.Errorf("last index = %d, %v, want 2000", got, err)
	}
	if got, err := bolt.GetUint64([]byte("CurrentTerm")); got != 3 || err != nil {
		t.Errorf("term = %d, %v, want 3", got, err)
	}
	for n := first; n <= 2000; n++ {
		var l raft.Log
		if err := bolt.GetLog(n, &l); err != nil || l.Index != n || len(l.Data) != 2000 {
			t.Fatalf("entry %d: %v, index %d, %d bytes", n, err, l.Index, len(l.Data))
		}
	}
}

func size(t *testing.T, path string) int64 {
	t.Helper()
	info, err := os.Stat(path)
	if err != nil {
		t.Fatal(err)
	}
	return info.Size()
}
