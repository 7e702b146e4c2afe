package area

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
	"jiezhan/station/store"
)

// maxFound bounds how many compounds one text finds.
const maxFound = 20

// compoundKey is one way to find a compound.
type compoundKey struct{ kind, key string }

// compoundKeys are the name from each of its characters on, its first letters and its full reading.
func compoundKeys(name string, reading pinyin.Reading) []compoundKey {
	name = tidy(name)
	var keys []compoundKey
	for i := range name {
		keys = append(keys, compoundKey{"name", name[i:]})
	}
	return append(keys, compoundKey{"initials", reading.Initials}, compoundKey{"full", reading.Full})
}

// nodeKeys is what a node is found by; empty keys find nothing.
func nodeKeys(n Node) []compoundKey {
	switch n.Kind {
	case Compound, Road:
		return compoundKeys(n.Name, n.reading)
	case GateNumber: // typed in letters, the road is found
		return []compoundKey{{houseKey, tidy(n.Label)}}
	case Community:
		keys := compoundKeys(n.Name, n.reading)
		for i := range keys {
			keys[i].kind = "c-" + keys[i].kind
		}
		return keys
	case Province, Prefecture, County, StreetOffice, Grid, Building, Unit, Floor, Room, Bed:
	}
	return nil
}

// addKeys writes what a node is found by beside what it was found by before: a former name still finds it.
func addKeys(tx *ledger.Tx, n Node) error {
	for _, k := range nodeKeys(n) {
		if k.key == "" {
			continue
		}
		if _, err := tx.Exec(`INSERT OR IGNORE INTO area_key VALUES (?,?,?)`, k.kind, k.key, n.row); err != nil {
			return fmt.Errorf("add key of %s: %w", n.ID, err)
		}
	}
	return nil
}

// tidy is the form in which names and questions are compared.
func tidy(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, text))
}

// FindCompounds finds compounds, roads and houses on a road by a part of the name, by first letters (qsjy) or by full reading (qingsong), best
// first: the house of exactly this number before all others. A name it had before finds a place too; closed places are not found.
func FindCompounds(q store.Query, text string) ([]Node, error) {
	house := compoundKey{houseKey, tidy(text)}
	exactly := compoundKey{houseKey, strings.TrimSuffix(house.key, "号") + "号"}
	keys := append([]compoundKey{exactly}, questions(text)...)
	if house.key != "" {
		keys = append(keys, house)
	}
	found, err := byKeys(q, keys, `WHERE n.valid_to = '' ORDER BY n.sort, n.row`)
	if err != nil {
		return nil, fmt.Errorf("find compounds: %w", err)
	}
	return found, nil
}

// byKeys finds nodes by any of the keys, those of the first key first.
func byKeys(q store.Query, keys []compoundKey, rest string) ([]Node, error) {
	var list []Node
	seen := map[int64]bool{}
	for _, k := range keys {
		found, err := nodes(q, `JOIN (SELECT DISTINCT node FROM area_key WHERE kind = ? AND key >= ? AND key < ? LIMIT ?) k ON k.node = n.row
			`+rest, k.kind, k.key, k.key+last, maxFound)
		if err != nil {
			return nil, err
		}
		for _, n := range found {
			if !seen[n.row] && len(list) < maxFound {
				seen[n.row] = true
				list = append(list, n)
			}
		}
	}
	return list, nil
}

// last sorts behind every character of a key, so that [k, k+last) holds all keys that begin with k.
const last = "\U0010FFFF"

// questions are the ways a text may be meant.
func questions(text string) []compoundKey {
	text = tidy(text)
	if text == "" {
		return nil
	}
	if strings.ContainsFunc(text, func(r rune) bool { return r > unicode.MaxASCII }) {
		return []compoundKey{{"name", text}}
	}
	typed := pinyin.Query(text)
	return []compoundKey{{"name", text}, {"initials", typed}, {"full", typed}}
}

// Paths finds compounds as FindCompounds does and answers only the head of their rooms' paths; see Place. Of a road they are those of its first
// houses. A word of one character finds nothing. In an address that goes on with numbers the word may be longer than the name: 幸福街青松家园小区
// finds 青松家园.
func Paths(q store.Query, word string, numbered bool) ([]string, error) {
	found, err := heads(q, word, numbered)
	if err != nil {
		return nil, err
	}
	return pathsOf(q, found)
}

// heads are the compounds and roads that a word names, the likeliest first.
func heads(q store.Query, word string, numbered bool) ([]head, error) {
	word = tidy(word)
	if utf8.RuneCountInString(word) < leastName {
		return nil, nil
	}
	var list []head
	for _, k := range questions(word) {
		found, err := headsOf(q, k.kind, k.key, k.key+last)
		if err != nil {
			return nil, err
		}
		for _, h := range found {
			if !slices.Contains(list, h) {
				list = append(list, h)
			}
		}
	}
	if len(list) > 0 || !numbered {
		return list, nil
	}
	return headsInside(q, []rune(word))
}

// longestWord bounds the search for a name inside a word.
const longestWord = 20

// headsInside finds the longest stretch of a word that ends the name of a compound or road, or is one.
func headsInside(q store.Query, word []rune) ([]head, error) {
	if len(word) > longestWord || word[0] < unicode.MaxASCII {
		return nil, nil
	}
	for size := len(word) - 1; size >= 2; size-- {
		for start := 0; start+size <= len(word); start++ {
			name := string(word[start : start+size])
			found, err := headsOf(q, "name", name, name+"\x00")
			if err != nil || len(found) > 0 {
				return found, err
			}
		}
	}
	return nil, nil
}
