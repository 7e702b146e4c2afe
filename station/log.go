package station

import (
	"context"
	"errors"
	"sync"

	"jiezhan/station/ledger"
)

// Log puts commands into one order for all stations.
type Log interface {
	// Propose answers the outcome once the command is decided, on whatever station the leader runs. ErrNoLeader means that it was
	// not sent; ErrUncertain that it may or may not be decided, and that asking again with the same envelope is safe; ErrRejected that
	// asking again changes nothing.
	Propose(ctx context.Context, e ledger.Envelope) (ledger.Outcome, error)
	// Submit is Propose without waiting. Commands submitted one after the other by one goroutine keep their order. reply is called exactly
	// once, from any goroutine, possibly before Submit returns; it must not block.
	Submit(e ledger.Envelope, reply func(ledger.Outcome, error))
	// Contact is what this station knows of the others at the moment.
	Contact() Contact
	// Watch answers a channel that has a value whenever Contact may have changed. It may close with the log.
	Watch() (changes <-chan struct{}, stop func())
}

// Contact is what a station knows of its office at a moment.
type Contact struct {
	// Leader is the id of the leading station, empty while none is known.
	Leader string
	// CatchingUp says that this station's copy is still far behind the log.
	CatchingUp bool
	// Fault is why this station takes no part in the log any more, or nil. One that wraps ErrStale ends its intake as well: the office knows
	// this station otherwise, or no longer.
	Fault error
}

var (
	// ErrNoLeader says that no station leads at the moment; the command was not sent.
	ErrNoLeader = errors.New("no station leads at the moment")
	// ErrUncertain says that the answer got lost on the way; the same request may be sent again.
	ErrUncertain = errors.New("the outcome is not known yet")
	// ErrRejected says that the leader does not take the command at all, such as a kind it does not know. Nothing was written.
	ErrRejected = errors.New("the leading station does not take this command")
	// ErrCutOff says that a command needs the other stations, and this one is cut off from them; it was not sent.
	ErrCutOff = errors.New("this needs the other stations, which cannot be reached")
	// ErrStale says that this station's disk is older than what the office knows of it, a copy of it, or of a station that was removed. It takes
	// in no work until it has joined again.
	ErrStale = errors.New("the office knows this station otherwise; it must join again")
	// ErrNotKept says that this station's own disk did not take the entry. Nothing was accepted.
	ErrNotKept = errors.New("this station could not save the entry")
)

// nobody is the log before Connect: no station leads.
type nobody struct{}

func (nobody) Propose(context.Context, ledger.Envelope) (ledger.Outcome, error) {
	return ledger.Outcome{}, ErrNoLeader
}

func (nobody) Submit(_ ledger.Envelope, reply func(ledger.Outcome, error)) {
	reply(ledger.Outcome{}, ErrNoLeader)
}
func (nobody) Contact() Contact                 { return Contact{} }
func (nobody) Watch() (<-chan struct{}, func()) { return nil, func() {} }

// line is the log that the station is connected to at the moment.
type line struct {
	mu    sync.Mutex
	log   Log
	moved bell // rings when the station is connected to another log
}

func (l *line) connect(log Log) {
	l.mu.Lock()
	l.log = log
	l.mu.Unlock()
	l.moved.ring()
}

func (l *line) now() Log {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.log == nil {
		return nobody{}
	}
	return l.log
}
