package ports

import (
	"context"
	"strings"
	"sync"
	"time"

	wire "jiezhan/devices/alarm"
	"jiezhan/station/alarm"
	"jiezhan/station/calendar"
	"jiezhan/station/ledger"
)

// sink brings what a receiver delivers into the register.
type sink struct {
	worker   *worker
	reporter *reporter
	merge    time.Duration // an equal signal within this time is a repeat of the sender

	mu     sync.Mutex
	warned time.Time // when the log was told last of signals that were not stored
}

// warnEvery is how often the log is told of it at most: the disk that does not take the signals is the log's too.
const warnEvery = time.Minute

// Store answers nil once the signals are in the log of the office or in this station's journal, and why not otherwise. The key is the request, so what
// is brought again because nobody could say whether it is there is decided once.
func (s *sink) Store(ctx context.Context, key string, signals []wire.Signal) error {
	o := s.worker.service.options
	c := alarm.RecordSignals{
		Port: s.worker.id(), Protocol: s.worker.setting().Protocol, MergeSeconds: int(s.merge.Seconds()), Signals: make([]alarm.Arrival, len(signals)),
	}
	for i, signal := range signals {
		c.Signals[i] = arrivalOf(signal)
	}
	outcome, err := o.Register.Execute(ctx, ledger.Actor{Kind: ledger.System}, key, c)
	if err == nil {
		err = outcome.Err()
	}
	if err != nil && s.warns() {
		o.Log.Warn("signals not stored, so not acknowledged", "device", c.Port, "count", len(signals), "error", err)
	}
	return err
}

func (s *sink) warns() bool {
	now := s.worker.now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if now.Sub(s.warned).Abs() < warnEvery {
		return false
	}
	s.warned = now
	return true
}

func arrivalOf(s wire.Signal) alarm.Arrival {
	a := alarm.Arrival{
		At: s.At.UTC().Truncate(time.Millisecond), Receiver: sound(s.Receiver), Line: sound(s.Line), Account: sound(s.Account), Qualifier: s.Qualifier,
		Event: sound(s.Event), Partition: sound(s.Partition), Zone: sound(s.Zone), User: s.User, Category: string(s.Category), Priority: s.Priority(),
		Duress: s.Duress, Silent: s.Silent, CallerID: sound(s.CallerID), Text: sound(s.Text), Error: s.Error, Raw: s.Raw,
	}
	if t := s.PanelTimeNear(s.At.In(calendar.Shanghai)); !t.IsZero() { // a panel's clock shows local time
		a.PanelTime = ledger.FormatTime(t)
	}
	return a
}

// sound makes text of bytes whatever they are.
func sound(s string) string { return strings.ToValidUTF8(s, "\uFFFD") }

// Tell counts, and keeps the state of the receiver.
func (s *sink) Tell(e wire.LinkEvent) {
	w := s.worker
	switch e.Kind {
	case wire.LinkReady:
		w.note(func(d *Device) { d.Detail = "" })
		w.become(Ready, "")
		s.reporter.say(condition{name: w.setting().title()})
	case wire.LinkFault:
		w.note(func(d *Device) { d.Detail = e.Detail })
		w.become(Fault, e.Fault)
		s.reporter.say(condition{w.setting().title(), e.Fault})
	default:
		w.did(string(e.Kind), e.Took, func(c *Counters) { countLink(c, e) })
	}
}

func countLink(c *Counters, e wire.LinkEvent) {
	switch e.Kind {
	case wire.LinkHeartbeat:
		c.Heartbeats++
		c.Messages++
	case wire.LinkStored:
		c.Stored += int64(e.Signals)
		c.Messages += int64(e.Signals)
	case wire.LinkNotStored:
		c.NotStored += int64(e.Signals)
		c.Messages += int64(e.Signals)
	case wire.LinkGarbage:
		c.Garbage++
	case wire.LinkReady, wire.LinkFault, wire.LinkAnswered, wire.LinkOpened, wire.LinkClosed:
	}
}
