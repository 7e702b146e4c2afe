package journal

import (
	"encoding/json"
	"fmt"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

const (
	columns   = `SELECT place, epoch, seq, kind, stamp, ignorable, payload, state, code, log_index, settled_at FROM entry `
	unsettled = columns + `WHERE state IN ('waiting', 'sent') AND place > ? ORDER BY place LIMIT ?`
)

// scan reads one row of columns.
func scan(row interface{ Scan(...any) error }) (Entry, error) {
	var (
		e              Entry
		stamp, payload []byte
		settled        string
	)
	if err := row.Scan(&e.Place, &e.Epoch, &e.Seq, &e.Kind, &stamp, &e.Envelope.Ignorable, &payload, &e.State, &e.Code, &e.Index, &settled); err != nil {
		return Entry{}, err
	}
	if err := json.Unmarshal(stamp, &e.Envelope.Stamp); err != nil {
		return Entry{}, fmt.Errorf("journal entry %d: %w", e.Place, err)
	}
	e.Envelope.Kind, e.Envelope.Payload = e.Kind, payload
	s := e.Envelope.Stamp
	e.RequestID, e.Number, e.RecordID, e.At = s.RequestID, s.Number, s.ID, s.At
	if settled == "" {
		return e, nil
	}
	at, err := ledger.ParseTime(settled)
	e.SettledAt = at
	return e, err
}

func list(q store.Query, query string, args ...any) ([]Entry, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, fmt.Errorf("read the journal: %w", err)
	}
	defer rows.Close()
	var entries []Entry
	for rows.Next() {
		e, err := scan(rows)
		if err != nil {
			return nil, err
		}
		entries = append(entries, e)
	}
	return entries, rows.Err()
}
