package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Tx is a write transaction on the writer connection. It is not cancelled by anybody's request: an entry of the log
// is applied whole or not at all. One goroutine owns the writer, so a Tx is not safe for concurrent use.
type Tx struct {
	db *DB
}

// Begin opens the write transaction. The caller must end it with Commit or Rollback before beginning another. It answers ErrTentative while a
// tentative transaction holds the connection.
func (db *DB) Begin() (*Tx, error) {
	if db.Tentative() {
		return nil, fmt.Errorf("begin: %w", ErrTentative)
	}
	db.swap.RLock()
	t := &Tx{db: db}
	if _, err := t.Exec("BEGIN IMMEDIATE"); err != nil {
		db.swap.RUnlock()
		return nil, fmt.Errorf("begin: %w", err)
	}
	return t, nil
}

// Commit makes the work visible to every reader. Where that fails, the work is forgotten as by Rollback.
func (t *Tx) Commit() error {
	defer t.db.swap.RUnlock()
	if _, err := t.Exec("COMMIT"); err != nil {
		return errors.Join(fmt.Errorf("commit: %w", err), t.rollback())
	}
	return nil
}

// Rollback forgets the work.
func (t *Tx) Rollback() error {
	defer t.db.swap.RUnlock()
	return t.rollback()
}

// rollback also answers nil where the engine had rolled back by itself, as it does when the disk fails: then another transaction can begin.
func (t *Tx) rollback() error {
	err := t.script("ROLLBACK")
	if err != nil && t.script("BEGIN; ROLLBACK") == nil {
		return nil
	}
	return err
}

// Savepoint marks a place to return to with RollbackTo, or to forget with Release.
func (t *Tx) Savepoint(name string) error { return t.script("SAVEPOINT " + name) }

// RollbackTo undoes the work since the savepoint and forgets the savepoint.
func (t *Tx) RollbackTo(name string) error {
	return t.script("ROLLBACK TO " + name + "; RELEASE " + name)
}

// Release keeps the work since the savepoint.
func (t *Tx) Release(name string) error { return t.script("RELEASE " + name) }

// Script runs statements without parameters, such as a schema.
func (t *Tx) Script(sql string) error { return t.script(sql) }

func (t *Tx) script(sql string) error {
	if _, err := t.db.writer.ExecContext(context.Background(), sql); err != nil {
		return fmt.Errorf("script: %w", err)
	}
	return nil
}

// Exec runs one prepared statement and answers how many rows it touched.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	stmt, err := t.db.wstmts.prepare(query)
	if err != nil {
		return 0, fmt.Errorf("prepare: %w", err)
	}
	result, err := stmt.ExecContext(context.Background(), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// Rows is Query.Rows on the transaction's own view.
func (t *Tx) Rows(query string, args ...any) (*sql.Rows, error) {
	return t.db.wstmts.rows(context.Background(), query, args...)
}

// Row is Query.Row on the transaction's own view.
func (t *Tx) Row(query string, args ...any) *sql.Row {
	return t.db.wstmts.row(context.Background(), query, args...)
}
