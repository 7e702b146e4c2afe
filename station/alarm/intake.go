package alarm

import (
	"fmt"
	"time"

	"jiezhan/station/ledger"
)

// intake writes the signals of one command.
type intake struct {
	tx             *ledger.Tx
	port, protocol string
	merge          time.Duration
	tally          tally
	// noted is the instant before which items are of no matter.
	noted string
}

// take writes one signal, the nth of the command from 0.
func (in *intake) take(n int, a Arrival) error {
	past, err := historyOf(in.tx, in.source(a), a, in.noted)
	if err != nil {
		return err
	}
	item, kind := past.place(a, in.merge)
	if item != nil {
		return in.join(item.Item, a)
	}
	return in.begin(n, kind, past, a)
}

func (in *intake) source(a Arrival) source {
	return source{station: in.tx.Stamp.Station, port: in.port, receiver: a.Receiver, line: a.Line, account: a.Account}
}

// begin makes an item of a signal. Of a group it keeps what all its signals have in common.
func (in *intake) begin(n int, kind ItemKind, past history, a Arrival) error {
	at := ledger.FormatTime(a.At)
	item := Item{
		ID: itemID(in.tx.Stamp.ID, n), Kind: kind, Station: in.tx.Stamp.Station, Port: in.port, Protocol: in.protocol, Receiver: a.Receiver, Line: a.Line,
		Account: a.Account, Qualifier: a.Qualifier, Event: a.Event, Partition: a.Partition, Zone: a.Zone, User: a.User, Category: a.Category,
		Priority: a.Priority, Duress: a.Duress, Silent: a.Silent, CallerID: a.CallerID, PanelTime: a.PanelTime, Text: a.Text, Error: a.Error,
		FirstAt: at, LastAt: at, Count: 1, turn: in.tally.next(), notedAt: in.tally.notedAt,
	}
	switch kind {
	case Runaway:
		item.Qualifier, item.Event, item.Zone, item.User, item.Text, item.PanelTime = 0, "", "", false, "", ""
		if a.Account != "" {
			item.Partition = ""
		}
	case Swinger:
		item.Qualifier = 0
	case Single, ReceiverFault:
		over, canceled := past.ended(a)
		if over != nil {
			item.RefersTo = over.ID
			if err := in.mark(*over, at, canceled); err != nil {
				return err
			}
		}
	}
	if err := insertItem(in.tx, &item); err != nil {
		return err
	}
	return in.write(item, a)
}

// mark notes on an item that its panel said it is over, or that its user took it back.
func (in *intake) mark(i Item, at string, canceled bool) error {
	query := `UPDATE alarm_item SET restored_at = ? WHERE row = ?`
	if canceled {
		query = `UPDATE alarm_item SET canceled_at = ? WHERE row = ?`
	}
	if _, err := in.tx.Exec(query, at, i.row); err != nil {
		return fmt.Errorf("mark item: %w", err)
	}
	in.tx.Changed(topic, i.ID)
	return nil
}

// join shows a signal under an item that is there. The item is as urgent as its most urgent signal.
func (in *intake) join(i Item, a Arrival) error {
	i.Count++
	i.LastAt, i.turn, i.notedAt = ledger.FormatTime(a.At), in.tally.next(), in.tally.notedAt
	if a.Priority < i.Priority {
		i.Priority, i.Category = a.Priority, a.Category
	}
	_, err := in.tx.Exec(`UPDATE alarm_item SET last_at = ?, count = ?, turn = ?, noted_at = ?, priority = ?, category = ? WHERE row = ?`,
		i.LastAt, i.Count, i.turn, i.notedAt, i.Priority, i.Category, i.row)
	if err != nil {
		return fmt.Errorf("join item: %w", err)
	}
	return in.write(i, a)
}

// write keeps the signal itself.
func (in *intake) write(i Item, a Arrival) error {
	raw := a.Raw
	if raw == nil {
		raw = []byte{}
	}
	_, err := in.tx.Exec(`INSERT INTO alarm_signal VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)`, i.row, i.Count, ledger.FormatTime(a.At), a.Qualifier,
		a.Event, a.Partition, a.Zone, a.User, a.Category, a.Priority, a.Duress, a.Silent, a.CallerID, a.PanelTime, a.Text, a.Error, raw, a.RawSize,
		in.tx.Stamp.Captured != nil, in.tx.Stamp.RequestID)
	if err != nil {
		return fmt.Errorf("write signal: %w", err)
	}
	in.tx.Changed(topic, i.ID)
	return nil
}

// itemID names the item that the nth signal of a command begins. It grows with the command's own, so that new rows land at the end of the index.
func itemID(command string, n int) string {
	if n == 0 {
		return command
	}
	return fmt.Sprintf("%s-%d", command, n)
}

// insertItem writes a new item and learns its row.
func insertItem(tx *ledger.Tx, i *Item) error {
	_, err := tx.Exec(`INSERT INTO alarm_item (id, kind, station, port, protocol, receiver, line, account, qualifier, event, partition, zone, user, category,
		priority, duress, silent, caller_id, panel_time, text, error, first_at, last_at, count, turn, noted_at, restored_at, canceled_at, refers_to)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,'','',?)`, i.ID, string(i.Kind), i.Station, i.Port, i.Protocol, i.Receiver, i.Line,
		i.Account, i.Qualifier, i.Event, i.Partition, i.Zone, i.User, i.Category, i.Priority, i.Duress, i.Silent, i.CallerID, i.PanelTime, i.Text,
		i.Error, i.FirstAt, i.LastAt, i.Count, i.turn, i.notedAt, i.RefersTo)
	if err != nil {
		return fmt.Errorf("insert item: %w", err)
	}
	if err := tx.Row(`SELECT max(row) FROM alarm_item`).Scan(&i.row); err != nil {
		return fmt.Errorf("insert item: %w", err)
	}
	return nil
}
