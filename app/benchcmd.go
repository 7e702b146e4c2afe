package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"time"

	"jiezhan/app/bench"
	"jiezhan/cluster"
)

type benchCommands struct {
	Cluster  benchClusterCommand  `cmd:"" help:"${help_bench_cluster}"`
	Registry benchRegistryCommand `cmd:"" help:"${help_bench_registry}"`
	Import   benchImportCommand   `cmd:"" help:"${help_bench_import}"`
}

type benchClusterCommand struct {
	JSON     bool          `name:"json" help:"${help_bench_json}"`
	Folder   string        `help:"${help_bench_folder}" default:"." placeholder:"PATH"`
	Rounds   int           `help:"${help_bench_rounds}" default:"5"`
	Lasting  time.Duration `help:"${help_bench_lasting}" default:"2s"`
	People   int           `help:"${help_bench_people}" default:"1000000"`
	Entries  int           `help:"${help_bench_entries}" default:"100000"`
	Rqlited  string        `help:"${help_bench_rqlited}" placeholder:"PATH"`
	LogStore string        `help:"${help_bench_log}" default:"bolt" enum:"bolt,wal"`
}

// Run measures an office of three processes.
func (c benchClusterCommand) Run(s *session) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	report, err := bench.Cluster(s.ctx, bench.Options{
		Program: program, Folder: c.Folder, Rounds: c.Rounds, Lasting: c.Lasting, People: c.People, Entries: c.Entries, Rqlited: c.Rqlited,
		LogStore: c.LogStore, Now: time.Now, Progress: s.p.Stderr,
	})
	if err != nil {
		return err
	}
	if !c.JSON {
		return report.Print(s.p.Stdout)
	}
	return s.printJSON(report)
}

func (s *session) printJSON(report any) error {
	out := json.NewEncoder(s.p.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(report)
}

// benchStationCommand is a station that also takes orders from a bench or a trial.
type benchStationCommand struct {
	Config        string `required:""`
	SnapshotEvery uint64 `help:"entries between two snapshots"`
	LogStore      string `default:"bolt"`
}

// Run runs the station until it is told to stop.
func (c benchStationCommand) Run(s *session) error {
	config, err := LoadConfig(c.Config)
	if err != nil {
		return err
	}
	config.Raft.Log = c.LogStore
	setting := Setting{
		Version: s.p.Version, Log: slog.New(slog.NewTextHandler(s.p.Stderr, nil)),
		Beside: map[string]func(*Running) http.Handler{"/bench/": func(r *Running) http.Handler {
			return bench.Driver(r.Station, r.benchFacts, func() error { return r.place.now().Snapshot() }, time.Now)
		}},
	}
	if c.SnapshotEvery > 0 {
		setting.Retention = cluster.Retention{Threshold: c.SnapshotEvery, Interval: time.Second, Trailing: c.SnapshotEvery / 2}
	}
	r, err := Start(config, setting)
	if err != nil {
		return err
	}
	return errors.Join(r.Wait(s.ctx), r.Close())
}

func (r *Running) benchFacts() bench.Facts {
	standing := r.place.Standing()
	facts := bench.Facts{Leader: standing.Leader, Members: len(standing.Peers), Fault: standing.StopCode}
	if r.Station.Standing().Stale && facts.Fault == "" {
		facts.Fault = "station.stale"
	}
	if standing.Differs != nil {
		facts.Differs = standing.Differs.Seq
	}
	for _, p := range standing.Peers {
		if p.Voter {
			facts.Voters++
		}
	}
	return facts
}
