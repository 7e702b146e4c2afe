// Package office knows which stations make up the street office (服务站名册): who was admitted, where each is reached, by which key it is known, which
// versions it supports, and which were removed. It knows no connection and no certificate; those belong to the cluster.
package office

import (
	"database/sql"
	_ "embed"
	"errors"
	"fmt"

	"jiezhan/station/ledger"
	"jiezhan/station/staff"
	"jiezhan/station/store"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station. Membership needs the majority: a station that is cut off admits and removes nobody.
func Slice() ledger.Slice {
	return ledger.Slice{Name: "office", Schema: schema, Commands: []ledger.Declaration{
		ledger.Declare[Found](ledger.OnlineOnly),
		ledger.Declare[Admit](ledger.OnlineOnly),
		ledger.Declare[Remove](ledger.OnlineOnly),
		ledger.Declare[Move](ledger.OnlineOnly),
		ledger.Declare[Report](ledger.OnlineOnly),
		ledger.Declare[Raise](ledger.OnlineOnly),
		ledger.Declare[Recover](ledger.OnlineOnly),
	}}
}

// topic is the topic of every change to the office or one of its stations; the id is the station's, or empty for the office.
const topic = "station"

// Office is the street office that the stations serve (街道办).
type Office struct {
	ID, Name string
	// Epoch tells the office from the same office before a recovery; stations of an earlier epoch are not let in.
	Epoch string
}

// Current reads the office; not found before it is founded.
func Current(q store.Query) (Office, bool, error) {
	var o Office
	err := q.Row(`SELECT id, name, epoch FROM office WHERE one = 1`).Scan(&o.ID, &o.Name, &o.Epoch)
	if errors.Is(err, sql.ErrNoRows) {
		return Office{}, false, nil
	}
	if err != nil {
		return Office{}, false, fmt.Errorf("read the office: %w", err)
	}
	return o, true, nil
}

// managed refuses everybody but the program itself and staff who may manage the office.
func managed(actor ledger.Actor) *ledger.Refusal {
	if actor.Kind == ledger.System || (actor.Kind == ledger.Staff && staff.Role(actor.Role).May(staff.OfficeManage)) {
		return nil
	}
	return ledger.Refuse(ledger.NotPermitted, "", "office.not_permitted")
}

// begin judges who asks, and that there is an office.
func begin(tx *ledger.Tx) (Office, error) {
	if refusal := managed(tx.Stamp.Actor); refusal != nil {
		return Office{}, refusal
	}
	o, founded, err := Current(tx)
	if err != nil {
		return Office{}, err
	}
	if !founded {
		return Office{}, ledger.Refuse(ledger.WrongState, "", "office.not_founded")
	}
	return o, nil
}
