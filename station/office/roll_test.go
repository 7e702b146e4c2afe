package office_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/ledger/ledgertest"
	"jiezhan/station/office"
	"jiezhan/station/store"
)

// roll is one register with the roll of stations, and a hand that writes in it.
type roll struct {
	*ledgertest.Books
	tb    testing.TB
	now   time.Time
	actor ledger.Actor
}

func openRoll(tb testing.TB) *roll {
	tb.Helper()
	r := &roll{tb: tb, now: time.Date(2026, 11, 21, 9, 0, 0, 0, calendar.Shanghai), actor: system()}
	r.Books = ledgertest.Open(tb, r.tick, office.Slice(), future())
	r.Number = nil
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

// tick lets a second pass.
func (r *roll) tick() time.Time {
	r.now = r.now.Add(time.Second)
	return r.now.UTC()
}

// put has a command decided, a second after the one before.
func (r *roll) put(c ledger.Command) ledger.Outcome {
	r.tb.Helper()
	stamp := r.Stamp(r.actor)
	stamp.Station = "qingsong-1"
	return r.Decide(r.Seal(c, stamp))
}

// answer is what a test compares: "applied", or every problem as field:code, in order.
func (r *roll) answer(c ledger.Command) string {
	r.tb.Helper()
	return ledgertest.Answer(r.put(c), "applied")
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

func (r *roll) view(read func(store.Query) error) { r.tb.Helper(); r.View(read) }

// told is what changed since the last time.
func (r *roll) told() string {
	lines := make([]string, len(r.Changes))
	for i, c := range r.Changes {
		lines[i] = c.Topic + " " + c.ID
	}
	return strings.Join(lines, ", ")
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
