package ledger

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strconv"

	"jiezhan/station/store"
)

// Session is what the office knows of the journal in which a station keeps what it accepts while cut off.
type Session struct {
	Station string
	// Epoch names the journal. A station whose disk was restored or copied begins another.
	Epoch string
	// Start counts the starts of the station's program in this epoch.
	Start uint64
	// Last is the sequence number of the last entry decided.
	Last uint64
	// Acked is the sequence number up to which the station has settled its entries; their outcomes may be gone.
	Acked uint64
}

// turn says why it is not a command's turn; nil means that it is the next one. Nothing is decided before what came before it in the journal.
func (s Session) turn(c Captured) *Refusal {
	switch {
	case s.Epoch == "" || c.Epoch != s.Epoch:
		return Refuse(Conflict, "", codeOldEpoch)
	case c.Seq <= s.Acked:
		return Refuse(Conflict, "", codeExpired)
	case c.Seq <= s.Last: // its outcome is kept until acknowledged, so this one was never decided: the disk is not what it says
		return Refuse(Conflict, "", codeOldEpoch)
	case c.Seq > s.Last+1:
		return Refuse(WrongState, "", codeOutOfOrder, "next", strconv.FormatUint(s.Last+1, 10))
	}
	return nil
}

const (
	sessionColumns = `SELECT station, epoch, start, last, acked FROM session WHERE `
	currentOf      = `station = ? AND current = 1`
	dropOutcomes   = `DELETE FROM outcome WHERE station = ? AND log_index <= ?`
)

// SessionOf is the current session of a station.
func SessionOf(q store.Query, station string) (Session, bool, error) {
	var s Session
	err := q.Row(sessionColumns+currentOf, station).Scan(&s.Station, &s.Epoch, &s.Start, &s.Last, &s.Acked)
	if errors.Is(err, sql.ErrNoRows) {
		return Session{}, false, nil
	}
	if err != nil {
		return Session{}, false, fmt.Errorf("read the session of %s: %w", station, err)
	}
	return s, true, nil
}

// EpochOf is what the office knows of one epoch of a station, the current or one that was replaced: its newest start. Whoever comes with one that is not
// current has an older disk, or a copy.
func EpochOf(q store.Query, station, epoch string) (start uint64, current, found bool, err error) {
	err = q.Row(`SELECT start, current FROM session WHERE station = ? AND epoch = ?`, station, epoch).Scan(&start, &current)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, false, nil
	}
	if err != nil {
		return 0, false, false, fmt.Errorf("look for epoch %s: %w", epoch, err)
	}
	return start, current, true, nil
}

func advanceSession(tx *store.Tx, station string, last uint64) error {
	if _, err := tx.Exec(`UPDATE session SET last = ? WHERE `+currentOf, last, station); err != nil {
		return fmt.Errorf("advance the journal of %s: %w", station, err)
	}
	return nil
}

// Sessions lists the current session of every station, by station.
func Sessions(q store.Query) ([]Session, error) {
	rows, err := q.Rows(sessionColumns + `current = 1 ORDER BY station`)
	if err != nil {
		return nil, fmt.Errorf("list sessions: %w", err)
	}
	defer rows.Close()
	var all []Session
	for rows.Next() {
		var s Session
		if err := rows.Scan(&s.Station, &s.Epoch, &s.Start, &s.Last, &s.Acked); err != nil {
			return nil, fmt.Errorf("list sessions: %w", err)
		}
		all = append(all, s)
	}
	return all, rows.Err()
}

// OpenSession tells the office which journal a station keeps now. The station sends it once after every start.
type OpenSession struct {
	Epoch string `json:"epoch"`
	Start uint64 `json:"start"`
}

// Kind is the verb on the wire.
func (OpenSession) Kind() string { return "ledger.open_session.v1" }

// Validate wants a named journal and the program itself as actor.
func (c OpenSession) Validate(stamp Stamp) *Refusal {
	return bySystem(stamp, c.Epoch, "start", c.Start)
}

// Apply makes the session the station's current one. It is refused where the office has seen this journal further on, or replaced: the disk
// is older than the station, or a copy of it.
func (c OpenSession) Apply(tx *Tx) (any, error) {
	start, current, found, err := EpochOf(tx, tx.Stamp.Station, c.Epoch)
	switch {
	case err != nil:
		return nil, err
	case !found:
		return nil, c.begin(tx)
	case !current || c.Start <= start:
		return nil, Refuse(Conflict, "epoch", codeStale)
	}
	_, err = tx.Exec(`UPDATE session SET start = ? WHERE station = ? AND epoch = ?`, c.Start, tx.Stamp.Station, c.Epoch)
	return nil, err
}

// begin starts an epoch never used before. Those before it stay known, so that they are never taken up again.
func (c OpenSession) begin(tx *Tx) error {
	if _, err := tx.Exec(`UPDATE session SET current = 0 WHERE `+currentOf, tx.Stamp.Station); err != nil {
		return err
	}
	_, err := tx.Exec(`INSERT INTO session VALUES (?,?,?,0,0,1)`, tx.Stamp.Station, c.Epoch, c.Start)
	return err
}

// Acknowledge says that a station has settled its journal up to Seq and no longer asks for what was decided up to Index of the log. It is the only way
// in which outcomes are dropped, so that they are dropped on all stations alike.
type Acknowledge struct {
	Epoch string `json:"epoch"`
	Seq   uint64 `json:"seq"`
	Index uint64 `json:"index"`
}

// Kind is the verb on the wire.
func (Acknowledge) Kind() string { return "ledger.acknowledge.v1" }

// Validate wants a named journal and the program itself as actor.
func (c Acknowledge) Validate(stamp Stamp) *Refusal {
	return bySystem(stamp, c.Epoch, "index", c.Index)
}

// Apply drops the outcomes. It is refused for another journal than the station's current one, and for entries not yet decided.
func (c Acknowledge) Apply(tx *Tx) (any, error) {
	s, found, err := SessionOf(tx, tx.Stamp.Station)
	switch {
	case err != nil:
		return nil, err
	case !found || s.Epoch != c.Epoch:
		return nil, Refuse(Conflict, "epoch", codeStale)
	case c.Seq > s.Last:
		return nil, Refuse(WrongState, "seq", codeOutOfOrder, "next", strconv.FormatUint(s.Last+1, 10))
	}
	if _, err := tx.Exec(`UPDATE session SET acked = max(acked, ?) WHERE station = ? AND epoch = ?`, c.Seq, s.Station, s.Epoch); err != nil {
		return nil, err
	}
	_, err = tx.Exec(dropOutcomes, s.Station, c.Index)
	return nil, err
}

// bySystem judges what the program says of its journal. SQLite counts to half of what the wire can carry, and an error there would stop every station.
func bySystem(stamp Stamp, epoch, field string, number uint64) *Refusal {
	if stamp.Actor.Kind != System {
		return Refuse(NotPermitted, "", codeActor)
	}
	var v Check
	v.That(epoch != "", "epoch", codeRequired)
	v.That(number <= math.MaxInt64, field, codeTooBig)
	return v.Refusal()
}
