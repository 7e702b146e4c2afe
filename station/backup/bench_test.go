package backup

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// benchRegister opens a copy of the register named by JIEZHAN_REGISTER, such as the sample of a million people that the benchmarks of
// station/registry leave in the temporary folder, or else a small one.
func benchRegister(b *testing.B) *books {
	b.Helper()
	path := os.Getenv("JIEZHAN_REGISTER")
	if path == "" {
		return street(b, 500)
	}
	folder := b.TempDir()
	source, err := store.Open(path, store.Replayable)
	if err != nil {
		b.Fatal(err)
	}
	if err := source.CopyTo(b.Context(), filepath.Join(folder, registerName)); err != nil {
		b.Fatal(err)
	}
	if err := source.Close(); err != nil {
		b.Fatal(err)
	}
	db, err := store.Open(filepath.Join(folder, registerName), store.Replayable)
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { _ = db.Close() })
	machine, err := ledger.Open(db, []ledger.Slice{area.Slice(), registry.Slice()}, nil)
	if err != nil {
		b.Fatal(err)
	}
	applied, _ := machine.Applied()
	return &books{tb: b, folder: folder, db: db, machine: machine, index: applied}
}

// BenchmarkBackup writes a backup while nothing else happens, and while somebody writes; it says how long the writes take then and otherwise.
func BenchmarkBackup(b *testing.B) {
	_, recipient := newKey(b)
	books := benchRegister(b)
	if books.index == 0 {
		books.apply(area.AddNodes{Nodes: []area.NewNode{{ID: "bench", Kind: area.Community, Name: "测试社区", Number: "339999001099"}}})
	}
	b.Run("alone", func(b *testing.B) {
		var size int64
		for b.Loop() {
			var n counter
			if _, err := Write(b.Context(), books.db, &n, []string{recipient}, ours()); err != nil {
				b.Fatal(err)
			}
			size = int64(n)
		}
		b.ReportMetric(float64(size)/1e6, "MB")
	})
	b.Run("writes", func(b *testing.B) {
		for b.Loop() {
			report(b, "alone", books.write(b, func() { <-time.After(5 * time.Second) }))
			report(b, "meanwhile", books.write(b, func() {
				if _, err := Write(b.Context(), books.db, io.Discard, []string{recipient}, ours()); err != nil {
					b.Error(err)
				}
			}))
		}
	})
}

// write applies a command every two milliseconds until work is done, and answers how long each took.
func (b *books) write(tb *testing.B, work func()) []time.Duration {
	tb.Helper()
	ctx, cancel := context.WithCancel(tb.Context())
	go func() { work(); cancel() }()
	var took []time.Duration
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for ctx.Err() == nil {
		<-tick.C
		start := time.Now()
		b.apply(area.AddNodes{Nodes: []area.NewNode{{Kind: area.Compound, Parent: "bench", Name: "家园" + start.Format("150405.000000")}}})
		took = append(took, time.Since(start))
	}
	return took
}

func report(b *testing.B, when string, took []time.Duration) {
	b.Helper()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs-"+when)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs-"+when)
}

func BenchmarkVerify(b *testing.B) {
	books := benchRegister(b)
	for b.Loop() {
		if _, err := Verify(b.Context(), books.db.Path()); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkRestore(b *testing.B) {
	identity, recipient := newKey(b)
	books := benchRegister(b)
	var sealed bytes.Buffer
	if _, err := Write(b.Context(), books.db, &sealed, []string{recipient}, ours()); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		archive, err := Open(bytes.NewReader(sealed.Bytes()), []string{identity})
		if err != nil {
			b.Fatal(err)
		}
		if _, err := archive.Extract(b.Context(), filepath.Join(b.TempDir(), "data"), 1); err != nil {
			b.Fatal(err)
		}
	}
}
