package bench

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync/atomic"
	"time"

	"github.com/google/uuid"
)

// missed is how many commands a station misses in an outage, accepted how many a cut-off one takes in.
const missed, accepted = 1000, 1000

// outage is how long a station is away: long enough for the log's back-off to have grown.
const outage = 8 * time.Second

// leaderKill measures from the power cut of the leader to the first write that another station acknowledges.
func (r *run) leaderKill(ctx context.Context) error {
	var took []time.Duration
	for range r.Rounds {
		leader, follower, err := r.leader(ctx)
		if err != nil {
			return err
		}
		from := r.Now()
		leader.Kill()
		if err := until(ctx, r.Now, "write after the leader was killed", func() bool { return follower.look(r.Now) == nil }); err != nil {
			return err
		}
		took = append(took, r.Now().Sub(from))
		if err := leader.Start(); err != nil {
			return err
		}
		if err := r.level(ctx); err != nil {
			return err
		}
	}
	r.report.LeaderKill = middleDuration(took)
	return nil
}

// catchUp stops a follower for a while in which the others go on, and measures from its waking up until it holds what it missed.
func (r *run) catchUp(ctx context.Context) error {
	var took []time.Duration
	for range r.Rounds {
		leader, follower, err := r.leader(ctx)
		if err != nil {
			return err
		}
		if err := follower.Sleep(); err != nil {
			return err
		}
		from := r.Now()
		for range missed {
			if err := leader.look(r.Now); err != nil {
				return errors.Join(err, follower.Wake())
			}
		}
		pause := time.NewTimer(outage - r.Now().Sub(from))
		<-pause.C
		target := leader.State().Applied
		from = r.Now()
		if err := follower.Wake(); err != nil {
			return err
		}
		if err := until(ctx, r.Now, "catching up", func() bool { return follower.State().Applied >= target }); err != nil {
			return err
		}
		took = append(took, r.Now().Sub(from))
		if err := r.level(ctx); err != nil {
			return err
		}
	}
	r.report.CatchUp = middleDuration(took)
	return nil
}

// level waits until all three stand at the same entry and nothing waits.
func (r *run) level(ctx context.Context) error {
	return until(ctx, r.Now, "same entry everywhere", func() bool {
		first := r.sites[0].State()
		for _, s := range r.sites {
			if state := s.State(); state.Applied != first.Applied || state.Mode != "normal" || state.Leader == "" {
				return false
			}
		}
		return first.Applied > 0
	})
}

// restart writes until the log is long enough, and measures a station that is killed and started again.
func (r *run) restart(ctx context.Context) error {
	leader, _, err := r.leader(ctx)
	if err != nil {
		return err
	}
	for leader.State().Applied < uint64(r.Entries) {
		if _, err := hammer(8, lasting(time.Second), r.Now, func() error { return leader.look(r.Now) }); err != nil {
			return err
		}
	}
	var reading, writing []time.Duration
	for range r.Rounds {
		_, follower, err := r.leader(ctx)
		if err != nil {
			return err
		}
		r.report.Restart.Index = follower.State().Applied
		follower.Kill()
		from := r.Now()
		if err := follower.Start(); err != nil {
			return err
		}
		if err := until(ctx, r.Now, "answer", func() bool { return follower.State().Mode != "" }); err != nil {
			return err
		}
		reading = append(reading, r.Now().Sub(from))
		if err := until(ctx, r.Now, "write", func() bool { return follower.look(r.Now) == nil }); err != nil {
			return err
		}
		writing = append(writing, r.Now().Sub(from))
	}
	r.report.Restart.Reading, r.report.Restart.Writing = middleDuration(reading), middleDuration(writing)
	return r.level(ctx)
}

// journal cuts one station off by putting the other two to sleep, lets it take in residents, and wakes them again.
func (r *run) journal(ctx context.Context) error {
	_, alone, err := r.leader(ctx)
	if err != nil {
		return err
	}
	var accept []time.Duration
	var replay []float64
	for round := range r.Rounds {
		took, err := r.intake(ctx, alone, round)
		from := r.Now()
		for _, s := range r.sites {
			err = errors.Join(err, s.Wake())
		}
		if err != nil {
			return err
		}
		accept = append(accept, took)
		if err := until(ctx, r.Now, "leader", func() bool { return alone.State().Mode == "returning" || alone.State().Waiting == 0 }); err != nil {
			return err
		}
		if alone.State().Waiting > 0 { // else it was over before we looked
			from = r.Now()
		}
		if err := until(ctx, r.Now, "empty journal", func() bool { return alone.State().Waiting == 0 }); err != nil {
			return err
		}
		replay = append(replay, accepted/r.Now().Sub(from).Seconds())
		if err := r.level(ctx); err != nil {
			return err
		}
	}
	r.report.Journal = Journal{Accept: middleDuration(accept), Replay: median(replay)}
	r.report.Journal.OverSync = float64(r.report.Journal.Accept) / float64(r.report.Fdatasync)
	return nil
}

// intake registers residents at a station that is alone and answers the median of what one took in the station.
func (r *run) intake(ctx context.Context, alone *Site, round int) (time.Duration, error) {
	for _, s := range r.sites {
		if s == alone {
			continue
		}
		if err := s.Sleep(); err != nil {
			return 0, err
		}
	}
	if err := until(ctx, r.Now, "isolated mode", func() bool { return alone.State().Mode == "isolated" }); err != nil {
		return 0, err
	}
	var took []time.Duration
	for n := range accepted {
		a, err := alone.Execute(NewCommand(uuid.NewString(), Registration(round*accepted+n)))
		if err != nil || a.Error != "" || !a.Outcome.Waiting {
			return 0, fmt.Errorf("intake while cut off: %w %s %+v", err, a.Error, a.Outcome)
		}
		took = append(took, a.Took)
	}
	return quantile(took, 0.5), nil
}

// perImport is how many people one command brings.
const perImport = 400

// snapshot fills the register and makes snapshots while eight writers write.
func (r *run) snapshot(ctx context.Context) error {
	leader, _, err := r.leader(ctx)
	if err != nil {
		return err
	}
	for n := 0; n < r.People; n += perImport {
		if err := leader.Must(NewCommand(uuid.NewString(), Import(1_000_000+n, min(perImport, r.People-n)))); err != nil {
			return err
		}
	}
	var took, before, during []time.Duration
	for range r.Rounds {
		quiet, err := hammer(8, lasting(r.Lasting), r.Now, func() error { return leader.look(r.Now) })
		if err != nil {
			return err
		}
		var made struct {
			Nanos int64 `json:"nanos"`
		}
		var over atomic.Bool
		ended := make(chan error, 1)
		go func() {
			ended <- leader.post(ctx, "/bench/snapshot", nil, &made)
			over.Store(true)
		}()
		busy, err := hammer(8, func(time.Duration) bool { return over.Load() }, r.Now, func() error { return leader.look(r.Now) })
		if err := errors.Join(err, <-ended); err != nil {
			return err
		}
		took = append(took, time.Duration(made.Nanos))
		before, during = append(before, time.Duration(quiet.P99)), append(during, time.Duration(busy.P99))
	}
	r.report.Snapshot = Snapshot{
		People: r.People, Took: middleDuration(took), Before: middleDuration(before), During: middleDuration(during),
		Bytes: size(filepath.Join(leader.Folder, "data", "station.db")),
	}
	return nil
}

// size is how large a file is, or 0.
func size(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}
