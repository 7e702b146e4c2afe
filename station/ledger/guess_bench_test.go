package ledger

import (
	"fmt"
	"os"
	"strconv"
	"testing"

	"jiezhan/station/store"
)

// people is how many rows the benchmarks' register holds; JIEZHAN_PEOPLE=1000000 is the size of a large street.
func people(b *testing.B) int {
	if n, err := strconv.Atoi(os.Getenv("JIEZHAN_PEOPLE")); err == nil {
		return n
	}
	return 1000
}

func openCrowded(b *testing.B) (*Machine, *store.DB) {
	b.Helper()
	m, db := openShelf(b, b.TempDir())
	b.Cleanup(func() { db.Close() })
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := tx.Exec(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM n WHERE i < ?)
		INSERT INTO jar SELECT printf('%012d', i), hex(randomblob(16)), i FROM n`, people(b)); err != nil {
		b.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	return m, db
}

func BenchmarkEnter(b *testing.B) {
	for _, pending := range []int{0, 1000} {
		b.Run(fmt.Sprintf("pending=%d", pending), func(b *testing.B) {
			m, _ := openCrowded(b)
			journal := make([]Envelope, pending)
			for i := range journal {
				journal[i] = seal(b, i, put{fmt.Sprintf("%012d", i), 1})
			}
			for b.Loop() {
				enter(b, m, journal...)
				b.StopTimer()
				if err := m.Withdraw(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

func BenchmarkTry(b *testing.B) {
	m, _ := openCrowded(b)
	enter(b, m)
	b.ReportAllocs()
	for n := 0; b.Loop(); n++ {
		try(b, m, seal(b, n, put{fmt.Sprintf("%012d", n%1000), 1}))
	}
}

func BenchmarkWithdraw(b *testing.B) {
	for _, accepted := range []int{1, 1000} {
		b.Run(fmt.Sprintf("accepted=%d", accepted), func(b *testing.B) {
			m, _ := openCrowded(b)
			for b.Loop() {
				b.StopTimer()
				enter(b, m)
				for i := range accepted {
					try(b, m, seal(b, i, put{fmt.Sprintf("%012d", i), 1}))
				}
				b.StartTimer()
				if err := m.Withdraw(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
