package alarm

import (
	"bytes"
	"strings"
	"time"
)

const (
	callerWaits  = 10 * time.Second // a number waits so long for its event
	callerRepeat = 30 * time.Second // and that for its repeat, counted from the last time it came
)

// A callerLine is a caller's number that came in a frame of its own, for the one event behind it. A number on the event of somebody else
// would send people to the wrong door.
type callerLine struct {
	now    func() time.Time
	number Signal    // the frame that told it; CallerID "" when none waits
	at     time.Time // it came, or the event last did
	event  []byte    // the bytes of the event that has it; nil while that has not come
}

// join takes in a frame that tells nothing but a number, and gives that to the next event of the same sender. A repeat of that event, which its
// sender owes until it is answered, gets it again; any other event and any heartbeat end it.
func (c *callerLine) join(sig *Signal) {
	now := c.now()
	switch {
	case sig.Heartbeat:
		c.number = Signal{}
	case sig.Error != "":
	case sig.Event == "" && sig.CallerID != "":
		*c = callerLine{now: c.now, number: *sig, at: now}
	case c.number.CallerID == "":
	case c.event == nil && !sameSender(*sig, c.number):
	case c.event == nil && now.Sub(c.at) > callerWaits,
		c.event != nil && (now.Sub(c.at) > callerRepeat || !bytes.Equal(sig.Raw, c.event)):
		c.number = Signal{}
	default:
		if sig.CallerID == "" {
			sig.CallerID = c.number.CallerID
		}
		c.event, c.at = sig.Raw, now
	}
}

// sameSender reports whether an event comes from where a caller line came. Some of those have no account.
func sameSender(event, caller Signal) bool {
	account := strings.TrimLeft(caller.Account, "0")
	return event.Receiver == caller.Receiver && event.Line == caller.Line &&
		(account == "" || account == strings.TrimLeft(event.Account, "0"))
}
