package printer

import "time"

// A Ticket is what stands on one queue ticket (排队号票). It carries nothing about the person who takes it.
type Ticket struct {
	Hall    string    // name of the hall
	Number  string    // as it is called, such as A017
	Group   string    // group of services the number belongs to
	Service string    // what the person came for; empty leaves the line out
	Waiting int       // people before this one; negative leaves the line out
	At      time.Time // when it was taken, in the time zone it is shown in
	Token   string    // opaque text of the QR code, at most 120 bytes of ASCII; empty leaves the code out
	Note    string    // hints at the foot, any number of lines
}
