package backup

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"jiezhan/station/store"
)

// Result is how a backup ended.
type Result struct {
	// At is the moment the backup shows, or when it was tried.
	At time.Time
	// File is its path, Bytes its size; empty where there is none.
	File  string
	Bytes int64
	// Err says why there is none, or what else went wrong about it.
	Err error
}

// unfinished is what a file is called until it is whole.
const unfinished = ".part"

// file is what Save needs of one.
type file interface {
	io.WriteCloser
	Name() string
	Sync() error
}

// Save is Write into a new file in folder, which is made where it is not there. The file appears whole or not at all, under a name that
// holds station, office, at and the beginning of its own SHA-256. at, to the second, is also the manifest's At.
func Save(ctx context.Context, db *store.DB, folder string, recipients []string, m Manifest, at time.Time) (Result, error) {
	return save(ctx, db, folder, recipients, m, at, func(pattern string) (file, error) { return os.CreateTemp(folder, pattern) })
}

// save lets the file be one that fails.
func save(ctx context.Context, db *store.DB, folder string, recipients []string, m Manifest, at time.Time, create func(pattern string) (file, error)) (Result, error) {
	if !id.MatchString(m.Office) || !id.MatchString(m.Station) {
		return Result{}, fmt.Errorf("back up %q of %q: ids may not be written so", m.Station, m.Office)
	}
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return Result{}, fmt.Errorf("back up: %w", err)
	}
	m.At = at.UTC().Format(time.RFC3339)
	f, err := create("." + owner(m.Office, m.Station) + "*" + unfinished)
	if err != nil {
		return Result{}, fmt.Errorf("back up: %w", err)
	}
	sum, size := sha256.New(), counter(0)
	_, err = Write(ctx, db, io.MultiWriter(f, sum, &size), recipients, m)
	err = errors.Join(err, f.Sync(), f.Close())
	path := filepath.Join(folder, kept{at: at, sum: hex.EncodeToString(sum.Sum(nil))[:sumDigits]}.name(m.Office, m.Station))
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return Result{}, errors.Join(err, os.Remove(f.Name()))
	}
	return Result{At: at, File: path, Bytes: int64(size)}, syncFolder(folder)
}

// counter counts bytes.
type counter int64

func (c *counter) Write(b []byte) (int, error) {
	*c += counter(len(b))
	return len(b), nil
}

// sweep removes what backups that a crash broke off left: copies of the register in data, and unfinished files in folder.
func sweep(data, folder, office, station string) error {
	var errs []error
	for _, pattern := range []string{filepath.Join(data, scratch), filepath.Join(folder, "."+owner(office, station)+"*"+unfinished)} {
		left, err := filepath.Glob(pattern)
		errs = append(errs, err)
		for _, path := range left {
			errs = append(errs, os.RemoveAll(path))
		}
	}
	return errors.Join(errs...)
}
