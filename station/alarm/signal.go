package alarm

import (
	"fmt"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// Signal is one signal as it came, under the item that shows it.
type Signal struct {
	// Seq counts the signals of the item from 1.
	Seq int64
	// Arrival is the signal; Receiver, Line and Account stand with the item.
	Arrival
	// Captured says that it was on one station's disk only when its panel was answered.
	Captured bool
	// RequestID is that of the command that brought it.
	RequestID string
}

// SignalsOf lists the signals of an item in the order they came, behind a Seq, limit at most.
func SignalsOf(q store.Query, item Item, after int64, limit int) ([]Signal, error) {
	list, err := collect(q, func(scan func(...any) error) (Signal, error) {
		s := Signal{Arrival: Arrival{Receiver: item.Receiver, Line: item.Line, Account: item.Account}}
		var at string
		err := scan(&s.Seq, &at, &s.Qualifier, &s.Event, &s.Partition, &s.Zone, &s.User, &s.Category, &s.Priority, &s.Duress, &s.Silent, &s.CallerID,
			&s.PanelTime, &s.Text, &s.Error, &s.Raw, &s.RawSize, &s.Captured, &s.RequestID)
		if err != nil {
			return Signal{}, err
		}
		s.At, err = ledger.ParseTime(at)
		return s, err
	}, `SELECT seq, at, qualifier, event, partition, zone, user, category, priority, duress, silent, caller_id, panel_time, text, error, raw, raw_size,
		captured, request_id FROM alarm_signal WHERE item = ? AND seq > ? ORDER BY seq LIMIT ?`, item.row, after, min(max(limit, 1), MostListed))
	if err != nil {
		return nil, fmt.Errorf("list signals: %w", err)
	}
	return list, nil
}
