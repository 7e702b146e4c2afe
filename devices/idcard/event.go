package idcard

import (
	"encoding/binary"
	"fmt"
	"log/slog"
	"time"
)

// An EventKind is what happened at the reader.
type EventKind string

// The kinds of event. Every placed is followed by exactly one removed; read, portrait and the card faults come between the two,
// and read at most once. A reader fault lasts until the next ready; a card on a reader that fails counts as removed.
const (
	EventReady    EventKind = "ready"    // the module answers and has told its id
	EventPlaced   EventKind = "placed"   // a card lies on the reader
	EventRead     EventKind = "read"     // and was read
	EventPortrait EventKind = "portrait" // and its portrait was decoded; only with Options.Portrait, at most once after a read
	EventRemoved  EventKind = "removed"  // and is gone
	EventFault    EventKind = "fault"    // the reader (reader.*) or the card on it (card.*) cannot be used
)

// An Event is one change at the reader.
type Event struct {
	Kind     EventKind
	At       time.Time
	Card     *Card    // read; also card.unsupported when the layout is unknown
	Fault    string   // fault: one of the Fault codes
	SW       byte     // fault: the status byte behind it, 0 when there was none
	Status   string   // fault: the code of that byte as StatusOf names it, empty when there was none
	Warnings []string // read: the card's warnings; ready: "reader.changed" when another module answers than before
	SAMID    string   // ready: identity of the security module
	Portrait []byte   // portrait: a PNG of the face for the screen, for the memory only; whoever takes it clears it
}

// LogValue is what a log may hold of an event: codes and the status byte, nothing of a card.
func (e Event) LogValue() slog.Value {
	return slog.GroupValue(
		slog.String("event", string(e.Kind)), slog.String("fault", e.Fault), slog.String("sw", hexByte(e.SW)), slog.Int("warnings", len(e.Warnings)))
}

// WarnReaderChanged marks a ready event of another module than the one before: someone exchanged the reader.
const WarnReaderChanged = "reader.changed"

// formatModuleID writes a module id as makers print it: five little-endian unsigned numbers.
func formatModuleID(b []byte) string {
	le := binary.LittleEndian
	return fmt.Sprintf("%02d.%02d-%08d-%010d-%010d",
		le.Uint16(b), le.Uint16(b[2:]), le.Uint32(b[4:]), le.Uint32(b[8:]), le.Uint32(b[12:]))
}

// hexByte writes a status byte as two digits; 0 is none.
func hexByte(sw byte) string {
	if sw == 0 {
		return ""
	}
	return fmt.Sprintf("%02X", sw)
}
