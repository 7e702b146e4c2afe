package trust

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// The folder of an identity, and the two places where one waits or is kept while another takes its place.
const (
	folderName = "trust"
	freshName  = "trust.new"
	formerName = "trust.old"
)

// Save writes the identity below folder, whole or not at all: after a crash at any moment Load answers either what was there before or
// this one.
func (id *Identity) Save(folder string) error {
	steps, err := id.saving(folder)
	if err != nil {
		return fmt.Errorf("save identity: %w", err)
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return fmt.Errorf("save identity: %w", err)
		}
	}
	return nil
}

// saving lists what Save does, each step durable before the next: the files beside the old ones, the old ones aside, the new ones in their
// place. The old ones stand aside only when the new ones are complete, which is how settle knows.
func (id *Identity) saving(folder string) ([]func() error, error) {
	files, err := id.files()
	if err != nil {
		return nil, err
	}
	root, fresh, former := filepath.Join(folder, folderName), filepath.Join(folder, freshName), filepath.Join(folder, formerName)
	steps := []func() error{
		func() error { return settle(folder) },
		func() error { return os.MkdirAll(fresh, 0o700) },
	}
	for _, file := range []string{officeFile, authorityFile, authorityKeyFile, stationFile, stationKeyFile} {
		steps = append(steps, func() error { return writeSynced(filepath.Join(fresh, file), files[file]) })
	}
	return append(steps,
		func() error { return errors.Join(syncFolder(fresh), syncFolder(folder)) },
		func() error {
			if err := move(root, former); !errors.Is(err, fs.ErrNotExist) {
				return err
			}
			return nil // the first identity in this folder
		},
		func() error { return move(fresh, root) },
		func() error { return os.RemoveAll(former) },
	), nil
}

// settle brings the folder to one identity, whatever a crash left.
func settle(folder string) error {
	root, fresh, former := filepath.Join(folder, folderName), filepath.Join(folder, freshName), filepath.Join(folder, formerName)
	there := map[string]bool{}
	for _, path := range []string{root, fresh, former} {
		_, err := os.Stat(path)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
		there[path] = err == nil
	}
	if !there[root] && there[former] {
		next := former
		if there[fresh] {
			next = fresh // complete, or the old one would not stand aside
		}
		if err := move(next, root); err != nil {
			return err
		}
	}
	return errors.Join(os.RemoveAll(fresh), os.RemoveAll(former))
}

// move renames durably.
func move(from, to string) error {
	if err := os.Rename(from, to); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(to))
}

func writeSynced(path string, b []byte) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(b); err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(f.Sync(), f.Close())
}
