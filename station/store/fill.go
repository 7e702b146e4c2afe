package store

import (
	"encoding/json"
	"fmt"
	"strings"
)

// fillAtOnce is how many rows one statement of a Filler writes.
const fillAtOnce = 1000

// Filler writes rows of one table by the thousand. It is for registers made up for a measurement: nothing is judged, nothing stands in a log.
// The first error is kept and answered by Close.
type Filler struct {
	tx    *Tx
	query string
	rows  [][]any
	err   error
}

// Filler makes a filler of columns of a table, both names of the schema.
func (t *Tx) Filler(table string, columns ...string) *Filler {
	values := make([]string, len(columns))
	for i := range values {
		values[i] = fmt.Sprintf("value ->> %d", i)
	}
	return &Filler{tx: t, query: fmt.Sprintf(`INSERT INTO %s (%s) SELECT %s FROM json_each(?)`,
		table, strings.Join(columns, ", "), strings.Join(values, ", "))}
}

// Add takes a row: texts, numbers, truths and nil, a value for each column.
func (f *Filler) Add(values ...any) {
	if f.rows = append(f.rows, values); len(f.rows) == fillAtOnce {
		f.flush()
	}
}

// Close writes what is left.
func (f *Filler) Close() error {
	f.flush()
	return f.err
}

func (f *Filler) flush() {
	if f.err == nil && len(f.rows) > 0 {
		var list []byte
		if list, f.err = json.Marshal(f.rows); f.err == nil {
			_, f.err = f.tx.Exec(f.query, string(list))
		}
	}
	f.rows = f.rows[:0]
}
