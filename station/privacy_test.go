package station

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	list "slices" // slices is this package's own
	"strings"
	"testing"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Every column says in its comment what it is: "plain", or "personal" with the purpose it is kept for, how long, and how it is masked
// (Personal Information Protection Law art. 6, 17, 19; a term's words may follow after a semicolon).
var (
	tableHead    = regexp.MustCompile(`(?m)^CREATE TABLE (?:IF NOT EXISTS )?(\w+) \($`)
	columnLine   = regexp.MustCompile(`^    (\w+) .*?--\s*(.*)$`)
	markPlain    = regexp.MustCompile(`^plain(;.*)?$`)
	markPersonal = regexp.MustCompile(`^personal purpose=(residence|staff|alarm) keep=(live|(live\+)?[0-9]+[yd]) mask=(name|id_number|phone|address|none|hidden)(;.*)?$`)

	// telling names are those that a column about a person does not carry by chance.
	telling = regexp.MustCompile(`^(name|name_.*|phone|id_number|birth|address|sex.*|ethnic.*|nationality|note|relation|reason|reason_.*|end_reason|login|password.*)$`)
	// forbidden names stand for what the product must never hold about a person.
	forbidden = regexp.MustCompile(`score|grade|rating|religio|politic|party|crimin|wanted|watch|petition|suspect|fingerprint|face|track|position|bank`)
)

// marks reads the comment of every column of a schema, by table and column.
func marks(schema string) map[string]map[string]string {
	tables := map[string]map[string]string{}
	for _, head := range tableHead.FindAllStringSubmatchIndex(schema, -1) {
		name, body := schema[head[2]:head[3]], schema[head[1]:]
		if end := strings.Index(body, "\n)"); end >= 0 {
			body = body[:end]
		}
		tables[name] = map[string]string{}
		for line := range strings.SplitSeq(body, "\n") {
			if m := columnLine.FindStringSubmatch(line); m != nil {
				tables[name][m[1]] = m[2]
			}
		}
	}
	return tables
}

// columnsOf asks the database itself, so that a column the reading above misses is noticed.
func columnsOf(tb testing.TB, slice ledger.Slice, before []ledger.Slice) map[string][]string {
	tb.Helper()
	db, err := store.Open(filepath.Join(tb.TempDir(), slice.Name+".db"), store.Replayable)
	if err != nil {
		tb.Fatal(err)
	}
	defer db.Close() // thrown away
	tx, err := db.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	defer tx.Rollback() // thrown away
	known := map[string]bool{}
	for _, s := range append(list.Clone(before), slice) {
		if err := tx.Script(s.Schema); err != nil {
			tb.Fatalf("schema of %s: %v", s.Name, err)
		}
		if s.Name != slice.Name {
			for table := range tables(tb, tx) {
				known[table] = true
			}
		}
	}
	all := tables(tb, tx)
	for table := range known {
		delete(all, table)
	}
	return all
}

func tables(tb testing.TB, q store.Query) map[string][]string {
	tb.Helper()
	rows, err := q.Rows(`SELECT t.name, c.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
		WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite_%' ORDER BY t.name, c.cid`)
	if err != nil {
		tb.Fatal(err)
	}
	defer rows.Close() // read to the end
	all := map[string][]string{}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			tb.Fatal(err)
		}
		all[table] = append(all[table], column)
	}
	if err := rows.Err(); err != nil {
		tb.Fatal(err)
	}
	return all
}

// defects lists what is wrong with the marks of one table.
func defects(table string, columns []string, mark map[string]string) []string {
	var wrong []string
	aboutPeople := list.ContainsFunc(columns, func(c string) bool { return c == "person_id" || markPersonal.MatchString(mark[c]) })
	for _, c := range columns {
		comment, plain := mark[c], markPlain.MatchString(mark[c])
		switch {
		case comment == "":
			wrong = append(wrong, fmt.Sprintf("%s.%s says neither plain nor personal", table, c))
		case !plain && !markPersonal.MatchString(comment):
			wrong = append(wrong, fmt.Sprintf("%s.%s: %q lacks purpose, keep or mask", table, c, comment))
		case plain && aboutPeople && telling.MatchString(c):
			wrong = append(wrong, fmt.Sprintf("%s.%s is called plain in a table about people", table, c))
		}
		if aboutPeople && forbidden.MatchString(c) {
			wrong = append(wrong, fmt.Sprintf("%s.%s: nothing of the kind may be held about a person", table, c))
		}
	}
	return wrong
}

func TestEveryColumnSaysWhetherItIsPersonal(t *testing.T) {
	journal, err := os.ReadFile("journal/schema.sql")
	if err != nil {
		t.Fatal(err)
	}
	all := append(slices(), ledger.Slice{Name: "journal", Schema: string(journal)})
	for i, slice := range all {
		t.Run(slice.Name, func(t *testing.T) {
			mark := marks(slice.Schema)
			found := columnsOf(t, slice, all[:i])
			if len(found) == 0 {
				t.Errorf("%s brings no table", slice.Name)
			}
			for table, columns := range found {
				for _, wrong := range defects(table, columns, mark[table]) {
					t.Error(wrong)
				}
			}
		})
	}
}

func TestTheCheckOfColumnsFindsWhatIsMissing(t *testing.T) {
	const schema = `CREATE TABLE visitor (
    id        TEXT PRIMARY KEY, -- plain
    name      TEXT NOT NULL,    -- personal purpose=residence keep=30d mask=name; as on the card
    phone     TEXT NOT NULL,    -- plain
    birth     TEXT NOT NULL,
    address   TEXT NOT NULL,    -- personal purpose=residence mask=address
    score     INTEGER NOT NULL, -- plain
    seen_at   TEXT NOT NULL     -- plain; instant
) WITHOUT ROWID;`
	got := defects("visitor", []string{"id", "name", "phone", "birth", "address", "score", "seen_at"}, marks(schema)["visitor"])
	want := []string{
		"visitor.phone is called plain in a table about people",
		"visitor.birth says neither plain nor personal",
		`visitor.address: "personal purpose=residence mask=address" lacks purpose, keep or mask`,
		"visitor.score: nothing of the kind may be held about a person",
	}
	if !list.Equal(got, want) {
		t.Errorf("defects =\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}
