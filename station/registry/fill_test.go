package registry

import (
	"fmt"
	"slices"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// A register that Fill wrote answers as one that commands wrote: the same keys, people, documents, registrations and places.
func TestFilledIsAsImported(t *testing.T) {
	const people = 40
	since := calendar.NewDate(2026, 11, 1)
	line := func(tree []area.NewNode) func(i int) ImportedPerson {
		s, rooms := newSample(), area.Rooms(tree)
		return func(i int) ImportedPerson {
			p := ImportedPerson{ID: fmt.Sprintf("p%02d", i), RoomID: rooms[i%len(rooms)].RoomID}
			r := s.next(i)
			p.Card, p.Phone = sampleCard(r), "+86"+r.phone
			if i%2 == 0 {
				p.HouseholdID = "h" + p.RoomID
			} else {
				p.ResidenceID, p.Number, p.Since, p.RegisteredOn = "r"+p.ID, "N"+p.ID, since, since
			}
			return p
		}
	}
	tree := sampleTree(1)[:60]
	imported, filled := emptyRegister(t), emptyRegister(t)
	machine, err := ledger.Open(imported, []ledger.Slice{area.Slice(), Slice()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	c, next := ImportPeople{}, line(tree)
	for i := range people {
		c.People = append(c.People, next(i))
	}
	for i, command := range []ledger.Command{area.AddNodes{Nodes: tree}, c} {
		if outcome := apply(t, machine, uint64(i)+1, command); outcome.Refusal != nil {
			t.Fatal(outcome.Refusal)
		}
	}
	next = line(tree)
	paths := map[string]string{}
	for _, room := range area.Rooms(tree) {
		paths[room.RoomID] = room.Path
	}
	inTx(t, filled, func(tx *store.Tx) error {
		if err := area.Fill(tx, tree); err != nil {
			return err
		}
		return Fill(tx, people, since, func(i int) (ImportedPerson, []string) {
			p := next(i)
			return p, []string{paths[p.RoomID]}
		})
	})
	for _, query := range []string{
		`SELECT kind || key || person FROM search_key ORDER BY kind, key, person`,
		`SELECT id || name_full || id_number || birth || phone || coalesce(household_id, '') FROM person ORDER BY row`,
		`SELECT person_id || number || readings || warnings || valid_to FROM document ORDER BY number`,
		`SELECT id || number || person_id || room_id || since || registered_at || state || channel FROM residence ORDER BY row`,
		`SELECT id || room_id FROM household ORDER BY id`,
		`SELECT row || id || kind || coalesce(parent, '') || community || name || number || label || path || sort FROM area_node ORDER BY row`,
		`SELECT kind || key || node FROM area_key ORDER BY kind, key, node`,
	} {
		if got, want := texts(t, filled, query), texts(t, imported, query); !slices.Equal(got, want) || len(want) == 0 {
			t.Errorf("%s: got = %q, want %q", query, got, want)
		}
	}
}

func emptyRegister(t *testing.T) *store.DB {
	t.Helper()
	db, err := store.Open(t.TempDir()+"/station.db", store.Replayable)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	if _, err := ledger.Open(db, []ledger.Slice{area.Slice(), Slice()}, nil); err != nil {
		t.Fatal(err)
	}
	return db
}

func inTx(t *testing.T, db *store.DB, do func(tx *store.Tx) error) {
	t.Helper()
	tx, err := db.Begin()
	if err == nil {
		err = do(tx)
	}
	if err == nil {
		err = tx.Commit()
	}
	if err != nil {
		t.Fatal(err)
	}
}

func texts(t *testing.T, db *store.DB, query string) []string {
	t.Helper()
	var list []string
	err := db.View(t.Context(), func(q store.Query) (err error) {
		list, err = collect(q, func(scan func(...any) error) (text string, err error) { return text, scan(&text) }, query)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
