package ledger

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"jiezhan/station/store"
)

// shelf is a toy slice: named counters with a limit, enough to be refused, to conflict and to draw identifiers.
func shelf() Slice {
	return Slice{
		Name: "shelf",
		Schema: `CREATE TABLE jar (name TEXT PRIMARY KEY, id TEXT NOT NULL, marbles INTEGER NOT NULL CHECK (marbles >= 0)) WITHOUT ROWID;
			CREATE TABLE desk (id TEXT PRIMARY KEY, request_id TEXT NOT NULL, code TEXT NOT NULL, subject TEXT NOT NULL) WITHOUT ROWID`,
		Commands: []Declaration{
			Declare[put](Final), Declare[take](Provisional).WithNumber(), Declare[fumble](OnlineOnly), Declare[spill](OnlineOnly),
			Declare[paint](Final).From(2), Declare[wave](Final).SafeToIgnore(), Declare[raise](OnlineOnly),
		},
		Migrations: []Migration{{To: 2, Name: "colours", Run: addColours}},
		Admit:      func(_ *Tx, e Envelope) (*Refusal, error) { return admit(e.Stamp.Actor), nil },
		Refused:    layOnDesk,
	}
}

// gone is the account of a clerk who no longer works here.
const gone = "gone"

func admit(actor Actor) *Refusal {
	if actor.ID == gone {
		return Refuse(NotPermitted, "", "shelf.gone")
	}
	return nil
}

func addColours(tx *Tx) error {
	return tx.Script(`ALTER TABLE jar ADD COLUMN colour TEXT NOT NULL DEFAULT ''`)
}

func layOnDesk(tx *Tx, e Envelope, r *Refusal) error {
	_, err := tx.Exec(`INSERT INTO desk VALUES (?,?,?,?) ON CONFLICT DO NOTHING`, tx.NewID(), e.Stamp.RequestID, r.Code(), tx.Subject())
	tx.Changed("desk", e.Stamp.RequestID)
	return err
}

// put adds marbles to a jar.
type put struct {
	Jar     string `json:"jar"`
	Marbles int    `json:"marbles"`
}

func (put) Kind() string { return "shelf.put.v1" }

func (c put) Validate(Stamp) *Refusal {
	var v Check
	v.That(c.Jar != "", "jar", "required")
	v.That(c.Marbles > 0, "marbles", "marbles.none")
	return v.Refusal()
}

func (c put) Apply(tx *Tx) (any, error) {
	_, err := tx.Exec(`INSERT INTO jar (name, id, marbles) VALUES (?,?,?) ON CONFLICT (name) DO UPDATE SET marbles = marbles + excluded.marbles`,
		c.Jar, tx.NewID(), c.Marbles)
	tx.Changed("jar", c.Jar)
	return c.Marbles, err
}

// take removes marbles, and is refused where there are too few.
type take struct {
	Jar     string `json:"jar"`
	Marbles int    `json:"marbles"`
}

func (take) Kind() string            { return "shelf.take.v1" }
func (take) Validate(Stamp) *Refusal { return nil }
func (c take) Apply(tx *Tx) (any, error) {
	tx.About(c.Jar)
	n, err := tx.Exec(`UPDATE jar SET marbles = marbles - ? WHERE name = ? AND marbles >= ?`, c.Marbles, c.Jar, c.Marbles)
	if err != nil {
		return nil, err
	}
	if n == 0 {
		return nil, Refuse(Conflict, "marbles", "jar.too_few", "jar", c.Jar)
	}
	return tx.Stamp.Number, nil
}

// fumble breaks the rule: it writes and then refuses.
type fumble struct {
	Jar string `json:"jar"`
}

func (fumble) Kind() string            { return "shelf.fumble.v1" }
func (fumble) Validate(Stamp) *Refusal { return nil }
func (c fumble) Apply(tx *Tx) (any, error) {
	if _, err := tx.Exec(`INSERT INTO jar (name, id, marbles) VALUES (?,?,1000) ON CONFLICT (name) DO UPDATE SET marbles = 1000`, c.Jar, tx.NewID()); err != nil {
		return nil, err
	}
	return nil, Refuse(Conflict, "", "jar.fumbled")
}

