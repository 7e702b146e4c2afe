package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"time"
)

// timeLayout writes instants with a fixed width, so that text order is time order.
const timeLayout = "2006-01-02T15:04:05.000Z"

// FormatTime is how an instant is stored: UTC, whole milliseconds, fixed width.
func FormatTime(t time.Time) string { return t.UTC().Format(timeLayout) }

// ParseTime reads what FormatTime wrote.
func ParseTime(s string) (time.Time, error) { return time.Parse(timeLayout, s) }

// Head is the end of the audit chain: equal on two stations at the same applied index, or one of the files was altered.
type Head [sha256.Size]byte

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

// link hashes the row together with the head before it.
func (a auditRow) link(previous Head) Head {
	b := make([]byte, 0, 512)
	b = append(b, previous[:]...)
	b = binary.BigEndian.AppendUint64(b, a.seq)
	b = binary.BigEndian.AppendUint64(b, a.index)
	s := a.envelope.Stamp
	for _, text := range []string{
		s.RequestID, a.envelope.Kind, s.Station, string(s.Actor.Kind), s.Actor.ID, s.Actor.Role,
		FormatTime(s.At), a.subject, a.outcome, string(a.payload()),
	} {
		b = binary.AppendUvarint(b, uint64(len(text)))
		b = append(b, text...)
	}
	return sha256.Sum256(b)
}

func (a auditRow) insert(tx *Tx, hash Head) error {
	s := a.envelope.Stamp
	_, err := tx.Exec(`INSERT INTO audit VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`, a.seq, a.index, s.RequestID, a.envelope.Kind,
		s.Station, string(s.Actor.Kind), s.Actor.ID, s.Actor.Role, FormatTime(s.At), a.subject, a.outcome, a.payload(), hash[:])
	return err
}
