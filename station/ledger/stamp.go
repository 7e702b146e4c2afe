package ledger

import (
	"time"

	"jiezhan/station/calendar"
)

// ActorKind says what sort of hand made a change.
type ActorKind string

const (
	// Resident is the holder of the card on the reader.
	Resident ActorKind = "resident"
	// Staff is a logged-on account.
	Staff ActorKind = "staff"
	// Reporter is a landlord, operator, employer or site with an account of their own (申报主体); no member of staff.
	Reporter ActorKind = "reporter"
	// System is the program itself: first start, sample data.
	System ActorKind = "system"
)

// Actor is who made a change. ID is a person id for residents, an account id for staff, a reporting point's id for reporters.
type Actor struct {
	Kind ActorKind `json:"kind"`
	ID   string    `json:"id,omitempty"`
	Role string    `json:"role,omitempty"`
}

// Stamp is everything a command may not find out for itself when it is applied: who, where, when, and fresh identifiers.
// The station that makes the command draws it once.
type Stamp struct {
	// RequestID is made where the person opened the form. The same id always has the same outcome.
	RequestID string `json:"request_id"`
	Station   string `json:"station"`
	Actor     Actor  `json:"actor"`
	// At is the instant, UTC, in whole milliseconds.
	At time.Time `json:"at"`
	// ID is a fresh UUIDv7, the first identifier that Tx.NewID hands out.
	ID string `json:"id"`
	// Number is drawn from the station's own series for kinds that show one to people; see Declaration.Numbered.
	Number string `json:"number,omitempty"`
	// Captured is set on a command that its station accepted while cut off from its peers.
	Captured *Captured `json:"captured,omitempty"`
}

// Captured is the place of a command in the journal of a station that was cut off.
type Captured struct {
	// Epoch names the journal; a restored or copied disk gets another one.
	Epoch string `json:"epoch"`
	// Seq counts the entries of the epoch from 1, without gaps.
	Seq uint64 `json:"seq"`
	// Base is the applied index that the command was judged on.
	Base uint64 `json:"base"`
}

// Today is the day of the stamp in Shanghai.
func (s Stamp) Today() calendar.Date { return calendar.On(s.At) }
