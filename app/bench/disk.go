package bench

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"time"
)

// syncs is how many times the disk is asked.
const syncs = 200

// fdatasync measures how long the disk under folder takes to make 4 KiB durable: the median of many.
func fdatasync(folder string, now func() time.Time) (time.Duration, error) {
	f, err := os.Create(filepath.Join(folder, "fdatasync"))
	if err != nil {
		return 0, err
	}
	took := make([]time.Duration, 0, syncs)
	page := make([]byte, 4096)
	for range syncs {
		from := now()
		if _, err := f.Write(page); err != nil {
			return 0, errors.Join(err, f.Close())
		}
		if err := datasync(f); err != nil {
			return 0, errors.Join(err, f.Close())
		}
		took = append(took, now().Sub(from))
	}
	return quantile(took, 0.5), errors.Join(f.Close(), os.Remove(f.Name()))
}

// quantile answers the q-quantile; it sorts its argument. The quantile of nothing is 0.
func quantile(d []time.Duration, q float64) time.Duration {
	if len(d) == 0 {
		return 0
	}
	slices.Sort(d)
	return d[min(len(d)-1, int(q*float64(len(d))))]
}

func median(v []float64) float64 {
	if len(v) == 0 {
		return 0
	}
	slices.Sort(v)
	return v[len(v)/2]
}
