package ledger

import (
	"github.com/google/uuid"

	"jiezhan/station/store"
)

// Tx is what a command sees while it is applied: the register, its stamp, and nothing else.
type Tx struct {
	*store.Tx
	Stamp Stamp

	machine *Machine
	version int
	drawn   int
	wrote   bool
	subject string
	changes []Change
}

// Exec writes. After the first write a command can no longer be refused for free; see Machine.
func (t *Tx) Exec(query string, args ...any) (int64, error) {
	t.wrote = true
	return t.Tx.Exec(query, args...)
}

// NewID hands out the identifiers of this command: first the stamp's own, then further ones derived from it, so that every
// station draws the same.
func (t *Tx) NewID() string {
	t.drawn++
	if t.drawn == 1 {
		return t.Stamp.ID
	}
	base, err := uuid.Parse(t.Stamp.ID)
	if err != nil {
		base = uuid.Nil // a stamp without an id only occurs in a hand-made log; derived ids stay equal everywhere
	}
	var n [4]byte
	for i := range n {
		n[i] = byte(t.drawn >> (8 * i))
	}
	return uuid.NewSHA1(base, append(n[:], t.Stamp.RequestID...)).String()
}

// Changed tells the screens that a record is to be read again.
func (t *Tx) Changed(topic, id string) { t.changes = append(t.changes, Change{Topic: topic, ID: id}) }

// About names the person whose record the command touches, for the audit row.
func (t *Tx) About(person string) { t.subject = person }

// Subject is the person that About named, or empty.
func (t *Tx) Subject() string { return t.subject }
