package registry_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"jiezhan/station/area"
	"jiezhan/station/registry"
	"jiezhan/station/store"
)

// scattered has two compounds in which people are registered and of households at random: here and there, in two rooms, in no household, with a
// document that ran out, and without a telephone.
func scattered(tb testing.TB, seed uint64) *office {
	tb.Helper()
	o, chance := openOffice(tb), rand.New(rand.NewPCG(seed, 5))
	var nodes []area.NewNode
	var rooms []string
	for _, compound := range []string{"qs", "wy"} {
		building := fmt.Sprint(compound, "-tower")
		nodes = append(nodes, area.NewNode{ID: building, Kind: area.Building, Parent: compound, Number: "77"})
		for n := range 6 {
			room := fmt.Sprint(building, n)
			nodes, rooms = append(nodes, area.NewNode{ID: room, Kind: area.Room, Parent: building, Number: fmt.Sprint(100 + n)}), append(rooms, room)
		}
	}
	o.do(area.AddNodes{Nodes: nodes})
	people := make([]registry.ImportedPerson, 60)
	for i := range people {
		p := registry.ImportedPerson{ID: fmt.Sprint("p", i), Card: card("范小例", fmt.Sprintf("3399991970%02d%02d%03d", 1+i%12, 1+i%28, i)), RoomID: rooms[chance.IntN(len(rooms))]}
		if chance.IntN(4) == 0 {
			p.Card.ValidTo = day("2026-11-20")
		}
		if chance.IntN(3) > 0 {
			p.Phone = fmt.Sprintf("138%08d", i)
		}
		if registered := chance.IntN(2) == 0; registered {
			p.Number, p.Since, p.RegisteredOn = fmt.Sprint("R", i), day("2026-01-05"), day("2026-01-06")
		}
		if p.Number == "" || chance.IntN(2) == 0 {
			p.HouseholdID = fmt.Sprint("h-", p.RoomID)
		}
		people[i] = p
	}
	o.do(registry.ImportPeople{People: people})
	for i := range 9 { // some are registered a second time, here or in the other compound
		second := movesIn()
		second.Card, second.RoomID = people[i].Card, rooms[chance.IntN(len(rooms))]
		if second.RoomID != people[i].RoomID {
			o.register(second)
		}
	}
	for _, room := range rooms {
		if chance.IntN(3) == 0 {
			o.do(area.StateOccupancy{RoomID: room, State: area.Empty, On: day("2026-11-20")})
		}
	}
	return o
}

// counted asks for every count by itself.
func counted(q store.Query, place string) (registry.Coverage, error) {
	const below = `WITH RECURSIVE below (id, kind, use) AS (SELECT id, kind, room_use FROM area_node WHERE id = ?1
		UNION ALL SELECT c.id, c.kind, c.room_use FROM below b JOIN area_node c ON c.parent = b.id WHERE c.valid_to = ''),
		registered (person, room) AS (SELECT person_id, room_id FROM residence WHERE state = 'active' AND room_id IN (SELECT id FROM below)),
		home (id, room) AS (SELECT id, room_id FROM household WHERE room_id IN (SELECT id FROM below)),
		living (id) AS (SELECT person FROM registered UNION SELECT id FROM person WHERE household_id IN (SELECT id FROM home)),
		documented (id) AS (SELECT person_id FROM document WHERE valid_to = '' OR long_term OR valid_to >= '2026-11-21'),
		lived (room) AS (SELECT room FROM registered UNION SELECT room FROM home WHERE id IN (SELECT household_id FROM person)),
		empty (room) AS (SELECT node FROM area_occupancy WHERE state = 'empty') `
	var c registry.Coverage
	for query, into := range map[string]*int{
		`SELECT count(*) FROM below WHERE kind = 'building'`:                                                                        &c.Buildings,
		`SELECT count(*) FROM below JOIN area_numbering ON node = id WHERE kind = 'building' AND state = 'verified'`:                &c.VerifiedBuildings,
		`SELECT count(*) FROM below WHERE use = 'living'`:                                                                           &c.Rooms,
		`SELECT count(*) FROM below WHERE use = 'living' AND (id IN (SELECT room FROM lived) OR id IN (SELECT room FROM empty))`:    &c.KnownRooms,
		`SELECT count(*) FROM below WHERE use = 'living' AND id NOT IN (SELECT room FROM lived) AND id IN (SELECT room FROM empty)`: &c.EmptyRooms,
		`SELECT count(*) FROM home WHERE id IN (SELECT household_id FROM person)`:                                                   &c.Households,
		`SELECT count(*) FROM home WHERE id IN (SELECT household_id FROM person) AND id NOT IN (SELECT household_id FROM person
			WHERE household_id IS NOT NULL AND id NOT IN (SELECT id FROM documented))`: &c.DocumentedHouseholds,
		`SELECT count(*) FROM living`:                                          &c.People,
		`SELECT count(*) FROM living WHERE id IN (SELECT id FROM documented)`:  &c.WithDocument,
		`SELECT count(*) FROM living JOIN person USING (id) WHERE phone <> ''`: &c.WithPhone,
		`SELECT count(DISTINCT person) FROM registered`:                        &c.Registered,
	} {
		if err := q.Row(below+query, place).Scan(into); err != nil {
			return c, err
		}
	}
	return c, nil
}

