package permit

import (
	"fmt"
	"testing"

	"jiezhan/station/store"
)

// thousandThousand is how many applications the large lists hold: a city's for some years.
const thousandThousand = 1_000_000

// history writes n closed applications of a few people straight into the table; nobody waits for a million commands.
func (o *office) history(n int) {
	o.tb.Helper()
	s := o.settle("范例", "1992-05-04", "2026-01-10")
	tx, err := o.DB.Begin()
	if err != nil {
		o.tb.Fatal(err)
	}
	err = tx.Script(fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO application (id, number, number_tail, person_id, kind, limit_days, residence_id, condition, applied_by, phone, channel, station, state,
			submitted_at, changed_at, accepted_on, due_on, ended_on, open, running, decided)
		SELECT printf('old-%%08d', i), printf('339999001001-old-%%08d', i), printf('old-%%08d', i), '%s', 'resident', 15, '%s', 'employment', 'self', '', 'kiosk', 's1', 'delivered',
			strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', '2020-01-01', '+' || i || ' minutes'), strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', '2020-01-01', '+' || i || ' minutes'),
			'2020-01-01', '2020-01-16', '2020-01-10', 0, 0, 1 FROM n`, n, s.id, s.registration))
	if err != nil {
		o.tb.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		o.tb.Fatal(err)
	}
}

// BenchmarkCases reads the first page of every view and the counts, beside a million closed applications.
func BenchmarkCases(b *testing.B) {
	if testing.Short() {
		b.Skip("builds a million rows")
	}
	o := openOffice(b)
	o.history(thousandThousand)
	o.fill()
	for _, view := range Views() {
		b.Run(string(view), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				o.cases(Filter{View: view})
			}
		})
	}
	b.Run("counts", func(b *testing.B) {
		for b.Loop() {
			o.counts()
		}
	})
	b.Run("number", func(b *testing.B) {
		for b.Loop() {
			o.cases(Filter{View: Open, Query: "261121-00"})
		}
	})
}

// BenchmarkApply has applications taken in, one transaction each.
func BenchmarkApply(b *testing.B) {
	o := openOffice(b)
	var waiting []settler
	b.ReportAllocs()
	for b.Loop() {
		if len(waiting) == 0 {
			b.StopTimer()
			for range 64 {
				waiting = append(waiting, o.settle("范例", "1992-05-04", "2026-01-10"))
			}
			b.StartTimer()
		}
		o.apply(waiting[0])
		waiting = waiting[1:]
	}
}

// BenchmarkApplicationByID reads one application with all that belongs to it.
func BenchmarkApplicationByID(b *testing.B) {
	o := openOffice(b)
	id := o.reach(Delivered)
	b.ReportAllocs()
	for b.Loop() {
		o.view(func(q store.Query) error {
			_, _, err := ApplicationByID(q, id, o.today())
			return err
		})
	}
}

// street is how many permits a large street office holds.
const street = 113_000

// cards writes n permits in force of one person straight into the table, their windows spread over a year.
func (o *office) cards(n int) {
	o.tb.Helper()
	s := o.settle("范例", "1992-05-04", "2026-01-10")
	tx, err := o.DB.Begin()
	if err != nil {
		o.tb.Fatal(err)
	}
	err = tx.Script(fmt.Sprintf(`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)
		INSERT INTO permit (id, person_id, kind, number, number_key, issued_on, since_on, state, live, card, received_by, root_id,
			continuous_since, endorse_from, endorse_until, end_reason)
		SELECT printf('card-%%08d', i), '%s', 'resident', printf('B%%08d', i), printf('B%%08d', i), date('2025-11-22', '+' || (i %% 365) || ' days'),
			date('2025-11-22', '+' || (i %% 365) || ' days'), 'active', 1, 'held', 'holder', printf('card-%%08d', i), date('2025-11-22', '+' || (i %% 365) || ' days'),
			date('2026-10-22', '+' || (i %% 365) || ' days'), date('2026-11-22', '+' || (i %% 365) || ' days'), '' FROM n`, n, s.id))
	if err != nil {
		o.tb.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		o.tb.Fatal(err)
	}
}

// BenchmarkPermits reads the first page of the lists of a street office; the community named has nobody, so that the whole list is walked.
func BenchmarkPermits(b *testing.B) {
	o := openOffice(b)
	o.cards(street)
	for _, view := range []CardView{Opening, InWindow, Closing, Lately, Suspended} {
		b.Run(string(view), func(b *testing.B) {
			for b.Loop() {
				o.permits(CardFilter{View: view})
			}
		})
	}
	b.Run("of a community without any", func(b *testing.B) {
		for b.Loop() {
			o.permits(CardFilter{View: Opening, Community: "339999001002"})
		}
	})
}
