package store

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
)

// Digest answers a SHA-256 over every row of every table, by table name. Two stations at the same applied index must
// answer the same. Rows are taken in primary-key order, so the order of insertion does not matter.
func Digest(q Query) (map[string]string, error) {
	names, err := column(q, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name`)
	if err != nil {
		return nil, fmt.Errorf("list tables: %w", err)
	}
	digests := map[string]string{}
	for _, name := range names {
		if digests[name], err = digestTable(q, name); err != nil {
			return nil, fmt.Errorf("digest %s: %w", name, err)
		}
	}
	return digests, nil
}

func digestTable(q Query, table string) (string, error) {
	columns, err := column(q, `SELECT name FROM pragma_table_info(?) ORDER BY cid`, table)
	if err != nil {
		return "", err
	}
	quoted := make([]string, len(columns))
	for i, c := range columns {
		quoted[i] = `quote("` + c + `")`
	}
	row := strings.Join(quoted, " || '|' || ")
	rows, err := q.Rows(`SELECT ` + row + ` AS line FROM "` + table + `" ORDER BY line`)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	sum := sha256.New()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return "", err
		}
		fmt.Fprintln(sum, line)
	}
	return hex.EncodeToString(sum.Sum(nil)), rows.Err()
}

func column(q Query, query string, args ...any) ([]string, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var values []string
	for rows.Next() {
		var v string
		if err := rows.Scan(&v); err != nil {
			return nil, err
		}
		values = append(values, v)
	}
	return values, rows.Err()
}
