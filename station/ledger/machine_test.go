package ledger

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"jiezhan/station/store"
)

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
