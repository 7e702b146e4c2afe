package demo

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"golang.org/x/sync/errgroup"
)

// errOldData says that the demo's folder holds what an earlier version of the program wrote.
var errOldData = errors.New("data of an earlier version")

// assemble starts the stations. At the first start the first one founds the office and the others join it with codes, as at any office; later
// all of them belong to it.
func (o *office) assemble(ctx context.Context) error {
	first, others := o.stations[0], o.stations[1:]
	if err := first.belong(func() error { return first.run(ctx, nil, "office", "init") }); err != nil {
		return err
	}
	if err := first.process.start(first.command(true)); err != nil {
		return fmt.Errorf("start %s: %w", first.id, err)
	}
	var all errgroup.Group
	for _, s := range others {
		all.Go(func() error {
			err := s.belong(func() error { return s.join(ctx, first) })
			if err != nil {
				return err
			}
			if err := s.process.start(s.command(false)); err != nil {
				return fmt.Errorf("start %s: %w", s.id, err)
			}
			return s.untilReady(ctx)
		})
	}
	all.Go(func() error { return first.untilReady(ctx) })
	return all.Wait()
}

// belong has a station found or join an office, unless it belongs to one.
func (s *simulated) belong(begin func() error) error {
	if _, err := os.Stat(filepath.Join(s.folder, "data", "trust")); err == nil {
		return nil
	}
	if _, err := os.Stat(filepath.Join(s.folder, "data", "station.db")); err == nil {
		return errOldData
	}
	return begin()
}

func (s *simulated) join(ctx context.Context, first *simulated) error {
	if err := first.untilReady(ctx); err != nil {
		return err
	}
	var out bytes.Buffer
	if err := first.run(ctx, &out, "office", "code"); err != nil {
		return err
	}
	code, _, _ := strings.Cut(out.String(), "\n")
	return s.run(ctx, nil, "office", "join", code)
}

// run runs one command of the program for a station.
func (s *simulated) run(ctx context.Context, out *bytes.Buffer, args ...string) error {
	cmd := exec.CommandContext(ctx, s.program, append(args, "--config", s.config())...)
	var problem bytes.Buffer
	cmd.Stderr = &problem
	if out != nil {
		cmd.Stdout = out
	}
	if err := cmd.Run(); err != nil {
		return fmt.Errorf("%s: %s: %w: %s", s.id, strings.Join(args, " "), err, strings.TrimSpace(problem.String()))
	}
	return nil
}
