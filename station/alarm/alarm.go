// Package alarm knows the signals of alarm panels (联网报警): every one as it came, what operators see of them, the receivers they come by, and the
// subscribers behind the accounts. It knows no wire and no port, and it does not know what is done about an alarm.
package alarm

import (
	_ "embed"

	"jiezhan/station/ledger"
)

//go:embed schema.sql
var schema string

// Slice is what this package brings to the station. Signals are taken in at any time, and somebody's panel waits for the answer. Subscribers wait for the
// majority: nobody stands at the desk for them, and of two who entered the same account one would have typed in vain.
func Slice() ledger.Slice {
	return ledger.Slice{Name: "alarm", Schema: schema, Commands: []ledger.Declaration{
		ledger.Declare[RecordSignals](ledger.Final).Quietly().Urgently(),
		ledger.Declare[ReportReceiver](ledger.Final).Quietly(),
		ledger.Declare[PutSubscriber](ledger.OnlineOnly),
		ledger.Declare[RemoveSubscriber](ledger.OnlineOnly),
	}}
}

// The topics of changes. The id is that of the item, the port's station and name with a slash between, or the subscriber's.
const (
	topic           = "alarm"
	receiverTopic   = "alarm_receiver"
	subscriberTopic = "subscriber"
)
