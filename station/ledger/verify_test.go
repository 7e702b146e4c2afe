package ledger

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"jiezhan/station/store"
)

func verify(tb testing.TB, db *store.DB) (v Verified) {
	tb.Helper()
	err := db.ViewCommitted(tb.Context(), func(q store.Query) (err error) {
		v, err = VerifyChain(q)
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return v
}

func alter(tb testing.TB, db *store.DB, sql string) {
	tb.Helper()
	tx, err := db.Begin()
	if err != nil {
		tb.Fatal(err)
	}
	if err := tx.Script(sql); err != nil {
		tb.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		tb.Fatal(err)
	}
}

func TestAnAlteredRowIsFound(t *testing.T) {
	for name, c := range map[string]struct {
		sql    string
		broken uint64 // 0: the chain holds
		kind   string
	}{
		"nothing":               {`UPDATE jar SET marbles = 0`, 0, ""},
		"who":                   {`UPDATE audit SET actor_id = 'a2' WHERE seq = 3`, 3, "shelf.put.v1"},
		"the role":              {`UPDATE audit SET actor_role = 'admin' WHERE seq = 3`, 3, "shelf.put.v1"},
		"when":                  {`UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE seq = 3`, 3, "shelf.put.v1"},
		"about whom":            {`UPDATE audit SET subject = 'p' WHERE seq = 3`, 3, "shelf.put.v1"},
		"what became of it":     {`UPDATE audit SET outcome = 'applied' WHERE seq = 4`, 4, "shelf.take.v1"},
		"what was asked":        {`UPDATE audit SET payload = zeroblob(32) WHERE seq = 1`, 1, "shelf.put.v1"},
		"the place in the log":  {`UPDATE audit SET log_index = 9 WHERE seq = 5`, 5, "shelf.put.v1"},
		"a hash":                {`UPDATE audit SET hash = zeroblob(32) WHERE seq = 2`, 2, "shelf.put.v1"},
		"a text from its field": {`UPDATE audit SET actor_id = 'a', actor_role = '1clerk' WHERE seq = 3`, 3, "shelf.put.v1"},
		"a row taken out":       {`DELETE FROM audit WHERE seq = 3`, 4, "shelf.take.v1"},
		"the first row":         {`DELETE FROM audit WHERE seq = 1`, 2, "shelf.put.v1"},
		"the last row":          {`DELETE FROM audit WHERE seq = 5`, 5, ""},
		"all rows":              {`DELETE FROM audit`, 1, ""},
		"a row added":           {`INSERT INTO audit SELECT 6, log_index, 'x', kind, station, actor_kind, actor_id, actor_role, at, subject, outcome, payload, hash FROM audit WHERE seq = 5`, 6, "shelf.put.v1"},
		"the end noted":         {`UPDATE ledger_meta SET chain_head = zeroblob(32)`, 5, "shelf.put.v1"},
	} {
		t.Run(name, func(t *testing.T) {
			m, db := openShelf(t, t.TempDir())
			defer db.Close()
			for i, command := range []Command{put{"a", 1}, put{"a", 2}, put{"b", 1}, take{"b", 9}, put{"a", 3}} {
				apply(t, m, uint64(i+1), seal(t, i, command))
			}
			alter(t, db, c.sql)
			v := verify(t, db)
			_, head := m.Chain()
			if c.broken == 0 {
				if v.Broken != nil || v.Entries != 5 || v.Head != head {
					t.Errorf("verified = %+v, want 5 rows to %x", v, head)
				}
				return
			}
			if v.Broken == nil || v.Broken.Seq != c.broken || v.Broken.Kind != c.kind {
				t.Errorf("broken = %+v, want %d %s", v.Broken, c.broken, c.kind)
			}
		})
	}
}

func TestAnAuditRowCanBeLookedUp(t *testing.T) {
	m, db := openShelf(t, t.TempDir())
	defer db.Close()
	apply(t, m, 4, seal(t, 1, put{"a", 1}), seal(t, 2, take{"a", 9}))
	enter(t, m)
	try(t, m, seal(t, 3, put{"a", 1}))
	seq, head := m.Chain()
	got, found, err := m.AuditAt(t.Context(), 2)
	want := AuditEntry{
		Seq: 2, Index: 4, RequestID: seal(t, 2, put{}).Stamp.RequestID, Kind: "shelf.take.v1", Station: "s1", ActorKind: "staff", ActorID: "a1",
		At: FormatTime(time.UnixMilli(1_780_000_000_002)), Outcome: "jar.too_few", Hash: head,
	}
	if err != nil || !found || got != want || seq != 2 {
		t.Errorf("row 2 = %+v %v %v, want %+v", got, found, err, want)
	}
	if _, found, err := m.AuditAt(t.Context(), 3); found || err != nil {
		t.Errorf("a tentative row = %v %v, want none", found, err)
	}
}

// BenchmarkVerify takes JIEZHAN_AUDIT rows, a million for the promise of less than two seconds.
func BenchmarkVerify(b *testing.B) {
	rows := 20_000
	if n, err := strconv.Atoi(os.Getenv("JIEZHAN_AUDIT")); err == nil {
		rows = n
	}
	m, db := openShelf(b, filepath.Join(b.TempDir(), fmt.Sprint(rows)))
	defer db.Close()
	for n := 0; n < rows; n += 1000 {
		group := make([]Envelope, 1000)
		for i := range group {
			group[i] = seal(b, n+i, put{"a", 1})
		}
		apply(b, m, uint64(n+1), group...)
	}
	for b.Loop() {
		if v := verify(b, db); v.Broken != nil || v.Entries != uint64(rows) {
			b.Fatalf("verified = %+v, want %d rows", v, rows)
		}
	}
	b.ReportMetric(float64(b.N*rows)/b.Elapsed().Seconds(), "rows/s")
}
