package conflict_test

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"jiezhan/station/conflict"
	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

func (d *desk) southSets() { d.must("south", d.clerk, set{Person: "p1"}) }

func TestTheDeskKeepsWhatWasEntered(t *testing.T) {
	d := openDesk(t)
	entry := d.captured(d.clerk, set{Person: "p1", Class: ledger.Conflict, Code: "permit.already_open"})
	at := ledger.FormatTime(d.now)
	d.southSets()
	seen := ledger.FormatTime(d.now)
	d.changes = nil
	d.decide(entry)
	got := d.only()
	want := conflict.Item{
		ID: got.ID, RequestID: entry.Stamp.RequestID, Kind: "toy.set.v1", Payload: []byte(`{"person":"p1","class":"conflict","code":"permit.already_open"}`),
		Station: "north", Epoch: epoch, Seq: 1, Base: 2, Number: entry.Stamp.Number, Actor: d.clerk, CapturedAt: at, RefusedAt: seen, Subject: "p1",
		Code: "permit.already_open", Params: map[string]string{"number": "N7"}, Outcome: conflict.Taken, State: conflict.Pending,
	}
	if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", want) {
		t.Errorf("item =\n%+v\nwant\n%+v", got, want)
	}
	if len(d.changes) != 1 || d.changes[0] != (ledger.Change{Topic: "conflict", ID: got.ID}) {
		t.Errorf("changes = %v", d.changes)
	}
	d.view(func(q store.Query) error {
		steps, err := conflict.Meanwhile(q, got)
		if len(steps) != 1 || steps[0] != (conflict.Step{At: seen, Kind: "toy.set.v1", Station: "south", Actor: d.clerk}) {
			t.Errorf("meanwhile = %+v", steps)
		}
		return err
	})
	d.decide(entry) // the answer got lost and the station sends it again
	if d.only().ID != got.ID {
		t.Error("the item was replaced")
	}
}

// A resident's entry is about the resident, also where it was refused before anybody looked into it.
func TestAResidentsEntryIsAboutTheResident(t *testing.T) {
	d := openDesk(t)
	entry := d.captured(ledger.Actor{Kind: ledger.Resident, ID: "p5"}, set{Person: "p5"})
	d.must("north", system(), ledger.OpenSession{Epoch: "journal-2", Start: 1})
	d.decide(entry)
	if got := d.only(); got.Subject != "p5" || got.Outcome != conflict.OldEpoch {
		t.Errorf("subject = %q, outcome = %s, want p5, old_epoch", got.Subject, got.Outcome)
	}
}

// The item, the refusal and the audit row stand or fall together.
func TestTheItemIsWrittenWithTheRefusal(t *testing.T) {
	d := openDesk(t)
	d.southSets()
	entry := d.captured(d.clerk, set{Person: "p1", Class: ledger.Conflict, Code: "permit.already_open"})
	if _, err := d.log(entry, d.seal("south", system(), broken{})); err == nil {
		t.Fatal("an error of the engine was taken for an outcome")
	}
	if n := len(d.items(conflict.Pending)); n != 0 {
		t.Errorf("%d items of a transaction that was rolled back", n)
	}
	d.open()
	d.decide(entry)
	d.only()
}

// A station fills a seat of its journal that the office will never see with a command of no meaning.
func TestAnEmptySeatIsNobodysWork(t *testing.T) {
	d := openDesk(t)
	if got := d.decide(d.captured(system(), ledger.Acknowledge{Epoch: "journal-9"})); got != "epoch:session.stale" {
		t.Fatalf("acknowledge = %s, want epoch:session.stale", got)
	}
	if n := len(d.items(conflict.Pending)); n != 0 {
		t.Errorf("%d items on the desk, want none", n)
	}
}

