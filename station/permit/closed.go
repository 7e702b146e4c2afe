package permit

import (
	"fmt"

	"jiezhan/station/registry"
	"jiezhan/station/store"
)

const countLive = `SELECT count(*) FROM permit WHERE person_id = ? AND live = 1`

// Closed tells whether a person's data are closed to everybody but the archive (死亡封存): a registration ended by death, and no permit is left that
// somebody at the window has to end for it.
func Closed(q store.Query, personID string) (bool, error) {
	died, err := registry.HasDied(q, personID)
	if err != nil || !died {
		return false, err
	}
	var live int
	if err := q.Row(countLive, personID).Scan(&live); err != nil {
		return false, fmt.Errorf("count permits: %w", err)
	}
	return live == 0, nil
}
