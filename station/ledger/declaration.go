package ledger

import (
	"bytes"
	"encoding/json"
)

// Offline says what a station that is cut off from its peers does with a kind of command.
type Offline int

const (
	// OnlineOnly kinds need authority and are refused while cut off.
	OnlineOnly Offline = iota
	// Provisional kinds are accepted while cut off and may meet a conflict afterwards.
	Provisional
	// Final kinds are accepted while cut off and cannot conflict.
	Final
)

// Declaration binds a kind to its type and its properties.
type Declaration struct {
	Kind string
	// Offline is the policy while cut off.
	Offline Offline
	// Numbered kinds get a number for people from the station's series in their stamp.
	Numbered bool
	// Ignorable kinds may be passed over by a program that does not know them; see SafeToIgnore.
	Ignorable bool
	// Quiet kinds are recorded beside what people do, not handed in by anybody; see Quietly.
	Quiet bool
	// Urgent kinds are durable soon, or refused; see Urgently.
	Urgent bool
	// Since is the cluster version from which the kind may be proposed; see From.
	Since int

	decode func(payload []byte) (Command, error)
}

// Declare makes the declaration of C.
func Declare[C Command](offline Offline) Declaration {
	var zero C
	return Declaration{Kind: zero.Kind(), Offline: offline, Since: firstVersion, decode: func(payload []byte) (Command, error) {
		var c C
		d := json.NewDecoder(bytes.NewReader(payload))
		d.DisallowUnknownFields()
		if err := d.Decode(&c); err != nil {
			return nil, err
		}
		return c, nil
	}}
}

// WithNumber declares that the kind carries a number for people.
func (d Declaration) WithNumber() Declaration {
	d.Numbered = true
	return d
}

// From declares the cluster version from which the kind may be proposed: the version that says that every station of the office knows it. Without it
// that is the first.
func (d Declaration) From(version int) Declaration {
	d.Since = version
	return d
}

// SafeToIgnore declares that a program which does not know the kind may pass it over, so that it can be proposed before every station knows it.
// Because the register must stay equal on all of them, what such a command writes is kept on none: it may only tell screens something
// (Tx.Changed), and every station audits it as "ignored".
func (d Declaration) SafeToIgnore() Declaration {
	d.Ignorable = true
	return d
}

// Quietly declares that nobody hands the kind in and nobody waits for it, such as a note of who looked: the numbers that people are shown leave it out.
func (d Declaration) Quietly() Declaration {
	d.Quiet = true
	return d
}

// Urgently declares that somebody's device waits for the answer and blocks without one, as an alarm receiver does: the command is decided by the first
// deadline or kept in the journal of its station, and is never made to wait for entries before it. Only a Final kind may be urgent.
func (d Declaration) Urgently() Declaration {
	d.Urgent = true
	return d
}
