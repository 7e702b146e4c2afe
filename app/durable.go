package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// writeDurably writes a small file whole or not at all, and answers when it would survive a power cut.
func writeDurably(path string, content []byte) error {
	fresh := path + ".new"
	f, err := os.OpenFile(fresh, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := f.Write(content); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return err
	}
	if err := os.Rename(fresh, path); err != nil {
		return err
	}
	return syncFolder(filepath.Dir(path))
}

const (
	// trialBytes is what a disk must take again before a station that failed on it goes on, and roomNeeded what must be free then.
	trialBytes = 1 << 20
	roomNeeded = 64 << 20
	// roomLow is what must be free not to warn.
	roomLow = 1 << 30
)

// errNoRoom says that the disk is nearly full.
var errNoRoom = errors.New("too little room on the disk")

// tryDisk tells whether the disk of a folder takes and keeps bytes again.
func tryDisk(folder string) error {
	free, _, err := diskSpace(folder)
	if err != nil {
		return fmt.Errorf("look at the disk: %w", err)
	}
	if free < roomNeeded {
		return errNoRoom
	}
	path := filepath.Join(folder, "disk-trial")
	err = writeDurably(path, make([]byte, trialBytes))
	return errors.Join(err, removeIfThere(path))
}

func removeIfThere(path string) error {
	if err := os.Remove(path); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}
