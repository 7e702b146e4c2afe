package alarm

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"jiezhan/station/identity"
	"jiezhan/station/ledger"
	"jiezhan/station/pinyin"
	"jiezhan/station/store"
)

// last sorts behind every character of a key, so that [k, k+last) holds all keys that begin with k.
const last = "\U0010FFFF"

// keys are what a subscriber is found by: account, telephone number, name and place from each of their characters on, and how the name is typed.
func (s Subscriber) keys() []string {
	if s.ID == "" {
		return nil
	}
	keys := []string{tidy(s.Account)}
	if phone := identity.NationalPhone(s.Phone); phone != "" {
		keys = append(keys, phone)
	}
	for _, text := range []string{tidy(s.Name), tidy(s.Place)} {
		for i := range text {
			keys = append(keys, text[i:])
		}
	}
	for _, r := range s.readings {
		keys = append(keys, r.Initials, r.Full)
	}
	slices.Sort(keys)
	return slices.DeleteFunc(slices.Compact(keys), func(k string) bool { return k == "" })
}

// tidy is the form in which texts are compared.
func tidy(text string) string {
	return strings.ToLower(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.IsPunct(r) {
			return -1
		}
		return r
	}, text))
}

// rekey brings the keys of a subscriber after a change.
func rekey(tx *ledger.Tx, before, after Subscriber) error {
	old, fresh := before.keys(), after.keys()
	for _, key := range old {
		if slices.Contains(fresh, key) {
			continue
		}
		if _, err := tx.Exec(`DELETE FROM subscriber_key WHERE key = ? AND subscriber = ?`, key, before.row); err != nil {
			return fmt.Errorf("forget a key: %w", err)
		}
	}
	for _, key := range fresh {
		if slices.Contains(old, key) {
			continue
		}
		if _, err := tx.Exec(`INSERT INTO subscriber_key VALUES (?, ?)`, key, after.row); err != nil {
			return fmt.Errorf("add a key: %w", err)
		}
	}
	return nil
}

// Subscribers lists subscribers, limit at most and MostListed in any case. Without a text they come in the order of accounts, behind the account
// after; with one it finds those whose account, telephone number, name, its pinyin or place has a part that begins with it, and after is ignored.
func Subscribers(q store.Query, text string, limit int, after string) ([]Subscriber, error) {
	limit = min(max(limit, 1), MostListed)
	var list []Subscriber
	var err error
	if text = tidy(text); text == "" {
		list, err = collect(q, scanSubscriber, subscriberColumns+`subscriber s WHERE s.removed_at = '' AND s.account > ? ORDER BY s.account LIMIT ?`,
			accountForm(after), limit)
	} else {
		list, err = search(q, text, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("list subscribers: %w", err)
	}
	return list, nil
}

// search walks along the keys that begin with a text until enough subscribers are found.
func search(q store.Query, text string, limit int) ([]Subscriber, error) {
	rows, err := q.Rows(subscriberColumns+`subscriber_key k CROSS JOIN subscriber s ON s.row = k.subscriber WHERE k.key >= ? AND k.key < ?
		ORDER BY k.key, k.subscriber`, typed(text), typed(text)+last)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []Subscriber{}
	seen := map[int64]bool{}
	for len(list) < limit && rows.Next() {
		s, err := scanSubscriber(rows.Scan)
		if err != nil {
			return nil, err
		}
		if !seen[s.row] {
			seen[s.row] = true
			list = append(list, s)
		}
	}
	return list, rows.Err()
}

// typed is a question in letters as readings are kept, any other as it is.
func typed(text string) string {
	if strings.ContainsFunc(text, func(r rune) bool { return r < 'a' || r > 'z' && r != 'ü' }) {
		return text
	}
	return pinyin.Query(text)
}
