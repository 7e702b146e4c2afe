package alarm

import (
	"fmt"
	"strconv"
	"time"

	"jiezhan/station/ledger"
)

const (
	// MostSignals is how many signals one command brings.
	MostSignals = 500
	// mostMerge bounds the window in which a signal that comes again is taken for a repeat.
	mostMerge = 10 * time.Minute
)

// RecordSignals keeps the signals that came by one port, in their order. Their panels wait for it: an urgent kind.
type RecordSignals struct {
	Port     string `json:"port"`
	Protocol string `json:"protocol"`
	// MergeSeconds is for how long the wire's senders repeat what was not acknowledged; 0 where they do not.
	MergeSeconds int       `json:"merge_seconds"`
	Signals      []Arrival `json:"signals"`
}

// RecordedSignals is the answer to RecordSignals.
type RecordedSignals struct {
	Count int `json:"count"`
}

// Kind is the verb on the wire.
func (RecordSignals) Kind() string { return "alarm.record_signals.v1" }

// Prepare cuts what is too long.
func (c RecordSignals) Prepare() ledger.Command {
	c.Port, c.Protocol = cut(c.Port, mostCode), cut(c.Protocol, mostCode)
	mostRaw := min(MostRaw, rawShare/max(len(c.Signals), 1))
	signals := make([]Arrival, len(c.Signals))
	for i, a := range c.Signals {
		signals[i] = a.bounded(mostRaw)
	}
	c.Signals = signals
	return c
}

// Validate refuses absurd shapes only, never what a signal holds: a refusal would lose an alarm.
func (c RecordSignals) Validate(ledger.Stamp) *ledger.Refusal {
	var v ledger.Check
	v.That(len(c.Signals) > 0, "signals", "alarm.no_signals")
	v.That(len(c.Signals) <= MostSignals, "signals", "alarm.too_many_signals", "limit", strconv.Itoa(MostSignals))
	return v.Refusal()
}

// Apply writes every signal, and shows it in an item of its own or under one that is there.
func (c RecordSignals) Apply(tx *ledger.Tx) (any, error) {
	if tx.Stamp.Actor.Kind != ledger.System {
		return nil, ledger.Refuse(ledger.NotPermitted, "", "alarm.not_permitted")
	}
	in, err := c.intake(tx)
	if err != nil {
		return nil, err
	}
	for n, a := range c.Signals {
		if a.At.IsZero() {
			a.At = tx.Stamp.At
		}
		if err := in.take(n, a); err != nil {
			return nil, fmt.Errorf("record signal %d: %w", n, err)
		}
	}
	return RecordedSignals{Count: len(c.Signals)}, in.tally.write(tx)
}

func (c RecordSignals) intake(tx *ledger.Tx) (*intake, error) {
	t, err := readTally(tx)
	if err != nil {
		return nil, err
	}
	merge := min(time.Duration(min(max(c.MergeSeconds, 0), int(mostMerge/time.Second)))*time.Second, mostMerge)
	now, err := ledger.ParseTime(t.notedAt)
	if err != nil {
		return nil, err
	}
	noted := ledger.FormatTime(now.Add(-endsWithin))
	return &intake{tx: tx, port: c.Port, protocol: c.Protocol, merge: merge, tally: t, noted: noted}, nil
}
