package registry

import (
	"fmt"
	"slices"

	"jiezhan/station/calendar"
	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// By what a record may be that of the person at the desk.
const (
	// SameNumber is certain: the document number says who somebody is.
	SameNumber = "same_number"
	// SameDetails is the same name, day of birth and telephone.
	SameDetails = "same_details"
	// SameNameBirth is the same name and day of birth, which happens to strangers too.
	SameNameBirth = "same_name_birth"
)

// Likeness is a record that may be that of the person at the desk.
type Likeness struct {
	PersonID string
	// Why is SameNumber, SameDetails or SameNameBirth.
	Why string
}

// mostNamesakes bounds how many people of one name are looked at, maxLikenesses how many are answered.
const (
	mostNamesakes = 1000
	maxLikenesses = 20
)

// Likenesses finds who the register may already know the person as, before anything is saved: the surest first.
func Likenesses(q store.Query, c CardData, phone string) ([]Likeness, error) {
	c = c.tidy()
	var list []Likeness
	known, found, err := personByCard(q, c)
	if err != nil {
		return nil, err
	}
	if found {
		list = append(list, Likeness{known.ID, SameNumber})
	}
	if stored, err := identity.NormalisePhone(phone); err == nil {
		phone = stored
	}
	people, err := namesakes(q, c.NameFull, c.Birth)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		why := SameNameBirth
		if phone != "" && p.Phone == phone {
			why = SameDetails
		}
		if p.ID != known.ID {
			list = append(list, Likeness{p.ID, why})
		}
	}
	slices.SortStableFunc(list, func(a, b Likeness) int { return rank(a.Why) - rank(b.Why) })
	return list[:min(len(list), maxLikenesses)], nil
}

func rank(why string) int { return slices.Index([]string{SameNumber, SameDetails, SameNameBirth}, why) }

// namesakes lists who has this name on a document and was born on this day.
func namesakes(q store.Query, name string, birth calendar.Date) ([]Person, error) {
	if name == "" || birth.IsZero() {
		return nil, nil
	}
	return collect(q, func(scan func(...any) error) (p Person, err error) { return p, scan(&p.ID, &p.Phone) },
		`SELECT p.id, p.phone FROM (SELECT person FROM search_key WHERE kind = ? AND key = ? ORDER BY person LIMIT ?) k
			CROSS JOIN person p ON p.row = k.person WHERE p.birth = ? ORDER BY p.row LIMIT ?`,
		string(nameKey), identity.SearchName(name), mostNamesakes, birth.String(), maxLikenesses)
}

// noteTwins writes down who else may be the person: same telephone, same day of birth, same name. A telephone is shared by few people born on one day.
func noteTwins(tx *ledger.Tx, p Person) error {
	phone := identity.NationalPhone(p.Phone)
	if phone == "" {
		return nil
	}
	others, err := collect(tx, func(scan func(...any) error) (o Person, err error) { return o, scan(&o.ID, &o.NameFull) },
		`SELECT p.id, p.name_full FROM search_key k CROSS JOIN person p ON p.row = k.person
			WHERE k.kind = ? AND k.key = ? AND p.birth = ? AND p.id <> ? ORDER BY p.row LIMIT ?`,
		string(phoneKey), phone, p.Birth.String(), p.ID, maxLikenesses)
	if err != nil {
		return fmt.Errorf("twins of %s: %w", p.ID, err)
	}
	for _, o := range others {
		if !identity.EqualNames(o.NameFull, p.NameFull) {
			continue
		}
		if _, err := tx.Exec(`INSERT OR IGNORE INTO twin VALUES (?,?)`, min(o.ID, p.ID), max(o.ID, p.ID)); err != nil {
			return fmt.Errorf("note twin of %s: %w", p.ID, err)
		}
	}
	return nil
}

// Twin is a pair of records that may be one person; A is the smaller id.
type Twin struct{ A, B string }

// Twins lists the pairs that nobody has decided about yet, in the order of ids, behind the pair given. Pairs that were merged, told apart, or corrected
// until they differ are left out.
func Twins(q store.Query, after Twin, limit int) ([]Twin, error) {
	return collect(q, func(scan func(...any) error) (t Twin, err error) { return t, scan(&t.A, &t.B) },
		`SELECT t.a, t.b FROM twin t CROSS JOIN person x ON x.id = t.a CROSS JOIN person y ON y.id = t.b
			WHERE (t.a, t.b) > (?, ?) AND x.birth = y.birth AND x.phone = y.phone AND x.phone <> ''
			AND NOT EXISTS (SELECT 1 FROM distinct_pair d WHERE d.a = t.a AND d.b = t.b)
			AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE m.loser = t.a AND m.undone_at = '')
			AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE m.loser = t.b AND m.undone_at = '')
			ORDER BY t.a, t.b LIMIT ?`, after.A, after.B, limit)
}
