package bench

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/google/uuid"
)

// Rate is one measurement of a load.
type Rate struct {
	PerSecond float64 `json:"per_second"`
	P50       Millis  `json:"p50_ms"`
	P99       Millis  `json:"p99_ms"`
}

// Millis is a duration that JSON shows in milliseconds.
type Millis time.Duration

// MarshalJSON writes milliseconds with three digits behind the point.
func (m Millis) MarshalJSON() ([]byte, error) {
	return fmt.Appendf(nil, "%.3f", float64(m)/float64(time.Millisecond)), nil
}

func (m Millis) String() string { return fmt.Sprintf("%.2f ms", float64(m)/float64(time.Millisecond)) }

// hammer has so many writers write one after the other until over says so; over is given the time that has passed.
func hammer(writers int, over func(time.Duration) bool, now func() time.Time, write func() error) (Rate, error) {
	var (
		mu   sync.Mutex
		took []time.Duration
		errs []error
		work sync.WaitGroup
	)
	start := now()
	for range writers {
		work.Go(func() {
			var mine []time.Duration
			var err error
			for from := now(); err == nil && !over(from.Sub(start)); {
				err = write()
				after := now()
				mine = append(mine, after.Sub(from))
				from = after
			}
			mu.Lock()
			defer mu.Unlock()
			took, errs = append(took, mine...), append(errs, err)
		})
	}
	work.Wait()
	elapsed := now().Sub(start)
	rate := Rate{PerSecond: float64(len(took)) / elapsed.Seconds(), P50: Millis(quantile(took, 0.5)), P99: Millis(quantile(took, 0.99))}
	return rate, errors.Join(errs...)
}

// lasting is the end of a load by the clock.
func lasting(d time.Duration) func(time.Duration) bool {
	return func(passed time.Duration) bool { return passed >= d }
}

// look writes one look at a station, as its own page would ask for it.
func (s *Site) look(now func() time.Time) error {
	return s.Must(NewCommand(uuid.NewString(), Look(now())))
}
