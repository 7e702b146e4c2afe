package app

import (
	"context"
	"errors"
	"log/slog"
)

// serve runs a station until it is told to stop, with a window where there is one.
func (s *session) serve(configFile string, window func(context.Context, string) error) error {
	c := DefaultConfig()
	if configFile != "" {
		var err error
		if c, err = LoadConfig(configFile); err != nil {
			return err
		}
	}
	log := slog.New(slog.NewTextHandler(s.p.Stderr, nil))
	if configFile == "" {
		log.Info("no configuration given: an office of one station with invented names", "data", c.Data)
	}
	r, err := Start(c, Setting{Version: s.p.Version, Log: log})
	if err != nil {
		return err
	}
	if window == nil {
		err = r.Wait(s.ctx)
	} else {
		err = s.showWindow(r, window)
	}
	log.Info("station stops")
	return errors.Join(err, r.Close())
}

// showWindow keeps the window on this goroutine, because toolkits want the first one. The window closes when the station fails, and the
// station stops when the window is closed.
func (s *session) showWindow(r *Running, window func(context.Context, string) error) error {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	stopped := make(chan error, 1)
	go func() {
		stopped <- r.Wait(ctx)
		cancel()
	}()
	err := window(ctx, r.Address+"/kiosk")
	cancel()
	return errors.Join(err, <-stopped)
}
