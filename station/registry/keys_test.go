package registry

import (
	"context"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"jiezhan/station/area"
	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// After any sequence of commands the keys in the table are those that the people's rows make from scratch.
func TestKeysFollowTheRows(t *testing.T) {
	for seed := range uint64(3) {
		machine, db := emptyStreet(t)
		random := rand.New(rand.NewPCG(seed, 1))
		applied := 0
		for index := uint64(2); index < 400; index++ {
			if apply(t, machine, index, randomCommand(random, index)).Refusal == nil {
				applied++
			}
		}
		if applied < 25 {
			t.Errorf("seed %d: only %d commands were applied", seed, applied)
		}
		compareKeys(t, db)
	}
}

// randomCommand registers one of six people, moves them, gives them another name, telephone or card, or ends what they have.
func randomCommand(random *rand.Rand, index uint64) ledger.Command {
	residents := newSample()
	who := random.IntN(6)
	r := residents.next(0)
	for range who {
		r = residents.next(0)
	}
	earlier := fmt.Sprintf("01900000-0000-7000-8000-%012d", 2+random.Uint64N(index))
	if random.IntN(4) == 0 {
		return EndResidence{ResidenceID: earlier, On: calendar.NewDate(2026, 11, 20), Reason: MovedAway}
	}
	c := RegisterResidence{
		Card: sampleCard(r), RoomID: []string{"room", "room2", "room3"}[random.IntN(3)], Since: calendar.NewDate(2026, 11, 1), Statement: true,
		Channel: "kiosk", Phone: []string{"", "13812346620", "0571-88886666"}[random.IntN(3)],
	}
	if random.IntN(5) == 0 {
		c.Card.Name, c.Card.ValidFrom = "阿卜杜•热合曼", calendar.NewDate(2000+random.IntN(26), 1, 1)
	}
	if random.IntN(3) == 0 {
		c.MovedFrom = earlier
	}
	return c
}

func compareKeys(t *testing.T, db *store.DB) {
	t.Helper()
	err := db.View(context.Background(), func(q store.Query) error {
		people, err := collect(q, func(scan func(...any) error) (p Person, err error) { return p, scan(&p.row, &p.ID) }, `SELECT row, id FROM person`)
		if err != nil || len(people) == 0 {
			t.Errorf("%d people", len(people))
			return err
		}
		for _, p := range people {
			want, err := keysOf(q, p.ID)
			if err != nil {
				return err
			}
			got, err := collect(q, func(scan func(...any) error) (k searchKey, err error) { return k, scan(&k.Kind, &k.Key) },
				`SELECT kind, key FROM search_key WHERE person = ? ORDER BY kind, key`, p.row)
			if err != nil {
				return err
			}
			if !slices.Equal(got, want) {
				t.Errorf("keys of %s: got = %v, want %v", p.ID, got, want)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// emptyStreet is a register with one building of three rooms and nobody in it.
func emptyStreet(tb testing.TB) (*ledger.Machine, *store.DB) {
	tb.Helper()
	db, err := store.Open(filepath.Join(tb.TempDir(), "station.db"), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = db.Close() })
	machine, err := ledger.Open(db, []ledger.Slice{area.Slice(), Slice()}, nil)
	if err != nil {
		tb.Fatal(err)
	}
	apply(tb, machine, 1, area.AddNodes{Nodes: []area.NewNode{
		{ID: "c", Kind: area.Community, Name: "青松社区", Number: "339999001001"},
		{ID: "qs", Kind: area.Compound, Parent: "c", Name: "青松家园"},
		{ID: "b", Kind: area.Building, Parent: "qs", Number: "1"},
		{ID: "room", Kind: area.Room, Parent: "b", Number: "101"},
		{ID: "room2", Kind: area.Room, Parent: "b", Number: "102"},
		{ID: "room3", Kind: area.Room, Parent: "b", Number: "103"},
	}})
	return machine, db
}

func apply(tb testing.TB, machine *ledger.Machine, index uint64, c ledger.Command) ledger.Outcome {
	tb.Helper()
	e, err := ledger.Seal(c, ledger.Stamp{
		RequestID: fmt.Sprintf("00000000-0000-7000-8000-%012d", index), Station: "s1", Actor: ledger.Actor{Kind: ledger.System},
		At: time.Date(2026, 11, 21, 1, 0, 0, 0, time.UTC), ID: fmt.Sprintf("01900000-0000-7000-8000-%012d", index), Number: fmt.Sprint(index),
	})
	if err != nil {
		tb.Fatal(err)
	}
	outcomes, err := machine.Apply([]ledger.Entry{{Index: index, Envelopes: []ledger.Envelope{e}}})
	if err != nil {
		tb.Fatal(err)
	}
	return outcomes[0][0]
}

func sampleCard(r resident) CardData {
	n, _, err := identity.ParseNumber(r.number)
	if err != nil {
		panic(err)
	}
	return CardData{
		Kind: ResidentCard, Name: r.name, SexCode: n.Sex(), EthnicCode: "01", Birth: n.Birth(), Address: "范本省范本市范本路1号", IDNumber: r.number,
		Issuer: "范本市公安局", ValidFrom: calendar.NewDate(2020, 1, 1), ValidTo: calendar.NewDate(2040, 1, 1), Verified: VerifiedChip,
	}
}
