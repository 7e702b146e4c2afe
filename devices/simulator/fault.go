package simulator

// A Fault is a way in which a device, its line or a card on it goes wrong.
type Fault string

// The faults. Those of a card show only in the answers where a card shows them, those of the line in every answer.
const (
	Sound Fault = ""

	Unreadable   Fault = "unreadable"   // reads fail (41)
	Unselectable Fault = "unselectable" // select fails (81)
	Unverified   Fault = "unverified"   // the card's signature is not trusted (33)
	Unsupported  Fault = "unsupported"  // some other contactless card (40)

	Noise       Fault = "noise"        // junk before each answer, false preambles among it
	Split       Fault = "split"        // answers come byte by byte
	Slow        Fault = "slow"         // and with pauses, as at 9600 baud
	BadChecksum Fault = "bad_checksum" // one flipped bit in each answer
	BadLength   Fault = "bad_length"   // a length that promises more than comes
	Cut         Fault = "cut"          // answers end in the middle
	Echo        Fault = "echo"         // the adapter sends each request back first
	Silence     Fault = "silence"      // no answers at all
	RepliesLost Fault = "replies_lost" // the device does not hear what it is answered; alarm receivers only

	SelfTestFailed Fault = "self_test_failed" // the module takes no commands (60)
	NotAuthorised  Fault = "not_authorised"   // the module has no licence (66)
)

// ofCard reports the status a card fault shows in the answer to c.
func (f Fault) ofCard(c command) (sw byte, shows bool) {
	switch {
	case f == Unsupported && c.find:
		return 0x40, true
	case f == Unselectable && c.sel:
		return 0x81, true
	case f == Unreadable && c.read:
		return 0x41, true
	case f == Unverified && c.read:
		return 0x33, true
	}
	return 0, false
}

// ofModule reports the status a broken module gives to everything.
func (f Fault) ofModule() (sw byte, shows bool) {
	switch f {
	case SelfTestFailed:
		return 0x60, true
	case NotAuthorised:
		return 0x66, true
	default:
		return 0, false
	}
}

// ofLine reports whether the fault is one of the wire.
func (f Fault) ofLine() bool {
	switch f {
	case Noise, Split, Slow, BadChecksum, BadLength, Cut, Echo, Silence:
		return true
	default:
		return false
	}
}
