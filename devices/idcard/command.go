package idcard

import "time"

// A Command is CMD and PARA of a request.
type Command uint16

// The commands of the module. Only those the reader loop and maintenance use are sent; the others exist so that a
// simulator can answer them.
const (
	Reset           Command = 0x10FF
	ModuleStatus    Command = 0x11FF
	ModuleID        Command = 0x12FF
	FindCard        Command = 0x2001
	SelectCard      Command = 0x2002
	ReadCard        Command = 0x3001 // text and photo
	ReadNewAddress  Command = 0x3003
	ReadSerials     Command = 0x3005 // IIN, SN, DN: used to ask whether a selected card still lies there
	ReadFingerprint Command = 0x3010 // text, photo and fingerprint: never sent, fingerprints are not ours to take
	SetBaud         Command = 0x6000 // low byte 00..04: 115200, 57600, 38400, 19200, 9600
	SetRFBlock      Command = 0x61FF
)

// Sizes inside replies, in bytes.
const (
	moduleIDSize    = 16
	managementSize  = 4
	cardSerialSize  = 8
	newAddressSize  = 70
	maxNewAddresses = 4
	maxSerialsSize  = 64 // 28 are known, the layout is not settled
)

// wait is how long the module may take until the reply begins and ends, at 115200 baud.
func (c Command) wait() time.Duration {
	switch c {
	case ReadCard, ReadFingerprint:
		return 5 * time.Second
	case SelectCard, ReadNewAddress:
		return 1500 * time.Millisecond
	default:
		return time.Second
	}
}

// isRead reports whether repeating the command changes nothing on the card or the module.
func (c Command) isRead() bool {
	return c>>8 == 0x30
}

// longest is the size of the longest reply frame, for its time on the wire.
func (c Command) longest() int {
	switch c {
	case ReadCard:
		return 1297
	case ReadFingerprint:
		return 2321
	case ReadNewAddress:
		return headLen + minReplyLen + maxNewAddresses*newAddressSize
	default:
		return 40
	}
}

// fits reports whether a reply can belong to the command. A late reply to an earlier command must not pass for the answer
// to this one: a success code with the wrong size or of another command does not fit, nor does a status about a card when the
// module was asked about itself. Failures of the line and of the module fit every command.
func (c Command) fits(r Reply) bool {
	n := len(r.Data)
	switch r.Status().Class {
	case Done:
		return c.fitsSuccess(n)
	case Found:
		return c == FindCard && n == managementSize
	case Nothing:
		return (c == ReadNewAddress || c == ReadSerials) && n == 0
	case NoCard, CardTrouble, CardSuspect, CardOther:
		return n == 0 && c.asksCard()
	case Unknown:
		return true
	default:
		return n == 0
	}
}

// asksCard reports whether the command is about the card on the reader, and not about the module.
func (c Command) asksCard() bool { return c>>8 == 0x20 || c.isRead() }

func (c Command) fitsSuccess(n int) bool {
	switch c {
	case ModuleID:
		return n == moduleIDSize
	case FindCard:
		return false // success is 9F
	case SelectCard:
		return n == cardSerialSize
	case ReadCard, ReadFingerprint:
		return n >= shortHead+textSize
	case ReadNewAddress:
		return n%newAddressSize == 0 && n <= maxNewAddresses*newAddressSize
	case ReadSerials:
		return n > moduleIDSize && n <= maxSerialsSize // more than select and the module's id send
	default:
		return n == 0
	}
}
