package alarm

import (
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"jiezhan/station/ledger"
	"jiezhan/station/store"
)

// ReceiverState is how a receiver is doing.
type ReceiverState string

const (
	// ReceiverOK means that the receiver is heard.
	ReceiverOK ReceiverState = "ok"
	// ReceiverFaulty means that signals may be missed.
	ReceiverFaulty ReceiverState = "fault"
	// ReceiverGone means that the port was taken out of the configuration.
	ReceiverGone ReceiverState = "gone"
)

const (
	// receiverCategory and receiverPriority are those of a receiver's fault: while it lasts every alarm behind it is missed.
	receiverCategory, receiverPriority = "receiver", 2
	// flapsWithin is how soon the same fault that comes again counts on the item of before.
	flapsWithin = 10 * time.Minute
)

// ReportReceiver says how a receiver (接警机) of the reporting station is doing. The same again changes nothing.
type ReportReceiver struct {
	Port     string        `json:"port"`
	Name     string        `json:"name"`
	Protocol string        `json:"protocol"`
	State    ReceiverState `json:"state"`
	// Fault is the code of what is wrong, in state fault.
	Fault string    `json:"fault,omitempty"`
	At    time.Time `json:"at"`
}

// ReportedReceiver is the answer to ReportReceiver.
type ReportedReceiver struct {
	State ReceiverState `json:"state"`
}

// Receiver is a receiver as its station last reported it.
type Receiver struct {
	Station, Port, Name, Protocol string
	State                         ReceiverState
	Fault                         string
	// Since is when the state began, in the form of ledger.FormatTime.
	Since string

	item int64
}

// Kind is the verb on the wire.
func (ReportReceiver) Kind() string { return "alarm.report_receiver.v1" }

// Prepare cuts what is too long.
func (c ReportReceiver) Prepare() ledger.Command {
	for _, text := range []*string{&c.Port, &c.Name, &c.Protocol, &c.Fault} {
		*text = cut(*text, mostCode)
	}
	c.At = instant(c.At)
	return c
}

// Validate judges the form.
func (c ReportReceiver) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.Port != "", "port", "alarm.port_required")
	v.That(slices.Contains([]ReceiverState{ReceiverOK, ReceiverFaulty, ReceiverGone}, c.State), "state", "alarm.receiver_state_unknown")
	v.That((c.State == ReceiverFaulty) == (c.Fault != ""), "fault", "alarm.receiver_fault_required")
	return v.Refusal()
}

// Apply notes the state, and shows a fault as an item until it is over.
func (c ReportReceiver) Apply(tx *ledger.Tx) (any, error) {
	if tx.Stamp.Actor.Kind != ledger.System {
		return nil, ledger.Refuse(ledger.NotPermitted, "", "alarm.not_permitted")
	}
	if c.At.IsZero() {
		c.At = tx.Stamp.At
	}
	before, found, err := receiverAt(tx, tx.Stamp.Station, c.Port)
	if err != nil {
		return nil, err
	}
	after := Receiver{
		Station: tx.Stamp.Station, Port: c.Port, Name: c.Name, Protocol: c.Protocol, State: c.State, Fault: c.Fault, Since: ledger.FormatTime(c.At),
		item: before.item,
	}
	if found && before.State == after.State && before.Fault == after.Fault {
		after.Since = before.Since
		if before == after {
			return ReportedReceiver{State: c.State}, nil
		}
	} else if err := turnFault(tx, before, &after, c.At); err != nil {
		return nil, err
	}
	if err := writeReceiver(tx, after); err != nil {
		return nil, err
	}
	tx.Changed(receiverTopic, after.Station+"/"+after.Port)
	return ReportedReceiver{State: c.State}, nil
}

