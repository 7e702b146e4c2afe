package ledger

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"jiezhan/station/store"
	"jiezhan/station/store/storetest"
)

func TestAJournalIsDecidedInItsOrder(t *testing.T) {
	now := Session{Station: "s1", Epoch: "b", Start: 3, Last: 7, Acked: 4}
	for name, c := range map[string]struct {
		session Session
		at      Captured
		want    string
	}{
		"the next one":           {now, Captured{Epoch: "b", Seq: 8}, ""},
		"too early":              {now, Captured{Epoch: "b", Seq: 9}, codeOutOfOrder},
		"decided, not known":     {now, Captured{Epoch: "b", Seq: 7}, codeOldEpoch},
		"acknowledged":           {now, Captured{Epoch: "b", Seq: 4}, codeExpired},
		"the first there can be": {now, Captured{Epoch: "b", Seq: 0}, codeExpired},
		"a journal replaced":     {now, Captured{Epoch: "a", Seq: 8}, codeOldEpoch},
		"no session":             {Session{}, Captured{Seq: 1}, codeOldEpoch},
		"at the end of numbers":  {Session{Epoch: "b", Last: 1<<64 - 1}, Captured{Epoch: "b", Seq: 1<<64 - 1}, codeOldEpoch},
	} {
		got := ""
		if refusal := c.session.turn(c.at); refusal != nil {
			got = refusal.Code()
		}
		if got != c.want {
			t.Errorf("%s = %q, want %q", name, got, c.want)
		}
	}
}

func TestASessionIsTakenUpOnlyByTheDiskThatHeldIt(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	clerk := seal(t, 99, OpenSession{Epoch: "a", Start: 1})
	for n, step := range []struct {
		name string
		e    Envelope
		want string
	}{
		{"by a clerk", clerk, codeActor},
		{"without a name", system(t, 1, OpenSession{Start: 1}), "required"},
		{"beyond what the file can count", system(t, 0, OpenSession{Epoch: "a", Start: 1 << 63}), codeTooBig},
		{"the first", system(t, 2, OpenSession{Epoch: "a", Start: 1}), auditApplied},
		{"asked again", system(t, 2, OpenSession{Epoch: "a", Start: 1}), auditApplied},
		{"a copy of the disk at the same start", system(t, 3, OpenSession{Epoch: "a", Start: 1}), codeStale},
		{"the next start", system(t, 4, OpenSession{Epoch: "a", Start: 2}), auditApplied},
		{"a disk of before", system(t, 5, OpenSession{Epoch: "a", Start: 1}), codeStale},
		{"a new journal", system(t, 6, OpenSession{Epoch: "b", Start: 1}), auditApplied},
		{"the journal replaced", system(t, 7, OpenSession{Epoch: "a", Start: 9}), codeStale},
		{"the next start of the new one", system(t, 8, OpenSession{Epoch: "b", Start: 5}), auditApplied},
	} {
		if got := code(apply(t, m, uint64(n+1), step.e)[0]); got != step.want {
			t.Errorf("%s = %s, want %s", step.name, got, step.want)
		}
	}
	if got, want := session(t, db, "s1"), (Session{Station: "s1", Epoch: "b", Start: 5}); got != want {
		t.Errorf("session = %+v, want %+v", got, want)
	}
	for epoch, want := range map[string]string{"a": "2 false true", "b": "5 true true", "c": "0 false false"} {
		view(t, db, func(q store.Query) error {
			start, current, found, err := EpochOf(q, "s1", epoch)
			if got := fmt.Sprint(start, current, found); got != want {
				t.Errorf("epoch %s = %s, want %s", epoch, got, want)
			}
			return err
		})
	}
	other := system(t, 20, OpenSession{Epoch: "x", Start: 1})
	other.Stamp.Station = "s0"
	apply(t, m, 20, other)
	view(t, db, func(q store.Query) error {
		all, err := Sessions(q)
		if want := []Session{{Station: "s0", Epoch: "x", Start: 1}, {Station: "s1", Epoch: "b", Start: 5}}; !slices.Equal(all, want) {
			t.Errorf("sessions = %+v, want %+v", all, want)
		}
		return err
	})
}

func view(tb testing.TB, db *store.DB, read func(store.Query) error) {
	tb.Helper()
	if err := db.View(tb.Context(), read); err != nil {
		tb.Fatal(err)
	}
}

func session(tb testing.TB, db *store.DB, station string) (s Session) {
	tb.Helper()
	view(tb, db, func(q store.Query) error {
		found, known, err := SessionOf(q, station)
		if !known {
			tb.Errorf("%s has no session", station)
		}
		s = found
		return err
	})
	return s
}

// desk is what the slice was told of refused entries of journals: request, code, subject.
func desk(tb testing.TB, db *store.DB) (all [][3]string) {
	tb.Helper()
	view(tb, db, func(q store.Query) error {
		rows, err := q.Rows(`SELECT request_id, code, subject FROM desk ORDER BY request_id, code`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var r [3]string
			if err := rows.Scan(&r[0], &r[1], &r[2]); err != nil {
				return err
			}
			r[0] = r[0][len(r[0])-2:]
			all = append(all, r)
		}
		return rows.Err()
	})
	return all
}

