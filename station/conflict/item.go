package conflict

import (
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Item is one entry on the desk. Payload and Params hold personal data in full; masking is the screen's business.
type Item struct {
	ID        string
	RequestID string
	// Kind is that of the command that was refused, Payload what was entered, as JSON.
	Kind    string
	Payload []byte
	// Station took it in; Epoch and Seq name the line of its journal, Base the log index it was judged on then.
	Station, Epoch string
	Seq, Base      uint64
	// Number is on the person's receipt, or empty.
	Number string
	Actor  ledger.Actor
	// CapturedAt is when it was taken in, RefusedAt the latest instant the log had seen when the office refused it; both in the form of ledger.FormatTime.
	CapturedAt, RefusedAt string
	// Subject is the person it is about, or empty where the register did not know them.
	Subject string
	// Code and Params are those of the refusal.
	Code    string
	Params  map[string]string
	Outcome Outcome
	State   State
	// Action, Successor, Reason, ResolvedBy (an account id) and ResolvedAt are empty while the item is open. Successor is the request that was
	// submitted in its place, or the record it belongs to.
	Action                 Action
	Successor, Reason      string
	ResolvedBy, ResolvedAt string
}

const itemColumns = `SELECT id, request_id, kind, station, epoch, seq, base, number, actor_kind, actor_id, actor_role, captured_at, refused_at, subject,
	payload, code, params, outcome, state, action, successor, reason, resolved_by, resolved_at FROM conflict `

func scanItem(row interface{ Scan(dest ...any) error }) (Item, error) {
	var i Item
	var seq, base int64
	var params []byte
	err := row.Scan(&i.ID, &i.RequestID, &i.Kind, &i.Station, &i.Epoch, &seq, &base, &i.Number, &i.Actor.Kind, &i.Actor.ID, &i.Actor.Role,
		&i.CapturedAt, &i.RefusedAt, &i.Subject, &i.Payload, &i.Code, &params, &i.Outcome, &i.State, &i.Action, &i.Successor, &i.Reason,
		&i.ResolvedBy, &i.ResolvedAt)
	if err != nil {
		return Item{}, err
	}
	i.Seq, i.Base = uint64(seq), uint64(base)
	if err := json.Unmarshal(params, &i.Params); err != nil {
		return Item{}, fmt.Errorf("params of %s: %w", i.ID, err)
	}
	return i, nil
}

// ByID reads one item.
func ByID(q store.Query, id string) (Item, bool, error) {
	i, err := scanItem(q.Row(itemColumns+`WHERE id = ?`, id))
	if errors.Is(err, sql.ErrNoRows) {
		return Item{}, false, nil
	}
	if err != nil {
		return Item{}, false, fmt.Errorf("read conflict: %w", err)
	}
	return i, true, nil
}

// List lists the items of one state, the latest first, limit at most; before is the id of the last item of the page before, or empty.
func List(q store.Query, state State, limit int, before string) ([]Item, error) {
	if before == "" {
		return items(q, `WHERE state = ? ORDER BY row DESC LIMIT ?`, string(state), limit)
	}
	return items(q, `WHERE state = ? AND row < (SELECT row FROM conflict WHERE id = ?) ORDER BY row DESC LIMIT ?`, string(state), before, limit)
}

func items(q store.Query, where string, args ...any) ([]Item, error) {
	rows, err := q.Rows(itemColumns+where, args...)
	if err != nil {
		return nil, fmt.Errorf("list conflicts: %w", err)
	}
	defer rows.Close()
	list := []Item{}
	for rows.Next() {
		i, err := scanItem(rows)
		if err != nil {
			return nil, fmt.Errorf("list conflicts: %w", err)
		}
		list = append(list, i)
	}
	return list, rows.Err()
}

// Count is how many items wait for a person.
func Count(q store.Query) (int, error) {
	var n int
	if err := q.Row(`SELECT count(*) FROM conflict WHERE state = ?`, string(Pending)).Scan(&n); err != nil {
		return 0, fmt.Errorf("count conflicts: %w", err)
	}
	return n, nil
}

// OpenOf are the requests of one station that wait for a person.
func OpenOf(q store.Query, station string) (map[string]bool, error) {
	rows, err := q.Rows(`SELECT request_id FROM conflict WHERE state = ? AND station = ?`, string(Pending), station)
	if err != nil {
		return nil, fmt.Errorf("list conflicts of %s: %w", station, err)
	}
	defer rows.Close()
	open := map[string]bool{}
	for rows.Next() {
		var request string
		if err := rows.Scan(&request); err != nil {
			return nil, fmt.Errorf("list conflicts of %s: %w", station, err)
		}
		open[request] = true
	}
	return open, rows.Err()
}
