package registry

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/pinyin"
	"jiezhan/station/store"
)

// Person is somebody the register knows.
type Person struct {
	ID string
	// NameOnCard is as the chip holds it, NameFull in the one form of the register; NameFull is shown.
	NameOnCard, NameFull string
	// IDNumber is the number of the first document shown.
	IDNumber string
	SexCode  string
	// EthnicCode is what the card says (GB/T 3304). It is read with one person's record only; no list and no filter knows it.
	EthnicCode  string
	Birth       calendar.Date
	Nationality string
	// Address is that of the household register (户籍地址), as on the newest card.
	Address string
	// Phone is +86…, or empty.
	Phone       string
	HouseholdID string
	// Warnings are the codes left by the person's documents; see Documents.
	Warnings []string

	row int64
}

// Document is an identity document that was shown.
type Document struct {
	PersonID             string
	Kind                 DocumentKind
	Number               string
	NameOnCard, NameFull string
	Address, Issuer      string
	ValidFrom, ValidTo   calendar.Date
	LongTerm             bool
	// Verified is VerifiedChip or VerifiedSeen.
	Verified string
	Warnings []string
	// Readings are how NameFull is typed.
	Readings []pinyin.Reading
	// SeenAt is the instant of the last time, Station where that was.
	SeenAt, Station string
}

const personColumns = `SELECT p.row, p.id, p.name_on_card, p.name_full, p.id_number, p.sex_code, p.birth, p.nationality, p.address, p.phone,
	coalesce(p.household_id, '')`

func (p *Person) fields() []any {
	return []any{
		&p.row, &p.ID, &p.NameOnCard, &p.NameFull, &p.IDNumber, &p.SexCode, &p.Birth, &p.Nationality, &p.Address, &p.Phone,
		&p.HouseholdID,
	}
}

// PersonByID reads one person's record.
func PersonByID(q store.Query, id string) (Person, bool, error) {
	var p Person
	err := q.Row(personColumns+`, p.ethnic_code FROM person p WHERE p.id = ?`, id).Scan(append(p.fields(), &p.EthnicCode)...)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, fmt.Errorf("person %s: %w", id, err)
	}
	if p.Warnings, err = personWarnings(q, p); err != nil {
		return Person{}, false, err
	}
	return p, true, nil
}

// PersonByNumber finds the person who has shown a document with this number. A number of fifteen digits finds the person by the
// number it became.
func PersonByNumber(q store.Query, number string) (Person, bool, error) {
	number = identity.TidyNumber(number)
	if eighteen, old := identity.Upgrade(number); old {
		number = eighteen
	}
	var id string
	err := q.Row(`SELECT person_id FROM document WHERE number = ? ORDER BY kind, valid_from, name_full LIMIT 1`, number).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return Person{}, false, nil
	}
	if err != nil {
		return Person{}, false, fmt.Errorf("person by number: %w", err)
	}
	return PersonByID(q, id)
}

// People reads the records of a list in the order of ids; unknown ids are left out. Ethnic group and warnings are not part of a list.
func People(q store.Query, ids []string) ([]Person, error) {
	list, err := json.Marshal(ids)
	if err != nil {
		return nil, fmt.Errorf("list people: %w", err)
	}
	return collect(q, func(scan func(...any) error) (Person, error) {
		var p Person
		return p, scan(p.fields()...)
	}, personColumns+` FROM json_each(?) wanted CROSS JOIN person p ON p.id = wanted.value ORDER BY wanted.key`, string(list))
}

// Documents lists what a person has shown, the latest issued first.
func Documents(q store.Query, personID string) ([]Document, error) {
	return collect(q, func(scan func(...any) error) (Document, error) {
		var d Document
		var warnings, readings string
		err := scan(&d.PersonID, &d.Kind, &d.Number, &d.NameOnCard, &d.NameFull, &d.Address, &d.Issuer, &d.ValidFrom, &d.ValidTo,
			&d.LongTerm, &readings, &d.Verified, &warnings, &d.SeenAt, &d.Station)
		if err != nil {
			return d, err
		}
		d.Warnings = splitCodes(warnings)
		return d, json.Unmarshal([]byte(readings), &d.Readings)
	}, `SELECT person_id, kind, number, name_on_card, name_full, address, issuer, valid_from, valid_to, long_term, readings, verified, warnings,
		seen_at, station FROM document WHERE person_id = ? ORDER BY valid_from DESC, seen_at DESC, number, kind, name_full`, personID)
}

// personWarnings gathers the codes of all documents, and tells where two of them name their holder differently.
func personWarnings(q store.Query, p Person) ([]string, error) {
	documents, err := Documents(q, p.ID)
	if err != nil {
		return nil, err
	}
	var codes []string
	for _, d := range documents {
		codes = append(codes, d.Warnings...)
		if !otherName(d.NameFull, p.NameFull) {
			continue
		}
		former, err := hadName(q, p.ID, d.NameFull)
		if err != nil {
			return nil, err
		}
		if !former {
			codes = append(codes, "person.name_differs")
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes), nil
}

// hadName tells whether the person bore the name before it was changed by law.
func hadName(q store.Query, personID, name string) (bool, error) {
	corrections, err := CorrectionsOf(q, personID)
	return slices.ContainsFunc(corrections, func(c Correction) bool {
		return c.Field == formerName && identity.EqualNames(c.Before, name)
	}), err
}

// Totals is how much the register holds.
type Totals struct {
	People, Households, Registrations, Active int
}

// Counts counts the register. It walks through one index of each table: a matter of milliseconds, for a page about the system, not for a list.
func Counts(q store.Query) (Totals, error) {
	var t Totals
	err := q.Row(`SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM household), (SELECT count(*) FROM residence),
		(SELECT count(*) FROM residence WHERE state = 'active')`).Scan(&t.People, &t.Households, &t.Registrations, &t.Active)
	if err != nil {
		return Totals{}, fmt.Errorf("count the register: %w", err)
	}
	return t, nil
}

// collect reads all rows of a query.
func collect[T any](q store.Query, read func(scan func(...any) error) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		item, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, item)
	}
	return list, rows.Err()
}
