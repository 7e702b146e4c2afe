package ledger

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
)

// firstVersion is the cluster version of a new office. The cluster version says what every station of the office is known to understand: it
// moves up by a command, once all run a program that can (binaries first, features second).
const firstVersion = 1

var (
	// ErrNewer says that the register, or a command of the log, asks for a cluster version that this program does not know.
	ErrNewer = errors.New("the register needs a newer program")
	// ErrOldFile says that the file was made by a program before the first release.
	ErrOldFile = errors.New("the register is of a layout from before the first release")
)

// migrationsOf gathers the steps of all slices in the order they run: by version, then in the order of the slices.
func migrationsOf(all []Slice) ([]Migration, error) {
	var plan []Migration
	for _, slice := range all {
		for _, step := range slice.Migrations {
			if step.To <= firstVersion {
				return nil, fmt.Errorf("migration %s of %s leads to version %d, which a new file has", step.Name, slice.Name, step.To)
			}
			plan = append(plan, step)
		}
	}
	slices.SortStableFunc(plan, func(a, b Migration) int { return cmp.Compare(a.To, b.To) })
	return plan, nil
}

// Version is the cluster version of the register.
func (m *Machine) Version() int { return m.state.Load().version }

// Supported is the newest cluster version this program knows: the highest that a migration leads to or a kind asks for.
func (m *Machine) Supported() int {
	newest := firstVersion
	for _, step := range m.plan {
		newest = max(newest, step.To)
	}
	for _, d := range m.kinds {
		newest = max(newest, d.Since)
	}
	return newest
}

// ClusterVersion is the cluster version at this place of the log.
func (t *Tx) ClusterVersion() int { return t.version }

// Raise runs the migrations up to a cluster version, in order, and sets it. A version reached already changes nothing; one that this program
// does not know answers ErrNewer, which stops the station.
func (t *Tx) Raise(to int) error {
	if to > t.machine.Supported() {
		return fmt.Errorf("raise to version %d: %w", to, ErrNewer)
	}
	t.wrote = true
	for _, step := range t.machine.plan {
		if step.To <= t.version || step.To > to {
			continue
		}
		if err := step.Run(t); err != nil {
			return fmt.Errorf("migration %s to version %d: %w", step.Name, step.To, err)
		}
	}
	t.version = max(t.version, to)
	return nil
}