// TestWhatWasAcceptedWhileCutOffHasOneOutcome sends the journal of one station as bad lines and restarts make it: twice, with gaps, of an older disk.
func TestWhatWasAcceptedWhileCutOffHasOneOutcome(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	disabled := captured(t, 16, put{"a", 1}, "a", 5)
	disabled.Stamp.Actor.ID = gone
	for n, step := range []struct {
		name string
		e    Envelope
		want string
		last uint64
	}{
		{"before there is a session", captured(t, 9, put{"a", 1}, "a", 1), codeOldEpoch, 0},
		{"the session opens", system(t, 10, OpenSession{Epoch: "a", Start: 1}), auditApplied, 0},
		{"a proposal whose answer got lost", seal(t, 11, put{"a", 5}), auditApplied, 0},
		{"the second entry comes first", captured(t, 12, take{"a", 3}, "a", 2), codeOutOfOrder, 0},
		{"the first, decided before", captured(t, 11, put{"a", 5}, "a", 1), auditApplied, 1},
		{"the second again", captured(t, 12, take{"a", 3}, "a", 2), auditApplied, 2},
		{"the second once more", captured(t, 12, take{"a", 3}, "a", 2), auditApplied, 2},
		{"a conflict", captured(t, 13, take{"a", 3}, "a", 3), "jar.too_few", 3},
		{"the conflict again", captured(t, 13, take{"a", 3}, "a", 3), "jar.too_few", 3},
		{"a request id used for something else", captured(t, 11, put{"a", 6}, "a", 4), codeReused, 4},
		{"the same again", captured(t, 11, put{"a", 6}, "a", 4), codeReused, 4},
		{"by somebody who has left", disabled, "shelf.gone", 5},
		{"a late refusal", captured(t, 17, fumble{"a"}, "a", 6), "jar.fumbled", 6},
		{"a place that was decided, of another disk", captured(t, 18, put{"a", 1}, "a", 6), codeOldEpoch, 6},
		{"the journal is replaced", system(t, 19, OpenSession{Epoch: "b", Start: 1}), auditApplied, 0},
		{"an entry of the old one", captured(t, 20, put{"a", 1}, "a", 7), codeOldEpoch, 0},
		{"an entry of the old one, decided", captured(t, 12, take{"a", 3}, "a", 2), auditApplied, 0},
		{"a proposal refused", seal(t, 22, take{"a", 9}), "jar.too_few", 0},
		{"the same, of the old journal", captured(t, 22, take{"a", 9}, "a", 8), "jar.too_few", 0},
		{"the new one goes on", captured(t, 21, put{"a", 1}, "b", 1), auditApplied, 1},
	} {
		got := apply(t, m, uint64(n+1), step.e)[0]
		if code(got) != step.want {
			t.Errorf("%s = %s, want %s", step.name, code(got), step.want)
		}
		if n == 0 {
			continue
		}
		if s := session(t, db, "s1"); s.Last != step.last {
			t.Errorf("%s: last = %d, want %d", step.name, s.Last, step.last)
		}
	}
	want := [][3]string{
		{"09", codeOldEpoch, ""},
		{"11", codeReused, ""},
		{"13", "jar.too_few", "a"},
		{"16", "shelf.gone", ""},
		{"17", "jar.fumbled", ""},
		{"18", codeOldEpoch, ""},
		{"20", codeOldEpoch, ""},
		{"22", "jar.too_few", ""},
	}
	if got := desk(t, db); !reflect.DeepEqual(got, want) {
		t.Errorf("desk = %v, want %v", got, want)
	}
	var marbles int
	view(t, db, func(q store.Query) error { return q.Row(`SELECT marbles FROM jar WHERE name = 'a'`).Scan(&marbles) })
	if marbles != 5-3+1 {
		t.Errorf("marbles = %d, want 3", marbles)
	}
}

func TestAnEntryThatCameTooEarlyLeavesNoTrace(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	apply(t, m, 1, system(t, 1, OpenSession{Epoch: "a", Start: 1}))
	seq, head := m.Chain()
	o := apply(t, m, 2, captured(t, 3, put{"a", 1}, "a", 3))[0]
	if code(o) != codeOutOfOrder || o.Refusal.Problems[0].Params["next"] != "1" || o.Index != 0 {
		t.Errorf("outcome = %+v, want %s, next 1, no index", o, codeOutOfOrder)
	}
	if gotSeq, got := m.Chain(); gotSeq != seq || got != head {
		t.Errorf("chain = %d %x, want %d %x", gotSeq, got, seq, head)
	}
	if got := apply(t, m, 2, captured(t, 3, put{"a", 1}, "a", 3))[0]; got.Refusal != nil || got.Index != 0 {
		t.Errorf("the entry delivered again = %+v, want nothing but its id", got)
	}
	if got := desk(t, db); len(got) != 0 {
		t.Errorf("desk = %v, want nothing", got)
	}
}

