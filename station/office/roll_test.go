package office_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/office"
	"jiezhan/station/store"
)

// roll is one register with the roll of stations, and a hand that writes in it.
type roll struct {
	tb      testing.TB
	machine *ledger.Machine
	db      *store.DB
	now     time.Time
	actor   ledger.Actor
	drawn   int
	changes []string
}

func openRoll(tb testing.TB) *roll {
	tb.Helper()
	r := &roll{tb: tb, now: time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Shanghai), actor: system()}
	var err error
	if r.db, err = store.Open(filepath.Join(tb.TempDir(), "station.db"), store.Replayable); err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = r.db.Close() })
	watch := func(_ uint64, changes []ledger.Change) {
		for _, c := range changes {
			r.changes = append(r.changes, c.Topic+" "+c.ID)
		}
	}
	if r.machine, err = ledger.Open(r.db, []ledger.Slice{office.Slice(), future()}, watch); err != nil {
		tb.Fatal(err)
	}
	return r
}

// future is a slice that brings a table with cluster version 2, so that there is something to raise the office to.
func future() ledger.Slice {
	return ledger.Slice{Name: "future", Schema: `CREATE TABLE ticket (id TEXT PRIMARY KEY) WITHOUT ROWID`, Migrations: []ledger.Migration{{
		To: 2, Name: "windows",
		Run: func(tx *ledger.Tx) error {
			return tx.Script(`ALTER TABLE ticket ADD COLUMN window_id TEXT NOT NULL DEFAULT ''`)
		},
	}}}
}

func system() ledger.Actor { return ledger.Actor{Kind: ledger.System} }

// put has a command decided, a second after the one before.
func (r *roll) put(c ledger.Command) ledger.Outcome {
	r.tb.Helper()
	r.drawn++
	r.now = r.now.Add(time.Second)
	e, err := ledger.Seal(c, ledger.Stamp{
		RequestID: fmt.Sprintf("00000000-0000-4000-8000-%012d", r.drawn), Station: "qingsong-1", Actor: r.actor, At: r.now.UTC(),
		ID: fmt.Sprintf("0190a5f3-0000-7000-8000-%012d", r.drawn),
	})
	if err != nil {
		r.tb.Fatal(err)
	}
	outcomes, err := r.machine.Apply([]ledger.Entry{{Index: uint64(r.drawn), Envelopes: []ledger.Envelope{e}}})
	if err != nil {
		r.tb.Fatalf("%s: %v", c.Kind(), err)
	}
	return outcomes[0][0]
}

// answer is what a test compares: "applied", or every problem as field:code, in order.
func (r *roll) answer(c ledger.Command) string {
	r.tb.Helper()
	refusal := r.put(c).Refusal
	if refusal == nil {
		return "applied"
	}
	var problems []string
	for _, p := range refusal.Problems {
		problems = append(problems, strings.TrimPrefix(p.Field+":"+p.Code, ":"))
	}
	return strings.Join(problems, " ")
}

// steps has commands decided one after the other and compares the answers.
func (r *roll) steps(steps ...step) {
	r.tb.Helper()
	for i, s := range steps {
		if got := r.answer(s.command); got != s.want {
			r.tb.Errorf("step %d, %s %+v = %s, want %s", i+1, s.command.Kind(), s.command, got, s.want)
		}
	}
}

type step struct {
	command ledger.Command
	want    string
}

func (r *roll) view(read func(store.Query) error) {
	r.tb.Helper()
	if err := r.db.View(r.tb.Context(), read); err != nil {
		r.tb.Fatal(err)
	}
}

// stations tells the roll as "id machine address state", a station each.
func (r *roll) stations() string {
	r.tb.Helper()
	var lines []string
	r.view(func(q store.Query) error {
		all, err := office.Stations(q)
		for _, s := range all {
			lines = append(lines, fmt.Sprintf("%s %d %s %s", s.ID, s.Machine, s.Address, s.State))
		}
		return err
	})
	return strings.Join(lines, ", ")
}

// epoch is the office's epoch, or "" before it is founded.
func (r *roll) epoch() string {
	r.tb.Helper()
	var o office.Office
	r.view(func(q store.Query) (err error) {
		o, _, err = office.Current(q)
		return err
	})
	return o.Epoch
}

func found() office.Found { return office.Found{OfficeID: "o1", Name: "和平街道", Epoch: "e1"} }

// comer is a station that asks to be admitted: the n-th machine of a community.
func comer(n int) office.Admit {
	return office.Admit{
		Station: fmt.Sprintf("qingsong-%d", n), Name: fmt.Sprintf("青松社区服务站%d号机", n), Community: "339999001001", Machine: n,
		Address: fmt.Sprintf("10.0.0.%d:7400", n), Key: fmt.Sprintf("%064x", n),
	}
}

// renamed is the same machine under another id, with another key.
func renamed(c office.Admit) office.Admit {
	c.Station, c.Key = fmt.Sprintf("qingsong-new-%d", c.Machine), fmt.Sprintf("%064x", 1000+c.Machine)
	return c
}

// openOffice is a founded office with the first n machines of a community.
func openOffice(tb testing.TB, n int) *roll {
	tb.Helper()
	r := openRoll(tb)
	r.steps(step{found(), "applied"})
	for i := range n {
		r.steps(step{comer(i + 1), "applied"})
	}
	return r
}
