package permit

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/store"
)

// Work is what was done about permits in a time. It lies at the address of the registration that the application leaned on, also for what comes years
// later: so a chain of cards stays in one line of the tables. A permit that is older than this register has no application; it lies where its holder was
// registered when it was brought, or, for who was not registered then, at their first registration.
type Work struct {
	// Accepted applications, by the day of acceptance, whatever became of them.
	Accepted int
	// Issued cards are first cards handed out by this office, by that day; those OnTime by the last day of the limit. Days is the sum of the calendar days
	// from acceptance to hand-out, the day of acceptance not counted, pauses included. A case that was granted and is Over was never handed out: it is
	// neither issued nor refused, and its card has no window. A permit that was brought was issued before.
	Issued, OnTime, Days int
	// Due are the windows for an endorsement that ended, of permits that had not ended by then; Done those of them that were used in time.
	Due, Done int
	// Late endorsements by the day they were made. Each restores the functions at once (art. 10), so it counts the restored, too.
	Late int
	// Suspended permits are those whose functions began to rest: the day after a window ended unused.
	Suspended int
	// Replaced cards by the cause, counted on the day the new one was handed out. Expiring ones are among them: only cards with a term have that cause.
	Replaced map[Cause]int
	// Refused applications by the coded reason, on the day of the decision.
	Refused map[string]int
}

// WorkBetween counts the work from one day to another, both counted, by the heads of addresses (area.HeadsOn). Functions are counted as suspended up
// to today only.
func WorkBetween(q store.Query, from, to, today calendar.Date) (map[int64]*Work, error) {
	w := working{q: q, by: map[int64]*Work{}}
	rest := to
	if today.Before(rest) {
		rest = today
	}
	w.count(acceptedBetween, from, to, func(work *Work, n []int, _ string) { work.Accepted += n[0] })
	w.count(issuedBetween, from, to, func(work *Work, n []int, _ string) {
		work.Issued, work.OnTime, work.Days = work.Issued+n[0], work.OnTime+n[1], work.Days+n[2]
	})
	w.count(windowsBetween, from, to, func(work *Work, n []int, _ string) { work.Due, work.Done = work.Due+n[0], work.Done+n[1] })
	w.count(windowsBetween, from.AddDays(-1), rest.AddDays(-1), func(work *Work, n []int, _ string) { work.Suspended += n[0] - n[1] })
	w.count(lateBetween, from, to, func(work *Work, n []int, _ string) { work.Late += n[0] })
	w.count(replacedBetween, from, to, func(work *Work, n []int, cause string) { work.Replaced[Cause(cause)] += n[0] })
	w.count(refusedBetween, from, to, func(work *Work, n []int, reason string) { work.Refused[reason] += n[0] })
	if w.err != nil {
		return nil, fmt.Errorf("count work about permits: %w", w.err)
	}
	return w.by, nil
}

// Every query answers head, three counts and a code.
const (
	atAddress = ` CROSS JOIN residence r ON r.id = a.residence_id CROSS JOIN area_node n ON n.id = r.room_id `
	byRoot    = ` CROSS JOIN permit root ON root.id = x.root_id CROSS JOIN residence r ON r.id = coalesce(root.brought_to,
			(SELECT a.residence_id FROM application a WHERE a.id = root.application_id),
			(SELECT first.id FROM residence first WHERE first.person_id = root.person_id ORDER BY first.row LIMIT 1))
		CROSS JOIN area_node n ON n.id = r.room_id `

	acceptedBetween = `SELECT CAST(n.path AS INTEGER), count(*), 0, 0, '' FROM application a` + atAddress +
		`WHERE a.accepted_on >= ?1 AND a.accepted_on <= ?2 GROUP BY 1`

	issuedBetween = `SELECT CAST(n.path AS INTEGER), count(*), coalesce(sum(x.handed_out_on <= a.due_on), 0),
			coalesce(sum(CAST(julianday(x.handed_out_on) - julianday(a.accepted_on) AS INTEGER)), 0), ''
		FROM permit x CROSS JOIN application a ON a.id = x.application_id` + atAddress +
		`WHERE x.handed_out_on >= ?1 AND x.handed_out_on <= ?2 GROUP BY 1`

	// A window was used where there is an endorsement made for it in time. Unused ones stand at the endorsement that came late, or at the card of a chain
	// that has had none since.
	windowsBetween = `SELECT CAST(n.path AS INTEGER), count(*), sum(x.done), 0, '' FROM (
			SELECT root_id, window_end, max(late = 0) AS done FROM endorsement WHERE window_end >= ?1 AND window_end <= ?2 GROUP BY root_id, window_end
			UNION
			SELECT root_id, endorse_until, 0 FROM permit WHERE state = 'active' AND endorse_until >= ?1 AND endorse_until <= ?2
			UNION
			SELECT root_id, endorse_until, 0 FROM permit WHERE state = 'ended' AND endorse_until >= ?1 AND endorse_until <= ?2
				AND handed_out_on IS NOT NULL AND ended_on > endorse_until) x` + byRoot + `GROUP BY 1`

	lateBetween = `SELECT CAST(n.path AS INTEGER), count(*), 0, 0, '' FROM endorsement x` + byRoot + `WHERE x.late = 1 AND x.day >= ?1 AND x.day <= ?2 GROUP BY 1`

	replacedBetween = `SELECT CAST(n.path AS INTEGER), count(*), 0, 0, p.cause FROM permit x
		CROSS JOIN replacement p ON p.permit_id = x.replaces AND p.new_permit_id = x.id` + byRoot +
		`WHERE x.handed_out_on >= ?1 AND x.handed_out_on <= ?2 GROUP BY 1, 5`

	refusedBetween = `SELECT CAST(n.path AS INTEGER), count(*), 0, 0, x.reason_code FROM decision x CROSS JOIN application a ON a.id = x.application_id` + atAddress +
		`WHERE x.kind = 'refused' AND x.decided_on >= ?1 AND x.decided_on <= ?2 GROUP BY 1, 5`
)

// working gathers counts and keeps the first error.
type working struct {
	q   store.Query
	by  map[int64]*Work
	err error
}

func (w *working) count(query string, from, to calendar.Date, add func(work *Work, n []int, code string)) {
	if w.err != nil || to.Before(from) {
		return
	}
	rows, err := w.q.Rows(query, from.String(), to.String())
	if err != nil {
		w.err = err
		return
	}
	defer rows.Close()
	for rows.Next() {
		var head int64
		var code string
		n := make([]int, 3)
		if w.err = rows.Scan(&head, &n[0], &n[1], &n[2], &code); w.err != nil {
			return
		}
		if w.by[head] == nil {
			w.by[head] = &Work{Replaced: map[Cause]int{}, Refused: map[string]int{}}
		}
		add(w.by[head], n, code)
	}
	w.err = rows.Err()
}