func TestOutcomesAreDroppedOnlyWhenAcknowledged(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	other := seal(t, 5, put{"a", 9})
	other.Stamp.Station = "s2"
	clerk := seal(t, 98, Acknowledge{Epoch: "a", Seq: 1, Index: 3})
	for n, step := range []struct {
		name string
		e    Envelope
		want string
	}{
		{"no session", system(t, 1, Acknowledge{Epoch: "a"}), codeStale},
		{"open", system(t, 2, OpenSession{Epoch: "a", Start: 1}), auditApplied},
		{"one", captured(t, 3, put{"a", 1}, "a", 1), auditApplied},
		{"of another station", other, auditApplied},
		{"two", captured(t, 4, put{"a", 1}, "a", 2), auditApplied},
		{"by a clerk", clerk, codeActor},
		{"what is not decided", system(t, 6, Acknowledge{Epoch: "a", Seq: 3, Index: 5}), codeOutOfOrder},
		{"another journal", system(t, 7, Acknowledge{Epoch: "x", Seq: 1, Index: 5}), codeStale},
		{"the first", system(t, 8, Acknowledge{Epoch: "a", Seq: 1, Index: 4}), auditApplied},
		{"not back", system(t, 9, Acknowledge{Epoch: "a", Seq: 0, Index: 0}), auditApplied},
		{"the first once more", captured(t, 3, put{"a", 1}, "a", 1), codeExpired},
		{"the second once more", captured(t, 4, put{"a", 1}, "a", 2), auditApplied},
		{"the other station's once more", other, auditApplied},
	} {
		if got := code(apply(t, m, uint64(n+1), step.e)[0]); got != step.want {
			t.Errorf("%s = %s, want %s", step.name, got, step.want)
		}
	}
	if got := session(t, db, "s1"); got.Acked != 1 || got.Last != 2 {
		t.Errorf("session = %+v, want acked 1, last 2", got)
	}
	if got := apply(t, m, 3, captured(t, 30, put{"a", 1}, "a", 1))[0]; got.RequestID == "" || got.Refusal != nil || got.Result != nil {
		t.Errorf("an entry in the file whose outcome is gone = %+v, want nothing but its id", got)
	}
}

func TestSessionsAndOutcomesAreFoundByAnIndex(t *testing.T) {
	_, db := openShelf(t, t.TempDir())
	defer db.Close()
	view(t, db, func(q store.Query) error {
		for query, want := range map[string]string{
			sessionColumns + currentOf: "SEARCH session USING PRIMARY KEY (station=?)",
			dropOutcomes:               "SEARCH outcome USING INDEX outcome_station (station=? AND log_index<?)",
			`SELECT intent FROM outcome WHERE request_id = ?`: "SEARCH outcome USING PRIMARY KEY (request_id=?)",
			`UPDATE session SET last = 1 WHERE ` + currentOf:  "SEARCH session USING PRIMARY KEY (station=?)",
		} {
			args := []any{"s1", 1}[:strings.Count(query, "?")]
			if got := storetest.Plan(t, q, query, args...); !slices.Contains(got, want) {
				t.Errorf("%s: plan = %v, want %s", query, got, want)
			}
		}
		return nil
	})
}

// FuzzOwnCommands: whatever a member sends as a command of the ledger itself is decided; nothing of it stops a station.
func FuzzOwnCommands(f *testing.F) {
	f.Add(0, `{"epoch":"a","start":1}`, `{"epoch":"a","seq":1,"base":0}`)
	f.Add(1, `{"epoch":"a","seq":18446744073709551615,"index":18446744073709551615}`, `null`)
	f.Add(1, `{"epoch":"a","seq":0,"index":3}`, `{"epoch":"a","seq":18446744073709551615,"base":18446744073709551615}`)
	m, db := openShelf(f, f.TempDir())
	f.Cleanup(func() { db.Close() })
	kinds := []string{OpenSession{}.Kind(), Acknowledge{}.Kind()}
	var index uint64
	f.Fuzz(func(t *testing.T, kind int, payload, place string) {
		e := system(t, 0, OpenSession{})
		e.Kind, e.Payload = kinds[kind&1], json.RawMessage(payload)
		e.Stamp.RequestID, e.Stamp.ID = fmt.Sprint(index), fmt.Sprint(index) // drawn anew for each, as stations do
		if _, err := m.Kinds().Decode(e); err != nil || json.Unmarshal([]byte(place), &e.Stamp.Captured) != nil {
			return // the leader takes none that cannot be read
		}
		index++
		outcomes, err := m.Apply([]Entry{{Index: index, Envelopes: []Envelope{e}}})
		if err != nil || outcomes[0][0].RequestID != e.Stamp.RequestID {
			t.Fatalf("apply %s %s %s = %+v %v, want it decided", e.Kind, payload, place, outcomes, err)
		}
	})
}
