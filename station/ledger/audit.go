package ledger

import (
	"crypto/sha256"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"jiezhan/station/store"
)

// The words of an audit row's outcome beside the codes of refusals.
const (
	auditApplied = "applied"
	auditIgnored = "ignored"
)

// timeLayout writes instants with a fixed width, so that text order is time order.
const timeLayout = "2006-01-02T15:04:05.000Z"

// FormatTime is how an instant is stored: UTC, whole milliseconds, fixed width.
func FormatTime(t time.Time) string { return t.UTC().Format(timeLayout) }

// ParseTime reads what FormatTime wrote.
func ParseTime(s string) (time.Time, error) { return time.Parse(timeLayout, s) }

// Head is the end of the audit chain: equal on two stations at the same applied index, or one of the files was altered.
type Head [sha256.Size]byte

// AuditEntry is one row of the audit chain: who asked for what, and what became of it. It holds ids and codes only.
type AuditEntry struct {
	// Seq counts the rows from 1; Index is the log index of the entry that brought the command.
	Seq, Index         uint64
	RequestID, Kind    string
	Station            string
	ActorKind, ActorID string
	// At is the instant of the stamp, as FormatTime writes it.
	At string
	// Outcome is "applied", "ignored", or the code of the refusal.
	Outcome string
	// Hash covers the row and the hash of the row before it.
	Hash Head
}

func auditAt(q store.Query, seq uint64) (e AuditEntry, found bool, err error) {
	var hash []byte
	err = q.Row(`SELECT seq, log_index, request_id, kind, station, actor_kind, actor_id, at, outcome, hash FROM audit WHERE seq = ?`, seq).
		Scan(&e.Seq, &e.Index, &e.RequestID, &e.Kind, &e.Station, &e.ActorKind, &e.ActorID, &e.At, &e.Outcome, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return AuditEntry{}, false, nil
	}
	if err != nil {
		return AuditEntry{}, false, fmt.Errorf("read audit row %d: %w", seq, err)
	}
	copy(e.Hash[:], hash)
	return e, true, nil
}

type auditRow struct {
	seq      uint64
	index    uint64
	envelope Envelope
	subject  string
	outcome  string
}

func (a auditRow) payload() []byte {
	sum := sha256.Sum256(a.envelope.Payload)
	return sum[:]
}

// chained is what the chain covers of a row, all its columns but the hash: first those whose form is fixed, then each text after its length in
// bytes, so that no two rows give the same. chainedSQL makes the same from the file.
func (a auditRow) chained() []byte {
	s := a.envelope.Stamp
	b := make([]byte, 0, 512)
	b = fmt.Appendf(b, "%d %d %s %X", a.seq, a.index, FormatTime(s.At), a.payload())
	for _, text := range []string{
		s.RequestID, a.envelope.Kind, s.Station, string(s.Actor.Kind), s.Actor.ID, s.Actor.Role, a.subject, a.outcome,
	} {
		b = append(b, ' ')
		b = strconv.AppendInt(b, int64(len(text)), 10)
		b = append(b, ' ')
		b = append(b, text...)
	}
	return b
}

// chainedSQL is one expression, because what reading a million rows costs is their number of columns.
const chainedSQL = `concat(seq, ' ', log_index, ' ', at, ' ', hex(payload), ' ', octet_length(request_id), ' ', request_id, ' ', octet_length(kind), ' ', kind,
	' ', octet_length(station), ' ', station, ' ', octet_length(actor_kind), ' ', actor_kind, ' ', octet_length(actor_id), ' ', actor_id,
	' ', octet_length(actor_role), ' ', actor_role, ' ', octet_length(subject), ' ', subject, ' ', octet_length(outcome), ' ', outcome)`

// next is the hash of a row together with the head before it.
func (h Head) next(chained []byte) Head {
	sum := sha256.New()
	sum.Write(h[:])
	sum.Write(chained)
	return Head(sum.Sum(nil))
}

func (a auditRow) insert(tx *store.Tx, hash Head) error {
	s := a.envelope.Stamp
	_, err := tx.Exec(`INSERT INTO audit VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`, a.seq, a.index, s.RequestID, a.envelope.Kind,
		s.Station, string(s.Actor.Kind), s.Actor.ID, s.Actor.Role, FormatTime(s.At), a.subject, a.outcome, a.payload(), hash[:])
	return err
}
