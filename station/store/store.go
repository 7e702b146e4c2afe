// Package store knows how a station keeps its SQLite files: opening, pragmas, the single writer, the read pool, copies.
// It knows no table of the domain; every slice brings its own schema.
package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	_ "modernc.org/sqlite" // the database/sql driver "sqlite"
)

// Durability says when a commit may be reported.
type Durability string

const (
	// Replayable files may lag after a power cut: the Raft log holds what is missing.
	Replayable Durability = "NORMAL"
	// OnlyCopy files must survive a power cut on their own.
	OnlyCopy Durability = "FULL"
)

// readers is the size of the read pool; a kiosk PC has two cores, more would only queue in SQLite.
const readers = 6

// Query is read access to one consistent file: the read pool, or a write transaction that sees its own work.
type Query interface {
	Rows(query string, args ...any) (*sql.Rows, error)
	Row(query string, args ...any) *sql.Row
}

// DB is one SQLite file with one writer and a pool of read-only connections.
type DB struct {
	path       string
	durability Durability

	// swap is held for reading by every View and for writing while Replace exchanges the file.
	swap   sync.RWMutex
	write  *sql.DB
	writer *sql.Conn
	wstmts *statements
	pool   *sql.DB
	rstmts *statements
	shut   bool

	tentative atomic.Pointer[Tentative] // nil but while one is open
}

// Open opens or creates the file at path. A second process that opens the same folder is kept out by the caller's folder lock.
func Open(path string, durability Durability) (*DB, error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("create data folder: %w", err)
	}
	db := &DB{path: path, durability: durability}
	if err := db.open(); err != nil {
		return nil, err
	}
	return db, nil
}

// Path is the file's place.
func (db *DB) Path() string { return db.path }

func (db *DB) open() error {
	write, err := sql.Open("sqlite", dsn(db.path, "_txlock=immediate", "_pragma=journal_mode(WAL)",
		"_pragma=synchronous("+string(db.durability)+")", "_pragma=cache_size(-16384)"))
	if err != nil {
		return fmt.Errorf("open %s: %w", db.path, err)
	}
	write.SetMaxOpenConns(1)
	writer, err := write.Conn(context.Background())
	if err != nil {
		return errors.Join(fmt.Errorf("open %s: %w", db.path, err), write.Close())
	}
	pool, err := sql.Open("sqlite", dsn(db.path, "_pragma=query_only(1)", "_pragma=cache_size(-8192)"))
	if err != nil {
		return errors.Join(fmt.Errorf("open %s for reading: %w", db.path, err), writer.Close(), write.Close())
	}
	pool.SetMaxOpenConns(readers)
	pool.SetMaxIdleConns(readers)
	db.write, db.writer, db.pool = write, writer, pool
	db.wstmts = newStatements(writer)
	db.rstmts = newStatements(pool)
	db.shut = false
	return nil
}

// Reopen opens the file again where Replace could not, because the disk was full or failing. An open file stays as it is.
func (db *DB) Reopen() error {
	db.swap.Lock()
	defer db.swap.Unlock()
	if !db.shut {
		return nil
	}
	return db.open()
}

// dsn uses the file: form, so that a path with ? or spaces stays a path.
func dsn(path string, options ...string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		abs = path
	}
	abs = filepath.ToSlash(abs)
	if !strings.HasPrefix(abs, "/") {
		abs = "/" + abs // a Windows drive: file:///C:/...
	}
	u := url.URL{Scheme: "file", Path: abs}
	options = append([]string{"_pragma=foreign_keys(1)", "_pragma=busy_timeout(5000)"}, options...)
	return u.String() + "?" + strings.Join(options, "&")
}

// Close releases the file. Views still running finish first.
func (db *DB) Close() error {
	db.swap.Lock()
	defer db.swap.Unlock()
	return db.close()
}

// close withdraws a tentative transaction first. A closed file stays as it is.
func (db *DB) close() error {
	if db.shut {
		return nil
	}
	db.shut = true
	var withdrawn error
	if t := db.tentative.Load(); t != nil {
		withdrawn = t.Withdraw()
	}
	return errors.Join(withdrawn, db.wstmts.close(), db.rstmts.close(), db.pool.Close(), db.writer.Close(), db.write.Close())
}

// View runs read with access to what holds on this station: the committed state, or that of the tentative transaction while one is open.
// The Query must not be kept after read returns, and read must close its rows. A View inside a View answers ErrNested while a tentative transaction
// is open.
func (db *DB) View(ctx context.Context, read func(Query) error) error {
	if t := db.tentative.Load(); t != nil {
		if seen, err := t.view(ctx, read); seen {
			return err
		}
	}
	return db.ViewCommitted(ctx, read)
}

// ViewCommitted runs read with access to the committed state only, for reports, copies and comparison between stations.
func (db *DB) ViewCommitted(ctx context.Context, read func(Query) error) error {
	db.swap.RLock()
	defer db.swap.RUnlock()
	return read(reader{ctx: ctx, stmts: db.rstmts})
}

type reader struct {
	ctx   context.Context //nolint:containedctx // a reader lives only inside one View call
	stmts *statements
}

func (r reader) Rows(query string, args ...any) (*sql.Rows, error) {
	return r.stmts.rows(r.ctx, query, args...)
}

func (r reader) Row(query string, args ...any) *sql.Row {
	return r.stmts.row(r.ctx, query, args...)
}
