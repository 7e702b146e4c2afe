package app

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"jiezhan/app/bench"
)

type benchImportCommand struct {
	JSON   bool          `name:"json" help:"${help_bench_json}"`
	Folder string        `help:"${help_bench_folder}" default:"." placeholder:"PATH"`
	Rows   int           `help:"${help_bench_rows}" default:"113000"`
	Quiet  time.Duration `help:"${help_bench_quiet}" default:"10s"`
	People int           `help:"${help_bench_import_people}" default:"0"`
	Rooms  int           `help:"${help_bench_registry_rooms}" default:"400000"`
}

// Run measures the import of a table into an office of one station with a real log on a real disk.
func (c benchImportCommand) Run(s *session) error {
	folder, err := os.MkdirTemp(c.Folder, "jiezhan-bench-")
	if err != nil {
		return fmt.Errorf("folder to measure in: %w", err)
	}
	report, err := c.measure(s, folder)
	if err = errors.Join(err, os.RemoveAll(folder)); err != nil {
		return err
	}
	if !c.JSON {
		return report.Print(s.p.Stdout)
	}
	out := json.NewEncoder(s.p.Stdout)
	out.SetIndent("", "  ")
	return out.Encode(report)
}

func (c benchImportCommand) measure(s *session, folder string) (report bench.ImportReport, err error) {
	config := DefaultConfig()
	config.Data, config.FirstAccount = filepath.Join(folder, "station"), false
	if config.HTTP.Listen, err = bench.FreePort("127.0.0.1"); err != nil {
		return report, err
	}
	if config.Raft.Listen, err = bench.FreePort("127.0.0.1"); err != nil {
		return report, err
	}
	setting := Setting{Version: s.p.Version, Log: slog.New(slog.NewTextHandler(s.p.Stderr, &slog.HandlerOptions{Level: slog.LevelError}))}.complete()
	if err := os.MkdirAll(config.Data, 0o700); err != nil {
		return report, fmt.Errorf("folder of the station: %w", err)
	}
	if err := found(config, setting); err != nil {
		return report, err
	}
	rooms, err := c.register(s, config, setting)
	if err != nil {
		return report, err
	}
	err = whileRunning(s, config, setting, func(r *Running) error {
		report, err = bench.ImportTable(s.ctx, bench.ImportOptions{
			Rows: c.Rows, Quiet: c.Quiet, Folder: folder, Write: writeDurably, Now: time.Now, Station: r.Station, Rooms: rooms, Progress: s.p.Stderr,
		})
		return err
	})
	return report, err
}

// register fills in the people that are there before the table comes.
func (c benchImportCommand) register(s *session, config Config, setting Setting) ([]bench.Room, error) {
	if c.People == 0 {
		return nil, nil
	}
	if err := whileRunning(s, config, setting, func(*Running) error { return nil }); err != nil { // its first start makes the tables
		return nil, err
	}
	return bench.FillRegister(filepath.Join(config.Data, "station.db"), c.People, c.Rooms)
}

// whileRunning does something with a station that works, and stops it.
func whileRunning(s *session, config Config, setting Setting, do func(*Running) error) error {
	r, err := Start(config, setting)
	if err != nil {
		return err
	}
	select {
	case <-r.settled:
		err = do(r)
	case <-s.ctx.Done():
		err = s.ctx.Err()
	}
	return errors.Join(err, r.Close())
}
