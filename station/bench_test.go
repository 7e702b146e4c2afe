package station

import (
	"bytes"
	"os"
	"path/filepath"
	list "slices" // slices is this package's own
	"testing"
	"time"
)

// quick takes itself for cut off at once.
func quick() Sources { return Sources{Isolation: Isolation{Threshold: time.Millisecond}} }

// median reports the median of what each round took.
func median(b *testing.B, each func(n int)) {
	b.Helper()
	var took []time.Duration
	for n := 0; b.Loop(); n++ {
		begun := time.Now()
		each(n)
		took = append(took, time.Since(begun))
	}
	list.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e3, "p50-µs")
}

// BenchmarkJournalAccept is the intake of a registration while cut off: judged, synced, shown. It stands beside BenchmarkFdatasync of the same disk.
func BenchmarkJournalAccept(b *testing.B) {
	office := openBureau(b)
	o := office.open(b.TempDir(), quick())
	o.untilReady()
	office.turn(cutOff)
	o.untilMode(Isolated)
	median(b, func(n int) {
		if outcome, code := o.do(newID(), registration(n)); code != "" {
			b.Fatalf("outcome = %+v", outcome)
		}
	})
}

// BenchmarkFdatasync appends 4 KiB and syncs them, as the least that any journal has to do.
func BenchmarkFdatasync(b *testing.B) {
	f, err := os.Create(filepath.Join(b.TempDir(), "log"))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	page := bytes.Repeat([]byte{1}, 4096)
	median(b, func(int) {
		if _, err := f.Write(page); err != nil {
			b.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			b.Fatal(err)
		}
	})
}

// BenchmarkReplay is the way back of 300 entries, decided by an office on the same disk.
func BenchmarkReplay(b *testing.B) {
	const entries = 300
	for b.Loop() {
		b.StopTimer()
		office := openBureau(b)
		o := office.open(b.TempDir(), quick())
		o.untilReady()
		office.turn(cutOff)
		o.untilMode(Isolated)
		for n := range entries {
			o.do(newID(), registration(n))
		}
		b.StartTimer()
		office.turn(fair)
		o.untilMode(Normal)
		b.StopTimer()
		o.stop()
		b.StartTimer()
	}
	b.ReportMetric(float64(entries*b.N)/b.Elapsed().Seconds(), "entries/s")
}

// BenchmarkSignalDuringRebuild has signals come every few milliseconds while a long journal is judged anew, and tells how long their receivers wait.
func BenchmarkSignalDuringRebuild(b *testing.B) {
	const entries, each = 20_000, 5 * time.Millisecond
	if testing.Short() {
		b.Skip("takes some ten seconds to fill the journal")
	}
	office := openBureau(b)
	o := office.open(memory(b), quick())
	o.untilReady()
	office.turn(cutOff)
	o.untilMode(Isolated)
	n := 0
	for ; n < entries; n++ {
		o.answered(n, receiversPatience)
	}
	var took []time.Duration
	for b.Loop() {
		if err := o.machine.Withdraw(); err != nil {
			b.Fatal(err)
		}
		for range 1000 {
			waited, _, err := o.arrive(n)
			if err != nil {
				b.Fatal(err)
			}
			took = append(took, waited)
			n++
			time.Sleep(each)
		}
	}
	list.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e3, "p50-µs")
	b.ReportMetric(float64(took[len(took)*99/100])/1e3, "p99-µs")
	b.ReportMetric(float64(took[len(took)-1])/1e3, "worst-µs")
}
