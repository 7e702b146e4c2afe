package ledger

import (
	"errors"
	"fmt"
	"slices"
	"sort"
)

// Kinds finds declarations by kind.
type Kinds map[string]Declaration

// ErrUnknownKind says that the log holds a command this program does not know: it is older than its peers.
var ErrUnknownKind = errors.New("unknown kind of command; this station runs an older version than its peers")

// NewKinds gathers the commands of all slices and refuses a kind declared twice, and an urgent one that could meet a conflict.
func NewKinds(slices []Slice) (Kinds, error) {
	kinds := Kinds{}
	for _, slice := range slices {
		for _, d := range slice.Commands {
			if _, twice := kinds[d.Kind]; twice {
				return nil, fmt.Errorf("kind %s is declared twice", d.Kind)
			}
			if d.Urgent && d.Offline != Final {
				return nil, fmt.Errorf("kind %s is urgent and not final", d.Kind)
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

// Seal completes and stamps a command, with what its kind declares. It answers ErrUnknownKind for a kind that no slice declared.
func (k Kinds) Seal(c Command, stamp Stamp) (Envelope, error) {
	d, known := k[c.Kind()]
	if !known {
		return Envelope{}, fmt.Errorf("%s: %w", c.Kind(), ErrUnknownKind)
	}
	e, err := Seal(c, stamp)
	e.Ignorable = d.Ignorable
	return e, err
}

// MayPropose says whether an office at this cluster version may put the kind into its log: whether every station is known to understand it, or
// may pass it over.
func (k Kinds) MayPropose(kind string, version int) bool {
	d, known := k[kind]
	return known && d.Since <= version
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

// Quiet lists the quiet kinds in order.
func (k Kinds) Quiet() []string {
	return slices.DeleteFunc(k.Names(), func(name string) bool { return !k[name].Quiet })
}
