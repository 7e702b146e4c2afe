package alarm

import (
	"strings"
	"sync"
	"time"
)

// garbageLimit is how many messages in a row may make no sense before the settings of the port are doubted.
const garbageLimit = 3

// A watch knows what is wrong with a link, perhaps several things at once, and tells the worst of them when it changes. It is
// used by the goroutine that reads and by the one that stores; the sink hears one at a time.
type watch struct {
	now    func() time.Time
	doubts bool // nothing but garbage points at wrong settings of the port

	mu      sync.Mutex
	sink    Sink
	port    string   // why the port is not open; empty while it is
	refused bool     // the last signals were not stored
	locked  bool     // messages cannot be decrypted (DC-09)
	late    []string // accounts whose messages are stamped outside the window (DC-09)
	garbage int      // messages in a row that made no sense
	parity  int      // of them, how many make sense without bit 7
	quiet   bool     // nothing came for too long
	told    string   // the fault told last, or LinkReady
}

func newWatch(sink Sink, m Manner, now func() time.Time) *watch {
	return &watch{sink: sink, doubts: m.Garbage, now: now}
}

// tell passes an event on.
func (w *watch) tell(e LinkEvent) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.pass(e)
}

func (w *watch) pass(e LinkEvent) {
	e.At = w.now()
	w.sink.Tell(e)
}

func (w *watch) portOpened() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.port, w.garbage, w.parity = "", 0, 0
	w.settle()
}

// portLost takes the reason. That an unplugged port cannot be found is no news.
func (w *watch) portLost(fault string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if fault != FaultPortNotFound || w.port != FaultPortGone {
		w.port = fault
	}
	w.settle()
}

// heard is called when bytes came, silent when none did for too long.
func (w *watch) heard() { w.set(&w.quiet, false) }

func (w *watch) silent() { w.set(&w.quiet, true) }

// stored takes whether the last signals are durable.
func (w *watch) stored(durable bool) { w.set(&w.refused, !durable) }

// panelsWrong takes whether the messages of some panel cannot be decrypted, and of which accounts they are stamped outside the window.
func (w *watch) panelsWrong(locked bool, late []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.locked, w.late = locked, late
	w.settle()
}

func (w *watch) set(condition *bool, to bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	*condition = to
	w.settle()
}

// judge tells heartbeats and damage, and counts messages that made no sense. Sound frames of an unknown kind count neither
// way: the settings that brought them may still be wrong.
func (w *watch) judge(m Message) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, s := range m.Signals {
		switch {
		case s.Error == ErrUnparsed:
			w.pass(LinkEvent{Kind: LinkGarbage, Detail: s.Error})
		case s.Error != "":
			w.pass(LinkEvent{Kind: LinkGarbage, Detail: s.Error})
			w.garbage++
			if LooksLikeParity(s.Raw) {
				w.parity++
			}
		default:
			w.garbage, w.parity = 0, 0
			if s.Heartbeat {
				w.pass(LinkEvent{Kind: LinkHeartbeat})
			}
		}
	}
	w.settle()
}

// settle tells the worst fault, or that there is none any more, when that is a change.
func (w *watch) settle() {
	e := LinkEvent{Kind: LinkFault}
	switch {
	case w.port != "":
		e.Fault = w.port
	case w.refused:
		e.Fault = FaultStoreRefused
	case w.locked:
		e.Fault = FaultKeyWrong
	case len(w.late) > 0:
		e.Fault, e.Detail = FaultClockWrong, maskAccount(w.late[0])
	case w.doubts && w.garbage >= garbageLimit:
		e.Fault = FaultLineGarbage
		if 2*w.parity > w.garbage {
			e.Detail = DetailParity
		}
	case w.quiet:
		e.Fault = FaultLineSilent
	default:
		e.Kind = LinkReady
	}
	if state := string(e.Kind) + e.Fault + e.Detail; state != w.told {
		w.told = state
		w.pass(e)
	}
}

// maskAccount leaves the last three digits of an account.
func maskAccount(account string) string {
	hidden := max(0, len(account)-3)
	return strings.Repeat("*", hidden) + account[hidden:]
}
