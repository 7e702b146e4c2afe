package alarm

import "time"

// A Protocol names the language of a wire, as settings, commands and records write it.
type Protocol string

// The protocols.
const (
	ContactID     Protocol = "contactid"     // bare blocks of 16 digits, SIA DC-05
	SurGard       Protocol = "surgard"       // automation port of Sur-Gard and its many emulators
	Ademco685     Protocol = "ademco685"     // printer form of the Ademco 685
	Conwin        Protocol = "conwin"        // 685 with the additions of Conwin (丛文)
	Radionics6500 Protocol = "radionics6500" // Radionics and Bosch D6600, D6100
	IT100         Protocol = "it100"         // DSC IT-100, straight from a panel
	AlarmDecoder  Protocol = "alarmdecoder"  // AD2SERIAL, AD2USB
	DC09          Protocol = "dc09"          // SIA DC-09 over TCP and UDP
)

// Protocols lists every protocol in the order a choice shows them.
func Protocols() []Protocol {
	return []Protocol{SurGard, Ademco685, Conwin, DC09, Radionics6500, IT100, AlarmDecoder, ContactID}
}

// Qualifiers of a Signal, as Contact ID numbers them. For openings and closings New is disarmed and Restore is armed.
const (
	New     = 1 // new event, opening
	Restore = 3 // restore, closing
	Present = 6 // reported before and still so
)

// What is wrong with a frame, in Signal.Error. A frame with ErrCheck, ErrLength, ErrFormat or ErrCut says nothing: only
// Protocol, Category unknown, Error and Raw of its signal are set.
const (
	ErrCheck    = "check"    // the sum or CRC is wrong
	ErrLength   = "length"   // too short or too long
	ErrFormat   = "format"   // a field holds what it cannot hold
	ErrUnparsed = "unparsed" // a sound frame of a kind that is kept raw, or garbage that came twice
	ErrDecrypt  = "decrypt"  // not encrypted with our key
	ErrTime     = "time"     // stamped outside the window
	ErrToken    = "token"    // a kind of message that is not taken
	ErrCut      = "cut"      // half a frame, then silence
)

// A Signal is one event in the normal form of all wires.
type Signal struct {
	At        time.Time // it arrived, by our clock; set by Line and Server, zero from a Decoder
	Protocol  Protocol
	Receiver  string // number of the receiver, as on the wire without padding
	Line      string // its line, likewise
	Account   string // who sends, likewise; an A in a Contact ID account is 0
	Qualifier int    // New, Restore, Present; 0 where the wire has none
	Event     string // 3 digits of Contact ID, 2 letters of SIA as received, 3 of IT-100, 1 letter of basic Sur-Gard; "" unknown
	Partition string // digits as on the wire; "" where it has none
	Zone      string // likewise
	User      bool   // Zone is a user
	Category  Category
	Heartbeat bool // the wire lives; nothing happened
	Duress    bool // somebody is forced: never call the premises back openly
	Silent    bool // sent without a sound at the premises
	CallerID  string
	PanelTime time.Time // what the sender's clock says, zero where it says nothing; see PanelTimeNear for its year
	Text      string    // free text, UTF-8
	Error     string    // "" or an Err code
	Raw       []byte    // the bytes of the frame, framing included
}

// Priority orders signals for an operator, most urgent first: 1 help, fire, panic, duress, gas and carbon monoxide;
// 2 intrusion and unknown alarms; 3 tamper, technical, trouble, unknown; 4 the rest. A restore stands one step behind
// its alarm, an opening or closing stays where it is.
func (s Signal) Priority() int {
	p := s.urgency()
	if s.Qualifier == Restore && s.Category != OpenClose {
		return min(p+1, 4)
	}
	return p
}

func (s Signal) urgency() int {
	switch {
	case s.Duress:
		return 1
	case s.Category == Technical && poisonous(s.Event):
		return 1
	case s.Category == Unknown && soundsLikeAlarm(s.Event):
		return 2
	}
	switch s.Category {
	case Help, Fire, Panic:
		return 1
	case Intrusion:
		return 2
	case Tamper, Technical, Trouble, Unknown:
		return 3
	default:
		return 4
	}
}
