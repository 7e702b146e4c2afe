package journal

import (
	"slices"
	"testing"
	"time"
)

// BenchmarkAppend is what the journal adds to an intake: one row, one sync.
func BenchmarkAppend(b *testing.B) {
	d := openDesk(b)
	var took []time.Duration
	for n := 1; b.Loop(); n++ {
		e := entry(n, d.Life().Epoch, uint64(n))
		begun := time.Now()
		if err := d.Append(e); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2])/1e3, "p50-µs")
}
