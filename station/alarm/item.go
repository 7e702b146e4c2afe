package alarm

import (
	"database/sql"
	"errors"
	"fmt"

	"jiezhan/station/store"
)

// ItemKind is what an item stands for.
type ItemKind string

const (
	// Single items show one signal with its repeats.
	Single ItemKind = "signal"
	// Runaway items gather what an account sends without end (连发).
	Runaway ItemKind = "runaway"
	// Swinger items gather what one zone sends again and again (反复触发).
	Swinger ItemKind = "swinger"
	// ReceiverFault items show a receiver in trouble; Event is the fault and Text the receiver's name.
	ReceiverFault ItemKind = "receiver"
)

// Item is one line of an operator's list (警情). Instants are in the form of ledger.FormatTime, or empty. Fields of a group are those of its first
// signal, as far as they hold for all; Category and Priority are those of its most urgent.
type Item struct {
	ID                      string
	Kind                    ItemKind
	Station, Port, Protocol string
	Receiver, Line, Account string
	Qualifier               int
	Event, Partition, Zone  string
	User                    bool
	Category                string
	Priority                int
	Duress, Silent          bool
	CallerID                string
	PanelTime               string
	Text                    string
	Error                   string
	FirstAt, LastAt         string
	// Count is how many signals the item gathers; of a receiver's fault, how often it came.
	Count int
	// RestoredAt is when the panel said that it is over, or the receiver worked again. CanceledAt is when the panel's user took it back. Neither closes
	// anything.
	RestoredAt, CanceledAt string
	// RefersTo is the item that this one restores or cancels, where that is clear.
	RefersTo string

	row  int64
	turn int64
	// notedAt is the latest instant the log had seen at turn; it never goes back from turn to turn.
	notedAt string
}

const itemColumns = `SELECT row, id, kind, station, port, protocol, receiver, line, account, qualifier, event, partition, zone, user, category, priority,
	duress, silent, caller_id, panel_time, text, error, first_at, last_at, count, turn, noted_at, restored_at, canceled_at, refers_to FROM alarm_item `

func scanItem(scan func(...any) error) (Item, error) {
	var i Item
	err := scan(&i.row, &i.ID, &i.Kind, &i.Station, &i.Port, &i.Protocol, &i.Receiver, &i.Line, &i.Account, &i.Qualifier, &i.Event, &i.Partition, &i.Zone,
		&i.User, &i.Category, &i.Priority, &i.Duress, &i.Silent, &i.CallerID, &i.PanelTime, &i.Text, &i.Error, &i.FirstAt, &i.LastAt, &i.Count, &i.turn,
		&i.notedAt, &i.RestoredAt, &i.CanceledAt, &i.RefersTo)
	return i, err
}

// ItemByID reads one item.
func ItemByID(q store.Query, id string) (Item, bool, error) {
	i, err := scanItem(q.Row(itemColumns+`WHERE id = ?`, id).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Item{}, false, nil
	}
	if err != nil {
		return Item{}, false, fmt.Errorf("read item: %w", err)
	}
	return i, true, nil
}

// walk reads items in the order of a query until keep says that it has enough.
func walk(q store.Query, keep func(Item) bool, query string, args ...any) error {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return fmt.Errorf("list items: %w", err)
	}
	defer rows.Close()
	for rows.Next() {
		i, err := scanItem(rows.Scan)
		if err != nil {
			return fmt.Errorf("list items: %w", err)
		}
		if !keep(i) {
			break
		}
	}
	return rows.Err()
}
