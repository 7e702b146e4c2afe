package registry

import (
	"fmt"
	"slices"
	"strings"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// A holding is a table whose rows belong to people: its column is declared as a reference to person. The schema itself says which tables those are,
// so what later slices keep about people follows a merge without a word here.
type holding struct {
	table, column string
	// key are the other columns of the primary key.
	key []string
}

// holdings lists them in the order of names, the same on every station.
func holdings(q store.Query) ([]holding, error) {
	list, err := collect(q, func(scan func(...any) error) (h holding, err error) { return h, scan(&h.table, &h.column) },
		`SELECT m.name, f."from" FROM sqlite_schema m JOIN pragma_foreign_key_list(m.name) f
			WHERE m.type = 'table' AND f."table" = 'person' ORDER BY m.name, f."from"`)
	if err != nil {
		return nil, fmt.Errorf("tables about people: %w", err)
	}
	for i, h := range list {
		list[i].key, err = collect(q, func(scan func(...any) error) (column string, err error) { return column, scan(&column) },
			`SELECT name FROM pragma_table_info(?) WHERE pk > 0 AND name <> ? ORDER BY pk`, h.table, h.column)
		if err != nil {
			return nil, fmt.Errorf("key of %s: %w", h.table, err)
		}
	}
	return list, nil
}

// rows lists the keys of a person's rows, as JSON.
func (h holding) rows(q store.Query, person string) ([]string, error) {
	key := "json_array(" + strings.Join(h.key, ", ") + ")"
	return collect(q, func(scan func(...any) error) (key string, err error) { return key, scan(&key) },
		`SELECT `+key+` FROM `+h.table+` WHERE `+h.column+` = ? ORDER BY 1`, person)
}

// move gives all rows of one person to another and answers the keys of those that went. Rows that a unique index does not let go stay behind; left
// tells how many.
func (h holding) move(tx *ledger.Tx, from, to string) (moved []string, left int, err error) {
	before, err := h.rows(tx, from)
	if err != nil || len(before) == 0 {
		return nil, 0, err
	}
	if _, err := tx.Exec(`UPDATE OR IGNORE `+h.table+` SET `+h.column+` = ? WHERE `+h.column+` = ?`, to, from); err != nil {
		return nil, 0, fmt.Errorf("move rows of %s: %w", h.table, err)
	}
	after, err := h.rows(tx, from)
	if err != nil {
		return nil, 0, err
	}
	return slices.DeleteFunc(before, func(key string) bool { return slices.Contains(after, key) }), len(after), nil
}

// moveBack gives one row back, where it still belongs to who got it.
func (h holding) moveBack(tx *ledger.Tx, key, from, to string) error {
	where := h.column + " = ?"
	args := []any{to, from}
	for i, column := range h.key {
		where += fmt.Sprintf(" AND %s = ? ->> %d", column, i)
		args = append(args, key)
	}
	if _, err := tx.Exec(`UPDATE OR IGNORE `+h.table+` SET `+h.column+` = ? WHERE `+where, args...); err != nil {
		return fmt.Errorf("move back a row of %s: %w", h.table, err)
	}
	return nil
}
