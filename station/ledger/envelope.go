package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
)

// Envelope is a command on its way: kind, stamp and payload.
type Envelope struct {
	Kind    string          `json:"kind"`
	Stamp   Stamp           `json:"stamp"`
	Payload json.RawMessage `json:"payload"`
	// Ignorable says that a program that does not know the kind passes it over; see Declaration.SafeToIgnore.
	Ignorable bool `json:"ignorable,omitempty"`
}

// Seal completes a command with what its station knows, and stamps it. Kinds.Seal adds what the kind declares.
func Seal(c Command, stamp Stamp) (Envelope, error) {
	if p, ok := c.(Preparer); ok {
		c = p.Prepare()
	}
	payload, err := json.Marshal(c)
	if err != nil {
		return Envelope{}, fmt.Errorf("seal %s: %w", c.Kind(), err)
	}
	return Envelope{Kind: c.Kind(), Stamp: stamp, Payload: payload}, nil
}

// intent is what a person asked for, without what the station added: a second attempt with the same request id must ask for the same.
func (e Envelope) intent() []byte {
	sum := sha256.New()
	for _, part := range []string{e.Kind, string(e.Stamp.Actor.Kind), e.Stamp.Actor.ID, string(e.Payload)} {
		sum.Write(binary.AppendUvarint(nil, uint64(len(part))))
		sum.Write([]byte(part))
	}
	return sum.Sum(nil)
}

// groupVersion is the first byte of every log entry, so that a later encoding can stand beside this one.
const groupVersion = 1

// MaxGroup bounds how many commands one log entry carries.
const MaxGroup = 64

// ErrGroup says that the bytes of a log entry are not a group of commands.
var ErrGroup = errors.New("not a group of commands")

// EncodeGroup packs commands into the bytes of one log entry: version, count, then each envelope as length and JSON.
func EncodeGroup(envelopes []Envelope) ([]byte, error) {
	out := []byte{groupVersion}
	out = binary.AppendUvarint(out, uint64(len(envelopes)))
	for _, e := range envelopes {
		body, err := json.Marshal(e)
		if err != nil {
			return nil, fmt.Errorf("encode %s: %w", e.Kind, err)
		}
		out = binary.AppendUvarint(out, uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

// DecodeGroup is the inverse of EncodeGroup.
func DecodeGroup(b []byte) ([]Envelope, error) {
	if len(b) == 0 || b[0] != groupVersion {
		return nil, fmt.Errorf("%w: unknown version", ErrGroup)
	}
	count, rest, ok := uvarint(b[1:])
	if !ok || count > MaxGroup {
		return nil, fmt.Errorf("%w: bad count", ErrGroup)
	}
	envelopes := make([]Envelope, count)
	for i := range envelopes {
		var size uint64
		if size, rest, ok = uvarint(rest); !ok || size > uint64(len(rest)) {
			return nil, fmt.Errorf("%w: cut short", ErrGroup)
		}
		if err := json.Unmarshal(rest[:size], &envelopes[i]); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrGroup, err)
		}
		envelopes[i].Payload = slices.Clone(envelopes[i].Payload)
		rest = rest[size:]
	}
	if len(rest) != 0 {
		return nil, fmt.Errorf("%w: %d bytes too many", ErrGroup, len(rest))
	}
	return envelopes, nil
}

func uvarint(b []byte) (uint64, []byte, bool) {
	v, n := binary.Uvarint(b)
	if n <= 0 {
		return 0, nil, false
	}
	return v, b[n:], true
}