// One walk finds for a place and for each of its parts what a count of each by itself finds.
func TestCoverageOfPartsIsThatOfEach(t *testing.T) {
	for seed := range uint64(8) {
		o := scattered(t, seed)
		o.view(func(q store.Query) error {
			for _, place := range []string{"c1", "qs", "wy-tower", "wy-tower3", "nowhere"} {
				got, err := registry.CoverageOf(q, place, day("2026-11-21"))
				if err != nil {
					return err
				}
				if want, err := counted(q, place); err != nil || got.Whole != want {
					t.Errorf("seed %d: %s = %+v\nwant %+v, %v", seed, place, got.Whole, want, err)
				}
				for part, c := range got.Parts {
					if want, err := counted(q, part); err != nil || c != want {
						t.Errorf("seed %d: %s in %s = %+v\nwant %+v, %v", seed, part, place, c, want, err)
					}
				}
			}
			return nil
		})
	}
}

// lacking counts the people without a document in force or without a telephone by room, each by itself.
func lacking(q store.Query, kind registry.GapKind) (map[string]int, error) {
	condition := map[registry.GapKind]string{
		registry.PhoneMissing:    `phone = ''`,
		registry.DocumentMissing: `id NOT IN (SELECT person_id FROM document WHERE valid_to = '' OR long_term OR valid_to >= '2026-11-21')`,
	}[kind]
	rows, err := q.Rows(`SELECT room, count(DISTINCT id) FROM (
			SELECT room_id AS room, person_id AS id FROM residence WHERE state = 'active'
			UNION ALL SELECT h.room_id, p.id FROM person p JOIN household h ON h.id = p.household_id) JOIN person USING (id) WHERE ` + condition + ` GROUP BY room`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]int{}
	for rows.Next() {
		var room string
		var count int
		if err := rows.Scan(&room, &count); err != nil {
			return nil, err
		}
		counts[room] = count
	}
	return counts, rows.Err()
}

// Somebody who is registered in a room and of a household there lacks a thing once.
func TestGapsCountEverybodyOnce(t *testing.T) {
	for seed := range uint64(8) {
		o := scattered(t, seed)
		for _, kind := range []registry.GapKind{registry.DocumentMissing, registry.PhoneMissing} {
			o.view(func(q store.Query) error {
				gaps, err := registry.GapsIn(q, "c1", kind, day("2026-11-21"), 100)
				if err != nil {
					return err
				}
				got := map[string]int{}
				for _, g := range gaps {
					got[g.NodeID] = g.People
				}
				want, err := lacking(q, kind)
				if !maps.Equal(got, want) || len(want) == 0 {
					t.Errorf("seed %d: %s = %v, want %v", seed, kind, got, want)
				}
				return err
			})
		}
	}
}

// Counts that go through many people read nothing of them but indexes, so that a community is counted while somebody waits.
func TestCountsOfPeopleReadIndexesOnly(t *testing.T) {
	o := settled(t)
	household, document := "SEARCH p USING COVERING INDEX person_household (household_id=?)", "SEARCH d USING COVERING INDEX document_person (person_id=?)"
	for name, c := range map[string]struct {
		ask  func(store.Query) error
		want []string
	}{
		"coverage": {
			func(q store.Query) error { _, err := registry.CoverageOf(q, "c1", day("2026-11-21")); return err }, []string{household, document},
		},
		"households of a month": {
			func(q store.Query) error { _, err := registry.HousedOn(q, 2, day("2026-11-21")); return err },
			[]string{household, "SEARCH r USING COVERING INDEX residence_person (person_id=? AND registered_on<?)"},
		},
	} {
		plans := o.plans(t, c.ask)
		for _, want := range c.want {
			if !slices.Contains(plans, want) {
				t.Errorf("%s: plans = %q, want among them %q", name, plans, want)
			}
		}
	}
}
