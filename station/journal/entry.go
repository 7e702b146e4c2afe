// Package journal knows what a station keeps on its own disk and nowhere else: who it is in this life, and the entries it accepted while it was
// cut off from its office. It does not know what an entry means, when the station is cut off, or how entries get back into the log.
package journal

import (
	"time"

	"jiezhan/station/ledger"
)

// State is how far an entry has come.
type State string

const (
	// Waiting entries were accepted here and never sent.
	Waiting State = "waiting"
	// Sent entries are on their way, or were when the way broke off.
	Sent State = "sent"
	// Done entries were applied by the office.
	Done State = "done"
	// Attention entries were not taken as they were; staff see to them.
	Attention State = "attention"
)

// Settled says that the office has decided.
func (s State) Settled() bool { return s == Done || s == Attention }

// Entry is one command accepted while cut off (本机受理).
type Entry struct {
	// Place is the order of acceptance on this disk, across epochs.
	Place uint64
	// Seq has no gaps within its Epoch, which is one life of this station's disk.
	Seq   uint64
	Epoch string
	// RequestID, Kind, Number and RecordID stand in the Envelope too; Number is empty for kinds without one.
	RequestID, Kind, Number, RecordID string
	// Envelope is what is sent. Once the entry is settled, and the office has seen it, its payload is gone from this disk.
	Envelope ledger.Envelope
	State    State
	// Code is why the entry needs Attention.
	Code string
	// Index is where in the log it was decided, 0 before.
	Index uint64
	// At is when it was accepted and SettledAt when this station learned its outcome, the zero time before.
	At, SettledAt time.Time
}

// Verdict is what became of an entry.
type Verdict struct {
	Entry Entry
	// Code is empty where the entry was applied.
	Code  string
	Index uint64
	// Unread says that the office never saw the entry: its payload is kept until Read.
	Unread bool
}
