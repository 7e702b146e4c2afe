package cluster

import (
	"errors"
	"fmt"
	"sync"

	"jiezhan/station"
)

// verdict is what a station thinks of the hello of another; the first byte of its answer.
type verdict byte

const (
	welcome     verdict = 0x41
	otherOffice verdict = 0x42
	stale       verdict = 0x43
	cloned      verdict = 0x44
	removed     verdict = 0x45
)

// Why a peer does not let this station in. They wrap station.ErrStale: such a station must join again before it takes in work.
var (
	// ErrOtherOffice says that a peer belongs to another life of the office: the office began again from a backup or from a survivor, and this station was
	// left behind.
	ErrOtherOffice = fmt.Errorf("%w: the office began again without this station", station.ErrStale)
	// ErrStale says that a peer knows a later start of this station: its disk was put back from an older copy.
	ErrStale = fmt.Errorf("%w: the disk of this station is older than the station", station.ErrStale)
	// ErrCloned says that a peer talks to the same start of this station elsewhere: its disk was copied, and both copies run.
	ErrCloned = fmt.Errorf("%w: another machine runs a copy of this station", station.ErrStale)
	// ErrRemoved says that the office has removed this station.
	ErrRemoved = fmt.Errorf("%w: this station was removed from the office", station.ErrStale)
	// errRefusal says that a peer answered a hello with something that is no verdict.
	errRefusal = errors.New("the answer to the hello is not known")
)

// err is why the station that is refused must stop; nil for welcome.
func (v verdict) err() error {
	switch v {
	case welcome:
		return nil
	case otherOffice:
		return ErrOtherOffice
	case stale:
		return ErrStale
	case cloned:
		return ErrCloned
	case removed:
		return ErrRemoved
	default:
		return errRefusal
	}
}

// acquaintances remember the newest incarnation of every station that said hello. What was forgotten with a restart, the register's sessions
// bring back.
type acquaintances struct {
	office  string
	session func(station, epoch string) (start uint64, replaced bool)
	banned  func(id string) bool

	mu     sync.Mutex
	newest map[string]Incarnation
	former map[string]map[string]bool // by station, its epochs that were replaced
}

func newAcquaintances(c Config, banned func(string) bool) *acquaintances {
	return &acquaintances{
		office: c.OfficeEpoch, session: c.Session, banned: banned,
		newest: map[string]Incarnation{}, former: map[string]map[string]bool{},
	}
}

// judge answers whether a station may come in, and whether this incarnation of it is newer than all that were met before.
func (a *acquaintances) judge(h hello) (v verdict, newer bool) {
	if h.office != a.office {
		return otherOffice, false
	}
	if a.banned(h.id) {
		return removed, false
	}
	start, replaced := a.session(h.id, h.Epoch)
	a.mu.Lock()
	defer a.mu.Unlock()
	last, met := a.newest[h.id]
	switch {
	case replaced, a.former[h.id][h.Epoch], h.Start < start, met && last.Epoch == h.Epoch && h.Start < last.Start:
		return stale, false
	case met && last.Epoch == h.Epoch && h.Start == last.Start:
		if last.Boot != h.Boot {
			return cloned, false
		}
		return welcome, false
	case met && last.Epoch != h.Epoch:
		a.replace(h.id, last.Epoch)
	}
	a.newest[h.id] = h.Incarnation
	return welcome, met
}

func (a *acquaintances) replace(id, epoch string) {
	if a.former[id] == nil {
		a.former[id] = map[string]bool{}
	}
	a.former[id][epoch] = true
}
