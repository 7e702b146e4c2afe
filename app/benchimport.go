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
	r, err := Start(config, setting)
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, r.Close()) }()
	select {
	case <-r.settled:
	case <-s.ctx.Done():
		return report, s.ctx.Err()
	}
	return bench.ImportTable(s.ctx, bench.ImportOptions{
		Rows: c.Rows, Quiet: c.Quiet, Folder: folder, Write: writeDurably, Now: time.Now, Station: r.Station, Progress: s.p.Stderr,
	})
}
