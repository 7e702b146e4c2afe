package app

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"sync"
	"time"

	"jiezhan/app/demo"
	"jiezhan/app/demo/street"
	"jiezhan/app/text"
	"jiezhan/station/calendar"
)

type demoCommand struct {
	Fresh  bool   `help:"${help_demo_fresh}"`
	Folder string `help:"${help_demo_folder}" default:"demo-data"`
	Port   int    `help:"${help_demo_port}" default:"8700"`
}

// Run starts the office and holds it until somebody presses Ctrl-C.
func (c demoCommand) Run(s *session) error {
	program, err := os.Executable()
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	return demo.Run(s.ctx, demo.Options{
		Folder: c.Folder, Fresh: c.Fresh, Program: program, Port: c.Port, Out: s.p.Stdout, Now: time.Now,
		Say: func(key string, args ...any) string { return text.Say(s.lang, key, args...) },
	})
}

// demoStationCommand runs one station of the demo. One of them loads the sample, and tells of its progress on its standard output.
type demoStationCommand struct {
	Config string `required:""`
	AsOf   string `required:""`
	Load   bool
}

// Run runs the station until it is told to stop.
func (c demoStationCommand) Run(s *session) error {
	config, err := LoadConfig(c.Config)
	if err != nil {
		return err
	}
	asOf, err := calendar.ParseDate(c.AsOf)
	if err != nil {
		return text.Failure(err, "error.usage", err)
	}
	clock := &sampleClock{now: time.Now}
	r, err := Start(config, Setting{Version: s.p.Version, Log: slog.New(slog.NewTextHandler(s.p.Stderr, nil)), Now: clock.Now})
	if err != nil {
		return err
	}
	if c.Load {
		r.background(func(ctx context.Context) { loadSample(ctx, r, clock, asOf, s.p.Stdout) })
	}
	return errors.Join(r.Wait(s.ctx), r.Close())
}

// loadSample writes one line of JSON for each step of the way; the last one says that all is there, or what went wrong.
func loadSample(ctx context.Context, r *Running, clock *sampleClock, asOf calendar.Date, out io.Writer) {
	lines := json.NewEncoder(out)
	report := func(p street.Progress) { _ = lines.Encode(p) } // nobody may be listening any more
	err := street.Load(ctx, r.Station, clock, asOf, report)
	clock.Release()
	if err != nil && ctx.Err() == nil {
		r.log.Error("load the sample", "error", err)
		report(street.Progress{Problem: err.Error()})
	}
}

// sampleClock is the clock of a station that can be set back, so that cases of the past are made in the past.
type sampleClock struct {
	now func() time.Time

	mu  sync.Mutex
	set time.Time
}

// Now is the time set, or the real one.
func (c *sampleClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.set.IsZero() {
		return c.now()
	}
	return c.set
}

// Set stops the clock at t.
func (c *sampleClock) Set(t time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set = t
}

// Release lets it go with the real time again.
func (c *sampleClock) Release() { c.Set(time.Time{}) }
