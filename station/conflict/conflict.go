// Package conflict knows the desk for entries that a station took in while it was cut off and that the office could not take as they were (冲突台): what was
// entered, why it was refused, and how staff settled it. It knows no register and no permit: what stands there now is for a screen to put beside it.
package conflict

import (
	_ "embed"

	"jiezhan/station/ledger"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station. The machine itself puts refused entries on the desk; settling one needs the majority, so that
// two stations do not settle it twice.
func Slice() ledger.Slice {
	return ledger.Slice{
		Name: "conflict", Schema: schema, Refused: refused,
		Commands: []ledger.Declaration{
			ledger.Declare[Open](ledger.OnlineOnly),
			ledger.Declare[Resolve](ledger.OnlineOnly),
		},
	}
}

// topic is the topic of every change to an item of the desk.
const topic = "conflict"

// State is where an item stands.
type State string

const (
	// Pending items wait for a person (待处理).
	Pending State = "open"
	// Resolved items are settled (已处理).
	Resolved State = "resolved"
)

// Action is how an item was settled.
type Action string

const (
	// Amended items were submitted again with changes (修改后重新提交).
	Amended Action = "amended"
	// Attached items belong to a record that was there already (归到已有记录).
	Attached Action = "attached"
	// Dropped items were given up, with a reason (不再办理).
	Dropped Action = "dropped"
)

// Actions lists the actions in the order shown.
func Actions() []Action { return []Action{Amended, Attached, Dropped} }

// Amendable lists the fields of a kind's payload that staff may change before they submit it again. What a card said cannot be changed; an entry
// of another kind is attached or dropped.
func Amendable(kind string) []string {
	switch kind {
	case "residence.register.v1":
		return []string{"since", "phone", "room_id"}
	case "permit.apply.v1":
		return []string{"registration_id", "phone", "condition"}
	default:
		return nil
	}
}
