package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"github.com/google/uuid"
)

// Options say what to measure.
type Options struct {
	// Program is this program, which is started three times.
	Program string
	// Folder is where the stations keep their data, on the disk that is to be measured; a new one inside it is removed afterwards.
	Folder string
	// Rounds is how often each figure is taken; the median is reported. Lasting is how long one load lasts.
	Rounds  int
	Lasting time.Duration
	// People is how many the snapshot holds, Entries at which index the restart happens.
	People, Entries int
	// Rqlited is the path of an rqlited binary to run the same workload on, or empty.
	Rqlited string
	// LogStore is bolt or wal.
	LogStore string
	Now      func() time.Time
	// Progress hears what is being measured.
	Progress io.Writer
}

// Report is what was measured.
type Report struct {
	Processors int     `json:"processors"`
	Rounds     int     `json:"rounds"`
	LogStore   string  `json:"log_store"`
	Fdatasync  Millis  `json:"fdatasync_p50_ms"`
	Loads      []Load  `json:"loads"`
	OverSync   float64 `json:"commit_p50_over_fdatasync"`
	// Visible is from asking a follower to write until its own copy shows it.
	Visible    Millis   `json:"visible_at_follower_p50_ms"`
	Reads      float64  `json:"local_reads_per_second"`
	LeaderKill Millis   `json:"leader_kill_to_write_ms"`
	CatchUp    Millis   `json:"catch_up_1000_ms"`
	Restart    Restart  `json:"restart"`
	Snapshot   Snapshot `json:"snapshot"`
	Journal    Journal  `json:"journal"`
}

// Load is one way of writing, here and where there is one in rqlite.
type Load struct {
	Writers int    `json:"writers"`
	Through string `json:"through"`
	Ours    Rate   `json:"ours"`
	Rqlite  *Rate  `json:"rqlite,omitempty"`
	// Ratio is ours over rqlite's commits per second, the median of the rounds.
	Ratio float64 `json:"ratio,omitempty"`
}

// Restart is a station that is killed and started again.
type Restart struct {
	Index uint64 `json:"index"`
	// Reading is from the start of the process to its first answer, Writing to the first acknowledged write there.
	Reading Millis `json:"serving_reads_ms"`
	Writing Millis `json:"writing_ms"`
}

// Snapshot is one made while eight writers write.
type Snapshot struct {
	People int    `json:"people"`
	Bytes  int64  `json:"bytes"`
	Took   Millis `json:"took_ms"`
	Before Millis `json:"p99_before_ms"`
	During Millis `json:"p99_during_ms"`
}

// Journal is a station that is cut off from the others.
type Journal struct {
	Accept   Millis  `json:"accept_p50_ms"`
	OverSync float64 `json:"accept_p50_over_fdatasync"`
	Replay   float64 `json:"replay_per_second"`
}

// run is one bench under way.
type run struct {
	Options
	folder string
	sites  []*Site
	rival  *rival
	report Report
}

// Cluster starts three stations as processes of their own, with certificates between them as everywhere, and measures them.
func Cluster(ctx context.Context, o Options) (Report, error) {
	folder, err := os.MkdirTemp(o.Folder, "jiezhan-bench-")
	if err != nil {
		return Report{}, err
	}
	r := &run{Options: o, folder: folder}
	r.report.Rounds, r.report.LogStore, r.report.Processors = o.Rounds, o.LogStore, processors()
	err = r.measure(ctx)
	r.stop()
	return r.report, errors.Join(err, os.RemoveAll(folder))
}

func (r *run) measure(ctx context.Context) error {
	for _, step := range []struct {
		what string
		do   func(context.Context) error
	}{
		{"three stations", r.open},
		{"disk", r.disk},
		{"commits", r.commits},
		{"reads", r.reads},
		{"cut off", r.journal},
		{"catching up", r.catchUp},
		{"leader killed", r.leaderKill},
		{"restart", r.restart},
		{"snapshot", r.snapshot},
	} {
		if err := ctx.Err(); err != nil {
			return err
		}
		fmt.Fprintln(r.Progress, step.what+" …")
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
	}
	return nil
}

func (r *run) open(ctx context.Context) error {
	for n := 1; n <= 3; n++ {
		s := &Site{Program: r.Program, Folder: filepath.Join(r.folder, fmt.Sprint("s", n)), Flags: []string{"--log-store", r.LogStore}}
		var err error
		if s.HTTP, err = FreePort("127.0.0.1"); err != nil {
			return err
		}
		if s.Peers, err = FreePort("127.0.0.1"); err != nil {
			return err
		}
		if s, err = NewSite(n, s); err != nil {
			return err
		}
		r.sites = append(r.sites, s)
		if n == 1 {
			err = s.Found()
		} else {
			err = s.Join(r.sites[0])
		}
		if err = errors.Join(err, s.Start()); err != nil {
			return err
		}
		if err := until(ctx, r.Now, "an office that works", func() bool { return r.sites[0].State().Members == n && s.State().Leader != "" }); err != nil {
			return err
		}
	}
	if err := until(ctx, r.Now, "three voters", func() bool { return r.sites[0].State().Voters == 3 }); err != nil {
		return err
	}
	if err := r.sites[0].Must(NewCommand(uuid.NewString(), Places())); err != nil {
		return err
	}
	return r.openRival(ctx)
}

func (r *run) stop() {
	for _, s := range r.sites {
		s.Stop()
	}
	if r.rival != nil {
		r.rival.stop()
	}
}

// leader answers the leading station and another.
func (r *run) leader(ctx context.Context) (leader, follower *Site, err error) {
	err = until(ctx, r.Now, "a leader", func() bool {
		leader, follower = nil, nil
		id := ""
		for _, s := range r.sites {
			if state := s.State(); state.Leader != "" {
				id = state.Leader
			}
		}
		for _, s := range r.sites {
			if s.ID == id && s.State().Leader == id {
				leader = s
			} else if s.Running() && s.State().Leader == id {
				follower = s
			}
		}
		return leader != nil && follower != nil
	})
	return leader, follower, err
}

// waiting is how long anything may take to come true.
const waiting = 2 * time.Minute

// until asks every few milliseconds whether something holds.
func until(ctx context.Context, now func() time.Time, what string, holds func() bool) error {
	limit := now().Add(waiting)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			return ctx.Err()
		}
		if now().After(limit) {
			return fmt.Errorf("no %s within %s", what, waiting)
		}
	}
	return nil
}