// paint needs the tables of version 2.
type paint struct {
	Jar    string `json:"jar"`
	Colour string `json:"colour"`
}

func (paint) Kind() string            { return "shelf.paint.v1" }
func (paint) Validate(Stamp) *Refusal { return nil }
func (c paint) Apply(tx *Tx) (any, error) {
	n, err := tx.Exec(`UPDATE jar SET colour = ? WHERE name = ?`, c.Colour, c.Jar)
	return n, err
}

// wave writes although it is safe to ignore, so that a test can see that nothing of it stays.
type wave struct {
	Jar string `json:"jar"`
}

func (wave) Kind() string            { return "shelf.wave.v1" }
func (wave) Validate(Stamp) *Refusal { return nil }
func (c wave) Apply(tx *Tx) (any, error) {
	tx.About(c.Jar)
	tx.Changed("wave", c.Jar)
	_, err := tx.Exec(`DELETE FROM jar`)
	return "hello", err
}

// raise lifts the version, and may think better of it.
type raise struct {
	To      int  `json:"to"`
	Regrets bool `json:"regrets,omitempty"`
}

func (raise) Kind() string            { return "shelf.raise.v1" }
func (raise) Validate(Stamp) *Refusal { return nil }
func (c raise) Apply(tx *Tx) (any, error) {
	if err := tx.Raise(c.To); err != nil {
		return nil, err
	}
	if c.Regrets {
		return nil, Refuse(Conflict, "", "shelf.regrets")
	}
	return tx.ClusterVersion(), nil
}

// spill meets an error of the engine.
type spill struct{}

func (spill) Kind() string            { return "shelf.spill.v1" }
func (spill) Validate(Stamp) *Refusal { return nil }
func (spill) Apply(*Tx) (any, error)  { return nil, errDisk }

var errDisk = errors.New("disk I/O error")

func openShelf(tb testing.TB, folder string) (*Machine, *store.DB) {
	tb.Helper()
	db, err := store.Open(filepath.Join(folder, "shelf.db"), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	m, err := Open(db, []Slice{shelf()}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	return m, db
}

// captured is a command of the journal of station s1, with its place there.
func captured(tb testing.TB, n int, c Command, epoch string, seq int) Envelope {
	tb.Helper()
	e := seal(tb, n, c)
	e.Stamp.Captured = &Captured{Epoch: epoch, Seq: uint64(seq)}
	return e
}

// system is a command of the program itself.
func system(tb testing.TB, n int, c Command) Envelope {
	tb.Helper()
	e := seal(tb, n, c)
	e.Stamp.Actor = Actor{Kind: System}
	return e
}

// code is what an outcome is known by: its refusal, or what the audit chain calls the rest.
func code(o Outcome) string {
	if o.Refusal != nil {
		return o.Refusal.Code()
	}
	return auditApplied
}

func seal(tb testing.TB, n int, c Command) Envelope {
	tb.Helper()
	e, err := Seal(c, Stamp{
		RequestID: fmt.Sprintf("00000000-0000-4000-8000-%012d", n), Station: "s1", Actor: Actor{Kind: Staff, ID: "a1", Role: "clerk"},
		At: time.UnixMilli(1_780_000_000_000 + int64(n)), ID: fmt.Sprintf("0190a5f3-0000-7000-8000-%012d", n),
	})
	if err != nil {
		tb.Fatal(err)
	}
	return e
}

func digest(tb testing.TB, db *store.DB) (sum map[string]string) {
	tb.Helper()
	err := db.View(tb.Context(), func(q store.Query) (err error) {
		sum, err = store.Digest(q)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return sum
}

func apply(tb testing.TB, m *Machine, index uint64, envelopes ...Envelope) []Outcome {
	tb.Helper()
	outcomes, err := m.Apply([]Entry{{Index: index, Envelopes: envelopes}})
	if err != nil {
		tb.Fatalf("apply %d: %v", index, err)
	}
	return outcomes[0]
}
