package registry

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Fill writes so many invented people into an empty register, for measurements: the rows and keys that ImportPeople would write, in the order of
// the tables. Commands alone would take hours for a million. line is asked once for each; the paths of the rooms are area.Place.Path.
// The identifiers of people and registrations must be there.
func Fill(tx *store.Tx, count int, at calendar.Date, line func(i int) (p ImportedPerson, paths []string)) error {
	if err := tx.Script("PRAGMA defer_foreign_keys = ON"); err != nil { // a household may be written after its people
		return fmt.Errorf("fill the register: %w", err)
	}
	f := newFilling(tx, at)
	for i := range count {
		p, paths := line(i)
		p.Card = p.Card.prepared().tidy()
		if err := f.person(int64(i)+1, p, paths); err != nil {
			return err
		}
	}
	err := errors.Join(f.households.Close(), f.people.Close(), f.documents.Close(), f.residences.Close())
	if err != nil {
		return fmt.Errorf("fill the register: %w", err)
	}
	return f.writeKeys()
}

// filling holds what is on its way into the tables.
type filling struct {
	tx                                        *store.Tx
	at                                        string
	today                                     calendar.Date
	households, people, documents, residences *store.Filler
	known                                     map[string]bool // households
	keys                                      map[keyKind][]rowKey
}

// rowKey is a key with the person it belongs to.
type rowKey struct {
	key string
	row int64
}

func newFilling(tx *store.Tx, on calendar.Date) *filling {
	return &filling{
		tx: tx, at: ledger.FormatTime(on.Start()), today: on, known: map[string]bool{}, keys: map[keyKind][]rowKey{},
		households: tx.Filler("household", "id", "room_id"),
		people: tx.Filler("person", "row", "id", "name_on_card", "name_full", "id_number", "sex_code", "ethnic_code", "birth", "nationality",
			"address", "phone", "household_id", "known_since"),
		documents: tx.Filler("document", "person_id", "number", "kind", "name_on_card", "name_full", "address", "issuer", "valid_from", "valid_to",
			"long_term", "readings", "verified", "warnings", "seen_at", "station"),
		residences: tx.Filler("residence", "id", "number", "person_id", "room_id", "since", "registered_on", "registered_at", "state", "ended_on",
			"end_reason", "moved_from", "channel", "station", "warnings"),
	}
}

func (f *filling) person(row int64, p ImportedPerson, paths []string) error {
	c := p.Card
	readings, err := json.Marshal(c.Readings)
	if err != nil {
		return fmt.Errorf("encode readings: %w", err)
	}
	if p.HouseholdID != "" && !f.known[p.HouseholdID] {
		f.known[p.HouseholdID] = true
		f.households.Add(p.HouseholdID, p.RoomID)
	}
	f.people.Add(row, p.ID, c.Name, c.NameFull, c.IDNumber, c.SexCode, c.EthnicCode, c.Birth.String(), c.Nationality, c.Address, p.Phone,
		orNull(p.HouseholdID), f.at)
	f.documents.Add(p.ID, c.IDNumber, string(c.Kind), c.Name, c.NameFull, c.Address, c.Issuer, c.ValidFrom.String(), c.ValidTo.String(), c.LongTerm,
		string(readings), c.Verified, joinCodes(c.notes(f.today)), f.at, "")
	if !p.Since.IsZero() {
		f.residences.Add(p.ResidenceID, p.Number, p.ID, p.RoomID, p.Since.String(), p.RegisteredOn.String(), ledger.FormatTime(p.RegisteredOn.Start()),
			string(Active), "", "", "", "import", "", "")
	}
	all := found{names: []named{{c.NameFull, c.Readings}}, numbers: []string{c.IDNumber}, phone: p.Phone, places: paths}
	for _, k := range all.keys() {
		f.keys[k.Kind] = append(f.keys[k.Kind], rowKey{k.Key, row})
	}
	return nil
}

// writeKeys writes them in their own order, so that the table grows at its end only.
func (f *filling) writeKeys() error {
	kinds := make([]keyKind, 0, len(f.keys))
	for kind := range f.keys {
		kinds = append(kinds, kind)
	}
	slices.Sort(kinds)
	table := f.tx.Filler("search_key", "kind", "key", "person")
	for _, kind := range kinds {
		keys := f.keys[kind]
		slices.SortFunc(keys, func(a, b rowKey) int {
			if c := compare(a.key, b.key); c != 0 {
				return c
			}
			return int(a.row - b.row)
		})
		for _, k := range keys {
			table.Add(string(kind), k.key, k.row)
		}
		delete(f.keys, kind)
	}
	if err := table.Close(); err != nil {
		return fmt.Errorf("fill the keys: %w", err)
	}
	return nil
}