// What is judged while cut off is not refused by the office.
func TestTheTentativeTransactionPutsNothingOnTheDesk(t *testing.T) {
	d := openDesk(t)
	d.southSets()
	pending := d.captured(d.clerk, set{Person: "p1", Class: ledger.Conflict, Code: "permit.already_open"})
	if _, err := d.machine.Enter([]ledger.Envelope{pending}); err != nil {
		t.Fatal(err)
	}
	if n := len(d.items(conflict.Pending)); n != 0 {
		t.Errorf("%d items while cut off, want none", n)
	}
	d.decide(pending)
	d.only()
}

func TestAnEntryThatNobodyKnowsIsPutOnTheDeskByItsStation(t *testing.T) {
	d := openDesk(t)
	entry := d.captured(d.clerk, set{Person: "p1"})
	entry.Kind = "toy.newer.v1"
	open := conflict.Entry(entry)
	for range 2 { // its answer got lost once
		d.must("north", system(), open)
	}
	got := d.only()
	if got.Outcome != conflict.UnknownVersion || got.Code != "conflict.unknown_version" || got.Kind != "toy.newer.v1" || got.Seq != 1 || got.Base != 2 ||
		string(got.Payload) != `{"person":"p1"}` || got.Actor != d.clerk || got.RequestID != entry.Stamp.RequestID {
		t.Errorf("item = %+v", got)
	}
	if got := d.decide(d.seal("north", d.clerk, open)); got != "conflict.not_permitted" {
		t.Errorf("by a clerk = %s", got)
	}
	if got := d.decide(d.seal("north", system(), conflict.Open{})); got != "conflict.entry_incomplete" {
		t.Errorf("an empty one = %s", got)
	}
}

// refuse puts an item on the desk and answers its id.
func (d *desk) refuse(person string) string {
	d.tb.Helper()
	d.must("south", d.clerk, set{Person: person})
	d.decide(d.captured(d.clerk, set{Person: person, Class: ledger.Conflict, Code: "permit.already_open"}))
	return d.items(conflict.Pending)[0].ID
}

func TestAnItemIsSettledOnce(t *testing.T) {
	d := openDesk(t)
	id := d.refuse("p1")
	for _, c := range []struct {
		name    string
		command conflict.Resolve
		want    string
	}{
		{"nothing", conflict.Resolve{}, "conflict:conflict.unknown action:conflict.action_unknown successor:conflict.successor_required"},
		{"one that is not there", conflict.Resolve{Conflict: "x", Action: conflict.Attached, Successor: "r1"}, "conflict:conflict.unknown"},
		{"attached to nothing", conflict.Resolve{Conflict: id, Action: conflict.Attached}, "successor:conflict.successor_required"},
		{"dropped without a word", conflict.Resolve{Conflict: id, Action: conflict.Dropped, Reason: "  "}, "reason:conflict.reason_required"},
		{
			"dropped with too many",
			conflict.Resolve{Conflict: id, Action: conflict.Dropped, Reason: strings.Repeat("话", 201)},
			"reason:conflict.reason_too_long",
		},
		{"a kind that cannot be amended", conflict.Resolve{Conflict: id, Action: conflict.Amended, Successor: "r1"}, "action:conflict.not_amendable"},
		{"attached", conflict.Resolve{Conflict: id, Action: conflict.Attached, Successor: "record-7"}, "applied"},
		{"dropped afterwards", conflict.Resolve{Conflict: id, Action: conflict.Dropped, Reason: "重复"}, "conflict:conflict.resolved"},
	} {
		if got := d.decide(d.seal("south", d.clerk, c.command)); got != c.want {
			t.Errorf("%s = %s, want %s", c.name, got, c.want)
		}
	}
	d.view(func(q store.Query) error {
		got, _, err := conflict.ByID(q, id)
		if got.State != conflict.Resolved || got.Action != conflict.Attached || got.Successor != "record-7" || got.ResolvedBy != d.clerk.ID ||
			got.ResolvedAt != ledger.FormatTime(d.now.Add(-time.Second)) {
			t.Errorf("item = %+v", got)
		}
		return err
	})
}

