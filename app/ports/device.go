package ports

import (
	"time"

	"jiezhan/devices/printer"
)

// The states of a device.
const (
	Starting = "starting" // not heard of yet
	Ready    = "ready"
	Fault    = "fault"
	Off      = "off" // the station is not working with it
)

// What a device did last, besides the kinds of alarm.LinkEvent.
const (
	DidCard  = "card"    // a card was read
	DidPrint = "printed" // a ticket came out
)

// Device is one device and how it does.
type Device struct {
	Spec  Spec
	State string
	// Fault is the code of what is wrong; empty unless State is Fault.
	Fault string
	// Detail is what more is known of the fault, such as alarm.DetailParity.
	Detail string
	// Since is when the state began, LastAt when the device last did something; zero before the first time.
	Since, LastAt time.Time
	// Last is what it did then, and how long that took; empty before the first time.
	Last     string
	Took     time.Duration
	Counters Counters
	// SAMID is what a card reader told of itself.
	SAMID string
	// Printer is what a printer told of itself.
	Printer printer.State
}

// Counters count what a device did since the station started.
type Counters struct {
	BytesIn, BytesOut, Messages, Stored, NotStored, Garbage, Heartbeats, Reopened, CardsRead, Printed int64
}

// Chunk is one piece of the bytes that went over a wire.
type Chunk struct {
	Seq uint64
	At  time.Time
	// In says that it came from the device.
	In bool
	// Bytes are as they were on the wire; nil where Shown stands for them.
	Bytes []byte
	// Shown is what may be seen of bytes that hold data of a person, in hex, ShownText as text; that of a card reader has none.
	Shown, ShownText string
	// From is the far end's address where several call at one port.
	From string
}
