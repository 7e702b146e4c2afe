package registry

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
	"jiezhan/station/store"
)

// keyKind says what a search key was made of. Every kind is answered by walking along one stretch of the table's own order.
type keyKind string

const (
	nameKey     keyKind = "n" // the whole name
	partKey     keyKind = "p" // the name from its second, third … character on
	initialsKey keyKind = "i" // zs
	fullKey     keyKind = "f" // zhangsan
	endingKey   keyKind = "e" // the last four of a document number, then the name: 7715张三
	// phoneEndingKey is the same with the last four of the telephone number.
	phoneEndingKey keyKind = "h"
	phoneKey       keyKind = "t" // as dialled within the country
	// placeKey is area.Place.Path, a space, and the name: 17/3/2/1203 张三.
	placeKey keyKind = "a"
	// compoundNameKey is the head of the path, the compound, and the name: 17/张三.
	compoundNameKey keyKind = "c"
)

type searchKey struct {
	Kind keyKind
	Key  string
}

// last sorts behind every character of a key, so that [k, k+last) holds all keys that begin with k.
const last = "\U0010FFFF"

// found is everything that the keys of one person are made of.
type found struct {
	names   []named
	numbers []string
	phone   string
	places  []string // paths of rooms
}

// named is a full name, as on any document, with the ways it is typed.
type named struct {
	full     string
	readings []pinyin.Reading
}

// keys are made anew from scratch; a set, in order.
func (f found) keys() []searchKey {
	var keys []searchKey
	phone := identity.NationalPhone(f.phone)
	if phone != "" {
		keys = append(keys, searchKey{phoneKey, phone})
	}
	for _, name := range f.names {
		keys = appendNameKeys(keys, name)
		name := identity.SearchName(name.full)
		for _, number := range f.numbers {
			keys = append(keys, searchKey{endingKey, lastFour(number) + name})
		}
		if len(phone) > 4 {
			keys = append(keys, searchKey{phoneEndingKey, lastFour(phone) + name})
		}
		for _, path := range f.places {
			compound, _, _ := strings.Cut(path, "/")
			keys = append(keys, searchKey{compoundNameKey, compound + "/" + name}, searchKey{placeKey, path + " " + name})
		}
	}
	slices.SortFunc(keys, func(a, b searchKey) int {
		if a.Kind != b.Kind {
			return compare(string(a.Kind), string(b.Kind))
		}
		return compare(a.Key, b.Key)
	})
	return slices.Compact(keys)
}

// lastFour are the last four characters of a number; those of a certificate may be Han.
func lastFour(number string) string {
	characters := []rune(number)
	return string(characters[max(0, len(characters)-4):])
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func appendNameKeys(keys []searchKey, n named) []searchKey {
	name := n.full
	keys = append(keys, searchKey{nameKey, identity.SearchName(name)})
	inWord := true // a name in letters has its parts where a word begins, a Han name at every character
	for i, r := range name {
		boundary := r == identity.Separator || r == ' '
		if i > 0 && !boundary && !inWord {
			keys = append(keys, searchKey{partKey, identity.SearchName(name[i:])})
		}
		inWord = !boundary && !unicode.Is(unicode.Han, r) && !unicode.Is(unicode.Co, r)
	}
	for _, reading := range n.readings {
		if reading.Full != "" {
			keys = append(keys, searchKey{initialsKey, reading.Initials}, searchKey{fullKey, reading.Full})
		}
	}
	return keys
}

// keysOf makes the keys of a person the register holds.
func keysOf(q store.Query, personID string) ([]searchKey, error) {
	var f found
	documents, err := Documents(q, personID)
	if err != nil {
		return nil, err
	}
	for _, d := range documents {
		f.names, f.numbers = append(f.names, named{d.NameFull, d.Readings}), append(f.numbers, d.Number)
	}
	if err := q.Row(`SELECT phone FROM person WHERE id = ?`, personID).Scan(&f.phone); err != nil {
		return nil, err
	}
	f.places, err = collect(q, func(scan func(...any) error) (path string, err error) { return path, scan(&path) },
		`SELECT n.path FROM residence r CROSS JOIN area_node n ON n.id = r.room_id WHERE r.person_id = ? AND r.state = 'active'
		UNION SELECT n.path FROM person p CROSS JOIN household h ON h.id = p.household_id CROSS JOIN area_node n ON n.id = h.room_id WHERE p.id = ?`,
		personID, personID)
	return f.keys(), err
}

// reindex runs a change of a person's rows and brings the keys after it.
func reindex(tx *ledger.Tx, p Person, change func() error) error {
	before, err := keysOf(tx, p.ID)
	if err != nil {
		return fmt.Errorf("keys of %s: %w", p.ID, err)
	}
	if err := change(); err != nil {
		return err
	}
	after, err := keysOf(tx, p.ID)
	if err != nil {
		return fmt.Errorf("keys of %s: %w", p.ID, err)
	}
	for _, k := range before {
		if slices.Contains(after, k) {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM search_key WHERE kind = ? AND key = ? AND person = ?`, string(k.Kind), k.Key, p.row); err != nil {
			return fmt.Errorf("forget a key of %s: %w", p.ID, err)
		}
	}
	fresh := slices.DeleteFunc(after, func(k searchKey) bool { return slices.Contains(before, k) })
	return addKeys(tx, p.row, fresh)
}

// addKeys writes the keys of one person in one statement.
func addKeys(tx *ledger.Tx, row int64, keys []searchKey) error {
	pairs := make([][2]string, len(keys))
	for i, k := range keys {
		pairs[i] = [2]string{string(k.Kind), k.Key}
	}
	list, err := json.Marshal(pairs)
	if err != nil {
		return fmt.Errorf("encode keys: %w", err)
	}
	_, err = tx.Exec(`INSERT OR IGNORE INTO search_key SELECT value ->> 0, value ->> 1, ? FROM json_each(?)`, row, string(list))
	if err != nil {
		return fmt.Errorf("add keys: %w", err)
	}
	return nil
}
