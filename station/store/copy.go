package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"os"

	"modernc.org/sqlite"
)

// pagesPerStep keeps each step of an online copy short, so that it never holds a lock for long.
const pagesPerStep = 1024

// CopyTo writes a consistent copy of the file to path while reads and writes go on. The copy shows one moment, which is
// not earlier than the call.
func (db *DB) CopyTo(ctx context.Context, path string) error {
	db.swap.RLock()
	defer db.swap.RUnlock()
	conn, err := db.pool.Conn(ctx)
	if err != nil {
		return fmt.Errorf("copy %s: %w", db.path, err)
	}
	defer conn.Close() //nolint:errcheck // only read from
	// An open read transaction pins the moment: without it a write between two steps would start the copy anew.
	tx, err := conn.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("copy %s: %w", db.path, err)
	}
	defer tx.Rollback() //nolint:errcheck // only read from
	var tables int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return fmt.Errorf("copy %s: %w", db.path, err)
	}
	if err := conn.Raw(func(c any) error { return backup(ctx, c, path) }); err != nil {
		return fmt.Errorf("copy %s: %w", db.path, err)
	}
	return nil
}

func backup(ctx context.Context, c any, path string) error {
	source, ok := c.(interface {
		NewBackup(dst string) (*sqlite.Backup, error)
	})
	if !ok {
		return errors.New("this SQLite driver cannot copy online")
	}
	b, err := source.NewBackup(path)
	if err != nil {
		return err
	}
	for more := true; more; {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, b.Finish())
		}
		if more, err = b.Step(pagesPerStep); err != nil {
			return errors.Join(err, b.Finish())
		}
	}
	return b.Finish()
}

// Replace exchanges the whole file for what from delivers, for a station that is too far behind to be brought forward entry by entry.
// Nobody reads or writes meanwhile. When from breaks off, or what it delivered is no sound database, the old file stays.
func (db *DB) Replace(from io.Reader) error {
	fresh := db.path + ".incoming"
	err := receive(fresh, from)
	if err == nil {
		err = examine(fresh)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("receive %s: %w", db.path, err), os.Remove(fresh))
	}
	db.swap.Lock()
	defer db.swap.Unlock()
	err = db.close()
	if err == nil {
		err = db.exchange(fresh)
	}
	if err != nil {
		err = fmt.Errorf("replace %s: %w", db.path, err)
	}
	return errors.Join(err, db.open()) // also after an error: whichever file is there now can be worked with
}

// exchange puts the fresh file in place of the closed one.
func (db *DB) exchange(fresh string) error {
	for _, rest := range []string{"-wal", "-shm"} {
		if err := os.Remove(db.path + rest); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return os.Rename(fresh, db.path)
}

// examine reads every page of a file that nobody else has open. An empty one is a sound database to the engine, and a lost register to us.
func examine(path string) error {
	db, err := sql.Open("sqlite", dsn(path, "immutable=1"))
	if err != nil {
		return err
	}
	defer db.Close() //nolint:errcheck // only read from
	var verdict string
	if err := db.QueryRowContext(context.Background(), "PRAGMA quick_check(1)").Scan(&verdict); err != nil {
		return err
	}
	var tables int
	if err := db.QueryRowContext(context.Background(), "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	if verdict != "ok" || tables == 0 {
		return fmt.Errorf("%d tables, %s", tables, verdict)
	}
	return nil
}

func receive(path string, from io.Reader) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return err
	}
	if _, err := io.Copy(f, from); err != nil {
		return errors.Join(err, f.Close())
	}
	return errors.Join(f.Sync(), f.Close())
}