func TestWhoSettlesConflicts(t *testing.T) {
	d := openDesk(t)
	id := d.refuse("p1")
	for _, actor := range []ledger.Actor{
		{Kind: ledger.Resident, ID: "p1"},
		{Kind: ledger.Staff, Role: string(staff.Admin)},
		{Kind: ledger.Staff, Role: string(staff.Recorder)},
		{Kind: ledger.Staff, Role: string(staff.Auditor)},
		{},
	} {
		if got := d.decide(d.seal("south", actor, conflict.Resolve{Conflict: id, Action: conflict.Dropped, Reason: "重复"})); got != "conflict.not_permitted" {
			t.Errorf("%s %s = %s, want conflict.not_permitted", actor.Kind, actor.Role, got)
		}
	}
}

func TestTheDeskIsListedByPages(t *testing.T) {
	d := openDesk(t)
	var ids []string
	for i := range 5 {
		ids = append([]string{d.refuse(fmt.Sprintf("p%d", i))}, ids...)
	}
	d.must("south", d.clerk, conflict.Resolve{Conflict: ids[2], Action: conflict.Dropped, Reason: "重复"})
	var pages []string
	before := ""
	for range 3 {
		d.view(func(q store.Query) error {
			items, err := conflict.List(q, conflict.Pending, 2, before)
			for _, i := range items {
				pages, before = append(pages, i.ID), i.ID
			}
			n, failure := conflict.Count(q)
			if n != 4 || failure != nil {
				t.Errorf("count = %d, %v, want 4", n, failure)
			}
			return err
		})
	}
	if want := []string{ids[0], ids[1], ids[3], ids[4]}; !slices.Equal(pages, want) {
		t.Errorf("pages = %v, want %v", pages, want)
	}
	if got := d.items(conflict.Resolved); len(got) != 1 || got[0].ID != ids[2] {
		t.Errorf("resolved = %+v", got)
	}
}

func TestQueriesUseAnIndex(t *testing.T) {
	d := openDesk(t)
	id := d.refuse("p1")
	d.view(func(q store.Query) error {
		for name, c := range map[string]struct {
			read func(store.Query) error
			want string
		}{
			"first page": {
				func(q store.Query) error { _, err := conflict.List(q, conflict.Pending, 50, ""); return err },
				"SEARCH conflict USING INDEX conflict_state (state=?)",
			},
			"next page": {
				func(q store.Query) error { _, err := conflict.List(q, conflict.Pending, 50, id); return err },
				"SEARCH conflict USING INDEX conflict_state (state=? AND row<?); SCALAR SUBQUERY 1; " +
					"SEARCH conflict USING COVERING INDEX sqlite_autoindex_conflict_1 (id=?)",
			},
			"by id": {
				func(q store.Query) error { _, _, err := conflict.ByID(q, id); return err },
				"SEARCH conflict USING INDEX sqlite_autoindex_conflict_1 (id=?)",
			},
			"count": {
				func(q store.Query) error { _, err := conflict.Count(q); return err },
				"SEARCH conflict USING COVERING INDEX conflict_state (state=?)",
			},
			"meanwhile": {
				func(q store.Query) error { _, err := conflict.Meanwhile(q, conflict.Item{Subject: "p1"}); return err },
				"SEARCH audit USING INDEX audit_subject (subject=?)",
			},
		} {
			if got := strings.Join(storetest.Plans(t, q, c.read), "; "); got != c.want {
				t.Errorf("plan of %s = %q, want %q", name, got, c.want)
			}
		}
		return nil
	})
}

func TestCodesListsEveryCode(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	quoted := regexp.MustCompile(`"(conflict\.[a-z0-9_]+)"`)
	var used []string
	for _, file := range files {
		if file == "codes.go" || strings.HasSuffix(file, "_test.go") {
			continue
		}
		source, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range quoted.FindAllStringSubmatch(string(source), -1) {
			used = append(used, m[1])
		}
	}
	slices.Sort(used)
	if got, want := conflict.Codes(), slices.Compact(used); !slices.Equal(got, want) {
		t.Errorf("Codes() =\n%s\nthe source answers\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
