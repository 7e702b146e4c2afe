package rental

import (
	"fmt"

	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// filesOn counts files that had been opened before the instant ?1 and had not ended by the day ?2. The first step of a file is its opening.
const filesOn = `SELECT CAST(n.path AS INTEGER), count(*) FROM (
		SELECT f.id, f.room_id FROM rental f WHERE f.state = 'active'
		UNION ALL SELECT f.id, f.room_id FROM rental f WHERE f.state = 'ended' AND f.ended_on > ?2) f
	CROSS JOIN rental_step s ON s.rental_id = f.id AND s.seq = 1 CROSS JOIN area_node n ON n.id = f.room_id
	WHERE s.at < ?1 GROUP BY 1`

// FilesOn counts the rented dwellings with a file in force on a day, by the heads of their paths (area.HeadsOn).
func FilesOn(q store.Query, day calendar.Date) (map[int64]int, error) {
	rows, err := q.Rows(filesOn, ledger.FormatTime(day.AddDays(1).Start()), day.String())
	if err != nil {
		return nil, fmt.Errorf("count rental files: %w", err)
	}
	defer rows.Close()
	counts := map[int64]int{}
	for rows.Next() {
		var head int64
		var count int
		if err := rows.Scan(&head, &count); err != nil {
			return nil, fmt.Errorf("count rental files: %w", err)
		}
		counts[head] += count
	}
	return counts, rows.Err()
}
