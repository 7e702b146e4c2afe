package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"runtime"
	"sync"
)

var (
	// ErrTentative says that a tentative transaction holds the writer connection.
	ErrTentative = errors.New("a tentative transaction is open")
	// ErrWithdrawn says that the tentative transaction is over: it was withdrawn, or the engine gave it up after an error of the disk.
	ErrWithdrawn = errors.New("the tentative transaction was withdrawn")
	// ErrNested says that a View was asked for inside a View or a piece of work, which would wait for itself for ever.
	ErrNested = errors.New("a view inside a view of the tentative transaction")
)

// Tentative is a write transaction on the writer connection that is never committed: what a station cut off from its peers takes for true
// until they have had their say. While it is open every View reads on its connection, one at a time, and so sees its work;
// ViewCommitted and CopyTo do not.
type Tentative struct {
	db *DB

	mu   sync.Mutex // one view or piece of work at a time on the connection
	over bool
}

// A step is the savepoint that every piece of work stands in. That it can be released tells that the transaction is still there: the engine rolls
// the whole of it back by itself when the disk fails, and the next statement would then be committed for good.
const (
	openTentative = "BEGIN IMMEDIATE; SAVEPOINT step"
	nextStep      = "RELEASE step; SAVEPOINT step"
	undoStep      = "ROLLBACK TO step"
)

// BeginTentative opens the tentative transaction. It answers ErrTentative where one is open already; no Tx may be open.
func (db *DB) BeginTentative() (*Tentative, error) {
	db.swap.RLock()
	defer db.swap.RUnlock()
	if db.tentative.Load() != nil {
		return nil, ErrTentative
	}
	if _, err := db.writer.ExecContext(context.Background(), openTentative); err != nil {
		return nil, fmt.Errorf("begin tentatively: %w", err)
	}
	t := &Tentative{db: db}
	db.tentative.Store(t)
	return t, nil
}

// Tentative says whether a tentative transaction is open.
func (db *DB) Tentative() bool { return db.tentative.Load() != nil }

// Do runs a piece of work alone on the connection. Its writes stay where it answers nil, and are undone where it answers an error, which Do
// hands on. It answers ErrWithdrawn once the transaction is over. The work must not call Do or Withdraw: they wait for it.
func (t *Tentative) Do(work func(tx *Tx) error) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return ErrWithdrawn
	}
	tx := &Tx{db: t.db}
	if err := tx.script(nextStep); err != nil {
		return errors.Join(ErrWithdrawn, err, t.end())
	}
	err := work(tx)
	if err == nil {
		return nil
	}
	if undo := tx.script(undoStep); undo != nil {
		return errors.Join(err, ErrWithdrawn, undo, t.end())
	}
	return err
}

// Withdraw forgets all of the work. It waits for the view or piece of work under way; afterwards View shows the committed state again.
// Withdrawing twice is harmless.
func (t *Tentative) Withdraw() error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.over {
		return nil
	}
	return t.end()
}

// end rolls back, with the lock held.
func (t *Tentative) end() error {
	t.over = true
	t.db.tentative.CompareAndSwap(t, nil)
	if err := (&Tx{db: t.db}).rollback(); err != nil {
		return fmt.Errorf("withdraw: %w", err)
	}
	return nil
}

// view runs read on the tentative state; seen is false where the transaction ended before the turn came.
func (t *Tentative) view(ctx context.Context, read func(Query) error) (seen bool, err error) {
	if !t.mu.TryLock() {
		if nested() {
			return true, ErrNested
		}
		t.mu.Lock()
	}
	defer t.mu.Unlock()
	if t.over {
		return false, nil
	}
	return true, read(tentativeReader{caller: ctx, db: t.db})
}

// tentativeReader asks on the writer connection. A query there never carries the caller's context: to interrupt it would make the engine give up
// the whole transaction. A caller who has gone is noticed between queries.
type tentativeReader struct {
	caller context.Context //nolint:containedctx // a reader lives only inside one View call
	db     *DB
}

func (r tentativeReader) Rows(query string, args ...any) (*sql.Rows, error) {
	if err := r.caller.Err(); err != nil {
		return nil, err
	}
	return r.db.wstmts.rows(context.Background(), query, args...)
}

func (r tentativeReader) Row(query string, args ...any) *sql.Row {
	if r.caller.Err() != nil {
		return r.db.pool.QueryRowContext(r.caller, query, args...) // carries the caller's error in the Row
	}
	return r.db.wstmts.row(context.Background(), query, args...)
}

// nested says whether the caller of view stands inside a view or a piece of work already. It looks at the goroutine's own stack, a few microseconds,
// and only where the connection is busy: a hall that hangs would be worse.
func nested() bool {
	var callers [128]uintptr
	frames := runtime.CallersFrames(callers[:runtime.Callers(3, callers[:])]) // above nested and view
	for {
		frame, more := frames.Next()
		switch frame.Function {
		case viewFrame, doFrame:
			return true
		}
		if !more {
			return false
		}
	}
}

const (
	viewFrame = "jiezhan/station/store.(*Tentative).view"
	doFrame   = "jiezhan/station/store.(*Tentative).Do"
)
