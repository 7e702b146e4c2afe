package conflict

import (
	"encoding/json"
	"fmt"

	"github.com/google/uuid"

	"jiezhan/station/ledger"
)

// put writes an open item and answers its id. An entry of the journal has one item, however often it comes. The counters are of any size that a caller
// can write down, and SQLite's are signed: they are kept bit by bit.
func put(tx *ledger.Tx, i Item) (string, error) {
	params, err := json.Marshal(i.Params)
	if err != nil {
		return "", fmt.Errorf("encode params: %w", err)
	}
	id := idOf(i)
	_, err = tx.Exec(`INSERT INTO conflict (id, request_id, kind, station, epoch, seq, base, number, actor_kind, actor_id, actor_role, captured_at, refused_at,
		subject, payload, code, params, outcome, state, action, successor, reason, resolved_by, resolved_at)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'','','','','') ON CONFLICT (id) DO NOTHING`,
		id, i.RequestID, i.Kind, i.Station, i.Epoch, int64(i.Seq), int64(i.Base), i.Number, string(i.Actor.Kind), i.Actor.ID, i.Actor.Role, i.CapturedAt,
		i.RefusedAt, i.Subject, string(i.Payload), i.Code, string(params), string(i.Outcome), string(Pending))
	if err != nil {
		return "", fmt.Errorf("put on the conflict desk: %w", err)
	}
	tx.Changed(topic, id)
	return id, nil
}

// idOf names the item of one line of a station's journal. The request belongs to it, because a copied disk has other lines at the same places.
func idOf(i Item) string {
	return uuid.NewSHA1(uuid.Nil, fmt.Appendf(nil, "%q %q %d %q", i.Station, i.Epoch, i.Seq, i.RequestID)).String()
}
