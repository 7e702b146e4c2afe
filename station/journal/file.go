package journal

import (
	"context"
	"errors"
	"sync"

	"jiezhan/station/store"
)

// File is the station's own file (local.db). Everything that is written to it goes through Write, one after the other.
type File struct {
	db *store.DB
	mu sync.Mutex
}

// OpenFile opens or creates the file at path. What it commits survives a power cut.
func OpenFile(path string) (*File, error) {
	db, err := store.Open(path, store.OnlyCopy)
	if err != nil {
		return nil, err
	}
	return &File{db: db}, nil
}

// Write runs work in one transaction. It is on the disk when Write answers nil, and undone where work or the disk answers an error.
func (f *File) Write(work func(*store.Tx) error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	tx, err := f.db.Begin()
	if err != nil {
		return err
	}
	if err := work(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// View reads what is committed. The Query must not be kept after read returns.
func (f *File) View(ctx context.Context, read func(store.Query) error) error {
	return f.db.View(ctx, read)
}

// Close releases the file.
func (f *File) Close() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.db.Close()
}
