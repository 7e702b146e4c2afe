package bench

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"
)

func processors() int { return runtime.NumCPU() }

func (r *run) disk(context.Context) error {
	d, err := fdatasync(r.folder, r.Now)
	r.report.Fdatasync = Millis(d)
	return err
}

// commits writes with one, eight and sixty-four writers, at the leader and through a follower; where there is a rival, the two take turns within each round.
func (r *run) commits(ctx context.Context) error {
	leader, follower, err := r.leader(ctx)
	if err != nil {
		return err
	}
	for _, through := range []struct {
		name string
		site *Site
	}{{"leader", leader}, {"follower", follower}} {
		for _, writers := range []int{1, 8, 64} {
			load, err := r.load(through.site, through.name, writers)
			if err != nil {
				return err
			}
			r.report.Loads = append(r.report.Loads, load)
			fmt.Fprintf(r.Progress, "  %2d writers, %-8s %7.0f/s p50 %s\n", writers, through.name, load.Ours.PerSecond, load.Ours.P50)
			if writers > 1 {
				continue
			}
			if through.name == "follower" {
				r.report.Visible = load.Ours.P50 // Execute answers when this station's own copy shows the command
			} else {
				r.report.OverSync = float64(load.Ours.P50) / float64(r.report.Fdatasync)
			}
		}
	}
	return nil
}

func (r *run) load(at *Site, through string, writers int) (Load, error) {
	var ours, theirs []Rate
	var ratios []float64
	for range r.Rounds {
		mine, err := hammer(writers, lasting(r.Lasting), r.Now, func() error { return at.look(r.Now) })
		if err != nil {
			return Load{}, err
		}
		ours = append(ours, mine)
		if r.rival == nil {
			continue
		}
		other, err := hammer(writers, lasting(r.Lasting), r.Now, func() error { return r.rival.write(through) })
		if err != nil {
			return Load{}, fmt.Errorf("rqlite: %w", err)
		}
		theirs, ratios = append(theirs, other), append(ratios, mine.PerSecond/other.PerSecond)
	}
	l := Load{Writers: writers, Through: through, Ours: middle(ours), Ratio: median(ratios)}
	if len(theirs) > 0 {
		rate := middle(theirs)
		l.Rqlite = &rate
	}
	return l, nil
}

// middle is the median of each figure.
func middle(rates []Rate) Rate {
	figure := func(of func(Rate) float64) float64 {
		values := make([]float64, len(rates))
		for i, rate := range rates {
			values[i] = of(rate)
		}
		return median(values)
	}
	return Rate{
		PerSecond: figure(func(r Rate) float64 { return r.PerSecond }),
		P50:       Millis(figure(func(r Rate) float64 { return float64(r.P50) })), P99: Millis(figure(func(r Rate) float64 { return float64(r.P99) })),
	}
}

// reads counts reads by key in the process of one station.
func (r *run) reads(ctx context.Context) error {
	var rates []float64
	for range r.Rounds {
		var answer struct {
			PerSecond float64 `json:"per_second"`
		}
		if err := r.sites[0].post(ctx, fmt.Sprintf("/bench/reads?for=%s", r.Lasting), nil, &answer); err != nil {
			return err
		}
		rates = append(rates, answer.PerSecond)
	}
	r.report.Reads = median(rates)
	return nil
}

func middleDuration(d []time.Duration) Millis {
	d = slices.Clone(d)
	return Millis(quantile(d, 0.5))
}
