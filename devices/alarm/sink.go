package alarm

import (
	"context"
	"time"
)

// A Sink takes what the wires deliver. It is implemented by whoever owns the ports.
type Sink interface {
	// Store makes the signals durable and returns nil, or says why it could not; then no reply leaves and the sender repeats.
	// ctx ends 3.5 s after the first of them arrived. Calls of one line come one at a time, in the order of the wire.
	// Signals that nobody repeats are brought again until they are durable: the same ones, with the same key, which no others
	// ever have. So who has kept a key already keeps nothing twice.
	Store(ctx context.Context, key string, signals []Signal) error
	// Tell hears of every change of the link and of every heartbeat, message and refusal, for screens and counters. Calls of
	// one line come one at a time; they must not block.
	Tell(e LinkEvent)
}

// A LinkKind is what happened on a link.
type LinkKind string

// The kinds of LinkEvent.
const (
	LinkReady     LinkKind = "ready"      // the port is open and nothing is known against it; ends every fault
	LinkFault     LinkKind = "fault"      // Fault says which; lasts until the next ready or another fault
	LinkHeartbeat LinkKind = "heartbeat"  // the receiver says that it lives
	LinkStored    LinkKind = "stored"     // Signals were made durable, Took after the first arrived
	LinkNotStored LinkKind = "not_stored" // Signals were refused and dropped; nothing was answered
	LinkAnswered  LinkKind = "answered"   // a reply has left, Took after its message arrived
	LinkGarbage   LinkKind = "garbage"    // a message was damaged or could not be read; Detail is its Err code
	LinkOpened    LinkKind = "opened"     // a panel has connected (DC-09)
	LinkClosed    LinkKind = "closed"     // and has gone
)

// The faults of a link.
const (
	FaultPortNotFound     = "port.not_found"
	FaultPortBusy         = "port.busy"
	FaultPortNoPermission = "port.no_permission"
	FaultPortCannotOpen   = "port.cannot_open"
	FaultPortGone         = "port.gone"     // unplugged while in use
	FaultLineSilent       = "line.silent"   // nothing came for three heartbeats
	FaultLineGarbage      = "line.garbage"  // three messages in a row made no sense; Detail "parity" when bit 7 is to blame
	FaultStoreRefused     = "store.refused" // the last signals could not be made durable
	FaultListenTaken      = "listen.taken"  // another program listens at this address
	FaultListenFailed     = "listen.failed"
	FaultKeyWrong         = "key.wrong"   // an encrypted message could not be opened
	FaultClockWrong       = "clock.wrong" // an encrypted message was stamped outside the window; Detail is its account but for all digits before the last 3
)

// DetailParity is the Detail of FaultLineGarbage when the bytes make sense without their highest bit: the port is set to 8
// data bits where the receiver sends 7 and parity.
const DetailParity = "parity"

// A LinkEvent is one thing that happened on a link. It carries no personal data.
type LinkEvent struct {
	At      time.Time
	Kind    LinkKind
	Fault   string        // of LinkFault: one of the Fault codes
	Signals int           // of LinkStored and LinkNotStored
	Took    time.Duration // of LinkStored and LinkAnswered
	Detail  string
}
