package app

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"jiezhan/app/control"
	"jiezhan/app/text"
)

// officeCommands are about the stations of the office.
type officeCommands struct {
	Init    initCommand    `cmd:"" help:"${help_office_init}"`
	Join    joinCommand    `cmd:"" help:"${help_office_join}"`
	Code    codeCommand    `cmd:"" help:"${help_office_code}"`
	List    listCommand    `cmd:"" help:"${help_office_list}"`
	Remove  removeCommand  `cmd:"" help:"${help_office_remove}"`
	Move    moveCommand    `cmd:"" help:"${help_office_move}"`
	Raise   raiseCommand   `cmd:"" help:"${help_office_raise}"`
	Recover recoverCommand `cmd:"" help:"${help_office_recover}"`
}

// configured are commands about the station of a configuration.
type configured struct {
	Config string `help:"${help_config}" placeholder:"FILE"`
}

type initCommand struct{ configured }

type joinCommand struct {
	configured
	Code string `arg:"" help:"${help_office_join_code}"`
}

type codeCommand struct{ configured }

type listCommand struct{ configured }

type removeCommand struct {
	configured
	ID     string `arg:"" help:"${help_office_id}"`
	Reason string `help:"${help_office_reason}" required:""`
}

type moveCommand struct {
	configured
	ID      string `arg:"" help:"${help_office_id}"`
	Address string `arg:"" help:"${help_office_address}"`
}

type raiseCommand struct{ configured }

// say prints a sentence of the catalogue.
func (s *session) say(key string, args ...any) error {
	_, err := fmt.Fprintln(s.p.Stdout, text.Say(s.lang, key, args...))
	return err
}

// stopped runs work on the folder of a station that is not running.
func (s *session) stopped(configFile string, work func(Config, Setting) error) error {
	c, err := loadOrDefault(configFile)
	if err != nil {
		return err
	}
	lock, err := lockFolder(c.Data)
	if err != nil {
		return err
	}
	setting := Setting{Version: s.p.Version, Log: slog.New(slog.NewTextHandler(s.p.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))}.complete()
	return errors.Join(work(c, setting), lock.release())
}

// ask has the station that runs on this machine carry out a command.
func ask[Out any](s *session, configFile, name string, in any) (Out, error) {
	c, err := loadOrDefault(configFile)
	if err != nil {
		var none Out
		return none, err
	}
	out, err := control.Ask[Out](s.ctx, c.Data, name, in)
	var problem *control.Problem
	switch {
	case errors.Is(err, control.ErrNotRunning):
		err = text.Failure(err, "control.not_running", c.Data)
	case errors.As(err, &problem):
		err = text.Failure(err, "control.refused", refusalText(problem.Code, problem.Detail))
	}
	return out, err
}

// Run makes this station the first of a new office.
func (c initCommand) Run(s *session) error {
	return s.stopped(c.Config, func(c Config, setting Setting) error {
		if err := found(c, setting); err != nil {
			return err
		}
		return s.say("office.founded", c.Office.Name, c.Station.ID)
	})
}

// Run joins the office that gave the code.
func (c joinCommand) Run(s *session) error {
	return s.stopped(c.Config, func(config Config, setting Setting) error {
		done, err := join(s.ctx, config, setting, c.Code)
		if err != nil {
			return err
		}
		if done.Aside != "" {
			if err := s.say("office.aside", done.Aside); err != nil {
				return err
			}
		}
		return s.say("office.joined", done.Office, config.Station.ID)
	})
}

// Run prints a code for a new station, as the first word.
func (c codeCommand) Run(s *session) error {
	got, err := ask[issued](s, c.Config, "code", nothing{})
	if err != nil {
		return err
	}
	return s.say("office.code", got.Code, got.Expires.Local().Format(time.TimeOnly))
}

// Run prints a line for each station.
func (c listCommand) Run(s *session) error {
	got, err := ask[listed](s, c.Config, "list", nothing{})
	if err != nil {
		return err
	}
	for _, l := range got.Stations {
		if err := s.say("office.line", l.ID, text.Say(s.lang, "state."+l.State), l.Address, l.Name); err != nil {
			return err
		}
	}
	return nil
}

// Run removes a station for good.
func (c removeCommand) Run(s *session) error {
	if _, err := ask[nothing](s, c.Config, "remove", removal{Station: c.ID, Reason: c.Reason}); err != nil {
		return err
	}
	return s.say("office.removed", c.ID)
}

// Run corrects where a station is reached.
func (c moveCommand) Run(s *session) error {
	if _, err := ask[nothing](s, c.Config, "move", relocation{Station: c.ID, Address: c.Address}); err != nil {
		return err
	}
	return s.say("office.moved", c.ID, c.Address)
}

// Run lets the office use what the new version brings.
func (c raiseCommand) Run(s *session) error {
	got, err := ask[raised](s, c.Config, "raise", nothing{})
	if err != nil {
		return err
	}
	return s.say("office.raised", got.Version)
}
