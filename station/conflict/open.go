package conflict

import (
	"encoding/json"
	"time"

	"jiezhan/station/ledger"
)

// Open puts an entry on the desk that the office does not take at all, because the version it runs does not know the command. The station that took it
// in makes it. It spells the entry out, so that it can be read by versions that know nothing of the entry's own form.
type Open struct {
	RequestID  string          `json:"request_id"`
	Command    string          `json:"command"`
	Station    string          `json:"station"`
	Actor      ledger.Actor    `json:"actor"`
	CapturedAt time.Time       `json:"captured_at"`
	Number     string          `json:"number,omitempty"`
	Payload    json.RawMessage `json:"payload"`
	Epoch      string          `json:"epoch"`
	Seq        uint64          `json:"seq"`
	Base       uint64          `json:"base"`
}

// Opened is the answer to Open.
type Opened struct {
	ID string `json:"id"`
}

// Entry is the command that puts an entry of the journal on the desk.
func Entry(e ledger.Envelope) Open {
	s := e.Stamp
	o := Open{
		RequestID: s.RequestID, Command: e.Kind, Station: s.Station, Actor: s.Actor, CapturedAt: s.At, Number: s.Number, Payload: e.Payload,
	}
	if s.Captured != nil {
		o.Epoch, o.Seq, o.Base = s.Captured.Epoch, s.Captured.Seq, s.Captured.Base
	}
	return o
}

// unknownVersion is the code of an item that Open made.
const unknownVersion = "conflict.unknown_version"

// Kind is the verb on the wire.
func (Open) Kind() string { return "conflict.open.v1" }

// Validate judges that the entry is whole.
func (c Open) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(c.RequestID != "" && c.Command != "" && c.Station != "" && c.Epoch != "" && c.Seq > 0 && len(c.Payload) > 0, "", "conflict.entry_incomplete")
	return v.Refusal()
}

// Apply puts the entry on the desk, once.
func (c Open) Apply(tx *ledger.Tx) (any, error) {
	if tx.Stamp.Actor.Kind != ledger.System {
		return nil, ledger.Refuse(ledger.NotPermitted, "", "conflict.not_permitted")
	}
	i := c.item()
	i.RefusedAt, i.Code, i.Outcome = ledger.FormatTime(tx.Stamp.At), unknownVersion, UnknownVersion
	tx.About(i.Subject)
	id, err := put(tx, i)
	return Opened{ID: id}, err
}

// item is the entry as it stands on the desk, without what became of it. A resident's entry is about the resident.
func (c Open) item() Item {
	i := Item{
		RequestID: c.RequestID, Kind: c.Command, Payload: c.Payload, Station: c.Station, Epoch: c.Epoch, Seq: c.Seq, Base: c.Base, Number: c.Number,
		Actor: c.Actor, CapturedAt: ledger.FormatTime(c.CapturedAt),
	}
	if c.Actor.Kind == ledger.Resident {
		i.Subject = c.Actor.ID
	}
	return i
}
