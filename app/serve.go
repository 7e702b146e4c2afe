package app

import (
	"context"
	"errors"
	"log/slog"

	"jiezhan/app/api"
	"jiezhan/app/ops"
	"jiezhan/app/setup"
	"jiezhan/cluster/trust"
	"jiezhan/frontend"
)

// serve runs a station until it is told to stop, with a window where there is one.
func (s *session) serve(configFile string, window func(context.Context, string) error) error {
	c, err := loadOrDefault(configFile)
	if err != nil {
		return err
	}
	setting := Setting{Version: s.p.Version, Log: slog.New(slog.NewTextHandler(s.p.Stderr, nil))}.complete()
	r, err := Open(c, setting)
	if err != nil {
		return err
	}
	if configFile == "" {
		setting.Log.Info("no configuration given: an office of one station with invented names", "data", c.Data)
		if _, err := identify(c); errors.Is(err, errNoOffice) {
			if err := found(c, setting); err != nil {
				return errors.Join(err, r.Close())
			}
		}
	}
	if window == nil {
		err = r.run(s.ctx)
	} else {
		err = s.showWindow(r, window)
	}
	setting.Log.Info("station stops")
	return errors.Join(err, r.Close())
}

func loadOrDefault(configFile string) (Config, error) {
	if configFile == "" {
		return DefaultConfig(), nil
	}
	return LoadConfig(configFile)
}

// run sets the station up where it belongs to no office yet, puts it to work, and answers when ctx ends or the station cannot go on.
func (r *Running) run(ctx context.Context) error {
	if _, err := identify(r.config); errors.Is(err, errNoOffice) {
		if err := r.setUp(ctx); err != nil || ctx.Err() != nil {
			return err
		}
	}
	if err := r.start(); err != nil {
		return err
	}
	return r.Wait(ctx)
}

// setUp serves the setup page until somebody has founded or joined an office with it, or ctx ends.
func (r *Running) setUp(ctx context.Context) error {
	pages, err := frontend.Pages()
	if err != nil {
		return err
	}
	desk := setup.New(setup.Options{
		Station: r.setupStation(), OfficeName: r.config.Office.Name, Pages: pages, Code: joinCode,
		Check: func(code string) error {
			_, err := trust.ParseCode(code)
			return err
		},
		Join: func(ctx context.Context, code string) error {
			_, err := join(ctx, r.config, r.setting, code)
			if err != nil {
				r.log.Warn("join the office", "error", err)
			}
			return err
		},
		Found: func(context.Context) error { return found(r.config, r.setting) },
	})
	defer desk.Close()
	r.door.show(stage{pages: desk.Handler(), mode: func() string { return "setup" }, facts: func() ops.Facts { return ops.Facts{} }})
	r.log.Info("this station belongs to no office yet; open its page to set it up", "page", r.Address+"/setup.html")
	select {
	case <-desk.Done():
	case err := <-r.door.failed:
		return err
	case <-ctx.Done():
	}
	r.door.show(r.startingStage())
	return nil
}

func (r *Running) setupStation() api.SetupStation {
	return api.SetupStation{ID: r.config.Station.ID, Name: r.config.Station.Name}
}

// showWindow keeps the window on this goroutine, because toolkits want the first one. The window closes when the station fails, and the
// station stops when the window is closed.
func (s *session) showWindow(r *Running, window func(context.Context, string) error) error {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	stopped := make(chan error, 1)
	go func() {
		stopped <- r.run(ctx)
		cancel()
	}()
	err := window(ctx, r.Address+"/kiosk")
	cancel()
	return errors.Join(err, <-stopped)
}
