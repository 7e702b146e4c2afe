package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// session is what can prepare and, where preparing fails, report the error through a Row: *sql.DB and *sql.Conn.
type session interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// statements keeps every query text prepared once. The number of texts in the program is small and fixed,
// because values always travel as parameters.
type statements struct {
	on   session
	mu   sync.RWMutex
	text map[string]*sql.Stmt
}

func newStatements(on session) *statements {
	return &statements{on: on, text: map[string]*sql.Stmt{}}
}

func (s *statements) prepare(query string) (*sql.Stmt, error) {
	s.mu.RLock()
	stmt, found := s.text[query]
	s.mu.RUnlock()
	if found {
		return stmt, nil
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt, found = s.text[query]; found {
		return stmt, nil
	}
	stmt, err := s.on.PrepareContext(context.Background(), query)
	if err != nil {
		return nil, err
	}
	s.text[query] = stmt
	return stmt, nil
}

func (s *statements) rows(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := s.prepare(query)
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

func (s *statements) row(ctx context.Context, query string, args ...any) *sql.Row {
	stmt, err := s.prepare(query)
	if err != nil {
		return s.on.QueryRowContext(ctx, query, args...) // carries the same error in the Row
	}
	return stmt.QueryRowContext(ctx, args...)
}

func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var errs []error
	for _, stmt := range s.text {
		errs = append(errs, stmt.Close())
	}
	clear(s.text)
	return errors.Join(errs...)
}
