package app

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"time"

	"jiezhan/app/api"
	"jiezhan/app/ports"
	"jiezhan/app/text"
	"jiezhan/cluster"
	"jiezhan/cluster/trust"
	"jiezhan/station"
)

// leaving is how long requests and commands under way may take when the station stops.
const leaving = 5 * time.Second

// Setting is what surrounds a station besides its configuration.
type Setting struct {
	Version string
	Log     *slog.Logger
	// Now is the clock of the work, which stamps commands; Wall that of connections and devices. Both are time.Now where left empty, and
	// differ only while a demo loads cases of the past.
	Now, Wall func() time.Time
	// Random is the source of secrets.
	Random io.Reader
	// Retention says how much of the log is kept; a day's work where left empty.
	Retention cluster.Retention
	// Beside serves further routes, by the head of their path; nil in a real station.
	Beside map[string]func(*Running) http.Handler
}

func (s Setting) complete() Setting {
	if s.Now == nil {
		s.Now = time.Now
	}
	if s.Wall == nil {
		s.Wall = time.Now
	}
	if s.Random == nil {
		s.Random = rand.Reader
	}
	if s.Log == nil {
		s.Log = slog.New(slog.DiscardHandler)
	}
	return s
}

// Running is a station at work.
type Running struct {
	// Station is what this station knows; the demo loads its sample through it.
	Station *station.Station
	// Address is where a browser on this machine finds the station: http://127.0.0.1:8600.
	Address string

	config   Config
	setting  Setting
	log      *slog.Logger
	door     *door
	identity *trust.Identity
	desk     *trust.Desk
	place    *place
	upkeep   *upkeep
	ports    *ports.Service
	api      *api.API
	settled  chan struct{} // closed when the register knows all of this station

	// undo closes what was opened, the last first.
	undo []func() error
}

// Open takes data folder and port, so that a second station by mistake leaves no trace. The pages say that the station starts.
func Open(c Config, s Setting) (*Running, error) {
	r := &Running{config: c, setting: s.complete(), settled: make(chan struct{})}
	r.log = r.setting.Log
	for _, step := range []func() error{r.lockFolder, r.openDoor} {
		if err := step(); err != nil {
			return nil, errors.Join(err, r.Close())
		}
	}
	return r, nil
}

// Start opens a station of an office and puts it to work.
func Start(c Config, s Setting) (*Running, error) {
	r, err := Open(c, s)
	if err != nil {
		return nil, err
	}
	if err := r.start(); err != nil {
		return nil, errors.Join(err, r.Close())
	}
	return r, nil
}

// start builds the station from its parts, each after those it leans on: identity, register, place in the office, then API and devices.
func (r *Running) start() error {
	for _, step := range []func() error{r.identify, r.openRegister, r.joinOffice, r.keepUp, r.serve, r.listenForCommands} {
		if err := step(); err != nil {
			return explainStart(r.config.Data, err)
		}
	}
	r.log.Info("station is up", "station", r.config.Station.ID, "kiosk", r.Address+"/kiosk", "staff", r.Address+"/staff")
	return nil
}

// later has something closed when the station stops.
func (r *Running) later(undo func() error) { r.undo = append(r.undo, undo) }

// Close stops the station in the reverse order: no new requests, those under way end, looks are recorded, the lead is handed over, files are closed.
func (r *Running) Close() error {
	var errs []error
	if r.door != nil {
		if r.api != nil {
			r.api.Close() // streams never end by themselves
		}
		errs = append(errs, r.door.close())
		r.door = nil
	}
	for i := len(r.undo) - 1; i >= 0; i-- {
		errs = append(errs, r.undo[i]())
	}
	r.undo = nil
	return errors.Join(errs...)
}

// Wait answers when ctx ends, or with the reason why the station cannot go on.
func (r *Running) Wait(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case err := <-r.door.failed:
		return text.Failure(err, "station.stopped", err)
	}
}

// background runs something until the station stops, and then waits for it to end.
func (r *Running) background(run func(context.Context)) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		run(ctx)
	}()
	r.later(func() error {
		cancel()
		<-done
		return nil
	})
}

func (r *Running) lockFolder() error {
	lock, err := lockFolder(r.config.Data)
	if err != nil {
		return err
	}
	r.later(lock.release)
	return nil
}