// turnFault ends the item of the fault of before and begins or takes up that of the fault now.
func turnFault(tx *ledger.Tx, before Receiver, after *Receiver, at time.Time) error {
	if before.State == ReceiverFaulty {
		if err := endFault(tx, before.item, ledger.FormatTime(at)); err != nil {
			return err
		}
	}
	if after.State != ReceiverFaulty {
		return nil
	}
	t, err := readTally(tx)
	if err != nil {
		return err
	}
	again, err := takeUpFault(tx, before, *after, at, &t)
	if err != nil {
		return err
	}
	if !again {
		item := Item{
			ID: tx.NewID(), Kind: ReceiverFault, Station: after.Station, Port: after.Port, Protocol: after.Protocol, Event: after.Fault,
			Category: receiverCategory, Priority: receiverPriority, Text: after.Name, FirstAt: after.Since, LastAt: after.Since, Count: 1,
			turn: t.next(), notedAt: t.notedAt,
		}
		if err := insertItem(tx, &item); err != nil {
			return err
		}
		after.item = item.row
		tx.Changed(topic, item.ID)
	}
	return t.write(tx)
}

func endFault(tx *ledger.Tx, row int64, at string) error {
	if _, err := tx.Exec(`UPDATE alarm_item SET restored_at = ? WHERE row = ?`, at, row); err != nil {
		return fmt.Errorf("end a receiver's fault: %w", err)
	}
	return itemChanged(tx, row)
}

// takeUpFault counts the fault on its last item, where it is the same and not long ago.
func takeUpFault(tx *ledger.Tx, before, after Receiver, at time.Time, t *tally) (bool, error) {
	if before.item == 0 {
		return false, nil
	}
	var fault, last string
	err := tx.Row(`SELECT event, last_at FROM alarm_item WHERE row = ?`, before.item).Scan(&fault, &last)
	if err != nil {
		return false, fmt.Errorf("last fault of a receiver: %w", err)
	}
	lastAt, err := ledger.ParseTime(last)
	if err != nil || fault != after.Fault || !within(at, lastAt, flapsWithin) {
		return false, err
	}
	_, err = tx.Exec(`UPDATE alarm_item SET last_at = ?, count = count + 1, turn = ?, noted_at = ?, restored_at = '' WHERE row = ?`,
		after.Since, t.next(), t.notedAt, before.item)
	if err != nil {
		return false, fmt.Errorf("take up a receiver's fault: %w", err)
	}
	return true, itemChanged(tx, before.item)
}

func itemChanged(tx *ledger.Tx, row int64) error {
	var id string
	if err := tx.Row(`SELECT id FROM alarm_item WHERE row = ?`, row).Scan(&id); err != nil {
		return fmt.Errorf("item of a receiver: %w", err)
	}
	tx.Changed(topic, id)
	return nil
}

func writeReceiver(tx *ledger.Tx, r Receiver) error {
	var err error
	if r.State == ReceiverGone {
		_, err = tx.Exec(`DELETE FROM alarm_receiver WHERE station = ? AND port = ?`, r.Station, r.Port)
	} else {
		_, err = tx.Exec(`INSERT OR REPLACE INTO alarm_receiver (station, port, name, protocol, state, fault, since, item) VALUES (?,?,?,?,?,?,?,?)`,
			r.Station, r.Port, r.Name, r.Protocol, string(r.State), r.Fault, r.Since, r.item)
	}
	if err != nil {
		return fmt.Errorf("write receiver: %w", err)
	}
	return nil
}

const receiverColumns = `SELECT station, port, name, protocol, state, fault, since, item FROM alarm_receiver `

func scanReceiver(scan func(...any) error) (Receiver, error) {
	var r Receiver
	err := scan(&r.Station, &r.Port, &r.Name, &r.Protocol, &r.State, &r.Fault, &r.Since, &r.item)
	return r, err
}

func receiverAt(q store.Query, station, port string) (Receiver, bool, error) {
	r, err := scanReceiver(q.Row(receiverColumns+`WHERE station = ? AND port = ?`, station, port).Scan)
	if errors.Is(err, sql.ErrNoRows) {
		return Receiver{}, false, nil
	}
	if err != nil {
		return Receiver{}, false, fmt.Errorf("read receiver: %w", err)
	}
	return r, true, nil
}

// Receivers lists the receivers of all stations, by station and port.
func Receivers(q store.Query) ([]Receiver, error) {
	return collect(q, scanReceiver, receiverColumns+`ORDER BY station, port`)
}

// collect reads all rows of a query.
func collect[T any](q store.Query, read func(scan func(...any) error) (T, error), query string, args ...any) ([]T, error) {
	rows, err := q.Rows(query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	list := []T{}
	for rows.Next() {
		one, err := read(rows.Scan)
		if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
	return list, rows.Err()
}
