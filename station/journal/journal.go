package journal

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

//go:embed schema.sql
var schema string

// ErrPlace says that an entry does not carry the next sequence number of the journal.
var ErrPlace = errors.New("the entry does not follow the journal's last")

// Life is this life of the station's disk.
type Life struct {
	Epoch string
	// Start counts how often the disk was opened, this time included.
	Start uint64
	// Seq is the last sequence number given in the epoch.
	Seq uint64
	// Acked is the log index up to which the office was told to forget outcomes. AckedAt is when that was last looked at.
	Acked   uint64
	AckedAt time.Time
}

// Journal keeps the entries that a station accepted while it was cut off. It may be used by many goroutines.
type Journal struct {
	file  *File
	quiet []string // kinds

	mu       sync.RWMutex
	life     Life
	open     map[uint64][]string // the keys of each unsettled entry, by place
	known    map[string]int      // how many unsettled entries are known by a key
	requests map[string]bool     // of every entry, so that a new one need not be looked for on the disk
	count    Count
}

// Open reads the journal in file and counts this start. A new file begins its first epoch, named by newID. Entries of quiet kinds are kept as all others
// are, and not counted as handed in.
func Open(file *File, newID func() string, quiet ...string) (*Journal, error) {
	j := &Journal{file: file, quiet: quiet, open: map[uint64][]string{}, known: map[string]int{}, requests: map[string]bool{}}
	err := file.Write(func(tx *store.Tx) error {
		if err := tx.Script(schema); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO life VALUES (1, ?, 0, 0, 0, '') ON CONFLICT DO NOTHING`, newID()); err != nil {
			return err
		}
		if _, err := tx.Exec(`UPDATE life SET start = start + 1`); err != nil {
			return err
		}
		return j.load(tx)
	})
	if err != nil {
		return nil, fmt.Errorf("open the journal: %w", err)
	}
	return j, nil
}

func (j *Journal) load(q store.Query) error {
	var at string
	err := q.Row(`SELECT epoch, start, seq, acked, acked_at FROM life`).Scan(&j.life.Epoch, &j.life.Start, &j.life.Seq, &j.life.Acked, &at)
	if err != nil {
		return err
	}
	if at != "" {
		if j.life.AckedAt, err = ledger.ParseTime(at); err != nil {
			return err
		}
	}
	var last uint64
	if err := q.Row(`SELECT coalesce(max(seq), 0) FROM entry WHERE epoch = ?`, j.life.Epoch).Scan(&last); err != nil {
		return err
	}
	j.life.Seq = max(j.life.Seq, last)
	all, err := list(q, columns+`ORDER BY place`)
	if err != nil {
		return err
	}
	for _, e := range all {
		j.requests[e.RequestID] = true
		switch {
		case !e.State.Settled():
			j.wait(e)
		case e.State == Attention:
			j.count.Attention += j.weight(e.Kind)
		}
	}
	return nil
}

// Life is this life of the disk.
func (j *Journal) Life() Life {
	j.mu.RLock()
	defer j.mu.RUnlock()
	return j.life
}

// Renew begins another epoch, whose sequence starts anew; its log may be another one too. Entries still waiting keep theirs.
func (j *Journal) Renew(epoch string) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	err := j.file.Write(func(tx *store.Tx) error {
		if _, err := tx.Exec(`DELETE FROM mark`); err != nil {
			return err
		}
		_, err := tx.Exec(`UPDATE life SET epoch = ?, seq = 0, acked = 0, acked_at = ''`, epoch)
		return err
	})
	if err == nil {
		j.life = Life{Epoch: epoch, Start: j.life.Start}
	}
	return err
}

// Touch writes more than an entry has and leaves nothing behind, to learn whether the disk takes entries.
func (j *Journal) Touch() error {
	return j.file.Write(func(tx *store.Tx) error {
		return tx.Script(`CREATE TABLE touch (bytes BLOB); INSERT INTO touch VALUES (zeroblob(65536)); DROP TABLE touch`)
	})
}

// Append puts an entry on the disk, with one sync. The envelope is captured with the next sequence number of the epoch.
// After an error nothing was accepted and the number is still the next. Where the disk failed in the sync itself the entry may yet be found after a crash;
// its request id keeps it from being decided twice.
func (j *Journal) Append(e ledger.Envelope) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	c := e.Stamp.Captured
	if c == nil || c.Epoch != j.life.Epoch || c.Seq != j.life.Seq+1 {
		return ErrPlace
	}
	stamp, err := json.Marshal(e.Stamp)
	if err != nil {
		return fmt.Errorf("journal %s: %w", e.Kind, err)
	}
	entry := Entry{Kind: e.Kind, RequestID: e.Stamp.RequestID, Number: e.Stamp.Number, RecordID: e.Stamp.ID, Envelope: e}
	err = j.file.Write(func(tx *store.Tx) error {
		return tx.Row(`INSERT INTO entry (epoch, seq, request_id, kind, stamp, ignorable, payload, state) VALUES (?,?,?,?,?,?,?,'waiting')
			RETURNING place`, c.Epoch, c.Seq, e.Stamp.RequestID, e.Kind, stamp, e.Ignorable, []byte(e.Payload)).Scan(&entry.Place)
	})
	if err != nil {
		return fmt.Errorf("journal %s: %w", e.Kind, err)
	}
	j.life.Seq = c.Seq
	j.requests[entry.RequestID] = true
	j.wait(entry)
	return nil
}

// Find is the entry of a request.
func (j *Journal) Find(ctx context.Context, requestID string) (e Entry, found bool, err error) {
	j.mu.RLock()
	there := j.requests[requestID]
	j.mu.RUnlock()
	if !there {
		return Entry{}, false, nil
	}
	return j.single(ctx, columns+`WHERE request_id = ?`, requestID)
}

func (j *Journal) single(ctx context.Context, query string, args ...any) (e Entry, found bool, err error) {
	err = j.file.View(ctx, func(q store.Query) error {
		e, err = scan(q.Row(query, args...))
		return err
	})
	if errors.Is(err, sql.ErrNoRows) {
		return Entry{}, false, nil
	}
	return e, err == nil, err
}

// First is the sequence number of the first unsettled entry of an epoch.
func (j *Journal) First(ctx context.Context, epoch string) (seq uint64, found bool, err error) {
	e, found, err := j.single(ctx, columns+`WHERE state IN ('waiting', 'sent') AND epoch = ? ORDER BY place LIMIT 1`, epoch)
	return e.Seq, found, err
}

// Pending lists the unsettled entries behind a place in the order of acceptance; a negative limit means all.
func (j *Journal) Pending(ctx context.Context, after uint64, limit int) (entries []Entry, err error) {
	err = j.file.View(ctx, func(q store.Query) error {
		entries, err = list(q, unsettled, after, limit)
		return err
	})
	return entries, err
}

// Recent lists what was handed in, the newest first.
func (j *Journal) Recent(ctx context.Context, limit int) ([]Entry, error) {
	return j.newest(ctx, limit, j.quiet)
}

// All lists the entries of quiet kinds too, the newest first.
func (j *Journal) All(ctx context.Context, limit int) ([]Entry, error) {
	return j.newest(ctx, limit, nil)
}

func (j *Journal) newest(ctx context.Context, limit int, without []string) (entries []Entry, err error) {
	kinds, err := json.Marshal(append([]string{}, without...)) // null would exclude all
	if err != nil {
		return nil, err
	}
	err = j.file.View(ctx, func(q store.Query) error {
		entries, err = list(q, columns+`WHERE kind NOT IN (SELECT value FROM json_each(?)) ORDER BY place DESC LIMIT ?`, string(kinds), limit)
		return err
	})
	return entries, err
}
