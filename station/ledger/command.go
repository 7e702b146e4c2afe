// Package ledger knows how a change becomes part of the shared register: commands, their stamp, their outcome, the machine
// that applies them in the same order on every station, and the audit chain. It knows no table of the domain, no Raft and no HTTP.
package ledger

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"sort"
)

// Command is one change of shared state. Its fields are its payload on the wire; a kind never changes its meaning.
type Command interface {
	// Kind is the verb on the wire, such as "permit.accept.v1".
	Kind() string
	// Validate judges the command alone and reports every problem at once; nil means acceptable.
	Validate(stamp Stamp) *Refusal
	// Apply judges the command against the register and then writes. It reads only tx, decides first and writes last.
	// It answers the result for the person who asked, a *Refusal as error, or an I/O error, which stops the station.
	Apply(tx *Tx) (any, error)
}

// Preparer is a command that takes something along which a later version of the program may know differently: how a name sounds, which area codes
// there are. The station that makes the command puts it in once; every station then writes the same, whatever version it runs.
type Preparer interface {
	Command
	// Prepare answers the command completed.
	Prepare() Command
}

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

	decode func(payload []byte) (Command, error)
}

// Declare makes the declaration of C.
func Declare[C Command](offline Offline) Declaration {
	var zero C
	return Declaration{Kind: zero.Kind(), Offline: offline, decode: func(payload []byte) (Command, error) {
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

// Slice is what one part of the domain brings to the station: its tables and its commands.
type Slice struct {
	Name string
	// Schema creates the tables of version 1 in an empty file.
	Schema   string
	Commands []Declaration
}

// Kinds finds declarations by kind.
type Kinds map[string]Declaration

// ErrUnknownKind says that the log holds a command this program does not know: it is older than its peers.
var ErrUnknownKind = errors.New("unknown kind of command; this station runs an older version than its peers")

// NewKinds gathers the commands of all slices and refuses a kind declared twice.
func NewKinds(slices []Slice) (Kinds, error) {
	kinds := Kinds{}
	for _, slice := range slices {
		for _, d := range slice.Commands {
			if _, twice := kinds[d.Kind]; twice {
				return nil, fmt.Errorf("kind %s is declared twice", d.Kind)
			}
			kinds[d.Kind] = d
		}
	}
	return kinds, nil
}

// Decode turns an envelope back into its command.
func (k Kinds) Decode(e Envelope) (Command, error) {
	d, known := k[e.Kind]
	if !known {
		return nil, fmt.Errorf("%s: %w", e.Kind, ErrUnknownKind)
	}
	c, err := d.decode(e.Payload)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", e.Kind, err)
	}
	return c, nil
}

// Names lists the kinds in order.
func (k Kinds) Names() []string {
	names := make([]string, 0, len(k))
	for name := range k {
		names = append(names, name)
	}
	sort.Strings(names)
	return names
}
