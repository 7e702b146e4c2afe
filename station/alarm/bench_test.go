package alarm

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// many is how many signals the full register of the benchmarks holds.
const many = 2_000_000

// full makes a register of two years of signals, each an item of its own, of 5,000 accounts; one in two hundred is of the highest priority.
func (o *office) full(rows int) {
	o.tb.Helper()
	tx, err := o.DB.Begin()
	if err != nil {
		o.tb.Fatal(err)
	}
	err = tx.Script(fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO alarm_item SELECT i, printf('01900000-0000-7000-8000-f%%011d', i), 'signal', 's' || (i %% 3), 'com1', 'surgard', '1', '1',
			printf('%%04d', i * 7919 %% 5000), 1, '130', '01', printf('%%03d', i %% 97), 0, 'intrusion', CASE WHEN i %% 200 = 0 THEN 1 ELSE 2 + i %% 3 END, 0, 0, '', '', '', '',
			'2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', 1, i, '2026-01-01T00:00:00.000Z', '', '', '' FROM n;
		INSERT INTO alarm_signal SELECT row, 1, first_at, qualifier, event, partition, zone, user, category, priority, 0, 0, '', '', '', '',
			x'353031312031383132333445313330303130303514', 21, 0, '00000000-0000-7000-8000-000000000000' FROM alarm_item;
		UPDATE alarm_tally SET turn = %d, noted_at = '2026-01-01T00:00:00.000Z'`, rows, rows))
	if err != nil {
		o.tb.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		o.tb.Fatal(err)
	}
}

// BenchmarkRecord writes signals of 5,000 accounts in commands of one and of a hundred, each in a transaction of its own.
func BenchmarkRecord(b *testing.B) {
	for _, rows := range []int{0, many} {
		for _, size := range []int{1, 100} {
			b.Run(fmt.Sprintf("%d/by_%d", rows, size), func(b *testing.B) {
				if rows > 0 && testing.Short() {
					b.Skip("takes a minute to fill")
				}
				o := openOffice(b)
				if rows > 0 {
					o.full(rows)
				}
				sent := 0
				for b.Loop() {
					signals := make([]Arrival, size)
					for n := range signals {
						sent++
						signals[n] = burglary(fmt.Sprintf("%04d", sent*7919%5000), fmt.Sprintf("%03d", sent%97))
					}
					o.later(time.Duration(size) * 5 * time.Millisecond) // 200 a second
					o.comes(signals...)
				}
				b.ReportMetric(float64(sent)/b.Elapsed().Seconds(), "signals/s")
			})
		}
	}
}

// BenchmarkLive reads the first page of the live list, and the tenth, and tells the median and the 99th percentile.
func BenchmarkLive(b *testing.B) {
	if testing.Short() {
		b.Skip("takes a minute to fill")
	}
	o := openOffice(b)
	o.full(many)
	since, err := ledger.ParseTime("2025-12-31T00:00:00.000Z")
	if err != nil {
		b.Fatal(err)
	}
	for name, ask := range map[string]LiveQuery{
		"first":   {Limit: 50, Since: since},
		"page_10": {Limit: 50, Since: since, Before: "2.1900000"},
		"nothing": {Limit: 50, Since: since.AddDate(1, 0, 0)},
	} {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for b.Loop() {
				begun := time.Now()
				err := o.DB.View(context.Background(), func(q store.Query) error { _, err := Live(q, ask); return err })
				if err != nil {
					b.Fatal(err)
				}
				took = append(took, time.Since(begun))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds()), "p50-µs")
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds()), "p99-µs")
		})
	}
}
