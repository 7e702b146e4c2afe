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
		Name:   "shelf",
		Schema: `CREATE TABLE jar (name TEXT PRIMARY KEY, id TEXT NOT NULL, marbles INTEGER NOT NULL CHECK (marbles >= 0)) WITHOUT ROWID`,
		Commands: []Declaration{
			Declare[put](Final), Declare[take](Provisional).WithNumber(), Declare[fumble](OnlineOnly), Declare[spill](OnlineOnly),
		},
	}
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
	_, err := tx.Exec(`INSERT INTO jar VALUES (?,?,?) ON CONFLICT (name) DO UPDATE SET marbles = marbles + excluded.marbles`,
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
	if _, err := tx.Exec(`INSERT INTO jar VALUES (?,?,1000) ON CONFLICT (name) DO UPDATE SET marbles = 1000`, c.Jar, tx.NewID()); err != nil {
		return nil, err
	}
	return nil, Refuse(Conflict, "", "jar.fumbled")
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

func TestARequestIsDecidedOnce(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	ask := seal(t, 1, put{"a", 5})
	first := apply(t, m, 1, ask)[0]
	again := ask
	again.Stamp.ID, again.Stamp.At, again.Stamp.Station = "0190a5f3-0000-7000-8000-00000000ffff", again.Stamp.At.Add(time.Minute), "s2"
	second := apply(t, m, 2, again)[0]
	if second.Index != first.Index || string(second.Result) != string(first.Result) {
		t.Errorf("second outcome = %+v, want the first %+v", second, first)
	}
	other := seal(t, 1, put{"a", 6})
	if got := apply(t, m, 3, other)[0].Refusal; got == nil || got.Code() != "request.reused" {
		t.Errorf("same id, other wish = %v, want request.reused", got)
	}
	short := apply(t, m, 4, seal(t, 2, take{"a", 6}))[0]
	if short.Refusal == nil || short.Refusal.Code() != "jar.too_few" || short.Refusal.Problems[0].Params["jar"] != "a" {
		t.Errorf("take 6 of 5 = %v, want jar.too_few of a", short.Refusal)
	}
	if got := apply(t, m, 5, seal(t, 2, take{"a", 6}))[0]; got.Index != 4 || got.Refusal == nil {
		t.Errorf("a refusal asked again = %+v, want the one of entry 4", got)
	}
}

func TestAnEntryAlreadyInTheFileIsSkipped(t *testing.T) {
	folder := t.TempDir()
	m, db := openShelf(t, folder)
	apply(t, m, 7, seal(t, 1, put{"a", 5}), seal(t, 2, take{"a", 2}))
	want := digest(t, db)
	_, head := m.Applied()
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	m, db = openShelf(t, folder)
	defer db.Close()
	replayed := apply(t, m, 7, seal(t, 1, put{"a", 5}), seal(t, 2, take{"a", 2}))
	if replayed[1].Index != 7 || replayed[1].Refusal != nil {
		t.Errorf("replayed outcome = %+v, want the stored one", replayed[1])
	}
	if got := digest(t, db); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("rows after replay = %v, want %v", got, want)
	}
	if index, got := m.Applied(); index != 7 || got != head {
		t.Errorf("applied = %d %x, want 7 %x", index, got, head)
	}
}

func TestALateRefusalLeavesNothingBehind(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	outcomes := apply(t, m, 1, seal(t, 1, put{"a", 1}), seal(t, 2, fumble{"a"}), seal(t, 3, fumble{"b"}), seal(t, 4, take{"a", 1}))
	for i, want := range []string{"", "jar.fumbled", "jar.fumbled", ""} {
		got := ""
		if outcomes[i].Refusal != nil {
			got = outcomes[i].Refusal.Code()
		}
		if got != want {
			t.Errorf("outcome %d = %q, want %q", i, got, want)
		}
	}
	var jars, marbles, audit int
	err := db.View(t.Context(), func(q store.Query) error {
		return q.Row(`SELECT count(*), sum(marbles), (SELECT count(*) FROM audit) FROM jar`).Scan(&jars, &marbles, &audit)
	})
	if err != nil || jars != 1 || marbles != 0 || audit != 4 {
		t.Errorf("jars, marbles, audit = %d %d %d %v, want 1 0 4", jars, marbles, audit, err)
	}
}

func TestAnEngineErrorStopsTheMachineAndKeepsTheFile(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	apply(t, m, 1, seal(t, 1, put{"a", 1}))
	want := digest(t, db)
	for range 2 {
		_, err := m.Apply([]Entry{{Index: 2, Envelopes: []Envelope{seal(t, 2, put{"a", 1}), seal(t, 3, spill{})}}})
		if !errors.Is(err, errDisk) {
			t.Errorf("apply = %v, want %v", err, errDisk)
		}
	}
	unknown := Envelope{Kind: "shelf.dust.v9", Stamp: seal(t, 4, put{}).Stamp}
	if err := m.Reload(); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Apply([]Entry{{Index: 2, Envelopes: []Envelope{unknown}}}); !errors.Is(err, ErrUnknownKind) {
		t.Errorf("unknown kind = %v, want %v", err, ErrUnknownKind)
	}
	if got := digest(t, db); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("rows = %v, want %v", got, want)
	}
}
