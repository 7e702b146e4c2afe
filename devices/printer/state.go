package printer

import "time"

// Paper is how much paper is left.
type Paper string

// The states of the paper.
const (
	PaperUnknown Paper = ""         // the printer does not say
	PaperOK      Paper = "ok"       // enough
	PaperNearEnd Paper = "near_end" // the roll is nearly used up; printing goes on
	PaperOut     Paper = "out"      // none: the printer waits for a new roll
)

// Cover is where the lid is.
type Cover string

// The states of the cover.
const (
	CoverUnknown Cover = "" // the printer does not say
	CoverClosed  Cover = "closed"
	CoverOpen    Cover = "open" // the printer waits for it to be closed
)

// A State is what is known about the printer at one time.
type State struct {
	Online bool      `json:"online"`          // a ticket sent now would be printed, as far as is known
	Paper  Paper     `json:"paper"`           //
	Cover  Cover     `json:"cover"`           //
	Fault  string    `json:"fault,omitempty"` // one of the Fault codes; empty: none
	Blind  bool      `json:"blind"`           // the printer answers nothing: nobody can tell whether tickets come out
	Job    string    `json:"job,omitempty"`   // id of the job under way; empty: none
	At     time.Time `json:"at"`              // when this became so
}

// same reports whether the states are equal but for their time.
func (s State) same(other State) bool {
	s.At = other.At
	return s == other
}
