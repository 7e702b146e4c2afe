package api

import (
	"context"
	"sync"
	"time"

	"jiezhan/station"
	"jiezhan/station/ledger"
)

// soloLog is the log of an office of one station: what is proposed is decided at once.
type soloLog struct {
	mu      sync.Mutex
	machine *ledger.Machine
	index   uint64
	// down answers instead of deciding; lost decides and loses the answer.
	down error
	lost bool
	// fault and differs are what the network has found out about this station.
	fault   error
	differs *Difference
	rings   chan struct{}
	// opened is closed when the station's session has been opened, before which it decides nothing.
	opened chan struct{}
}

func newSoloLog() *soloLog {
	return &soloLog{rings: make(chan struct{}, 1), opened: make(chan struct{})}
}

func (l *soloLog) Propose(_ context.Context, e ledger.Envelope) (ledger.Outcome, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.down != nil {
		return ledger.Outcome{}, l.down
	}
	outcome, err := l.decide(e)
	if err == nil && l.lost {
		err = station.ErrUncertain
	}
	return outcome, err
}

// decide puts a command into the log, whether or not the station reaches it. mu is held.
func (l *soloLog) decide(e ledger.Envelope) (ledger.Outcome, error) {
	l.index++
	outcomes, err := l.machine.Apply([]ledger.Entry{{Index: l.index, Envelopes: []ledger.Envelope{e}}})
	if err != nil {
		return ledger.Outcome{}, err
	}
	if e.Kind == (ledger.OpenSession{}).Kind() {
		close(l.opened)
	}
	return outcomes[0][0], nil
}

// elsewhere is another station's command, decided while this one may be cut off.
func (l *soloLog) elsewhere(e ledger.Envelope) (ledger.Outcome, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.decide(e)
}

func (l *soloLog) Submit(e ledger.Envelope, reply func(ledger.Outcome, error)) {
	reply(l.Propose(context.Background(), e))
}

func (l *soloLog) Contact() station.Contact {
	l.mu.Lock()
	defer l.mu.Unlock()
	return station.Contact{Leader: l.leader(), Fault: l.fault}
}

func (l *soloLog) leader() string {
	if l.down != nil {
		return ""
	}
	return "s1"
}

func (l *soloLog) Watch() (<-chan struct{}, func()) { return l.rings, func() {} }

func (l *soloLog) set(down error, lost bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.down, l.lost = down, lost
	select {
	case l.rings <- struct{}{}:
	default:
	}
}

// Standing shows an office of one.
func (l *soloLog) Standing() Standing {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Standing{
		Leader: l.leader(), Peers: []Peer{{ID: "s1", Address: "127.0.0.1:7600", Voter: true, Leader: l.down == nil, Reachable: true}},
		LastIndex: l.index, Differs: l.differs,
	}
}

// keeper is the machine's keeper of a test: it remembers what it was asked for.
type keeper struct {
	upkeep Upkeep
	backup Backup
	err    error
}

func (k *keeper) IssueCode(context.Context) (string, time.Time, error) {
	return "ABCD-EFGH", time.Date(2026, 11, 21, 1, 15, 0, 0, time.UTC), k.err
}

func (k *keeper) Backup(context.Context) (Backup, error) { return k.backup, k.err }

func (k *keeper) Upkeep() Upkeep { return k.upkeep }
