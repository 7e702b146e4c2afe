package conflict_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/registry"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

// desk is one register with the conflict desk, the stations "north" and "south" that write in it, and a toy slice whose refusals a test chooses.
type desk struct {
	tb      testing.TB
	machine *ledger.Machine
	db      *store.DB
	now     time.Time
	index   uint64
	drawn   int
	changes []ledger.Change
	clerk   ledger.Actor
	// seq counts the entries of north's journal.
	seq uint64
}

// epoch names the journal of the station north.
const epoch = "journal-1"

func openDesk(tb testing.TB) *desk {
	tb.Helper()
	d := &desk{tb: tb, now: time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Shanghai)}
	var err error
	if d.db, err = store.Open(filepath.Join(tb.TempDir(), "station.db"), store.Replayable); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = d.db.Close() })
	d.open()
	d.must("south", system(), staff.CreateAccount{Login: "zhoumin", Name: "周敏", Role: staff.Clerk, Station: "north", PasswordHash: d.hash()})
	d.view(func(q store.Query) error {
		account, _, err := staff.ByLogin(q, "zhoumin")
		d.clerk = ledger.Actor{Kind: ledger.Staff, ID: account.ID, Role: string(account.Role)}
		return err
	})
	d.must("north", system(), ledger.OpenSession{Epoch: epoch, Start: 1})
	return d
}

// open makes a machine on the file, as a start of the program does.
func (d *desk) open() {
	d.tb.Helper()
	watch := func(_ uint64, changes []ledger.Change) { d.changes = append(d.changes, changes...) }
	var err error
	slices := []ledger.Slice{area.Slice(), registry.Slice(), staff.Slice(), conflict.Slice(), toy()}
	if d.machine, err = ledger.Open(d.db, slices, watch); err != nil {
		d.tb.Fatal(err)
	}
}

func (d *desk) hash() string {
	d.tb.Helper()
	hash, err := staff.HashPassword("Qingsong-2026", staff.Cost{Memory: 8, Passes: 1, Threads: 1})
	if err != nil {
		d.tb.Fatal(err)
	}
	return hash
}

func system() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

// toy is a slice in which a person's mark can be set once.
func toy() ledger.Slice {
	return ledger.Slice{
		Name: "toy", Schema: `CREATE TABLE mark (person TEXT PRIMARY KEY) WITHOUT ROWID`,
		Commands: []ledger.Declaration{
			ledger.Declare[set](ledger.Provisional).WithNumber(), ledger.Declare[later](ledger.Provisional).From(2), ledger.Declare[broken](ledger.OnlineOnly),
		},
	}
}

// set sets a person's mark, and is refused in the words of the test where it is set already.
type set struct {
	Person string       `json:"person"`
	Class  ledger.Class `json:"class,omitempty"`
	Code   string       `json:"code,omitempty"`
}

func (set) Kind() string                            { return "toy.set.v1" }
func (set) Validate(ledger.Stamp) *ledger.Refusal   { return nil }
func (later) Kind() string                          { return "toy.later.v1" }
func (later) Validate(ledger.Stamp) *ledger.Refusal { return nil }
func (later) Apply(*ledger.Tx) (any, error)         { return nil, nil }
func (c set) Apply(tx *ledger.Tx) (any, error) {
	tx.About(c.Person)
	var there bool
	if err := tx.Row(`SELECT EXISTS (SELECT 1 FROM mark WHERE person = ?)`, c.Person).Scan(&there); err != nil {
		return nil, err
	}
	if there {
		return nil, ledger.Refuse(c.Class, "person", c.Code, "number", "N7")
	}
	_, err := tx.Exec(`INSERT INTO mark VALUES (?)`, c.Person)
	return nil, err
}

// later may not be proposed before version 2.
type later struct{}

// broken meets an error of the engine.
type broken struct{}

func (broken) Kind() string                          { return "toy.broken.v1" }
func (broken) Validate(ledger.Stamp) *ledger.Refusal { return nil }
func (broken) Apply(tx *ledger.Tx) (_ any, err error) {
	_, err = tx.Exec(`INSERT INTO mark VALUES (NULL)`)
	return nil, err
}

// seal stamps a command a second after the one before.
func (d *desk) seal(station string, actor ledger.Actor, c ledger.Command) ledger.Envelope {
	d.tb.Helper()
	d.drawn++
	d.now = d.now.Add(time.Second)
	e, err := ledger.Seal(c, ledger.Stamp{
		RequestID: fmt.Sprintf("00000000-0000-4000-8000-%012d", d.drawn), Station: station, Actor: actor, At: d.now.UTC(),
		ID: fmt.Sprintf("0190a5f3-0000-7000-8000-%012d", d.drawn), Number: fmt.Sprintf("N%d", d.drawn),
	})
	if err != nil {
		d.tb.Fatal(err)
	}
	return e
}

// captured is a command that the station north took in while it was cut off, judged on what is applied now: the next of its journal.
func (d *desk) captured(actor ledger.Actor, c ledger.Command) ledger.Envelope {
	d.tb.Helper()
	d.seq++
	e := d.seal("north", actor, c)
	base, _ := d.machine.Applied()
	e.Stamp.Captured = &ledger.Captured{Epoch: epoch, Seq: d.seq, Base: base}
	return e
}

// log appends an entry to the log and answers the outcomes.
func (d *desk) log(envelopes ...ledger.Envelope) ([]ledger.Outcome, error) {
	d.index++
	outcomes, err := d.machine.Apply([]ledger.Entry{{Index: d.index, Envelopes: envelopes}})
	if err != nil {
		d.index--
		return nil, err
	}
	return outcomes[0], nil
}

// decide has one envelope decided and answers "applied" or every problem as field:code, in order.
func (d *desk) decide(e ledger.Envelope) string {
	d.tb.Helper()
	outcomes, err := d.log(e)
	if err != nil {
		d.tb.Fatalf("%s: %v", e.Kind, err)
	}
	if outcomes[0].Refusal == nil {
		return "applied"
	}
	var problems []string
	for _, p := range outcomes[0].Refusal.Problems {
		problems = append(problems, strings.TrimPrefix(p.Field+":"+p.Code, ":"))
	}
	return strings.Join(problems, " ")
}

// must has a command decided that has to be applied.
func (d *desk) must(station string, actor ledger.Actor, c ledger.Command) {
	d.tb.Helper()
	if got := d.decide(d.seal(station, actor, c)); got != "applied" {
		d.tb.Fatalf("%s: %s", c.Kind(), got)
	}
}

func (d *desk) view(read func(store.Query) error) {
	d.tb.Helper()
	if err := d.db.View(d.tb.Context(), read); err != nil {
		d.tb.Fatal(err)
	}
}

// items are those of one state, the latest first.
func (d *desk) items(state conflict.State) []conflict.Item {
	d.tb.Helper()
	var items []conflict.Item
	d.view(func(q store.Query) (err error) {
		items, err = conflict.List(q, state, 100, "")
		return err
	})
	return items
}

// only is the one open item.
func (d *desk) only() conflict.Item {
	d.tb.Helper()
	items := d.items(conflict.Pending)
	if len(items) != 1 {
		d.tb.Fatalf("%d items on the desk, want 1", len(items))
	}
	return items[0]
}
