//go:build trials

package trials

import (
	"database/sql"
	"testing"

	_ "modernc.org/sqlite" // the driver
)

// alteredSeq is the line of the audit log that somebody changes.
const alteredSeq = 8

// alter changes who did something, and makes the hashes from there on fit again, as somebody would who knows how.
func alter(t *testing.T, path string) {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, change := range []string{
		`UPDATE audit SET actor_id = 'somebody else' WHERE seq = 8`,
		`UPDATE audit SET hash = randomblob(32) WHERE seq >= 8`,
		`UPDATE ledger_meta SET chain_head = (SELECT hash FROM audit ORDER BY seq DESC LIMIT 1)`,
	} {
		if _, err := db.Exec(change); err != nil {
			t.Fatal(err)
		}
	}
}
